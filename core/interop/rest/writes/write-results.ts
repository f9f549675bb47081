import type { Queryable } from '../../../tenancy/index.ts';
import type { AssessmentResultRecord, ResultRecord } from './shapes.ts';
import { type Done, findPlace, findRow, type Naming, refuse, sameRow, saveRow } from './work.ts';

type Row = Record<string, unknown>;

/** What the path of a POST says about every result in it. */
export type Frame = { examId?: string; classId?: string; sessionId?: string };

const EXAM = `select e.id, e.academic_year_id, e.term_id, coalesce(e.class_offering_id, e.classroom_id, e.tenant_id) as class_id,
    exists (select from grade_sheets s where s.class_offering_id = e.class_offering_id and s.term_id = e.term_id
      and s.state::text not in ('draft', 'returned')) as held,
    ($2::uuid is null or e.term_id = $2 or e.academic_year_id = $2 or exists (select from terms inner_term, terms outer_term
      where inner_term.id = e.term_id and outer_term.id = $2 and inner_term.academic_year_id = outer_term.academic_year_id
        and inner_term.start_date >= outer_term.start_date and inner_term.end_date <= outer_term.end_date)) as in_session
  from exams e where e.id = $1`;

/**
 * Makes or changes one pupil's result. A score above the maximum is kept. Throws oneroster.data_invalid, also while the
 * marks of the lesson group are handed in, approved or published.
 */
export async function writeResult(
  client: Queryable,
  record: ResultRecord,
  naming: Naming,
  frame: Frame = {},
): Promise<Done | undefined> {
  return save(client, {
    record,
    item: record.lineItem.sourcedId,
    classId: record.class?.sourcedId,
    naming,
    frame,
  });
}

/** The same for the assessment profile. */
export async function writeAssessmentResult(
  client: Queryable,
  record: AssessmentResultRecord,
  naming: Naming,
): Promise<Done | undefined> {
  return save(client, { record, item: record.assessmentLineItem.sourcedId, naming, frame: {} });
}

type Wish = {
  record: Omit<ResultRecord, 'lineItem' | 'class'>;
  item: string;
  classId?: string | undefined;
  naming: Naming;
  frame: Frame;
};

async function save(
  client: Queryable,
  { record, item, classId, naming, frame }: Wish,
): Promise<Done | undefined> {
  const exam = await examOf(client, item, frame);
  if (classId !== undefined && (await findPlace(client, 'class', classId)) !== exam.class_id)
    refuse(`The line item "${item}" does not belong to the class "${classId}".`);
  const studentId = await findPlace(client, 'student', record.student.sourcedId);
  if (studentId === undefined) refuse(`There is no student "${record.student.sourcedId}".`);
  const existing = await findRow(client, 'exam_results', naming);
  if (!existing) await refuseSecond(client, exam.id, studentId);
  const columns = {
    student_id: studentId,
    exam_id: exam.id,
    academic_year_id: exam.academic_year_id,
    date: record.scoreDate,
    ...valuesOf(record),
  };
  if (existing && sameRow(existing, columns)) return undefined;
  const id = await saveRow(client, 'exam_results', { existing, naming, columns });
  return {
    collection: 'exam-results',
    operation: existing ? 'update' : 'create',
    id,
    ...(existing ? { before: factsOf(existing) } : {}),
    after: factsOf(columns),
    event: { type: 'result.recorded', payload: { resultId: id, studentId, examId: exam.id } },
  };
}

async function examOf(client: Queryable, item: string, frame: Frame): Promise<Record<string, string>> {
  const id = await findPlace(client, 'lineItem', item);
  if (id === undefined) refuse(`There is no line item "${item}".`);
  if (frame.examId !== undefined && frame.examId !== id)
    refuse(`The line item "${item}" is not the one of the address.`);
  const { rows } = await client.query(EXAM, [id, frame.sessionId ?? null]);
  const [exam] = rows;
  if (frame.classId !== undefined && exam?.class_id !== frame.classId)
    refuse(`The line item "${item}" does not belong to the class of the address.`);
  if (!exam?.in_session) refuse(`The line item "${item}" is not of the academic session of the address.`);
  if (exam.held) refuse('The marks of this class and term were handed in, approved or published already.');
  return exam;
}

// One result a pupil and line item: two clients that invent different ids for one would count it twice.
async function refuseSecond(client: Queryable, examId: string | undefined, studentId: string): Promise<void> {
  const { rows } = await client.query(
    'select coalesce(sourced_id, id::text) as name from exam_results where exam_id = $1 and student_id = $2 limit 1',
    [examId, studentId],
  );
  if (rows[0]) refuse(`This student has a result for this line item already: "${rows[0].name}".`);
}

function valuesOf(record: Wish['record']): Row {
  const { score, textScore, scoreStatus } = record;
  if (score !== undefined && score < 0) refuse('"score" is less than 0.');
  if (scoreStatus === 'fully graded' && score === undefined && textScore === undefined)
    refuse('A fully graded result needs "score" or "textScore".');
  const late = record.late === 'true';
  return {
    status: statusOf(record, late),
    late,
    score_hundredths: score === undefined ? null : Math.round(score * 100),
    text_score: textScore ?? null,
    comment: record.comment ?? null,
  };
}

function statusOf({ scoreStatus, missing, incomplete }: Wish['record'], late: boolean): string {
  if (scoreStatus === 'exempt') return 'exempt';
  if (scoreStatus === 'not submitted') return missing === 'true' ? 'missing' : 'not_submitted';
  if (scoreStatus === 'partially graded' || incomplete === 'true') return 'incomplete';
  if (scoreStatus === 'submitted') return 'submitted';
  if (scoreStatus === 'fully graded') return late ? 'late' : 'graded';
  return refuse(`The score status "${scoreStatus}" is not one that this school keeps.`);
}

function factsOf(row: Row): Row {
  return {
    student: row.student_id,
    exam: row.exam_id,
    date: row.date,
    status: row.status,
    scoreHundredths: row.score_hundredths === null ? null : Number(row.score_hundredths),
  };
}

/** Deletes a result; undefined when there is none. Refused while the marks are handed in, approved or published. */
export async function deleteResult(client: Queryable, sourcedId: string): Promise<Done | undefined> {
  const existing = await findRow(client, 'exam_results', { sourcedId });
  if (!existing) return undefined;
  const { rows } = await client.query(EXAM, [existing.exam_id, null]);
  if (rows[0]?.held)
    refuse('The marks of this class and term were handed in, approved or published already.');
  await client.query('delete from exam_results where id = $1 and date = $2', [existing.id, existing.date]);
  return {
    collection: 'exam-results',
    operation: 'delete',
    id: String(existing.id),
    before: factsOf(existing),
  };
}
