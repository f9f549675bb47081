import type pg from 'pg';

export type MarkedClass = {
  yearId: string;
  termId: string;
  classroomId: string;
  teacherId: string;
  otherTeacherId: string;
  offerings: string[];
  pupils: { id: string; guardianId: string }[];
};

export type Insert = (table: string, row: Record<string, unknown>) => Promise<string>;

/** Inserts rows of one school past the wall. */
export function inserting(admin: pg.Pool, tenantId: string): Insert {
  return async (table, row) => {
    const full: Record<string, unknown> = { tenant_id: tenantId, ...row };
    const names = Object.keys(full).map((name) => `"${name}"`);
    const { rows } = await admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(full),
    );
    return rows[0].id;
  };
}

const SUBJECTS = [
  ['Arabic', 'اللغة العربية', 9150, 'A', 'ممتاز', 400],
  ['Mathematics', 'الرياضيات', 4825, 'F', 'راسب', 0],
  ['Science', 'العلوم', 8700, 'B', 'جيد جدًا', 300],
] as const;

/** A class of one school with published marks of three subjects, and days of attendance. */
export async function addMarkedClass(
  admin: pg.Pool,
  school: { tenant: { id: string } },
  { pupils: count = 3, title = '10-A' }: { pupils?: number; title?: string } = {},
): Promise<MarkedClass> {
  const insert = inserting(admin, school.tenant.id);
  const yearId = await insert('academic_years', {
    title: '2026–2027',
    start_date: '2026-08-30',
    end_date: '2027-06-24',
    current: true,
  });
  const termId = await insert('terms', {
    title: 'Semester 1',
    kind: 'semester',
    academic_year_id: yearId,
    start_date: '2026-08-30',
    end_date: '2026-12-24',
  });
  const grade = await insert('grade_levels', {
    code: title.slice(0, 2),
    title: 'Grade 10',
    title_ar: 'الصف العاشر',
    order: 10,
  });
  const classroomId = await insert('classrooms', {
    title,
    title_ar: title,
    academic_year_id: yearId,
    grade_level_id: grade,
  });
  const teacher = (name: string) =>
    insert('teachers', {
      given_name: name,
      family_name: 'Saleh',
      display_name: `${name} Saleh`,
      display_name_ar: 'مريم صالح',
      staff_number: `T-${name}`,
    });
  const [teacherId, otherTeacherId] = [await teacher('Mariam'), await teacher('Omar')];
  await insert('class_teachers', { teacher_id: teacherId, classroom_id: classroomId });
  const offerings: string[] = [];
  const subjects: string[] = [];
  for (const [name, nameAr] of SUBJECTS) {
    const subject = await insert('subjects', { title: name, title_ar: nameAr, credit_hours: 4 });
    subjects.push(subject);
    offerings.push(
      await insert('class_offerings', {
        title: `${name} ${title}`,
        subject_id: subject,
        classroom_id: classroomId,
        academic_year_id: yearId,
        term_id: termId,
        teacher_id: teacherId,
      }),
    );
  }
  const pupils: MarkedClass['pupils'] = [];
  for (let number = 1; number <= count; number += 1) {
    const id = await insert('students', {
      given_name: `Latifa${number}`,
      middle_name: 'Hassan Ahmed',
      family_name: 'Al-Kuwari',
      given_name_ar: 'لطيفة',
      middle_name_ar: 'حسن أحمد',
      family_name_ar: 'الكواري',
      display_name: `Latifa${number} Al-Kuwari`,
      display_name_ar: 'لطيفة حسن أحمد الكواري',
      admission_number: `S-${title}-${number}`,
      birth_date: '2012-03-09',
      sex: 'female',
    });
    await insert('enrollments', { student_id: id, classroom_id: classroomId, academic_year_id: yearId });
    const guardianId = await insert('guardians', {
      given_name: 'Parent',
      family_name: 'Al-Kuwari',
      display_name: `Parent ${number}`,
      language: 'ar',
    });
    await insert('student_guardians', { student_id: id, guardian_id: guardianId });
    for (const [index, [, , percent, label, labelAr, gpa]] of SUBJECTS.entries()) {
      await insert('class_members', { class_offering_id: offerings[index], student_id: id });
      await insert('term_marks', {
        student_id: id,
        class_offering_id: offerings[index],
        subject_id: subjects[index],
        term_id: termId,
        academic_year_id: yearId,
        status: 'marked',
        percent_hundredths: percent,
        label,
        label_ar: labelAr,
        gpa_hundredths: gpa,
        passes: gpa > 0,
        formula: '{}',
        published_at: '2026-11-01T00:00:00Z',
      });
    }
    pupils.push({ id, guardianId });
  }
  return { yearId, termId, classroomId, teacherId, otherTeacherId, offerings, pupils };
}
