import type { Queryable } from '../../tenancy/index.ts';
import { averageOf } from './averages.ts';
import type { CardSnapshot, TranscriptYear } from './types.ts';

/**
 * The years of each pupil from the cards that were published: with the names and grades of their time, whatever the school
 * calls things today. Pupils without a published card are not in the map.
 */
export async function transcriptsOf(
  database: Queryable,
  students: string[],
): Promise<Map<string, { years: TranscriptYear[]; cumulative: CardSnapshot['average'] }>> {
  const { rows } = await database.query(
    `select k.student_id, k.snapshot from report_cards k
       join academic_years y on y.id = k.academic_year_id join terms t on t.id = k.term_id
      where k.student_id = any($1) and k.state = 'published'
      order by y.start_date, y.id, t.start_date, t.id`,
    [students],
  );
  const cards = Map.groupBy(rows, (row) => String(row.student_id));
  return new Map(
    [...cards].map(([student, own]) => [
      student,
      transcriptOf(own.map((row) => row.snapshot as CardSnapshot)),
    ]),
  );
}

/** One pupil's years from the cards, which come in order of time. */
export function transcriptOf(cards: readonly CardSnapshot[]): {
  years: TranscriptYear[];
  cumulative: CardSnapshot['average'];
} {
  const years = [...Map.groupBy(cards, ({ year }) => year)].map(([year, terms]): TranscriptYear => {
    const last = terms.at(-1);
    const titles = new Map(
      terms.flatMap(({ subjects }) => subjects).map((subject) => [subject.title.en, subject] as const),
    );
    return {
      year,
      grade: last?.grade ?? null,
      classroom: last?.classroom ?? null,
      terms: terms.map(({ term, number, average }) => ({ term, number, average })),
      subjects: [...titles.values()].map(({ title, creditHours }) => ({
        title,
        creditHours,
        marks: terms.map(({ subjects }) => {
          const mark = subjects.find((subject) => subject.title.en === title.en);
          if (mark === undefined) return null;
          const { percentHundredths, label, status } = mark;
          return { percentHundredths, label, status };
        }),
      })),
    };
  });
  return { years, cumulative: averageOf(cards.flatMap(({ subjects }) => subjects)) };
}
