import type { PluginEventOf, PluginEventType } from '../contract/events/catalogue.ts';
import { EVENTS } from '../contract/events/catalogue.ts';
import type { DemoSchool } from './demo-school.ts';
import { demoId } from './demo-values.ts';

type Samples = { [Type in PluginEventType]: PluginEventOf<Type>['data'] };

/**
 * An event of the demo school, with `changes` over its data. Throws an Error that names what the event's schema refuses.
 * `id` decides whether it is another event or the same one again.
 */
export function sampleEvent<Type extends PluginEventType>(
  school: DemoSchool,
  type: Type,
  { changes = {}, id = demoId('event', 1), now }: { changes?: object; id?: string; now: number },
): PluginEventOf<Type> {
  const { version, data: schema } = EVENTS[type];
  const parsed = schema.safeParse({ ...samplesOf(school, now)[type], ...changes });
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'data'}: ${issue.message}`);
    throw new Error(`The data of ${type} does not fit docs/plugins/events.md.\n${issues.join('\n')}`);
  }
  return {
    id,
    type,
    version,
    occurredAt: new Date(now).toISOString(),
    data: parsed.data as PluginEventOf<Type>['data'],
  };
}

function samplesOf({ profile, students, guardians, structure, results }: DemoSchool, now: number): Samples {
  const [student, result] = [students[0], results[0]];
  const [guardian, classroom] = [guardians[0], structure.classrooms[0]];
  const ids = {
    studentId: student?.id ?? demoId('student', 1),
    guardianId: guardian?.id ?? demoId('father', 1),
    classroomId: classroom?.id ?? null,
  };
  const date = new Date(now).toISOString().slice(0, 10);
  const school = { schoolName: profile.name, schoolNameAr: profile.nameAr, timeZone: profile.timeZone };
  const { studentId } = ids;
  const invoice = {
    invoiceId: demoId('invoice', 1),
    studentId,
    amount: '150000',
    currency: 'QAR',
    ...school,
  };
  const message = { messageId: demoId('message', 1), channel: 'sms', idempotencyKey: 'demo' } as const;
  return {
    'attendance.absence_recorded': {
      studentId,
      date,
      code: 'A',
      classLabel: classroom?.title ?? null,
      ...school,
    },
    'attendance.register_taken': { classroomId: ids.classroomId, date, present: 12, absent: 1, late: 1 },
    'attendance.threshold_reached': {
      reachedId: demoId('reached', 1),
      studentId,
      code: 'first-warning',
      title: 'First warning',
      titleAr: 'الإنذار الأول',
      count: 7,
      date,
      ...school,
    },
    'attendance.excuse_decided': {
      excuseId: demoId('excuse', 1),
      studentId,
      accepted: true,
      firstDate: date,
      lastDate: date,
      ...school,
    },
    'student.created': { studentId },
    'student.updated': { studentId, changed: ['displayNameAr'] },
    'student.left': { studentId },
    'guardian.updated': { guardianId: ids.guardianId, changed: ['phone'] },
    'enrollment.changed': { studentId, classroomId: ids.classroomId, status: 'active' },
    'result.recorded': {
      resultId: result?.id ?? demoId('result', 1),
      studentId,
      examId: result?.examId ?? demoId('exam', 1),
    },
    'results.published': {
      classOfferingId: demoId('offering', 1),
      subjectId: demoId('subject', 1),
      termId: demoId('term', 1),
      pupils: 14,
    },
    'results.announced': {
      kind: 'marks',
      termId: demoId('term', 1),
      termTitle: 'Semester 1',
      termTitleAr: 'الفصل الدراسي الأول',
      families: [{ guardianId: ids.guardianId, studentIds: [studentId] }],
      ...school,
    },
    'invoice.issued': { ...invoice, dueDate: date },
    'invoice.reminder_due': { ...invoice, dueDate: date, step: 'due' },
    'payment.received': {
      paymentId: demoId('payment', 1),
      invoiceId: invoice.invoiceId,
      amount: invoice.amount,
      currency: invoice.currency,
    },
    'announcement.published': { announcementId: demoId('announcement', 1) },
    'import.completed': { importId: demoId('import', 1), created: 80, updated: 4, removed: 0 },
    'message.delivered': message,
    'message.failed': { ...message, reason: 'The number does not exist.' },
    'install.enabled': { version: '1.0.0' },
    'install.upgraded': { from: '1.0.0', to: '1.0.1' },
  };
}
