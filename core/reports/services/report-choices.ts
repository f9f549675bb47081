import { termTitle } from '../../school/index.ts';
import type { Queryable } from '../../tenancy/index.ts';

export type ReportChoices = {
  terms: {
    id: string;
    title: string;
    titleAr: string;
    year: string;
    yearTitle: string;
    isCurrent: boolean;
  }[];
  classrooms: { id: string; title: string; titleAr: string | null; year: string }[];
  offerings: { id: string; title: string; subject: string; subjectAr: string | null; year: string }[];
};

/** Terms, and the classes and lesson groups of somebody, from which the pages let choose; `year` is its id. */
export async function reportChoices(database: Queryable, classIds: string[] | 'all'): Promise<ReportChoices> {
  const only = classIds === 'all' ? null : classIds;
  const terms = await database.query(
    `select t.id, t.title, y.id as year, coalesce(y.current, false) as "isCurrent",
            y.title as "yearTitle" from terms t join academic_years y on y.id = t.academic_year_id
      order by y.start_date desc, t.start_date, t.id limit 200`,
  );
  const classrooms = await database.query(
    `select c.id, c.title, c.title_ar as "titleAr", c.academic_year_id as year from classrooms c
      where $1::uuid[] is null or c.id = any($1) order by c.title, c.id limit 1000`,
    [only],
  );
  const offerings = await database.query(
    `select o.id, o.title, b.title as subject, b.title_ar as "subjectAr", o.academic_year_id as year
       from class_offerings o join subjects b on b.id = o.subject_id
      where $1::uuid[] is null or o.id = any($1) order by o.title, o.id limit 2000`,
    [only],
  );
  return {
    terms: terms.rows.map((term) => ({ ...term, titleAr: termTitle(term.title).ar })),
    ...{ classrooms: classrooms.rows, offerings: offerings.rows },
  } as ReportChoices;
}
