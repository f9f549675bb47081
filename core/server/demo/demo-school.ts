import { deterministicId } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { insertActivity } from './demo-activity.ts';
import { insertAttendance } from './demo-attendance.ts';
import { demoPupils, person } from './demo-people.ts';
import { insertTimetable } from './demo-timetable.ts';
import { insertRows, range, stamp } from './insert-rows.ts';
import { ARABIC_GRADES, BOYS, FAMILIES, GIRLS, GRADES, SUBJECTS } from './names.ts';

export type DemoPeople = Record<'teacher' | 'guardian' | 'student', { id: string; name: string }>;

/**
 * Fills one school with a year, six classes, 120 pupils with parents, teachers, a timetable, two weeks of registers,
 * exams, fees and news, all in one transaction of the caller. Returns the people the demo accounts belong to.
 */
export async function fillDemoSchool(
  client: Queryable,
  school: string,
  firstPhone: number,
  today = new Date(),
): Promise<DemoPeople> {
  const id = (kind: string, key: string | number) => deterministicId(`${school}:${kind}:${key}`);
  const first = today.getUTCMonth() >= 7 ? today.getUTCFullYear() : today.getUTCFullYear() - 1;
  const year = id('year', first);
  const term = id('term', 1);
  await insertRows(client, 'academic_years', [
    stamp({
      id: year,
      title: `${first}–${first + 1}`,
      start_date: `${first}-08-30`,
      end_date: `${first + 1}-06-24`,
      current: true,
    }),
  ]);
  await insertRows(client, 'terms', [
    stamp({
      id: term,
      title: 'Semester 1',
      kind: 'semester',
      academic_year_id: year,
      start_date: `${first}-08-30`,
      end_date: `${first}-12-24`,
    }),
    stamp({
      id: id('term', 2),
      title: 'Semester 2',
      kind: 'semester',
      academic_year_id: year,
      start_date: `${first + 1}-01-03`,
      end_date: `${first + 1}-06-24`,
    }),
  ]);
  const grades = range(GRADES);
  await insertRows(
    client,
    'grade_levels',
    grades.map((grade) =>
      stamp({
        id: id('grade', grade),
        code: String(grade).padStart(2, '0'),
        title: `Grade ${grade}`,
        title_ar: `الصف ${ARABIC_GRADES[grade - 1]}`,
        order: grade,
      }),
    ),
  );
  await insertRows(
    client,
    'classrooms',
    grades.map((grade) =>
      stamp({
        id: id('class', grade),
        title: `${grade}-A`,
        title_ar: `${grade}-أ`,
        code: `${grade}A`,
        grade_level_id: id('grade', grade),
        academic_year_id: year,
        capacity: 25,
        room: `R${100 + grade}`,
      }),
    ),
  );
  await insertRows(
    client,
    'subjects',
    SUBJECTS.map(([code, title, title_ar]) =>
      stamp({ id: id('subject', code), code, title, title_ar, credit_hours: 4 }),
    ),
  );

  const teachers = grades.map((index) => ({
    ...person(
      `${school}:teacher:${index}`,
      (index % 2 ? GIRLS : BOYS)[index] ?? BOYS[0],
      BOYS[index + 3] ?? BOYS[0],
      FAMILIES[(index * 3) % FAMILIES.length] ?? FAMILIES[0],
    ),
    number: `T${100 + index}`,
  }));
  await insertRows(
    client,
    'teachers',
    teachers.map((teacher) =>
      stamp({
        ...nameColumns(teacher),
        staff_number: teacher.number,
        active: true,
        email: `${teacher.number.toLowerCase()}@${school}.example`,
      }),
    ),
  );

  const pupils = demoPupils(school, 20, GRADES, firstPhone);
  await insertRows(
    client,
    'students',
    pupils.map((pupil) =>
      stamp({
        ...nameColumns(pupil),
        admission_number: pupil.number,
        status: 'active',
        grade_level_id: id('grade', pupil.grade),
        birth_date: pupil.birthDate,
        sex: pupil.sex,
      }),
    ),
  );
  const parents = [
    ...new Map(pupils.flatMap((pupil) => pupil.parents).map((parent) => [parent.id, parent])).values(),
  ];
  await insertRows(
    client,
    'guardians',
    parents.map((parent) =>
      stamp({ ...nameColumns(parent), phone: parent.phone, language: parent.language, active: true }),
    ),
  );
  await insertRows(
    client,
    'student_guardians',
    pupils.flatMap((pupil) =>
      pupil.parents.map((parent, index) =>
        stamp({
          id: id('link', `${pupil.number}:${index}`),
          student_id: pupil.id,
          guardian_id: parent.id,
          relation: parent.relation,
          contact_order: index + 1,
          may_see_records: true,
          sms_allowed: true,
          email_allowed: true,
          call_allowed: true,
        }),
      ),
    ),
  );
  await insertRows(
    client,
    'enrollments',
    pupils.map((pupil) =>
      stamp({
        id: id('enrollment', pupil.number),
        student_id: pupil.id,
        classroom_id: id('class', pupil.grade),
        academic_year_id: year,
        status: 'active',
        start_date: `${first}-08-30`,
      }),
    ),
  );

  const offerings = grades.flatMap((grade) =>
    SUBJECTS.map(([code, title], index) => ({
      id: id('offering', `${grade}${code}`),
      grade,
      code,
      title,
      teacher: teachers[(grade - 1 + (index % 2)) % teachers.length]?.id,
    })),
  );
  await insertRows(
    client,
    'class_offerings',
    offerings.map((offering) =>
      stamp({
        id: offering.id,
        title: `${offering.title} ${offering.grade}-A`,
        code: `${offering.code}-${offering.grade}A`,
        subject_id: id('subject', offering.code),
        classroom_id: id('class', offering.grade),
        term_id: term,
        academic_year_id: year,
        teacher_id: offering.teacher,
      }),
    ),
  );
  await insertRows(
    client,
    'class_members',
    offerings.flatMap((offering) =>
      pupils
        .filter((pupil) => pupil.grade === offering.grade)
        .map((pupil) =>
          stamp({
            id: id('member', `${offering.code}${pupil.number}`),
            class_offering_id: offering.id,
            student_id: pupil.id,
          }),
        ),
    ),
  );
  await insertRows(
    client,
    'class_teachers',
    grades.map((grade) =>
      stamp({
        id: id('homeroom', grade),
        teacher_id: teachers[grade - 1]?.id,
        classroom_id: id('class', grade),
        primary: true,
      }),
    ),
  );

  await insertTimetable(client, {
    ...{ id, school },
    year: { id: year, startDate: `${first}-08-30`, endDate: `${first + 1}-06-24` },
    teacherOf: (grade, code) =>
      offerings.find((offering) => offering.grade === grade && offering.code === code)?.teacher,
  });
  await insertActivity(client, { id, year, term, pupils, today });
  await insertAttendance(client, { id, pupils, today });
  const named = (someone: { id: string; displayName: string } | undefined) => ({
    id: someone?.id ?? '',
    name: someone?.displayName ?? '',
  });
  return { teacher: named(teachers[0]), guardian: named(pupils[0]?.parents[0]), student: named(pupils[0]) };
}

function nameColumns(someone: ReturnType<typeof person>) {
  return {
    id: someone.id,
    given_name: someone.given[0],
    family_name: someone.family[0],
    given_name_ar: someone.given[1],
    middle_name_ar: someone.father[1],
    family_name_ar: someone.family[1],
    display_name: someone.displayName,
    display_name_ar: someone.displayNameAr,
  };
}
