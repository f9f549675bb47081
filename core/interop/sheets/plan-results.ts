import { isOpenState } from '../../gradebook/index.ts';
import { lookupKey } from './lookups.ts';
import { hasAll, isFirst, type PlanContext, type Planner, refer, report, textOf } from './plan-context.ts';
import { studentsByNumber } from './plan-guardians.ts';
import { pupilOf } from './plan-structure.ts';
import { loadRecords, type StoredRecord } from './sheet-tables.ts';
import type { ReadRow } from './sheet-types.ts';

type Exam = {
  readonly id: string;
  readonly key: string;
  readonly subjectId: string;
  readonly yearId: string;
  readonly date: string | null;
  readonly totalMarks: number | null;
  /** Handed in, approved or published: nothing of it changes before it is returned. */
  readonly isHeld: boolean;
  /** Of these pupils of the chunk it is known that they are in the class of the exam. */
  readonly pupils: ReadonlySet<string>;
};

/**
 * Results by pupil and exam. Many exams of a year have one title ("Quiz 1"): the class of the pupil says which is meant,
 * and a subject column where that is not enough.
 */
export const planResults: Planner = async (rows, context, plan) => {
  const students = await studentsByNumber(context, rows);
  const exams = await loadExams(context, rows, [...students.values()]);
  const stored = await loadResults(context, [...students.values()], exams);
  for (const row of rows) {
    const studentId = pupilOf(context, row, students);
    if (!hasAll(context, row, ['exam']) || studentId === undefined) continue;
    const subject = refer(context, row, 'subject', context.lookups.subject);
    if (subject === false) continue;
    const exam = examOf(context, row, exams, studentId, subject);
    if (exam === undefined || !isFirst(context, row, 'exam', `${exam.id} ${studentId}`)) continue;
    if (exam.isHeld) {
      report(context, row, 'exam', 'marks_held');
      continue;
    }
    const key = `${exam.id} ${studentId}`;
    const known = stored.get(key);
    const { score } = row.values;
    const status = textOf(row, 'status');
    if (known === undefined && score === undefined && status === undefined) {
      report(context, row, 'score', 'value_missing');
      continue;
    }
    if (typeof score === 'number' && exam.totalMarks !== null && score > exam.totalMarks)
      report(context, row, 'score', 'score_above', { total: exam.totalMarks }, 'warning');
    plan.put('exam_results', key, known, {
      student_id: studentId,
      exam_id: exam.id,
      academic_year_id: exam.yearId,
      date: textOf(row, 'date') ?? (known ? undefined : (exam.date ?? context.today)),
      // Kept in hundredths; rounded here once, because 8.45 has no exact double.
      score_hundredths: typeof score === 'number' ? Math.round(Number((score * 100).toFixed(4))) : undefined,
      status: status ?? (known ? undefined : 'graded'),
      comment: textOf(row, 'comment'),
    });
  }
};

function examOf(
  context: PlanContext,
  row: ReadRow,
  exams: readonly Exam[],
  studentId: string,
  subject: string | undefined,
): Exam | undefined {
  const wanted = lookupKey(textOf(row, 'exam') ?? '');
  const named = exams.filter(
    (exam) =>
      (exam.key === wanted || lookupKey(exam.id) === wanted) &&
      (subject === undefined || exam.subjectId === subject),
  );
  const own = named.filter((exam) => exam.pupils.has(studentId));
  const found = own.length > 0 ? own : named;
  if (found.length === 1) return found[0];
  report(context, row, 'exam', found.length === 0 ? 'reference_unknown' : 'reference_several');
  return undefined;
}

async function loadExams(
  { client, lookups }: PlanContext,
  rows: readonly ReadRow[],
  students: readonly string[],
): Promise<Exam[]> {
  const titles = [...new Set(rows.flatMap((row) => textOf(row, 'exam') ?? []))];
  const wanted = new Set(titles.map(lookupKey));
  const { rows: exams } = await client.query(
    `select x.id, x.title, x.sourced_id, x.subject_id, x.academic_year_id, x.date, x.total_marks::float8 as total, x.classroom_id,
            x.class_offering_id, s.state
       from exams x left join grade_sheets s on s.class_offering_id = x.class_offering_id and s.term_id = x.term_id
      where x.academic_year_id = $1`,
    [lookups.currentYear?.id ?? null],
  );
  const named = exams.filter(
    (exam) =>
      wanted.has(lookupKey(exam.title)) ||
      wanted.has(lookupKey(exam.sourced_id ?? '')) ||
      wanted.has(lookupKey(exam.id)),
  );
  const { rows: places } = await client.query(
    `select student_id, classroom_id as class from enrollments where student_id = any($1::uuid[]) and status = 'active' and classroom_id is not null
     union all select student_id, class_offering_id from class_members where student_id = any($1::uuid[])`,
    [students],
  );
  const pupilsOf = new Map<string, Set<string>>();
  for (const { student_id: pupil, class: group } of places) {
    const known = pupilsOf.get(group);
    if (known) known.add(pupil);
    else pupilsOf.set(group, new Set([pupil]));
  }
  return named.map((exam) => ({
    id: exam.id,
    key:
      wanted.has(lookupKey(exam.sourced_id ?? '')) && exam.sourced_id
        ? lookupKey(exam.sourced_id)
        : lookupKey(exam.title),
    subjectId: exam.subject_id,
    yearId: exam.academic_year_id,
    date: exam.date,
    totalMarks: exam.total,
    isHeld: exam.state !== null && !isOpenState(exam.state),
    pupils: pupilsOf.get(exam.class_offering_id ?? exam.classroom_id) ?? new Set(),
  }));
}

async function loadResults(
  { client }: PlanContext,
  students: readonly string[],
  exams: readonly Exam[],
): Promise<Map<string, StoredRecord>> {
  const records = await loadRecords(
    client,
    'exam_results',
    'r.student_id = any($1::uuid[]) and r.exam_id = any($2::uuid[])',
    [students, exams.map(({ id }) => id)],
  );
  // A re-sit leaves an earlier result behind: the latest one is the result.
  const sorted = [...records].sort((a, b) => String(a.values.date).localeCompare(String(b.values.date)));
  return new Map(sorted.map((record) => [`${record.values.exam_id} ${record.values.student_id}`, record]));
}
