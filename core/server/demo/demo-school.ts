import { deterministicId, plainDateIn } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { demoPupils, person, seededRandom } from './demo-people.ts';
import { insertRows } from './insert-rows.ts';
import { BOYS, FAMILIES, GIRLS, SUBJECTS } from './names.ts';

const GRADES = 6;
const ARABIC_GRADES = ['الأول', 'الثاني', 'الثالث', 'الرابع', 'الخامس', 'السادس'];

export type DemoPeople = Record<'teacher' | 'guardian' | 'student', { id: string; name: string }>;

/**
 * Fills one school with a year, six classes, 120 pupils with parents, teachers, two weeks of registers, exams,
 * fees and news, all in one transaction of the caller. Returns the people the demo accounts belong to.
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

  await insertActivity(client, { id, year, term, pupils, today });
  const named = (someone: { id: string; displayName: string } | undefined) => ({
    id: someone?.id ?? '',
    name: someone?.displayName ?? '',
  });
  return { teacher: named(teachers[0]), guardian: named(pupils[0]?.parents[0]), student: named(pupils[0]) };
}

type Activity = {
  id: (kind: string, key: string | number) => string;
  year: string;
  term: string;
  pupils: ReturnType<typeof demoPupils>;
  today: Date;
};

async function insertActivity(client: Queryable, { id, year, term, pupils, today }: Activity): Promise<void> {
  const random = seededRandom(pupils.length + today.getUTCDate());
  const days = range(14)
    .map((back) => new Date(today.getTime() - back * 86_400_000))
    .filter((day) => ![5, 6].includes(day.getUTCDay()))
    .map((day) => plainDateIn('UTC', day));
  await insertRows(
    client,
    'attendance_registers',
    days.flatMap((date) =>
      range(GRADES).map((grade) =>
        stamp({
          id: id('register', `${date}:${grade}`),
          date,
          classroom_id: id('class', grade),
          revision: 1,
        }),
      ),
    ),
  );
  await insertRows(
    client,
    'attendance',
    days.flatMap((date) =>
      pupils.map((pupil) => {
        const draw = random();
        const [code, status] = draw < 0.04 ? ['A', 'absent'] : draw < 0.07 ? ['L', 'late'] : ['P', 'present'];
        return stamp({
          id: id('mark', `${date}:${pupil.number}`),
          student_id: pupil.id,
          date,
          classroom_id: id('class', pupil.grade),
          code,
          status,
        });
      }),
    ),
  );
  const exams = range(GRADES).flatMap((grade) =>
    SUBJECTS.map(([code, title]) => ({
      id: id('exam', `${grade}${code}`),
      grade,
      code,
      title: `${title} quiz 1`,
    })),
  );
  const date = days.at(-1) ?? plainDateIn('UTC', today);
  await insertRows(
    client,
    'exams',
    exams.map((exam) =>
      stamp({
        id: exam.id,
        title: exam.title,
        subject_id: id('subject', exam.code),
        classroom_id: id('class', exam.grade),
        academic_year_id: year,
        term_id: term,
        type: 'quiz',
        total_marks: 20,
        date,
      }),
    ),
  );
  await insertRows(
    client,
    'exam_results',
    exams.flatMap((exam) =>
      pupils
        .filter((pupil) => pupil.grade === exam.grade)
        .map((pupil) =>
          stamp({
            id: id('result', `${exam.code}${pupil.number}`),
            student_id: pupil.id,
            exam_id: exam.id,
            academic_year_id: year,
            date,
            score_hundredths: 800 + Math.floor(random() * 1200),
            status: 'graded',
          }),
        ),
    ),
  );
  await insertRows(
    client,
    'fee_structures',
    range(GRADES).map((grade) =>
      stamp({
        id: id('fee', grade),
        title: `Tuition grade ${grade}`,
        title_ar: `رسوم الصف ${ARABIC_GRADES[grade - 1]}`,
        academic_year_id: year,
        grade_level_id: id('grade', grade),
        amount_minor: 2_400_000 + grade * 150_000,
      }),
    ),
  );
  await insertRows(
    client,
    'invoices',
    pupils.map((pupil, index) =>
      stamp({
        id: id('invoice', pupil.number),
        number: `INV-${1000 + index}`,
        student_id: pupil.id,
        fee_structure_id: id('fee', pupil.grade),
        amount_minor: (2_400_000 + pupil.grade * 150_000) / 2,
        issue_date: date,
        due_date: plainDateIn('UTC', today.getTime() + 30 * 86_400_000),
        status: index % 3 === 0 ? 'paid' : 'open',
      }),
    ),
  );
  await insertRows(
    client,
    'payments',
    pupils.flatMap((pupil, index) =>
      index % 3 === 0
        ? [
            stamp({
              id: id('payment', pupil.number),
              receipt_number: `R-${1000 + index}`,
              invoice_id: id('invoice', pupil.number),
              student_id: pupil.id,
              amount_minor: (2_400_000 + pupil.grade * 150_000) / 2,
              paid_on: date,
              method: 'transfer',
            }),
          ]
        : [],
    ),
  );
  await insertRows(client, 'announcements', [
    stamp({
      id: id('news', 1),
      title: 'Parents’ evening',
      title_ar: 'لقاء أولياء الأمور',
      body: 'We look forward to seeing you on Tuesday at 17:00 in the main hall.',
      body_ar: 'يسرّنا لقاؤكم يوم الثلاثاء الساعة 17:00 في القاعة الرئيسية.',
    }),
  ]);
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

// jsonb_populate_recordset takes no column defaults, so the timestamps are given.
const STAMP = new Date();
function stamp<Row extends Record<string, unknown>>(row: Row): Row & { created_at: Date; updated_at: Date } {
  return { ...row, created_at: STAMP, updated_at: STAMP };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
