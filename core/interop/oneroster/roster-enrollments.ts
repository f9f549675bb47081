import { findRecord } from './check-meaning.ts';
import { ownValue, ownWord, ownYears } from './own-metadata.ts';
import type { Classes } from './roster-classes.ts';
import { inclusiveEnd, orNull, type RosterContext, recordsOf, toFlag } from './roster-context.ts';
import type { People } from './roster-people.ts';
import type { Sessions } from './roster-sessions.ts';
import type {
  RosterClassroomTeacher,
  RosterEnrollment,
  RosterOfferingStudent,
  RosterOfferingTeacher,
  RosterUnresolved,
} from './roster-types.ts';

export type Memberships = {
  readonly enrollments: RosterEnrollment[];
  readonly offeringStudents: RosterOfferingStudent[];
  readonly offeringTeachers: RosterOfferingTeacher[];
  readonly classroomTeachers: RosterClassroomTeacher[];
  readonly unresolved: RosterUnresolved['enrollments'][number][];
};

/** enrollments.csv, split by what the class is (homeroom or taught) and who the person is (pupil or teacher). */
export function mapMemberships(
  context: RosterContext,
  sessions: Sessions,
  classes: Classes,
  people: People,
): Memberships {
  const found: Memberships = {
    enrollments: [],
    offeringStudents: [],
    offeringTeachers: [],
    classroomTeachers: [],
    unresolved: [],
  };
  const classrooms = new Map(classes.classrooms.map((item) => [item.sourcedId, item]));
  const offerings = new Map(classes.classOfferings.map((item) => [item.sourcedId, item]));
  const students = new Map(people.students.map((item) => [item.sourcedId, item]));
  const teachers = new Set(people.teachers.map((item) => item.sourcedId));
  for (const record of recordsOf(context, 'enrollments')) {
    const { row, values } = record;
    // The main teacher of a lesson group stands at the group; the line is there for other readers.
    if (ownValue(record, 'kind') === 'mainTeacher') continue;
    const { sourcedId = '', classSourcedId = '', userSourcedId = '', role = '' } = values;
    const beginDate = orNull(values.beginDate);
    const status = ownWord(record, 'status', ['active', 'ended']);
    const endDate =
      status === undefined
        ? inclusiveEnd(context, 'enrollments', values.beginDate, values.endDate)
        : orNull(ownValue(record, 'lastDay'));
    const period = { sourcedId, beginDate, endDate };
    const isPrimary =
      role === 'teacher' && (toFlag(ownValue(record, 'primary')) ?? values.primary === 'true');
    const classroom = classrooms.get(classSourcedId);
    const isOffering = offerings.has(classSourcedId);
    const isStranger = findRecord(context.package.tables, 'users', userSourcedId) === undefined;
    if (classroom === undefined && !isOffering) {
      found.unresolved.push({ ...period, classSourcedId, userSourcedId, role, isPrimary });
    } else if (role === 'student' && (students.has(userSourcedId) || isStranger)) {
      const studentSourcedId = userSourcedId;
      if (classroom === undefined) {
        found.offeringStudents.push({ ...period, offeringSourcedId: classSourcedId, studentSourcedId });
      } else {
        const { yearSourcedId } = classroom;
        const gradeCode = classroom.gradeCode ?? students.get(userSourcedId)?.gradeCode ?? null;
        const member = {
          ...period,
          studentSourcedId,
          classroomSourcedId: classSourcedId,
          yearSourcedId,
          gradeCode,
        };
        found.enrollments.push({ ...member, isCurrent: true, status });
      }
    } else if (role === 'teacher' && (teachers.has(userSourcedId) || isStranger)) {
      const member = { ...period, teacherSourcedId: userSourcedId, isPrimary };
      if (classroom === undefined)
        found.offeringTeachers.push({ ...member, offeringSourcedId: classSourcedId });
      else found.classroomTeachers.push({ ...member, classroomSourcedId: classSourcedId });
    } else {
      const place = { file: 'enrollments.csv', row, column: 'role', value: role };
      context.problems.once('oneroster.roster-enrollment-ignored', place, role);
    }
  }
  const enrollments = [...found.enrollments, ...withoutHomeroom(context, sessions, classes, people, found)];
  return { ...found, enrollments: markCurrent(context, enrollments) };
}

/** Pupils without a homeroom still belong to a year and a grade: the year of their classes, else the latest. */
function withoutHomeroom(
  context: RosterContext,
  sessions: Sessions,
  classes: Classes,
  people: People,
  found: Memberships,
): RosterEnrollment[] {
  const own = yearsOfOwnPackage(context);
  const kept = [...own].flatMap(([studentSourcedId, years]) =>
    years.map((year) => ({
      sourcedId: year.id,
      studentSourcedId,
      classroomSourcedId: null,
      yearSourcedId: year.year,
      gradeCode: null,
      beginDate: year.start,
      endDate: year.end,
      isCurrent: true,
      status: year.status,
    })),
  );
  if (context.isDelta) return kept;
  const placed = new Set(found.enrollments.map((item) => item.studentSourcedId));
  const endOfYear = new Map(sessions.academicYears.map((year) => [year.sourcedId, year.endDate]));
  const isLater = (left: string, right: string): boolean =>
    (endOfYear.get(left) ?? '') > (endOfYear.get(right) ?? '');
  const yearOfClass = new Map(classes.classOfferings.map((item) => [item.sourcedId, item.yearSourcedId]));
  const yearOfStudent = new Map<string, string>();
  for (const { studentSourcedId, offeringSourcedId } of found.offeringStudents) {
    const year = yearOfClass.get(offeringSourcedId) ?? null;
    const known = yearOfStudent.get(studentSourcedId);
    if (year !== null && (known === undefined || isLater(year, known)))
      yearOfStudent.set(studentSourcedId, year);
  }
  let latest: string | null = null;
  for (const year of endOfYear.keys()) if (latest === null || isLater(year, latest)) latest = year;
  const derived = people.students
    .filter((student) => !placed.has(student.sourcedId) && !own.has(student.sourcedId))
    .map((student) => ({
      sourcedId: null,
      studentSourcedId: student.sourcedId,
      classroomSourcedId: null,
      yearSourcedId: yearOfStudent.get(student.sourcedId) ?? latest,
      gradeCode: student.gradeCode,
      beginDate: null,
      endDate: null,
      isCurrent: true,
    }));
  return [...kept, ...derived];
}

/** Daftar's own exports say for each pupil which years it has without a class, be it none. */
function yearsOfOwnPackage(context: RosterContext): Map<string, NonNullable<ReturnType<typeof ownYears>>> {
  const years = new Map<string, NonNullable<ReturnType<typeof ownYears>>>();
  for (const user of recordsOf(context, 'users')) {
    const own = ownYears(user);
    if (own !== undefined) years.set(user.values.sourcedId ?? '', own);
  }
  return years;
}

/** One current row per pupil and year: the one that begins last; of several such, the last in the file. */
function markCurrent(context: RosterContext, enrollments: readonly RosterEnrollment[]): RosterEnrollment[] {
  const current = new Map<string, RosterEnrollment>();
  for (const item of enrollments) {
    const key = JSON.stringify([item.studentSourcedId, item.yearSourcedId]);
    const other = current.get(key);
    if (other !== undefined) {
      const place = { file: 'enrollments.csv', value: item.studentSourcedId };
      context.problems.once('oneroster.roster-several-homerooms', place);
    }
    if (other === undefined || (item.beginDate ?? '') >= (other.beginDate ?? '')) current.set(key, item);
  }
  const kept = new Set(current.values());
  return enrollments.map((item) => (kept.has(item) ? item : { ...item, isCurrent: false }));
}
