import type pg from 'pg';

type Row = Record<string, unknown>;

/** Ids of what `addSampleSchool` made; `sourcedId`s where a record has one, otherwise our uuid. */
export type SampleSchool = Record<
  | 'year'
  | 'semester'
  | 'gradingPeriod'
  | 'subject'
  | 'homeroom'
  | 'offering'
  | 'otherOffering'
  | 'teacher'
  | 'student'
  | 'otherStudent'
  | 'guardian'
  | 'category'
  | 'scale'
  | 'lineItem'
  | 'schoolExam'
  | 'result'
  | 'resource',
  string
>;

/**
 * Fills a school past the wall with a little of everything that OneRoster knows: records with and without a sourcedId, one
 * whose id needs escaping, a person in two roles, a score above its maximum, exams of no class.
 */
export async function addSampleSchool(admin: pg.Pool, tenantId: string): Promise<SampleSchool> {
  const insert = async (table: string, row: Row): Promise<string> => {
    const full: Row = { tenant_id: tenantId, ...row };
    const names = Object.keys(full).map((name) => `"${name}"`);
    const { rows } = await admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(full),
    );
    return String(rows[0].id);
  };
  const days = (start_date: string, end_date: string) => ({ start_date, end_date });
  const year = await insert('academic_years', {
    title: '2025–2026',
    ...days('2025-09-01', '2026-06-30'),
    sourced_id: 'year-2026',
    current: true,
  });
  await insert('academic_years', { title: '2024–2025', ...days('2024-09-01', '2025-06-30') });
  const term = (title: string, kind: string, start: string, end: string, sourced_id?: string) =>
    insert('terms', { title, kind, academic_year_id: year, ...days(start, end), sourced_id });
  const semester = await term('Semester 1', 'semester', '2025-09-01', '2026-01-31', 'sem-1');
  await term('Term 1', 'term', '2025-09-01', '2025-11-30');
  const period = await term('Period 1', 'gradingPeriod', '2025-09-01', '2025-10-15', 'gp-1');
  await term('Period 9', 'gradingPeriod', '2026-02-01', '2026-03-15');
  const grade = await insert('grade_levels', { code: '07', title: 'Grade 7', order: 7 });
  const subject = await insert('subjects', {
    title: 'Mathematics',
    title_ar: 'الرياضيات',
    code: 'MATH7',
    sourced_id: 'course-math',
  });
  const arabic = await insert('subjects', { title: 'Arabic' });
  const homeroom = await insert('classrooms', {
    title: '7-A',
    title_ar: '٧-أ',
    academic_year_id: year,
    grade_level_id: grade,
    room: 'B12',
    sourced_id: 'class-7a',
  });
  await insert('classrooms', { title: '7-B', academic_year_id: year });
  const offer = (title: string, subject_id: string, more: Row = {}) =>
    insert('class_offerings', { title, subject_id, academic_year_id: year, ...more });
  const offering = await offer('Math 7-A', subject, {
    classroom_id: homeroom,
    term_id: semester,
    period: '1, 3',
    sourced_id: 'class-math',
  });
  const otherOffering = await offer('Arabic 7-A', arabic, { term_id: semester });
  const name = (given_name: string, family_name: string) => ({
    given_name,
    family_name,
    display_name: `${given_name} ${family_name}`,
  });
  const teacher = await insert('teachers', {
    ...name('Huda', 'Al-Kuwari'),
    staff_number: 'T-1',
    email: 'huda@school.example',
    sourced_id: 'person-1',
  });
  await insert('teachers', { ...name('Omar', "O'Neil"), staff_number: 'T-2', active: false });
  // The same person as the teacher, as a mother.
  const mother = await insert('guardians', { ...name('Huda', 'Al-Kuwari'), sourced_id: 'person-1' });
  const guardian = await insert('guardians', {
    ...name('Salem', 'Al-Marri'),
    phone: '+97455510001',
    sourced_id: 'guardian-1',
  });
  const students: string[] = [];
  for (let number = 1; number <= 12; number += 1) {
    const sourced_id = number === 1 ? 'student-1' : number === 2 ? 'st/2 ä%"x' : undefined;
    const student = await insert('students', {
      ...name(`Pupil${String(number).padStart(2, '0')}`, 'Hassan'),
      ...(number % 2 ? { given_name_ar: 'ليلى', family_name_ar: 'حسن' } : { middle_name: 'Ali Ahmed' }),
      admission_number: `A-${number}`,
      grade_level_id: grade,
      birth_date: number === 3 ? null : '2013-05-06',
      sex: number % 2 ? 'female' : 'male',
      status: number === 12 ? 'left' : 'active',
      sourced_id,
    });
    students.push(student);
    await insert('enrollments', {
      student_id: student,
      classroom_id: number === 11 ? null : homeroom,
      academic_year_id: year,
      start_date: '2025-09-01',
      end_date: '2026-06-30',
      sourced_id: number === 1 ? 'enrollment-1' : undefined,
    });
    if (number > 6) continue;
    await insert('class_members', { student_id: student, class_offering_id: offering });
    await insert('student_guardians', {
      student_id: student,
      guardian_id: number === 1 ? mother : guardian,
      relation: number === 1 ? 'mother' : 'guardian',
    });
  }
  await insert('class_teachers', { teacher_id: teacher, classroom_id: homeroom });
  await insert('class_teachers', { teacher_id: teacher, class_offering_id: offering });
  const category = await insert('grade_categories', {
    title: 'Quizzes',
    title_ar: 'الاختبارات القصيرة',
    weight_hundredths: 3000,
    sourced_id: 'cat-1',
  });
  const scale = await insert('grade_scales', { title: 'Letters', type: 'letter', sourced_id: 'scale-1' });
  for (const [label, from] of [
    ['A', 9000],
    ['B', 8050],
    ['F', 0],
  ] as const)
    await insert('grade_scale_intervals', { scale_id: scale, label, from_hundredths: from });
  await insert('grade_scales', { title: 'Without steps' });
  const exam = (title: string, more: Row) =>
    insert('exams', { title, subject_id: subject, academic_year_id: year, ...more });
  const lineItem = await exam('Quiz 1', {
    class_offering_id: offering,
    term_id: period,
    total_marks: 20,
    date: '2025-10-01',
    category_id: category,
    sourced_id: 'item-1',
  });
  const homeroomExam = await exam('Homeroom test', { classroom_id: homeroom, type: 'final' });
  const schoolExam = await exam('Entrance test', { type: 'midterm', date: '2025-09-15' });
  const statuses = ['graded', 'late', 'exempt', 'missing', 'incomplete', 'submitted', 'not_submitted'];
  for (const [index, status] of statuses.entries())
    await insert('exam_results', {
      student_id: students[index],
      exam_id: lineItem,
      academic_year_id: year,
      date: '2025-10-01',
      // The first score is above the maximum of 20.
      score_hundredths: index === 0 ? 2250 : index === 1 ? 1875 : null,
      status,
      comment: index === 0 ? 'Extra "credit"' : null,
      sourced_id: index === 0 ? 'result-1' : undefined,
    });
  for (const exam_id of [homeroomExam, schoolExam])
    await insert('exam_results', {
      student_id: students[0],
      exam_id,
      academic_year_id: year,
      date: '2026-01-20',
      score_hundredths: 700,
    });
  const resource = await insert('learning_resources', {
    title: 'Algebra workbook',
    title_ar: 'كتاب الجبر',
    vendor_resource_id: 'isbn-978',
    url: 'https://books.example/algebra',
    sourced_id: 'resource-1',
  });
  for (const link of [{ class_offering_id: offering }, { subject_id: subject }, { student_id: students[0] }])
    await insert('learning_resource_links', { resource_id: resource, ...link });
  return {
    year: 'year-2026',
    semester: 'sem-1',
    gradingPeriod: 'gp-1',
    subject: 'course-math',
    homeroom: 'class-7a',
    offering: 'class-math',
    otherOffering,
    teacher: 'person-1',
    student: 'student-1',
    otherStudent: students[4] ?? '',
    guardian: 'guardian-1',
    category: 'cat-1',
    scale: 'scale-1',
    lineItem: 'item-1',
    schoolExam,
    result: 'result-1',
    resource: 'resource-1',
  };
}
