import type pg from 'pg';

export type GradebookWorld = {
  yearId: string;
  termId: string;
  subjectId: string;
  offeringId: string;
  teacherId: string;
  /** Of another lesson group. */
  otherTeacherId: string;
  otherOfferingId: string;
  pupils: { id: string; guardianId: string }[];
  exams: string[];
  categories: string[];
  ruleId: string;
};

/** A lesson group with pupils, guardians, teacher, a scale, two categories, a rule and assessments without results. */
export async function addGradebook(
  admin: pg.Pool,
  tenantId: string,
  { pupils, exams }: { pupils: number; exams: number },
): Promise<GradebookWorld> {
  const insertAll = async (table: string, rows: Record<string, unknown>[]): Promise<string[]> => {
    const names = Object.keys(rows[0] ?? {});
    const { rows: made } = await admin.query(
      `insert into ${table} (tenant_id, ${names.join(', ')})
       select $1, ${names.join(', ')} from jsonb_populate_recordset(null::${table}, $2) returning id`,
      [tenantId, JSON.stringify(rows)],
    );
    return made.map((row) => row.id);
  };
  const insert = async (table: string, row: Record<string, unknown>) =>
    (await insertAll(table, [row]))[0] ?? '';
  const yearId = await insert('academic_years', {
    title: '2025',
    start_date: '2025-09-01',
    end_date: '2027-06-30',
    current: true,
  });
  const termId = await insert('terms', {
    title: 'Semester 1',
    kind: 'semester',
    academic_year_id: yearId,
    start_date: '2025-09-01',
    end_date: '2027-01-31',
  });
  const subjectId = await insert('subjects', { title: 'Mathematics', title_ar: 'الرياضيات' });
  const teacher = (number: number) =>
    insert('teachers', {
      given_name: 'Huda',
      family_name: `T${number}`,
      display_name: `Huda T${number}`,
      staff_number: `GB-${number}`,
      active: true,
    });
  const [teacherId, otherTeacherId] = [await teacher(1), await teacher(2)];
  const offering = (title: string, teacher_id: string) =>
    insert('class_offerings', {
      title,
      subject_id: subjectId,
      term_id: termId,
      academic_year_id: yearId,
      teacher_id,
    });
  const offeringId = await offering('Mathematics 9-A', teacherId);
  const otherOfferingId = await offering('Mathematics 9-B', otherTeacherId);
  const numbers = Array.from({ length: pupils }, (_, index) => String(index + 1).padStart(3, '0'));
  const name = (number: string) => ({
    given_name: 'P',
    family_name: number,
    display_name: `Pupil ${number}`,
  });
  const students = await insertAll(
    'students',
    numbers.map((number) => ({ ...name(number), admission_number: `GB-${number}`, status: 'active' })),
  );
  const guardians = await insertAll(
    'guardians',
    numbers.map((number) => ({ ...name(number), language: 'en', active: true })),
  );
  await insertAll(
    'student_guardians',
    students.map((student_id, index) => ({
      student_id,
      guardian_id: guardians[index],
      may_see_records: true,
    })),
  );
  await insertAll(
    'class_members',
    students.map((student_id) => ({ student_id, class_offering_id: offeringId })),
  );
  const scaleId = await insert('grade_scales', { title: 'A-F' });
  await insertAll(
    'grade_scale_intervals',
    [
      ['A', 9000, true],
      ['B', 8000, true],
      ['C', 6000, true],
      ['F', 0, false],
    ].map(([label, from_hundredths, passes]) => ({ scale_id: scaleId, label, from_hundredths, passes })),
  );
  const ruleId = await insert('grading_rules', {
    title: 'School',
    scale_id: scaleId,
    pass_hundredths: 6000,
    missing_counts_as_zero: true,
    combine: 'mean',
    resit_policy: 'best',
    decimals: 0,
    needs_approval: false,
  });
  const categories = await insertAll('grade_categories', [
    { title: 'Quizzes', title_ar: 'اختبارات قصيرة', weight_hundredths: 4000, drop_lowest: 0, sort: 1 },
    { title: 'Exams', title_ar: 'اختبارات', weight_hundredths: 6000, drop_lowest: 0, sort: 2 },
  ]);
  const made = await insertAll(
    'exams',
    Array.from({ length: exams }, (_, index) => ({
      title: `Assessment ${index + 1}`,
      subject_id: subjectId,
      class_offering_id: offeringId,
      academic_year_id: yearId,
      term_id: termId,
      category_id: categories[index % 2],
      type: 'quiz',
      total_marks: 20,
      date: `2026-0${1 + (index % 9)}-15`,
      sort: index,
    })),
  );
  const ids = await admin.query('select id from exams where tenant_id = $1 order by sort', [tenantId]);
  return {
    yearId,
    termId,
    subjectId,
    offeringId,
    teacherId,
    otherTeacherId,
    otherOfferingId,
    pupils: students.map((id, index) => ({ id, guardianId: guardians[index] ?? '' })),
    exams: made.length === 0 ? [] : ids.rows.map((row) => row.id),
    categories,
    ruleId,
  };
}
