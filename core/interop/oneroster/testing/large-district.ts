import { csvOf, manifestOf, type PackageTexts } from './make-package.ts';
import { enrollment, role, session, user } from './small-school.ts';

type Row = Record<string, string>;

/** A valid 1.2 package of any size: each pupil has a homeroom, eight classes and 1.4 guardians. */
export function largeDistrict(pupils: number): PackageTexts {
  const teachers = Math.ceil(pupils / 10);
  const classes = Math.ceil(pupils / 5);
  const homerooms = Math.ceil(pupils / 25);
  const guardians = Math.ceil(pupils * 1.4);
  const users: Row[] = [];
  const roles: Row[] = [];
  const enrollments: Row[] = [];
  const classRows: Row[] = [];
  const add = (id: string, word: string, more: Row = {}): void => {
    users.push(user(id, `Given ${id}`, `Family ${id}`, more));
    roles.push(role(id, word));
  };
  for (let i = 0; i < homerooms; i += 1) classRows.push(aClass(`hr-${i}`, 'homeroom', i));
  for (let i = 0; i < classes; i += 1) classRows.push(aClass(`cls-${i}`, 'scheduled', i));
  for (let i = 0; i < teachers; i += 1) add(`tea-${i}`, 'teacher', { identifier: `T${i}` });
  for (let i = 0; i < guardians; i += 1)
    add(`par-${i}`, 'parent', { phone: `+9745${String(i).padStart(7, '0')}` });
  for (let i = 0; i < classes; i += 1)
    enrollments.push(enrollment(`te-${i}`, `cls-${i}`, `tea-${i % teachers}`, 'teacher'));
  for (let i = 0; i < pupils; i += 1) {
    const agents = `par-${i},par-${pupils + (i % (guardians - pupils))}`;
    add(`stu-${i}`, 'student', { identifier: `S${i}`, grades: '09', agentSourcedIds: agents });
    enrollments.push(enrollment(`he-${i}`, `hr-${i % homerooms}`, `stu-${i}`, 'student'));
    for (let n = 0; n < 8; n += 1) {
      enrollments.push(enrollment(`se-${i}-${n}`, `cls-${(i * 8 + n) % classes}`, `stu-${i}`, 'student'));
    }
  }
  const modes = Object.fromEntries(
    ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments'].map((file) => [
      file,
      'bulk',
    ]),
  );
  return {
    'manifest.csv': manifestOf('1.2', modes),
    'orgs.csv': csvOf('1.2', 'orgs', [{ sourcedId: 'sch-1', name: 'Large', type: 'school' }]),
    'academicSessions.csv': csvOf('1.2', 'academicSessions', [
      session('sy-1', 'schoolYear', '2025-08-31', '2026-06-19', ''),
    ]),
    'courses.csv': csvOf('1.2', 'courses', [{ sourcedId: 'crs-1', title: 'Course', orgSourcedId: 'sch-1' }]),
    'classes.csv': csvOf('1.2', 'classes', classRows),
    'users.csv': csvOf('1.2', 'users', users),
    'roles.csv': csvOf('1.2', 'roles', roles),
    'enrollments.csv': csvOf('1.2', 'enrollments', enrollments),
  };
}

function aClass(sourcedId: string, classType: string, number: number): Row {
  return {
    sourcedId,
    title: `Class ${number}`,
    grades: '09',
    courseSourcedId: 'crs-1',
    classType,
    schoolSourcedId: 'sch-1',
    termSourcedIds: 'sy-1',
  };
}
