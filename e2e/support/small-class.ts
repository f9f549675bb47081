import type pg from 'pg';

export type Pupil = { id: string; guardianId: string; phone: string };

/** Two classes of one school with a teacher each, pupils, and a guardian for every pupil. */
export type SmallClasses = {
  yearId: string;
  /** The first class: its teacher and its pupils. */
  classroomId: string;
  teacherId: string;
  pupils: Pupil[];
  other: { classroomId: string; teacherId: string; pupils: Pupil[] };
};

let phones = 0;

/** Fills a school past the wall with what a register needs. Every guardian takes SMS, in `language`. */
export async function addClasses(
  admin: pg.Pool,
  school: { tenant: { id: string } },
  options: { pupils?: number; language?: 'en' | 'ar' } = {},
): Promise<SmallClasses> {
  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const full: Record<string, unknown> = { tenant_id: school.tenant.id, ...row };
    const names = Object.keys(full);
    const { rows } = await admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(full),
    );
    return rows[0].id;
  };
  const yearId = await insert('academic_years', {
    title: '2025',
    start_date: '2025-09-01',
    end_date: '2027-06-30',
  });
  const addClass = async (title: string) => {
    const classroomId = await insert('classrooms', { title, academic_year_id: yearId });
    const teacherId = await insert('teachers', {
      given_name: 'Huda',
      family_name: title,
      display_name: `Huda ${title}`,
      staff_number: `T-${title}`,
    });
    await insert('class_teachers', { teacher_id: teacherId, classroom_id: classroomId });
    const pupils: Pupil[] = [];
    for (let number = 1; number <= (options.pupils ?? 3); number += 1) {
      phones += 1;
      const phone = `+9745510${String(phones).padStart(4, '0')}`;
      const name = {
        given_name: `Pupil${number}`,
        family_name: title,
        display_name: `Pupil${number} ${title}`,
      };
      const id = await insert('students', {
        ...name,
        display_name_ar: 'ليلى حسن',
        admission_number: `${title}-${number}`,
      });
      await insert('enrollments', { student_id: id, classroom_id: classroomId, academic_year_id: yearId });
      const guardianId = await insert('guardians', {
        ...name,
        given_name: 'Parent',
        display_name: `Parent of ${name.display_name}`,
        phone,
        language: options.language ?? 'en',
      });
      await insert('student_guardians', { student_id: id, guardian_id: guardianId });
      pupils.push({ id, guardianId, phone });
    }
    return { classroomId, teacherId, pupils };
  };
  const first = await addClass('9-A');
  return { yearId, ...first, other: await addClass('9-B') };
}

/** The body of a register: everybody present but the absent ones. */
export function registerBody(
  classroomId: string,
  pupils: Pupil[],
  options: { date: string; revision: number; absent?: string[]; code?: string; reason?: string },
) {
  return {
    class: { kind: 'classroom', id: classroomId },
    date: options.date,
    revision: options.revision,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    marks: pupils.map(({ id }) => ({
      student: id,
      code: options.absent?.includes(id) ? (options.code ?? 'A') : 'P',
    })),
  };
}
