import { z } from 'zod';
import { PLUGIN_EVENT_TYPES, type PluginEventType } from './events/catalogue.ts';
import { settingsSchema } from './settings-schema.ts';
import { bilingual, handlerName } from './texts.ts';

const CRON = /^(\S{1,40} ){4}\S{1,40}$/;
const limits = z.enum(['interactive', 'job', 'report']);
/**
 * A permission code of the school, such as `students.read`, that a person needs to see or use it. Besides, it is for the
 * people who work at the school: families and pupils are shown nothing of plugins.
 */
const permission = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/);
/** Collections of the panel that a record tab or an action can be put on. */
export const EXTENDABLE_COLLECTIONS = [
  'students',
  'guardians',
  'teachers',
  'classrooms',
  'class-offerings',
  'exams',
  'exam-results',
  'invoices',
] as const;
const collection = z.enum(EXTENDABLE_COLLECTIONS);

const eventNames = PLUGIN_EVENT_TYPES as [PluginEventType, ...PluginEventType[]];

export const eventSurface = z.strictObject({
  name: z.enum(eventNames),
  limits: limits.optional(),
  /** A failed run is tried again and, in the end, raised as an alarm to the school; without it, skipped and logged. */
  failClosed: z.boolean().optional(),
});

export const scheduleSurface = z.strictObject({
  name: handlerName,
  /** Five fields (minute hour day month weekday), in the school's own time zone; at most every 15 minutes. */
  cron: z.string().regex(CRON),
  limits: limits.optional(),
});

export const endpointSurface = z.strictObject({
  name: handlerName,
  method: z.enum(['GET', 'POST']),
  /**
   * `session`: people who work at the school and hold the permission. `signed`: programs elsewhere that sign the body with a secret
   * setting: header `Daftar-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`, at most 5 minutes old and
   * accepted once. A GET signs its query string, which the handler then gets as the text of `body`; the handler of a
   * signed POST gets no query, because nobody vouches for it.
   */
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('session'), permission }),
    z.strictObject({ kind: z.literal('signed'), secret: z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/) }),
  ]),
  limits: limits.optional(),
});

export const actionSurface = z.strictObject({
  name: handlerName,
  title: bilingual(60),
  permission,
  /** Where the button is: on a record, on a list's chosen rows, or nowhere but in blocks of the plugin's own pages. */
  on: z.discriminatedUnion('place', [
    z.strictObject({ place: z.literal('record'), collection }),
    z.strictObject({ place: z.literal('list'), collection }),
    z.strictObject({ place: z.literal('blocks') }),
  ]),
  /** Asked before it runs. */
  confirm: bilingual(300).optional(),
  /** Asked of the person before it runs; the answers come as `values`. */
  form: settingsSchema.optional(),
  limits: limits.optional(),
});

export const widgetSurface = z.strictObject({
  name: handlerName,
  title: bilingual(80),
  permission,
  size: z.enum(['small', 'wide']).optional(),
  limits: limits.optional(),
});

export const pageSurface = z.strictObject({
  name: handlerName,
  title: bilingual(80),
  permission,
  limits: limits.optional(),
});

export const tabSurface = z.strictObject({
  name: handlerName,
  title: bilingual(80),
  permission,
  collection,
  limits: limits.optional(),
});

/**
 * What a schedule's handler gets. `scheduledFor` is the moment by the calendar, not that of the run. After a pause only
 * the latest moment runs; `missed` says how many before it did not.
 */
export type ScheduleInput = { scheduledFor: string; missed: number };
export type EndpointInput = {
  method: 'GET' | 'POST';
  query: Record<string, string>;
  /** The JSON body, or its text when it is none. */
  body: unknown;
};
export type ActionInput = {
  collection?: (typeof EXTENDABLE_COLLECTIONS)[number];
  /** At most 200. */
  recordIds: string[];
  values: Record<string, string | number | boolean | null>;
};
export type PageInput = { query: Record<string, string> };
export type TabInput = { collection: (typeof EXTENDABLE_COLLECTIONS)[number]; recordId: string };
