import type { Queryable } from '../../../tenancy/index.ts';
import { refuse } from './work.ts';

const OF_EXAMS = `select from exams e
    join grade_sheets s on s.class_offering_id = e.class_offering_id and s.term_id = e.term_id
   where e.id = any($1::uuid[]) and s.state not in ('draft', 'returned') limit 1`;
const OF_PLACE = `select from grade_sheets s
   where s.class_offering_id = $1 and s.term_id = $2 and s.state not in ('draft', 'returned') limit 1`;

/**
 * Refuses work on exams, or in a lesson group and term, whose marks were handed in, approved or published: the rule of the
 * mark grid and the panel, for clients. Throws oneroster.data_invalid.
 */
export async function refuseHeld(
  client: Queryable,
  what: { exams: unknown[] } | { offering: unknown; term: unknown },
): Promise<void> {
  const { rowCount } =
    'exams' in what
      ? await client.query(OF_EXAMS, [what.exams])
      : await client.query(OF_PLACE, [what.offering ?? null, what.term ?? null]);
  if (rowCount) refuse('The marks of this class and term were handed in, approved or published already.');
}
