import {
  hasAll,
  isFirst,
  type PlanContext,
  type Planner,
  refer,
  report,
  textOf,
  yearOf,
} from './plan-context.ts';
import { studentsByNumber } from './plan-guardians.ts';
import { qidOfRows } from './plan-qid.ts';
import { fillDisplayNames, nameColumns, placesOf, withNames } from './plan-students.ts';
import { loadRecords, type StoredRecord } from './sheet-tables.ts';
import type { ReadRow } from './sheet-types.ts';

/** Teachers by their staff number. */
export const planTeachers: Planner = async (rows, context, plan) => {
  const stored = await byText(context, 'teachers', 'staff_number', rows, 'staffNumber');
  const qidOf = await qidOfRows(context, 'teachers', rows);
  for (const row of rows) {
    const number = keyOf(context, row, 'staffNumber');
    if (number === undefined) continue;
    const known = stored.get(number);
    const named = withNames(row);
    if (!known && !hasAll(context, named, ['givenName', 'familyName'])) continue;
    if (!isFirst(context, row, 'staffNumber', number)) continue;
    const record = plan.put('teachers', number, known, {
      ...nameColumns(named),
      staff_number: number,
      qid: qidOf(row, known?.id),
      email: textOf(row, 'email'),
      phone: textOf(row, 'phone')?.replace(/^\?/, '').slice(0, 40),
      active: row.values.active ?? (known ? undefined : true),
    });
    fillDisplayNames(record);
  }
};

/** Subjects by their code. */
export const planSubjects: Planner = async (rows, context, plan) => {
  const stored = await byText(context, 'subjects', 'code', rows, 'code');
  for (const row of rows) {
    const code = keyOf(context, row, 'code');
    if (code === undefined) continue;
    const known = stored.get(code);
    if (!known && !hasAll(context, withTitle(row), ['title'])) continue;
    if (!isFirst(context, row, 'code', code)) continue;
    plan.put('subjects', code, known, {
      ...titles(row),
      code,
      credit_hours: row.values.creditHours,
    });
  }
};

/** Classes by their code and year. */
export const planClassrooms: Planner = async (rows, context, plan) => {
  const stored = await byYear(context, 'classrooms', rows);
  for (const row of rows) {
    const code = keyOf(context, row, 'code');
    const yearId = yearOf(context, row);
    const grade = refer(context, row, 'grade', context.lookups.grade);
    if (code === undefined || yearId === false || grade === false) continue;
    const key = `${yearId} ${code}`;
    const known = stored.get(key);
    if (!known && !hasAll(context, withTitle(row), ['title'])) continue;
    if (!isFirst(context, row, 'code', key)) continue;
    plan.put('classrooms', key, known, {
      ...titles(row),
      code,
      academic_year_id: yearId,
      grade_level_id: grade,
      capacity: row.values.capacity,
      room: textOf(row, 'room'),
    });
  }
};

/** Lesson groups by their code and year. */
export const planOfferings: Planner = async (rows, context, plan) => {
  const { lookups } = context;
  const stored = await byYear(context, 'class_offerings', rows);
  for (const row of rows) {
    const code = keyOf(context, row, 'code');
    const yearId = yearOf(context, row);
    if (code === undefined || yearId === false) continue;
    const subject = refer(context, row, 'subject', lookups.subject);
    const classroom = refer(context, row, 'classroom', (text) => lookups.classroom(text, yearId));
    const term = refer(context, row, 'term', (text) => lookups.term(text, yearId));
    const teacher = refer(context, row, 'teacher', lookups.teacher);
    if (subject === false || classroom === false || term === false || teacher === false) continue;
    const key = `${yearId} ${code}`;
    const known = stored.get(key);
    if (!known && !hasAll(context, row, ['title', 'subject'])) continue;
    if (!isFirst(context, row, 'code', key)) continue;
    plan.put('class_offerings', key, known, {
      code,
      title: textOf(row, 'title'),
      academic_year_id: yearId,
      subject_id: subject,
      classroom_id: classroom,
      term_id: term,
      teacher_id: teacher,
      period: textOf(row, 'period'),
      room: textOf(row, 'room'),
    });
  }
};

/** Places in a class, one for each pupil and year. */
export const planEnrollments: Planner = async (rows, context, plan) => {
  const students = await studentsByNumber(context, rows);
  const placed = await placesOf(
    context,
    [...students.values()].map((id) => ({ id })),
  );
  for (const row of rows) {
    const studentId = pupilOf(context, row, students);
    const yearId = yearOf(context, row);
    if (studentId === undefined || yearId === false) continue;
    const classroom = refer(context, row, 'classroom', (text) => context.lookups.classroom(text, yearId));
    const key = `${studentId} ${yearId}`;
    if (classroom === false || !isFirst(context, row, 'student', key)) continue;
    const known = placed.get(key);
    plan.put('enrollments', key, known, {
      student_id: studentId,
      academic_year_id: yearId,
      classroom_id: classroom,
      status: textOf(row, 'status') ?? (known ? undefined : 'active'),
      start_date: textOf(row, 'startDate'),
      end_date: textOf(row, 'endDate'),
    });
  }
};

/** Who is in which lesson group of the current year. */
export const planMembers: Planner = async (rows, context, plan) => {
  const students = await studentsByNumber(context, rows);
  const stored = new Map(
    (
      await loadRecords(context.client, 'class_members', 'r.student_id = any($1::uuid[])', [
        [...students.values()],
      ])
    ).map((record) => [`${record.values.class_offering_id} ${record.values.student_id}`, record]),
  );
  for (const row of rows) {
    const studentId = pupilOf(context, row, students);
    const yearId = yearOf(context, row);
    if (studentId === undefined || yearId === false) continue;
    if (!hasAll(context, row, ['offering'])) continue;
    const offering = refer(context, row, 'offering', (text) => context.lookups.offering(text, yearId));
    const key = `${offering} ${studentId}`;
    if (!offering || !isFirst(context, row, 'student', key)) continue;
    plan.put('class_members', key, stored.get(key), {
      class_offering_id: offering,
      student_id: studentId,
      start_date: textOf(row, 'startDate'),
      end_date: textOf(row, 'endDate'),
    });
  }
};

/** The pupil that a row names by admission number; undefined, with a problem, when there is none. */
export function pupilOf(
  context: PlanContext,
  row: ReadRow,
  students: Map<string, string>,
): string | undefined {
  const number = textOf(row, 'student');
  const id = number === undefined ? undefined : students.get(number);
  if (id === undefined)
    report(context, row, 'student', number === undefined ? 'value_missing' : 'reference_unknown');
  return id;
}

function keyOf(context: PlanContext, row: ReadRow, field: string): string | undefined {
  const key = textOf(row, field);
  if (key === undefined) report(context, row, field, 'value_missing');
  return key;
}

function titles(row: ReadRow): Record<string, unknown> {
  const named = withTitle(row);
  return { title: textOf(named, 'title'), title_ar: textOf(named, 'titleAr') };
}

function withTitle(row: ReadRow): ReadRow {
  const { title, titleAr } = row.values;
  return title === undefined && titleAr !== undefined
    ? { ...row, values: { ...row.values, title: titleAr } }
    : row;
}

async function byText(
  { client }: PlanContext,
  table: 'teachers' | 'subjects',
  column: 'staff_number' | 'code',
  rows: readonly ReadRow[],
  field: string,
): Promise<Map<string, StoredRecord>> {
  const records = await loadRecords(client, table, `r.${column} = any($1)`, [
    rows.flatMap((row) => textOf(row, field) ?? []),
  ]);
  return new Map(records.map((record) => [String(record.values[column]), record]));
}

async function byYear(
  { client }: PlanContext,
  table: 'classrooms' | 'class_offerings',
  rows: readonly ReadRow[],
): Promise<Map<string, StoredRecord>> {
  const records = await loadRecords(client, table, 'r.code = any($1)', [
    rows.flatMap((row) => textOf(row, 'code') ?? []),
  ]);
  return new Map(
    records.map((record) => [`${record.values.academic_year_id} ${record.values.code}`, record]),
  );
}
