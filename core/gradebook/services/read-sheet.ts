import { AppError } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { hasWork } from '../calculate/reckon-periods.ts';
import type { Category, Mark, Period, Rules } from '../calculate/types.ts';
import { FIND_SHEET, SHEET_ASSESSMENTS, SHEET_PUPILS, SHEET_RESULTS } from '../sql/sheet.ts';
import { type Graded, loadGrading } from './grading.ts';
import { periodsOf, termsInside, termTreeOf } from './periods.ts';
import {
  assessmentOf,
  cellsOf,
  marksByPupil,
  type ResultRow,
  type SheetAssessment,
  type SheetCell,
  type SheetPupil,
} from './sheet-rows.ts';
import type { SheetState } from './sheet-states.ts';

export type SheetRef = { offering: string; term: string };

/** A lesson group in a term, as its row is found. */
export type FoundSheet = {
  offering: { id: string; title: string; subject: string; subjectAr?: string; subjectId: string };
  term: { id: string; title: string; startDate: string; endDate: string };
  academicYearId: string;
  graded: Graded;
  state: SheetState;
  note?: string;
  submitted?: { at: string; by: string };
  moderated?: { at: string; by: string };
  publishedAt?: string;
};

/** Everything the mark grid shows: pupils, assessments, results and the rules they are reckoned by. */
export type Sheet = Omit<FoundSheet, 'graded'> & {
  categories: Category[];
  rules: Rules;
  ruleTitle?: string;
  needsApproval: boolean;
  pupils: SheetPupil[];
  assessments: SheetAssessment[];
  cells: SheetCell[];
  /** Where the term mark is made of grading periods: those with their assessments, and what each pupil got in them. */
  periods?: Period[];
  ownWeightHundredths?: number;
  periodMarks?: Record<string, Mark[]>;
};

/** One sheet. `classIds` are the classes the viewer may open. Throws gradebook.sheet_unknown. */
export async function readSheet(pool: Queryable, ref: SheetRef, classIds: string[] | 'all'): Promise<Sheet> {
  const { graded, ...found } = await findSheet(pool, ref, classIds);
  const { tree } = await termTreeOf(pool, ref.term);
  const [grading, pupils, exams] = await Promise.all([
    loadGrading(pool, [graded]),
    pool.query(SHEET_PUPILS, [[ref.offering], ref.term]),
    pool.query(SHEET_ASSESSMENTS, [[ref.offering], [ref.term, ...termsInside(tree)]]),
  ]);
  const ofTerm = Map.groupBy(exams.rows, (row) => row.term_id as string);
  const assessmentsOf = (term: string) => (ofTerm.get(term) ?? []).map(assessmentOf);
  const assessments = assessmentsOf(ref.term);
  const own = new Set(assessments.map(({ id }) => id));
  const periods = periodsOf(tree, assessmentsOf);
  const results = await pool.query(SHEET_RESULTS, [exams.rows.map((row) => row.id)]);
  const known = new Set(pupils.rows.map((row) => row.id as string));
  const { categories, rules, ruleTitle, needsApproval } = grading.get(ref.offering) as NonNullable<
    ReturnType<typeof grading.get>
  >;
  const cells = cellsOf((results.rows as ResultRow[]).filter((row) => known.has(row.student_id)));
  const isMadeOfPeriods = hasWork(periods);
  return {
    ...found,
    ...(isMadeOfPeriods ? { periods } : {}),
    ...(isMadeOfPeriods && tree.ownWeightHundredths !== undefined
      ? { ownWeightHundredths: tree.ownWeightHundredths }
      : {}),
    ...(isMadeOfPeriods
      ? { periodMarks: Object.fromEntries(marksByPupil(cells.filter(({ exam }) => !own.has(exam)))) }
      : {}),
    categories,
    rules,
    ...(ruleTitle ? { ruleTitle } : {}),
    needsApproval,
    pupils: pupils.rows.map(pupilOf),
    assessments,
    cells: cells.filter(({ exam }) => own.has(exam)),
  };
}

/** The lesson group and term that somebody may open. Throws gradebook.sheet_unknown. */
export async function findSheet(
  client: Queryable,
  { offering, term }: SheetRef,
  classIds: string[] | 'all',
): Promise<FoundSheet> {
  const mayOpen = classIds === 'all' || classIds.includes(offering);
  const { rows } = mayOpen ? await client.query(FIND_SHEET, [offering, term]) : { rows: [] };
  const [row] = rows;
  if (!row) throw new AppError('gradebook.sheet_unknown');
  const step = (at: unknown, by: unknown) =>
    at ? { at: new Date(at as Date).toISOString(), by: String(by ?? '') } : undefined;
  const submitted = step(row.submitted_at, row.submitted_label);
  const moderated = step(row.moderated_at, row.moderated_label);
  return {
    offering: {
      id: row.id,
      title: row.title,
      subject: row.subject_title,
      ...(row.subject_title_ar ? { subjectAr: row.subject_title_ar } : {}),
      subjectId: row.subject_id,
    },
    term: { id: row.term_id, title: row.term_title, startDate: row.start_date, endDate: row.end_date },
    academicYearId: row.academic_year_id,
    graded: {
      id: row.id,
      subjectGroup: row.subject_group ?? undefined,
      gradeLevelId: row.grade_level_id ?? undefined,
      academicYearId: row.academic_year_id,
    },
    state: (row.state ?? 'draft') as SheetState,
    ...(row.note ? { note: row.note } : {}),
    ...(submitted ? { submitted } : {}),
    ...(moderated ? { moderated } : {}),
    ...(row.published_at ? { publishedAt: new Date(row.published_at).toISOString() } : {}),
  };
}

function pupilOf(row: Record<string, unknown>): SheetPupil {
  return {
    id: String(row.id),
    name: String(row.display_name),
    ...(row.display_name_ar ? { nameAr: String(row.display_name_ar) } : {}),
    admissionNumber: String(row.admission_number),
  };
}
