import { AppError } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';

/**
 * Refuses a date of a term whose attendance the school has closed, with register.term_closed, unless the person may
 * change closed terms.
 */
export async function checkTerm(client: Queryable, date: string, mayReopen: boolean): Promise<void> {
  if (mayReopen) return;
  const { rows } = await client.query(
    'select title from terms where attendance_closed and $1 between start_date and end_date limit 1',
    [date],
  );
  if (rows[0]) throw new AppError('register.term_closed', { term: rows[0].title, date });
}
