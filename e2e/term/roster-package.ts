import { csvOf, manifestOf, zipTexts } from '../../core/interop/oneroster/testing/make-package.ts';
import { category, scale } from './roster-grading.ts';
import { AWAY, FATHER, LATE, PUPILS, TEACHERS } from './roster-people.ts';
import type { TermDates } from './term-dates.ts';

type Row = Record<string, string>;

export const YEAR_TITLE = '2026–2027';
export const TERM_TITLE = 'Semester 1';

/** Lesson groups: sourcedId, title, subject, homeroom, teacher. */
const GROUPS = [
  ['math-9a', 'Mathematics 9-A', 'math', 'room-9a', TEACHERS.huda.id],
  ['arabic-9a', 'Arabic 9-A', 'arabic', 'room-9a', TEACHERS.salem.id],
  ['science-9a', 'Science 9-A', 'science', 'room-9a', TEACHERS.aisha.id],
  ['math-9b', 'Mathematics 9-B', 'math', 'room-9b', TEACHERS.huda.id],
  ['science-9b', 'Science 9-B', 'science', 'room-9b', TEACHERS.aisha.id],
  ['math-10a', 'Mathematics 10-A', 'math', 'room-10a', TEACHERS.salem.id],
] as const;

/** Groups whose marks come with the package; those of mathematics are entered by hand. */
const MARKED = ['arabic-9a', 'science-9a', 'science-9b'];

/** A school of thirty pupils as another system exports it, with marks in two subjects. The same for a day, byte for byte. */
export function rosterPackage(dates: TermDates): Promise<Buffer> {
  const files: Record<string, Row[]> = {
    orgs: [{ sourcedId: 'school', name: 'Doha Bay School', type: 'school' }],
    academicSessions: sessions(dates),
    courses: [
      course('math', 'Mathematics', 'الرياضيات'),
      course('arabic', 'Arabic', 'اللغة العربية'),
      course('science', 'Science', 'العلوم'),
      { ...course('homeroom', 'Homeroom', ''), 'metadata.kind': 'homeroom' },
    ],
    classes: classes(),
    users: users(),
    roles: [
      ...PUPILS.map(({ id }) => role(id, 'student')),
      ...Object.values(TEACHERS).map(({ id }) => role(id, 'teacher')),
      role(FATHER.id, 'parent'),
    ],
    enrollments: enrollments(dates),
    demographics: PUPILS.map(({ id, sex }, index) => ({
      sourcedId: id,
      sex,
      birthDate: `2012-${String((index % 12) + 1).padStart(2, '0')}-09`,
    })),
    categories: [
      category('quizzes', 'Quizzes', 'الاختبارات القصيرة', '40', '1'),
      category('exams', 'Exams', 'الاختبارات', '60', '2'),
    ],
    lineItems: MARKED.map((group) => ({
      sourcedId: `final-${group}`,
      title: 'Final exam',
      assignDate: dates.workDate,
      dueDate: dates.workDate,
      classSourcedId: group,
      categorySourcedId: 'exams',
      academicSessionSourcedId: 'semester-1',
      resultValueMin: '0',
      resultValueMax: '50',
      schoolSourcedId: 'school',
    })),
    results: results(dates),
    scoreScales: [scale()],
  };
  const modes = Object.fromEntries(Object.keys(files).map((file) => [file, 'bulk']));
  return zipTexts({
    'manifest.csv': manifestOf('1.2', modes),
    ...Object.fromEntries(
      Object.entries(files).map(([file, rows]) => [`${file}.csv`, csvOf('1.2', file, rows)]),
    ),
  });
}

function sessions({ yearStart, yearEnd, termEnd, secondStart }: TermDates): Row[] {
  const session = (sourcedId: string, type: string, title: string, more: Row): Row => ({
    sourcedId,
    title,
    type,
    schoolYear: yearEnd.slice(0, 4),
    ...more,
  });
  const parentSourcedId = 'year';
  return [
    session('year', 'schoolYear', YEAR_TITLE, {
      startDate: yearStart,
      endDate: yearEnd,
      'metadata.current': 'true',
    }),
    session('semester-1', 'semester', TERM_TITLE, {
      startDate: yearStart,
      endDate: termEnd,
      parentSourcedId,
    }),
    session('semester-2', 'semester', 'Semester 2', {
      startDate: secondStart,
      endDate: yearEnd,
      parentSourcedId,
    }),
  ];
}

function course(sourcedId: string, title: string, titleAr: string): Row {
  return { sourcedId, title, orgSourcedId: 'school', 'metadata.titleAr': titleAr };
}

function classes(): Row[] {
  const room = (sourcedId: string, title: string, grades: string, capacity: string): Row => ({
    sourcedId,
    title,
    grades,
    courseSourcedId: 'homeroom',
    classType: 'homeroom',
    schoolSourcedId: 'school',
    termSourcedIds: 'year',
    'metadata.titleAr': title,
    'metadata.capacity': capacity,
  });
  return [
    room('room-9a', '9-A', '09', '25'),
    room('room-9b', '9-B', '09', '25'),
    // Too small for both classes that come up: the year end says so.
    room('room-10a', '10-A', '10', '15'),
    ...GROUPS.map(([sourcedId, title, subject, homeroom, teacher]) => ({
      sourcedId,
      title,
      courseSourcedId: subject,
      classType: 'scheduled',
      schoolSourcedId: 'school',
      termSourcedIds: 'year',
      'metadata.homeroomSourcedId': homeroom,
      'metadata.mainTeacherSourcedId': teacher,
      'metadata.period': '',
    })),
    {
      sourcedId: 'whole-school',
      title: 'Doha Bay School',
      courseSourcedId: 'homeroom',
      classType: 'ext:wholeSchool',
      schoolSourcedId: 'school',
      termSourcedIds: 'year',
    },
  ];
}

function users(): Row[] {
  const person = ({
    id,
    given,
    family,
  }: (typeof PUPILS)[number] | typeof FATHER | (typeof TEACHERS)['huda' | 'salem' | 'aisha']): Row => ({
    sourcedId: id,
    enabledUser: 'true',
    username: id,
    givenName: given[0],
    familyName: family[0],
    'metadata.givenNameAr': given[1],
    'metadata.familyNameAr': family[1],
  });
  return [
    ...PUPILS.map((pupil) => ({
      ...person(pupil),
      identifier: pupil.number,
      grades: pupil.homeroom === 'room-10a' ? '10' : '09',
      agentSourcedIds: pupil === AWAY || pupil === LATE ? FATHER.id : '',
    })),
    ...Object.values(TEACHERS).map(person),
    { ...person(FATHER), sms: '+97455512345', 'metadata.language': 'ar' },
  ];
}

function role(user: string, word: string): Row {
  return {
    sourcedId: `role-${user}`,
    userSourcedId: user,
    roleType: 'primary',
    role: word,
    orgSourcedId: 'school',
  };
}

function enrollments({ yearStart, yearEnd }: TermDates): Row[] {
  const place = (aClass: string, user: string, word: string, more: Row = {}): Row => ({
    sourcedId: `${aClass}-${user}`,
    classSourcedId: aClass,
    schoolSourcedId: 'school',
    userSourcedId: user,
    role: word,
    ...more,
  });
  const span = { beginDate: yearStart, endDate: yearEnd };
  const primary = { primary: 'true' };
  return [
    ...PUPILS.map(({ id, homeroom }) => place(homeroom, id, 'student', span)),
    ...GROUPS.flatMap(([group, , , homeroom, teacher]) => [
      place(group, teacher, 'teacher', primary),
      ...PUPILS.filter((pupil) => pupil.homeroom === homeroom).map(({ id }) =>
        place(group, id, 'student', span),
      ),
    ]),
    place('room-9a', TEACHERS.huda.id, 'teacher', primary),
    place('room-9b', TEACHERS.aisha.id, 'teacher', primary),
    place('room-10a', TEACHERS.salem.id, 'teacher', primary),
  ];
}

function results({ workDate }: TermDates): Row[] {
  return MARKED.flatMap((group) =>
    PUPILS.filter(({ homeroom }) => homeroom === GROUPS.find(([id]) => id === group)?.[3]).map(
      ({ id }, index) => ({
        sourcedId: `${group}-${id}-mark`,
        lineItemSourcedId: `final-${group}`,
        studentSourcedId: id,
        scoreStatus: 'fully graded',
        score: String(48 - index * 1.5),
        scoreDate: workDate,
      }),
    ),
  );
}
