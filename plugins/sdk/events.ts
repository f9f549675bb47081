import { z } from 'zod';

/** A pupil was marked absent in a register. `date` is the school day in the school's own time zone. */
export const absenceRecorded = z.strictObject({
  id: z.string().min(1),
  type: z.literal('attendance.absence_recorded'),
  occurredAt: z.iso.datetime({ offset: true }),
  data: z.strictObject({
    studentId: z.uuid(),
    date: z.iso.date(),
    /** The attendance code of the register, such as `A`. */
    code: z.string(),
    classLabel: z.string().nullable(),
    schoolName: z.string(),
    schoolNameAr: z.string().nullable(),
    /** IANA name, such as `Asia/Qatar`. */
    timeZone: z.string(),
  }),
});

/** Every event a plugin can listen to, by type. */
export const pluginEvents = { 'attendance.absence_recorded': absenceRecorded } as const;

export type PluginEventType = keyof typeof pluginEvents;
export type PluginEvents = { [Type in PluginEventType]: z.infer<(typeof pluginEvents)[Type]> };
export type PluginEvent = PluginEvents[PluginEventType];
export type AbsenceRecordedEvent = PluginEvents['attendance.absence_recorded'];

/** The names as a value; a manifest may name no other event. */
export const PLUGIN_EVENT_TYPES = [
  'attendance.absence_recorded',
] as const satisfies readonly PluginEventType[];
