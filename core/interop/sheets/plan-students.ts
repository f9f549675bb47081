import { displayNames } from '../../school/index.ts';
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
import { qidOfRows } from './plan-qid.ts';
import type { Plan, PlannedRecord } from './planned-records.ts';
import { loadRecords, type StoredRecord } from './sheet-tables.ts';
import type { ReadRow } from './sheet-types.ts';

/** Pupils by their admission number, and their place in a class of the year where the sheet has a column for it. */
export const planStudents: Planner = async (rows, context, plan) => {
  const numbers = rows.map((row) => textOf(row, 'admissionNumber') ?? '');
  const stored = new Map(
    (await loadRecords(context.client, 'students', 'r.admission_number = any($1)', [numbers])).map(
      (record) => [String(record.values.admission_number), record],
    ),
  );
  const placed = await placesOf(context, [...stored.values()]);
  const qidOf = await qidOfRows(context, 'students', rows);
  for (const row of rows) {
    const number = textOf(row, 'admissionNumber');
    if (number === undefined) {
      report(context, row, 'admissionNumber', 'value_missing');
      continue;
    }
    const known = stored.get(number);
    const named = withNames(row);
    if (!known && !hasAll(context, named, ['givenName', 'familyName'])) continue;
    const grade = refer(context, row, 'grade', context.lookups.grade);
    const place = placeOf(context, row);
    if (!isFirst(context, row, 'admissionNumber', number) || grade === false || place === false) continue;
    const gradeOfClass = place?.classroomId
      ? context.lookups.classroomById(place.classroomId)?.gradeId
      : undefined;
    const record = plan.put('students', number, known, {
      ...nameColumns(named),
      admission_number: number,
      qid: qidOf(row, known?.id),
      status: textOf(row, 'status') ?? (known ? undefined : 'active'),
      grade_level_id: grade ?? (known?.values.grade_level_id ? undefined : gradeOfClass),
      birth_date: textOf(row, 'birthDate'),
      sex: textOf(row, 'sex'),
      email: textOf(row, 'email'),
      phone: textOf(row, 'phone')?.replace(/^\?/, '').slice(0, 40),
    });
    fillDisplayNames(record);
    if (place) planPlace(plan, record.id, place, placed);
  }
};

type Place = { readonly yearId: string; readonly classroomId: string };

function placeOf(context: PlanContext, row: ReadRow): Place | undefined | false {
  if (row.values.classroom === undefined) return undefined;
  const yearId = yearOf(context, row);
  if (yearId === false) return false;
  const classroomId = refer(context, row, 'classroom', (text) => context.lookups.classroom(text, yearId));
  return classroomId ? { yearId, classroomId } : false;
}

function planPlace(plan: Plan, studentId: string, place: Place, placed: Map<string, StoredRecord>): void {
  const key = `${studentId} ${place.yearId}`;
  const known = placed.get(key);
  plan.put('enrollments', key, known, {
    student_id: studentId,
    academic_year_id: place.yearId,
    classroom_id: place.classroomId,
    status: known ? undefined : 'active',
  });
}

/** The enrolments of pupils by pupil and year. */
export async function placesOf(
  context: Pick<PlanContext, 'client'>,
  students: readonly { readonly id: string }[],
): Promise<Map<string, StoredRecord>> {
  const records = await loadRecords(context.client, 'enrollments', 'r.student_id = any($1::uuid[])', [
    students.map(({ id }) => id),
  ]);
  return new Map(
    records.map((record) => [`${record.values.student_id} ${record.values.academic_year_id}`, record]),
  );
}

/** A sheet with names in Arabic alone: the only name there is stands in both places. */
export function withNames(row: ReadRow): ReadRow {
  const { givenName, givenNameAr, familyName, familyNameAr } = row.values;
  const values = { ...row.values };
  if (givenName === undefined && givenNameAr !== undefined) values.givenName = givenNameAr;
  if (familyName === undefined && familyNameAr !== undefined) values.familyName = familyNameAr;
  return { ...row, values };
}

/** The columns of a name that the row brings. */
export function nameColumns(row: ReadRow): Record<string, unknown> {
  return {
    given_name: textOf(row, 'givenName'),
    middle_name: textOf(row, 'middleName'),
    family_name: textOf(row, 'familyName'),
    given_name_ar: textOf(row, 'givenNameAr'),
    middle_name_ar: textOf(row, 'middleNameAr'),
    family_name_ar: textOf(row, 'familyNameAr'),
  };
}

/** The whole names in both scripts, from all parts that the record has now. */
export function fillDisplayNames(record: PlannedRecord): void {
  const part = (column: string) => (record.values[column] ?? null) as string | null;
  const whole = displayNames({
    givenName: part('given_name'),
    middleName: part('middle_name'),
    familyName: part('family_name'),
    givenNameAr: part('given_name_ar'),
    middleNameAr: part('middle_name_ar'),
    familyNameAr: part('family_name_ar'),
  });
  record.values.display_name = whole.displayName;
  record.values.display_name_ar = whole.displayNameAr;
}
