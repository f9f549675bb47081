import { publishEvents } from '../../../jobs/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { RAISE_ALERT } from '../../sql/budgets.ts';

/** Written in the transaction that passed a mark; mails to the school's admins follow it. */
export const USAGE_ALERT = 'usage.alert';

export type AlertFacts = {
  /** Cents of a budget, students, teachers or bytes of a quota, students of a ceiling. */
  used: number;
  limit: number;
  /** ISO instant at which the limit is reached on a straight line, or from which the ceiling holds. */
  at?: string | undefined;
  isHard?: boolean | undefined;
};

export type Alert = {
  /** First day of the school's month, YYYY-MM-DD. */
  month: string;
  subject: `budget:${string}` | `quota:${string}` | 'ceiling:students';
  percent: number;
  facts: AlertFacts;
};

/** The marks of a budget or a quota that are reached; `isFull` when nothing more fits although the limit is not touched. */
export function marksReached(used: number, limit: number, isFull = false): number[] {
  if (limit <= 0) return [];
  return [50, 80, 100].filter((percent) => used * 100 >= limit * percent || (percent === 100 && isFull));
}

/**
 * Raises the marks of one subject that were not raised in the month, in the scope of the school and the caller's
 * transaction. However many are new, one message tells of the highest. Returns the marks that were new.
 */
export async function raiseAlerts(
  client: Queryable,
  alert: Omit<Alert, 'percent'>,
  marks: readonly number[],
): Promise<number[]> {
  const { month, subject, facts } = alert;
  const raised: number[] = [];
  for (const percent of marks) {
    const { rowCount } = await client.query(RAISE_ALERT, [month, subject, percent, JSON.stringify(facts)]);
    if (rowCount) raised.push(percent);
  }
  const percent = raised.at(-1);
  if (percent !== undefined)
    await publishEvents(client, [
      {
        type: USAGE_ALERT,
        payload: { month, subject, percent, facts },
        dedupeKey: `${month}:${subject}:${percent}`,
      },
    ]);
  return raised;
}
