import { idOf, requireTenant } from '../../../tenancy/index.ts';
import type { NewEvent } from '../outbox.ts';

type Document = Record<string, unknown>;

/** One record as it was and as it is; one of them is missing when it was made or deleted. */
export type RecordChange = { before?: Document; after?: Document; fields: readonly string[] };

type Rule = (change: RecordChange) => NewEvent[];

/** What the school is called and where its clock is, as events that lead to messages carry it. */
export function schoolFacts(): { schoolName: string; schoolNameAr: string | null; timeZone: string } {
  const { name, nameAr, timeZone } = requireTenant();
  return { schoolName: name, schoolNameAr: nameAr, timeZone };
}

/** Names of the fields whose values differ; references are compared by id, and what Payload keeps for itself is left out. */
export function changedFields({ before, after, fields }: RecordChange): string[] {
  if (!before || !after) return [];
  return fields.filter((name) => plain(before[name]) !== plain(after[name]));
}

function plain(value: unknown): string {
  return JSON.stringify(idOf(value) ?? value ?? null);
}

const isActive = (student: Document | undefined) => student?.status === 'active';

/** Which events a change of a record of a collection is. A collection that is not here tells add-ons nothing. */
export const EVENT_RULES: Record<string, Rule> = {
  students: (change) => {
    const { before, after } = change;
    const payload = { studentId: String((after ?? before)?.id) };
    const changed = changedFields(change);
    return [
      ...(before ? [] : [{ type: 'student.created', payload }]),
      ...(changed.length > 0 ? [{ type: 'student.updated', payload: { ...payload, changed } }] : []),
      ...(isActive(before) && !isActive(after) ? [{ type: 'student.left', payload }] : []),
    ];
  },
  guardians: (change) => {
    const changed = changedFields(change);
    if (changed.length === 0) return [];
    return [{ type: 'guardian.updated', payload: { guardianId: String(change.after?.id), changed } }];
  },
  enrollments: (change) => {
    const { before, after } = change;
    const changed = changedFields({ ...change, fields: ['student', 'classroom', 'status'] });
    if (before && after && changed.length === 0) return [];
    const place = after ?? before;
    return [
      {
        type: 'enrollment.changed',
        payload: {
          studentId: String(idOf(place?.student)),
          classroomId: idOf(place?.classroom) ?? null,
          status: after ? String(after.status) : 'ended',
        },
      },
    ];
  },
  'exam-results': (change) => {
    const { before, after } = change;
    if (!after || (before && changedFields(change).length === 0)) return [];
    const payload = {
      resultId: String(after.id),
      studentId: String(idOf(after.student)),
      examId: String(idOf(after.exam)),
    };
    return [{ type: 'result.recorded', payload }];
  },
  invoices: ({ before, after }) => {
    const isIssued = after?.status === 'open' && (!before || before.status === 'draft');
    if (!isIssued) return [];
    return [
      {
        type: 'invoice.issued',
        payload: {
          invoiceId: String(after.id),
          studentId: String(idOf(after.student)),
          amount: String(after.amountMinor),
          currency: currency(),
          dueDate: after.dueDate ? String(after.dueDate) : null,
          ...schoolFacts(),
        },
      },
    ];
  },
  payments: ({ before, after }) => {
    if (before || !after) return [];
    return [
      {
        type: 'payment.received',
        payload: {
          paymentId: String(after.id),
          invoiceId: idOf(after.invoice) ?? null,
          amount: String(after.amountMinor),
          currency: currency(),
        },
      },
    ];
  },
  announcements: ({ before, after }) =>
    before || !after
      ? []
      : [{ type: 'announcement.published', payload: { announcementId: String(after.id) } }],
};

function currency(): string {
  return requireTenant().profile?.currency ?? 'QAR';
}
