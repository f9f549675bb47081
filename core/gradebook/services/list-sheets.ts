import { termTitle } from '../../school/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { ASSESSMENTS_OF_SHEETS } from '../sql/periods.ts';
import type { SheetState } from './sheet-states.ts';

export type SheetList = {
  terms: {
    id: string;
    title: string;
    titleAr: string;
    startDate: string;
    endDate: string;
    yearId: string;
    year: string;
    isCurrent: boolean;
  }[];
  groups: {
    id: string;
    title: string;
    titleAr?: string;
    subject: string;
    subjectAr?: string;
    yearId: string;
    classroom?: { id: string; title: string; titleAr?: string };
    grade?: { id: string; title: string; titleAr?: string; order: number };
    /** By term: only those with assessments or a state. The assessments of its grading periods are counted with a term. */
    sheets: Record<string, { assessments: number; state: SheetState }>;
  }[];
};

/** The lesson groups somebody may open, newest year first, and where the marks of each term stand. */
export async function listSheets(
  pool: Queryable,
  today: string,
  classIds: string[] | 'all',
): Promise<SheetList> {
  const own = classIds === 'all' ? null : classIds;
  const [terms, groups, exams, states] = await Promise.all([
    pool.query(
      `select t.id, t.title, t.start_date, t.end_date, y.id as year_id, y.title as year
         from terms t join academic_years y on y.id = t.academic_year_id order by y.start_date desc, t.start_date, t.id`,
    ),
    pool.query(
      `select o.id, o.title, s.title_ar || ' ' || coalesce(c.title_ar, c.title) as title_ar, s.title as subject,
              s.title_ar as subject_ar, o.academic_year_id, c.id as class_id, c.title as class_title, c.title_ar as class_title_ar,
              l.id as grade_id, l.title as grade_title, l.title_ar as grade_title_ar, l."order"::float8 as grade_order
         from class_offerings o join subjects s on s.id = o.subject_id
         left join classrooms c on c.id = o.classroom_id left join grade_levels l on l.id = c.grade_level_id
        where $1::uuid[] is null or o.id = any($1) order by o.title, o.id limit 5000`,
      [own],
    ),
    pool.query(ASSESSMENTS_OF_SHEETS, [own]),
    pool.query(
      'select class_offering_id as id, term_id, state from grade_sheets where $1::uuid[] is null or class_offering_id = any($1)',
      [own],
    ),
  ]);
  const sheets = new Map<string, SheetList['groups'][number]['sheets']>();
  const sheetOf = (id: string, term: string) => {
    const ofGroup = sheets.get(id) ?? {};
    sheets.set(id, ofGroup);
    ofGroup[term] ??= { assessments: 0, state: 'draft' };
    return ofGroup[term];
  };
  for (const { id, term_id, assessments } of exams.rows) sheetOf(id, term_id).assessments = assessments;
  for (const { id, term_id, state } of states.rows) sheetOf(id, term_id).state = state;
  return {
    terms: terms.rows.map((row) => ({
      id: row.id,
      title: row.title,
      titleAr: termTitle(row.title).ar,
      startDate: row.start_date,
      endDate: row.end_date,
      yearId: row.year_id,
      year: row.year,
      isCurrent: row.start_date <= today && today <= row.end_date,
    })),
    groups: groups.rows.map((row) => ({
      id: row.id,
      title: row.title,
      ...(row.title_ar ? { titleAr: row.title_ar } : {}),
      subject: row.subject,
      ...(row.subject_ar ? { subjectAr: row.subject_ar } : {}),
      yearId: row.academic_year_id,
      ...(row.class_id === null
        ? {}
        : { classroom: titled(row.class_id, row.class_title, row.class_title_ar) }),
      ...(row.grade_id === null
        ? {}
        : {
            grade: { ...titled(row.grade_id, row.grade_title, row.grade_title_ar), order: row.grade_order },
          }),
      sheets: sheets.get(row.id) ?? {},
    })),
  };
}

function titled(
  id: string,
  title: string,
  titleAr: string | null,
): { id: string; title: string; titleAr?: string } {
  return { id, title, ...(titleAr ? { titleAr } : {}) };
}
