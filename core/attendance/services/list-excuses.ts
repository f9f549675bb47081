import type { Queryable } from '../../tenancy/index.ts';
import { COUNT_EXCUSES, LIST_EXCUSES } from '../sql/excuses.ts';
import { type ListedPupil, PAGE_SIZE, type Page, placeOf, pupilOf } from './list-rows.ts';
import type { ExcuseChannel } from './submit-excuse.ts';

export type ExcuseStatus = 'pending' | 'accepted' | 'declined';

/** An excuse as the family and the office see it. */
export type Excuse = ListedPupil & {
  id: string;
  firstDate: string;
  lastDate: string;
  reason: string;
  fileName: string | null;
  /** How it came, where the office entered it. */
  channel: ExcuseChannel | null;
  status: ExcuseStatus;
  guardian: { name: string; nameAr: string | null } | null;
  note: string | null;
  decidedBy: string | null;
  at: string;
  decidedAt: string | null;
  /** Days of it that are absences without excuse now. */
  unexcused: number;
};

/** A page of the excuses of these pupils, what waits for a decision first. Pages count from 1; one past the end is the last. */
export async function listExcuses(
  client: Queryable,
  { students, status, page = 1 }: { students: string[] | 'all'; status?: ExcuseStatus; page?: number },
): Promise<Page<Excuse>> {
  const wanted = [students === 'all' ? null : students, status ?? null];
  const counted = await client.query(COUNT_EXCUSES, wanted);
  const place = placeOf(counted.rows[0].count, page);
  const { rows } = await client.query(LIST_EXCUSES, [...wanted, PAGE_SIZE, (place.page - 1) * PAGE_SIZE]);
  return {
    ...place,
    rows: rows.map((row) => ({
      id: row.id,
      ...pupilOf(row),
      firstDate: row.first_date,
      lastDate: row.last_date,
      reason: row.reason,
      fileName: row.file_name,
      channel: row.channel,
      status: row.status,
      guardian: row.guardian === null ? null : { name: row.guardian, nameAr: row.guardian_ar },
      note: row.decision_note,
      decidedBy: row.decided_by,
      at: row.created_at.toISOString(),
      decidedAt: row.decided_at?.toISOString() ?? null,
      unexcused: row.unexcused,
    })),
  };
}
