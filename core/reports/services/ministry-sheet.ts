import type pg from 'pg';
import { recordAudit } from '../../observability/index.ts';
import type { Actor } from './card-steps.ts';
import type { CardSnapshot } from './types.ts';

export type MinistryRow = {
  number: string;
  name: string;
  nameAr: string | null;
  grade: string;
  classroom: string;
  average: number | null;
  result: 'pass' | 'second_round' | 'fail' | 'incomplete';
  failed: string[];
  incomplete: string[];
  card: string;
};

/** A pupil who fails in more subjects than this has no second round. */
const SECOND_ROUND_SUBJECTS = 2;

/**
 * The results of a class as the Ministry's system asks for them, from the approved cards alone: what is handed to a family
 * and what is entered there cannot differ. Written into the trail as an export.
 */
export async function ministrySheet(
  pool: pg.Pool,
  { term, classroom, actor }: { term: string; classroom: string; actor: Actor },
): Promise<MinistryRow[]> {
  const { rows } = await pool.query(
    `select k.snapshot from report_cards k
      where k.term_id = $1 and k.classroom_id = $2 and k.state in ('approved', 'published')
      order by k.snapshot -> 'pupil' -> 'name' ->> 'en', k.id`,
    [term, classroom],
  );
  await recordAudit(pool, {
    category: 'export',
    action: 'report_cards.ministry',
    actor,
    subject: { collection: 'classrooms', id: classroom },
    details: { term, count: rows.length },
  });
  return rows.map((row) => ministryRow(row.snapshot as CardSnapshot));
}

/** Pass, second round or fail of one card, with the subjects that are the reason. */
export function ministryRow(card: CardSnapshot): MinistryRow {
  const titles = (of: CardSnapshot['subjects']) => of.map(({ title }) => title.en);
  const failed = titles(card.subjects.filter(({ passes }) => passes === false));
  const incomplete = titles(card.subjects.filter(({ status }) => status === 'incomplete'));
  const { percentHundredths } = card.average;
  return {
    number: card.pupil.admissionNumber,
    name: card.pupil.name.en,
    nameAr: card.pupil.name.ar,
    grade: card.grade?.en ?? '',
    classroom: card.classroom?.en ?? '',
    average: percentHundredths === null ? null : percentHundredths / 100,
    result:
      failed.length > SECOND_ROUND_SUBJECTS
        ? 'fail'
        : failed.length > 0
          ? 'second_round'
          : incomplete.length > 0
            ? 'incomplete'
            : 'pass',
    failed,
    incomplete,
    card: card.number,
  };
}
