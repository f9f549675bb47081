import type { Queryable } from '../../tenancy/index.ts';

export type PublishedCard = {
  id: string;
  student: string;
  name: string;
  nameAr: string | null;
  year: string;
  term: string;
  termAr: string;
  number: string;
  version: number;
  publishedAt: string;
};

/** The published cards of pupils, newest term first, with the names of the snapshot. */
export async function publishedCards(database: Queryable, students: string[]): Promise<PublishedCard[]> {
  const { rows } = await database.query(
    `select k.id, k.student_id as student, k.snapshot -> 'pupil' -> 'name' ->> 'en' as name,
            k.snapshot -> 'pupil' -> 'name' ->> 'ar' as "nameAr", k.snapshot ->> 'year' as year,
            k.snapshot -> 'term' ->> 'en' as term, k.snapshot -> 'term' ->> 'ar' as "termAr",
            k.number, k.version, k.published_at as "publishedAt"
       from report_cards k join terms t on t.id = k.term_id
      where k.student_id = any($1) and k.state = 'published'
      order by t.start_date desc, name, k.id limit 200`,
    [students],
  );
  return rows.map((row) => ({ ...row, publishedAt: new Date(row.publishedAt).toISOString() }));
}
