import { csvOf, manifestOf, type PackageTexts } from './make-package.ts';

type Row = Record<string, string>;

const USERS: readonly Row[] = [
  user('stu-1', 'Layla', 'Hassan', {
    identifier: 'A-1',
    grades: '09',
    agentSourcedIds: 'par-2,par-1',
    'metadata.givenNameAr': 'ليلى',
  }),
  user('stu-2', 'Omar', 'Hassan', { identifier: 'A-2', grades: '9' }),
  user('tea-1', 'Huda', 'Saleh', { identifier: 'T-1', phone: '4455 6677' }),
  user('adm-1', 'Noor', 'Ali', { identifier: 'P-1' }),
  user('par-1', 'Hassan', 'Yusuf', {
    phone: '٥٥٥١ ٢٣٤٥',
    email: 'hassan@example.qa',
    'metadata.language': 'ar',
  }),
  user('par-2', 'Maryam', 'Khalid', {
    sms: '+974 6612-3456',
    phone: '44112233',
    agentSourcedIds: 'stu-1,stu-2',
  }),
];

const ROLES: readonly Row[] = [
  role('stu-1', 'student'),
  role('stu-2', 'student'),
  role('tea-1', 'teacher'),
  role('adm-1', 'principal'),
  role('par-1', 'parent'),
  role('par-2', 'parent'),
];

/** A small valid 1.2 bulk package that uses every part of the mapping. */
export function smallSchool(): PackageTexts {
  return {
    'manifest.csv': manifestOf('1.2', {
      orgs: 'bulk',
      academicSessions: 'bulk',
      courses: 'bulk',
      classes: 'bulk',
      users: 'bulk',
      roles: 'bulk',
      enrollments: 'bulk',
      demographics: 'bulk',
    }),
    'orgs.csv': csvOf('1.2', 'orgs', [
      { sourcedId: 'dis-1', name: 'Group', type: 'district' },
      {
        sourcedId: 'sch-1',
        name: 'Doha School',
        type: 'school',
        parentSourcedId: 'dis-1',
        'metadata.nameAr': 'مدرسة الدوحة',
      },
    ]),
    'academicSessions.csv': csvOf('1.2', 'academicSessions', [
      session('sy-1', 'schoolYear', '2025-08-31', '2026-06-19', ''),
      session('sem-1', 'semester', '2025-08-31', '2026-01-01', 'sy-1'),
    ]),
    'courses.csv': csvOf('1.2', 'courses', [
      {
        sourcedId: 'crs-1',
        title: 'Physics',
        courseCode: 'PHY',
        orgSourcedId: 'sch-1',
        schoolYearSourcedId: 'sy-1',
      },
      { sourcedId: 'crs-hr', title: 'Homeroom', orgSourcedId: 'sch-1' },
    ]),
    'classes.csv': csvOf('1.2', 'classes', [
      schoolClass('hr-1', '9-A', 'homeroom', 'crs-hr', { grades: '09', termSourcedIds: 'sy-1' }),
      schoolClass('cls-1', 'Physics 9', 'scheduled', 'crs-1', { termSourcedIds: 'sem-1', periods: '1,3' }),
    ]),
    'users.csv': csvOf('1.2', 'users', USERS),
    'roles.csv': csvOf('1.2', 'roles', ROLES),
    'enrollments.csv': csvOf('1.2', 'enrollments', [
      enrollment('e-1', 'hr-1', 'stu-1', 'student', { beginDate: '2025-08-31', endDate: '2026-06-19' }),
      enrollment('e-2', 'cls-1', 'stu-1', 'student'),
      enrollment('e-3', 'cls-1', 'stu-2', 'student'),
      enrollment('e-4', 'cls-1', 'tea-1', 'teacher', { primary: 'true' }),
      enrollment('e-5', 'hr-1', 'adm-1', 'teacher', { primary: 'true' }),
    ]),
    'demographics.csv': csvOf('1.2', 'demographics', [
      { sourcedId: 'stu-1', birthDate: '2011-03-04', sex: 'female' },
      { sourcedId: 'par-1', sex: 'male' },
      { sourcedId: 'par-2', sex: 'female' },
    ]),
  };
}

/** The same text with one change; throws when there is nothing to change, so that a test cannot go blind. */
export function changed(texts: PackageTexts, file: string, from: string | RegExp, to: string): PackageTexts {
  const before = texts[file];
  const after = before?.replace(from, to);
  if (before === undefined || after === undefined || after === before)
    throw new Error(`Nothing to change in ${file}`);
  return { ...texts, [file]: after };
}

export function user(sourcedId: string, givenName: string, familyName: string, more: Row = {}): Row {
  return { sourcedId, enabledUser: 'true', username: `u-${sourcedId}`, givenName, familyName, ...more };
}

export function role(userSourcedId: string, word: string, more: Row = {}): Row {
  return {
    sourcedId: `r-${userSourcedId}-${word}`,
    userSourcedId,
    roleType: 'primary',
    role: word,
    orgSourcedId: 'sch-1',
    ...more,
  };
}

export function session(
  sourcedId: string,
  type: string,
  startDate: string,
  endDate: string,
  parent: string,
): Row {
  return {
    sourcedId,
    title: sourcedId,
    type,
    startDate,
    endDate,
    parentSourcedId: parent,
    schoolYear: '2026',
  };
}

export function enrollment(
  sourcedId: string,
  aClass: string,
  person: string,
  word: string,
  more: Row = {},
): Row {
  return {
    sourcedId,
    classSourcedId: aClass,
    schoolSourcedId: 'sch-1',
    userSourcedId: person,
    role: word,
    ...more,
  };
}

export function schoolClass(
  sourcedId: string,
  title: string,
  classType: string,
  course: string,
  more: Row,
): Row {
  return { sourcedId, title, classType, courseSourcedId: course, schoolSourcedId: 'sch-1', ...more };
}
