import { SECTIONS, SEED_GRADES } from './seed-names.ts';
import { seedPeople } from './seed-people.ts';
import { cohortOf, gradeOf, pupilsOf, type SchoolPlan, subjectsOf, type YearPlan } from './seed-plan.ts';
import { idSeries, mix, numberSeries, pick } from './series.ts';

/** A table with its rows, in an order in which references are there before they are needed. */
export type TableRows = { table: string; rows: Iterable<Record<string, unknown>> };

/** Ids of a school's rows by what they are and their number. */
export function schoolIds({ key }: SchoolPlan) {
  const series = (kind: string) => idSeries(`${key}:${kind}`);
  return {
    grade: series('grade'),
    subject: series('subject'),
    classroom: series('classroom'),
    teacher: series('teacher'),
    student: series('student'),
    guardian: series('guardian'),
    relation: series('relation'),
    enrollment: series('enrollment'),
    offering: series('offering'),
    homeroom: series('homeroom'),
    member: series('member'),
    exam: series('exam'),
    register: series('register'),
    user: series('user'),
  };
}

/** The number of a class in a year, of its lesson groups and of its exams, among all of the school. */
export function numbersOf(plan: SchoolPlan) {
  const { subjects, exams } = plan.size;
  const ofClass = (year: number, classIndex: number) => year * plan.classes + classIndex;
  const ofOffering = (year: number, classIndex: number, subject: number) =>
    ofClass(year, classIndex) * subjects + subject;
  return {
    classroom: ofClass,
    offering: ofOffering,
    exam: (year: number, classIndex: number, subject: number, exam: number) =>
      ofOffering(year, classIndex, subject) * exams + exam,
  };
}

/** Everything of a school that is not a mark or a membership: some ten thousand rows at 2,500 pupils. */
export function* schoolRows(plan: SchoolPlan): Generator<TableRows> {
  const ids = schoolIds(plan);
  const number = numbersOf(plan);
  const people = seedPeople(plan);
  const subjects = subjectsOf(plan);
  const created = `${plan.years[0]?.start ?? plan.size.today}T05:00:00Z`;
  const row = (values: Record<string, unknown>) => ({
    ...values,
    tenant_id: plan.tenantId,
    created_at: created,
    updated_at: created,
  });
  const many = function* (count: number, make: (index: number) => Record<string, unknown>) {
    for (let index = 0; index < count; index += 1) yield row(make(index));
  };
  const eachClass = function* (
    make: (year: YearPlan, yearIndex: number, classIndex: number) => Record<string, unknown>,
  ) {
    for (const [yearIndex, year] of plan.years.entries())
      for (let index = 0; index < plan.classes; index += 1) yield row(make(year, yearIndex, index));
  };
  const teacherFor = (classIndex: number, subject: number) =>
    ids.teacher((classIndex * 7 + subject * 11) % plan.teachers);

  yield {
    table: 'academic_years',
    rows: many(plan.years.length, (index) => {
      const { id, first, start, end } = plan.years[index] as YearPlan;
      const title = `${first}–${first + 1}`;
      return { id, title, start_date: start, end_date: end, current: index === plan.years.length - 1 };
    }),
  };
  yield {
    table: 'terms',
    rows: plan.years.flatMap((year) =>
      year.terms.map(({ id, title, start, end }) =>
        row({ id, title, kind: 'semester', academic_year_id: year.id, start_date: start, end_date: end }),
      ),
    ),
  };
  yield {
    table: 'grade_levels',
    rows: many(SEED_GRADES.length, (index) => {
      const [code, title, title_ar] = SEED_GRADES[index] ?? SEED_GRADES[0];
      return { id: ids.grade(index), code, title, title_ar, order: index + 1 };
    }),
  };
  yield {
    table: 'subjects',
    rows: many(subjects.length, (index) => {
      const [code, title, title_ar] = subjects[index] ?? ['', '', ''];
      return { id: ids.subject(index), code, title, title_ar, credit_hours: 4 };
    }),
  };
  yield {
    table: 'teachers',
    rows: many(plan.teachers, (index) => ({
      id: ids.teacher(index),
      ...nameColumns(people.teacher(index)),
      staff_number: `T${1001 + index}`,
      email: `t${1001 + index}@${plan.subdomain}.example`,
      active: true,
    })),
  };
  yield {
    table: 'classrooms',
    rows: eachClass((year, yearIndex, index) => {
      const grade = gradeOf(plan, index, yearIndex);
      const [title, titleAr] = classTitle(plan, index, grade);
      return {
        id: ids.classroom(number.classroom(yearIndex, index)),
        ...{ title, title_ar: titleAr, code: title.replace('-', ''), capacity: 40 },
        grade_level_id: ids.grade(grade),
        academic_year_id: year.id,
        room: `R${101 + index}`,
      };
    }),
  };
  yield { table: 'students', rows: many(plan.size.students, studentOf(plan, people, ids)) };
  yield {
    table: 'guardians',
    rows: many(people.families * 2, (index) => {
      const { phone, language, ...someone } = people.guardian(index);
      return { id: ids.guardian(index), ...nameColumns(someone), phone, language, active: true };
    }),
  };
  yield {
    table: 'student_guardians',
    rows: many(plan.size.students * 2, (index) => ({
      id: ids.relation(index),
      student_id: ids.student(Math.floor(index / 2)),
      guardian_id: ids.guardian(people.student(Math.floor(index / 2)).family * 2 + (index % 2)),
      relation: index % 2 === 0 ? 'father' : 'mother',
      contact_order: 1 + (index % 2),
      ...{ may_see_records: true, sms_allowed: true, email_allowed: true, call_allowed: true },
    })),
  };
  yield {
    table: 'enrollments',
    rows: enrollmentRows(plan, row, ids),
  };
  yield {
    table: 'class_offerings',
    rows: plan.years.flatMap((year, yearIndex) =>
      Array.from({ length: plan.classes * subjects.length }, (_, at) => {
        const [index, subject] = [Math.floor(at / subjects.length), at % subjects.length];
        const [code = '', title = ''] = subjects[subject] ?? [];
        const label = classTitle(plan, index, gradeOf(plan, index, yearIndex))[0];
        return row({
          id: ids.offering(number.offering(yearIndex, index, subject)),
          title: `${title} ${label}`,
          code: `${code}-${label}-${year.first}`,
          subject_id: ids.subject(subject),
          classroom_id: ids.classroom(number.classroom(yearIndex, index)),
          academic_year_id: year.id,
          teacher_id: teacherFor(index, subject),
        });
      }),
    ),
  };
  yield {
    table: 'class_teachers',
    rows: eachClass((_year, yearIndex, index) => ({
      id: ids.homeroom(number.classroom(yearIndex, index)),
      teacher_id: teacherFor(index, 0),
      classroom_id: ids.classroom(number.classroom(yearIndex, index)),
      primary: true,
    })),
  };
}

function* enrollmentRows(
  plan: SchoolPlan,
  row: (values: Record<string, unknown>) => Record<string, unknown>,
  ids: ReturnType<typeof schoolIds>,
) {
  const number = numbersOf(plan);
  for (const [yearIndex, year] of plan.years.entries()) {
    for (let index = 0; index < plan.classes; index += 1) {
      const [from, until] = pupilsOf(plan, index);
      for (let student = from; student < until; student += 1)
        yield row({
          id: ids.enrollment(yearIndex * plan.size.students + student),
          student_id: ids.student(student),
          classroom_id: ids.classroom(number.classroom(yearIndex, index)),
          academic_year_id: year.id,
          status: yearIndex === plan.years.length - 1 ? 'active' : 'ended',
          start_date: year.start,
          end_date: yearIndex === plan.years.length - 1 ? null : year.end,
        });
    }
  }
}

function studentOf(
  plan: SchoolPlan,
  people: ReturnType<typeof seedPeople>,
  ids: ReturnType<typeof schoolIds>,
): (index: number) => Record<string, unknown> {
  const draw = numberSeries(`${plan.key}:births`);
  const last = plan.years.at(-1);
  return (index) => {
    const { sex, family: _family, ...someone } = people.student(index);
    const classIndex = classOf(plan, index);
    const grade = gradeOf(plan, classIndex, plan.years.length - 1);
    const [month, day] = [1 + (draw(index) % 12), 1 + (mix(draw(index)) % 28)];
    return {
      id: ids.student(index),
      ...nameColumns(someone),
      admission_number: `${plan.subdomain.toUpperCase()}-${String(index + 1).padStart(5, '0')}`,
      status: 'active',
      grade_level_id: ids.grade(grade),
      birth_date: `${(last?.first ?? 2026) - 4 - grade}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
      sex,
    };
  };
}

/** The class a pupil has been in from the first year on. */
export function classOf(plan: SchoolPlan, student: number): number {
  let index = Math.min(plan.classes - 1, Math.floor((student * plan.classes) / plan.size.students));
  while (student < pupilsOf(plan, index)[0]) index -= 1;
  while (student >= pupilsOf(plan, index)[1]) index += 1;
  return index;
}

function classTitle(plan: SchoolPlan, classIndex: number, grade: number): [string, string] {
  const cohort = cohortOf(plan, classIndex);
  let first = classIndex;
  while (first > 0 && cohortOf(plan, first - 1) === cohort) first -= 1;
  const section = classIndex - first;
  const [latin, arabic] =
    section < SECTIONS.length ? pick(SECTIONS, section) : [String(section + 1), String(section + 1)];
  const code = (SEED_GRADES[grade] ?? SEED_GRADES[0])[0].replace(/^0/, '');
  return [`${code}-${latin}`, `${code}-${arabic}`];
}

function nameColumns(someone: ReturnType<ReturnType<typeof seedPeople>['teacher']>) {
  return {
    given_name: someone.givenName,
    middle_name: someone.middleName,
    family_name: someone.familyName,
    given_name_ar: someone.givenNameAr,
    middle_name_ar: someone.middleNameAr,
    family_name_ar: someone.familyNameAr,
    display_name: someone.displayName,
    display_name_ar: someone.displayNameAr,
  };
}
