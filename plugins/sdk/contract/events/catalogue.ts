import { z } from 'zod';

const uuid = z.uuid();
const day = z.iso.date();

/**
 * One kind of event: the facts it carries, its version, and what it means. Only ids and what a plugin needs to decide:
 * names and contacts are read through capabilities, where they are filtered and logged.
 */
export type EventContract = { version: number; summary: { en: string; ar: string }; data: z.ZodType };

const event = <Data extends z.ZodType>(en: string, ar: string, data: Data, version = 1) => ({
  version,
  summary: { en, ar },
  data,
});

/** The school as events that lead to messages carry it. */
const school = {
  schoolName: z.string(),
  schoolNameAr: z.string().nullable(),
  /** IANA name, such as `Asia/Qatar`. */
  timeZone: z.string(),
};

/** Every event a plugin can listen to. docs/plugins/events.md is generated from this table. */
export const EVENTS = {
  'attendance.absence_recorded': event(
    'A pupil was marked absent without excuse. `date` is the school day in the school’s own time zone.',
    'سُجّل غياب طالب دون عذر.',
    z.strictObject({
      studentId: uuid,
      date: day,
      /** The attendance code of the register, such as `A`. */
      code: z.string(),
      classLabel: z.string().nullable(),
      ...school,
    }),
  ),
  'attendance.register_taken': event(
    'The register of a class was saved for a day.',
    'حُفظ سجل حضور شعبة ليوم.',
    z.strictObject({
      classroomId: uuid.nullable(),
      date: day,
      present: z.int(),
      absent: z.int(),
      late: z.int(),
    }),
  ),
  'attendance.threshold_reached': event(
    'A pupil reached a step of the school’s attendance thresholds, such as seven days without excuse. Once a pupil, step and period, unless a correction took it back and it was reached on another day.',
    'بلغ طالب إحدى درجات حدود الغياب في المدرسة.',
    z.strictObject({
      /** The record of the step that was reached, with its letter. */
      reachedId: uuid,
      studentId: uuid,
      /** The code the school gave the step. */
      code: z.string(),
      title: z.string(),
      titleAr: z.string(),
      /** The number of days or lates, or the percentage. */
      count: z.number(),
      /** The day on which it was reached. */
      date: day,
      ...school,
    }),
  ),
  'attendance.excuse_decided': event(
    'The school accepted or declined the excuse of a family for a span of days.',
    'بتّت المدرسة في عذر قدّمته أسرة.',
    z.strictObject({
      excuseId: uuid,
      studentId: uuid,
      accepted: z.boolean(),
      firstDate: day,
      lastDate: day,
      ...school,
    }),
  ),
  'student.created': event('A pupil was added.', 'أُضيف طالب.', z.strictObject({ studentId: uuid })),
  'student.updated': event(
    'Fields of a pupil changed; their names are listed.',
    'تغيّرت بيانات طالب.',
    z.strictObject({ studentId: uuid, changed: z.array(z.string()).max(100) }),
  ),
  'student.left': event(
    'A pupil is no longer active at the school.',
    'غادر طالب المدرسة.',
    z.strictObject({ studentId: uuid }),
  ),
  'guardian.updated': event(
    'Fields of a guardian changed; their names are listed.',
    'تغيّرت بيانات ولي أمر.',
    z.strictObject({ guardianId: uuid, changed: z.array(z.string()).max(100) }),
  ),
  'enrollment.changed': event(
    'A pupil was put into a class or left one.',
    'تغيّر قيد طالب في شعبة.',
    z.strictObject({ studentId: uuid, classroomId: uuid.nullable(), status: z.string() }),
  ),
  'result.recorded': event(
    'A result of an exam was entered or changed.',
    'رُصدت نتيجة اختبار أو تغيّرت.',
    z.strictObject({ resultId: uuid, studentId: uuid, examId: uuid }),
  ),
  'results.published': event(
    'The marks of a lesson group for a term were published: from now on families see them. `pupils` is how many have a mark or a reason for none.',
    'نُشرت درجات مجموعة دراسية لفصل دراسي.',
    z.strictObject({ classOfferingId: uuid, subjectId: uuid, termId: uuid, pupils: z.int() }),
  ),
  'results.announced': event(
    'The school wants these guardians told that results (`marks`) or report cards of a term are published. One entry a guardian, with all of their children that it is about; only guardians who may see the records and accept text messages, at most 50 in one event.',
    'تريد المدرسة إعلام أولياء الأمور هؤلاء بنشر نتائج فصل دراسي أو شهاداته.',
    z.strictObject({
      kind: z.enum(['marks', 'report_cards']),
      termId: uuid,
      termTitle: z.string(),
      termTitleAr: z.string(),
      families: z
        .array(z.strictObject({ guardianId: uuid, studentIds: z.array(uuid).min(1) }))
        .min(1)
        .max(50),
      ...school,
    }),
  ),
  'invoice.issued': event(
    'The school issued an invoice to a family. Amounts are in the smallest unit of the currency.',
    'أُصدرت فاتورة لأسرة.',
    z.strictObject({
      invoiceId: uuid,
      studentId: uuid,
      amount: z.string(),
      currency: z.string(),
      dueDate: day.nullable(),
      ...school,
    }),
  ),
  'invoice.reminder_due': event(
    'An invoice is not paid and its due date is near or past; sent once a step (3 days before, on the day, 7 days after), from 8 o’clock of the school’s morning on. `amount` is what is left to pay.',
    'فاتورة غير مدفوعة حان موعد التذكير بها.',
    z.strictObject({
      invoiceId: uuid,
      studentId: uuid,
      amount: z.string(),
      currency: z.string(),
      dueDate: day,
      step: z.enum(['before', 'due', 'after']),
      ...school,
    }),
  ),
  'payment.received': event(
    'A payment was recorded.',
    'سُجّلت دفعة.',
    z.strictObject({
      paymentId: uuid,
      invoiceId: uuid.nullable(),
      amount: z.string(),
      currency: z.string(),
    }),
  ),
  'announcement.published': event(
    'The school published an announcement.',
    'نشرت المدرسة إعلانًا.',
    z.strictObject({ announcementId: uuid }),
  ),
  'import.completed': event(
    'An import of a roster ended.',
    'انتهى استيراد بيانات.',
    z.strictObject({ importId: uuid, created: z.int(), updated: z.int(), removed: z.int() }),
  ),
  'message.delivered': event(
    'The network delivered a message that this plugin sent.',
    'وصلت رسالة أرسلتها هذه الإضافة.',
    z.strictObject({ messageId: uuid, channel: z.enum(['sms', 'email']), idempotencyKey: z.string() }),
  ),
  'message.failed': event(
    'A message that this plugin sent will not arrive.',
    'تعذّر إيصال رسالة أرسلتها هذه الإضافة.',
    z.strictObject({
      messageId: uuid,
      channel: z.enum(['sms', 'email']),
      idempotencyKey: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  'install.enabled': event(
    'This plugin was switched on at the school.',
    'فُعّلت هذه الإضافة في المدرسة.',
    z.strictObject({ version: z.string() }),
  ),
  'install.upgraded': event(
    'This plugin was moved to another version at the school: an upgrade, or the way back from one.',
    'انتقلت هذه الإضافة إلى إصدار آخر في المدرسة: تحديثًا أو رجوعًا عنه.',
    z.strictObject({ from: z.string(), to: z.string() }),
  ),
} as const satisfies Record<string, EventContract>;

export type PluginEventType = keyof typeof EVENTS;

/** An event as a handler gets it. `id` is the same when the event is handed over again. */
export type PluginEventOf<Type extends PluginEventType> = {
  id: string;
  type: Type;
  version: number;
  occurredAt: string;
  data: z.output<(typeof EVENTS)[Type]['data']>;
};
export type PluginEvents = { [Type in PluginEventType]: PluginEventOf<Type> };
export type PluginEvent = PluginEvents[PluginEventType];
export type AbsenceRecordedEvent = PluginEvents['attendance.absence_recorded'];

/** The names as a value; a manifest may name no other event. */
export const PLUGIN_EVENT_TYPES = Object.keys(EVENTS) as PluginEventType[];

/** Events that are told to one install alone: the one that sent the message, or that was switched on. */
export const OWN_EVENTS: ReadonlySet<PluginEventType> = new Set([
  'message.delivered',
  'message.failed',
  'install.enabled',
  'install.upgraded',
]);
