import type { Queryable } from '../../tenancy/index.ts';

/** The tables that rows of sheets are written to, with every column that a sheet may set. Constants of ours, never input. */
export const SHEET_TABLES = {
  students: {
    ...names(),
    admission_number: 'text',
    qid: 'text',
    status: 'enum_students_status',
    grade_level_id: 'uuid',
    birth_date: 'text',
    sex: 'enum_students_sex',
    email: 'text',
    phone: 'text',
  },
  guardians: {
    ...names(),
    phone: 'text',
    phone_as_given: 'text',
    email: 'text',
    language: 'enum_guardians_language',
    active: 'boolean',
  },
  teachers: {
    ...names(),
    staff_number: 'text',
    qid: 'text',
    email: 'text',
    phone: 'text',
    active: 'boolean',
  },
  student_guardians: {
    student_id: 'uuid',
    guardian_id: 'uuid',
    relation: 'enum_student_guardians_relation',
    contact_order: 'numeric',
    may_see_records: 'boolean',
    sms_allowed: 'boolean',
    email_allowed: 'boolean',
    call_allowed: 'boolean',
  },
  subjects: { code: 'text', title: 'text', title_ar: 'text', credit_hours: 'numeric' },
  classrooms: {
    code: 'text',
    title: 'text',
    title_ar: 'text',
    grade_level_id: 'uuid',
    academic_year_id: 'uuid',
    capacity: 'numeric',
    room: 'text',
  },
  enrollments: {
    student_id: 'uuid',
    classroom_id: 'uuid',
    academic_year_id: 'uuid',
    status: 'enum_enrollments_status',
    start_date: 'text',
    end_date: 'text',
  },
  class_offerings: {
    code: 'text',
    title: 'text',
    subject_id: 'uuid',
    classroom_id: 'uuid',
    term_id: 'uuid',
    academic_year_id: 'uuid',
    teacher_id: 'uuid',
    period: 'text',
    room: 'text',
  },
  class_members: { class_offering_id: 'uuid', student_id: 'uuid', start_date: 'text', end_date: 'text' },
  exam_results: {
    student_id: 'uuid',
    exam_id: 'uuid',
    academic_year_id: 'uuid',
    date: 'text',
    score_hundredths: 'numeric',
    status: 'enum_exam_results_status',
    comment: 'text',
  },
} as const satisfies Record<string, Record<string, string>>;

export type SheetTable = keyof typeof SHEET_TABLES;

/** A record as the database has it: its id and the columns that a sheet may set. */
export type StoredRecord = { readonly id: string; readonly values: Readonly<Record<string, unknown>> };

/** The columns of a table, with a type each, as the database is asked for them. */
export function columnsOf(table: SheetTable): [column: string, type: string][] {
  return Object.entries(SHEET_TABLES[table]);
}

/** Records of a table that a condition of ours picks; `r` is the record in it. Numbers come as numbers. */
export async function loadRecords(
  client: Queryable,
  table: SheetTable,
  condition: string,
  parameters: unknown[],
): Promise<StoredRecord[]> {
  const list = columnsOf(table).map(([column, type]) =>
    type === 'numeric' ? `r."${column}"::float8 as "${column}"` : `r."${column}"`,
  );
  const { rows } = await client.query(
    `select r.id, ${list.join(', ')} from ${table} r where ${condition}`,
    parameters,
  );
  return rows.map(({ id, ...values }) => ({ id, values }));
}

function names() {
  return {
    given_name: 'text',
    middle_name: 'text',
    family_name: 'text',
    given_name_ar: 'text',
    middle_name_ar: 'text',
    family_name_ar: 'text',
    display_name: 'text',
    display_name_ar: 'text',
  } as const;
}
