import type { Queryable } from '../../tenancy/index.ts';
import { LIST_EXCUSES } from '../sql/excuses.ts';

export type ExcuseStatus = 'pending' | 'accepted' | 'declined';

/** An excuse as the family and the office see it. */
export type Excuse = {
  id: string;
  student: { id: string; name: string; nameAr: string | null; admissionNumber: string };
  class: { title: string; titleAr: string | null } | null;
  firstDate: string;
  lastDate: string;
  reason: string;
  fileName: string | null;
  status: ExcuseStatus;
  guardian: { name: string; nameAr: string | null } | null;
  note: string | null;
  decidedBy: string | null;
  at: string;
  decidedAt: string | null;
  /** Days of it that are absences without excuse now. */
  unexcused: number;
};

/** Excuses of these pupils, what waits for a decision first. */
export async function listExcuses(
  client: Queryable,
  { students, status, limit = 200 }: { students: string[] | 'all'; status?: ExcuseStatus; limit?: number },
): Promise<Excuse[]> {
  const { rows } = await client.query(LIST_EXCUSES, [
    students === 'all' ? null : students,
    status ?? null,
    limit,
  ]);
  return rows.map((row) => ({
    id: row.id,
    student: {
      id: row.student,
      name: row.display_name,
      nameAr: row.display_name_ar,
      admissionNumber: row.admission_number,
    },
    class: row.class === null ? null : { title: row.class, titleAr: row.class_ar },
    firstDate: row.first_date,
    lastDate: row.last_date,
    reason: row.reason,
    fileName: row.file_name,
    status: row.status,
    guardian: row.guardian === null ? null : { name: row.guardian, nameAr: row.guardian_ar },
    note: row.decision_note,
    decidedBy: row.decided_by,
    at: row.created_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    unexcused: row.unexcused,
  }));
}
