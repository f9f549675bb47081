import type { Roster } from '../oneroster/index.ts';
import { idsBySource } from '../sql/upsert.ts';
import type { Sync } from './sync-types.ts';

/**
 * Completes the roster of a delta with what earlier imports brought: changed people whose role was not sent
 * again, and memberships of classes that are not in the package. What nothing is known of is left out.
 */
export async function resolveDelta(sync: Sync): Promise<Roster> {
  const { client } = sync;
  const roster = await withYear(sync);
  const { people, demographics, enrollments } = roster.unresolved;
  if (people.length + demographics.length + enrollments.length === 0) return roster;
  const students = await idsBySource(client, 'students');
  const teachers = await idsBySource(client, 'teachers');
  const guardians = await idsBySource(client, 'guardians');
  const classrooms = await idsBySource(client, 'classrooms');
  const offerings = await idsBySource(client, 'class_offerings');
  const numbers = await client.query(
    'select sourced_id, admission_number as number from students where sourced_id is not null union all select sourced_id, staff_number from teachers where sourced_id is not null',
  );
  const numberOf = new Map(numbers.rows.map((row) => [row.sourced_id as string, row.number as string]));
  const missing = <Person extends { sourcedId: string }>(
    known: Map<string, string>,
    sent: readonly Person[],
  ) => {
    const inPackage = new Set(sent.map((person) => person.sourcedId));
    return people.filter((person) => known.has(person.sourcedId) && !inPackage.has(person.sourcedId));
  };
  const born = new Map(demographics.map((row) => [row.userSourcedId, row]));
  const numbered = (id: string) => numberOf.get(id) ?? id;
  const memberOf = enrollments.filter((row) => offerings.has(row.classSourcedId));
  return {
    ...roster,
    students: [
      ...roster.students,
      ...missing(students, roster.students).map((person) => ({
        ...person,
        birthDate: born.get(person.sourcedId)?.birthDate ?? person.birthDate,
        admissionNumber: numbered(person.sourcedId),
        gradeCode: null,
      })),
    ],
    teachers: [
      ...roster.teachers,
      ...missing(teachers, roster.teachers).map((person) => ({
        ...person,
        staffNumber: numbered(person.sourcedId),
      })),
    ],
    guardians: [
      ...roster.guardians,
      // As in a whole roster: a message goes to the mobile number, when there is one.
      ...missing(guardians, roster.guardians).map((person) => ({
        ...person,
        phone: person.sms ?? person.phone,
      })),
    ],
    offeringStudents: [
      ...roster.offeringStudents,
      ...memberOf
        .filter((row) => row.role === 'student')
        .map((row) => ({
          sourcedId: row.sourcedId,
          offeringSourcedId: row.classSourcedId,
          studentSourcedId: row.userSourcedId,
          beginDate: row.beginDate,
          endDate: row.endDate,
        })),
    ],
    offeringTeachers: [
      ...roster.offeringTeachers,
      ...memberOf
        .filter((row) => row.role === 'teacher')
        .map((row) => ({
          sourcedId: row.sourcedId,
          offeringSourcedId: row.classSourcedId,
          teacherSourcedId: row.userSourcedId,
          isPrimary: row.isPrimary,
          beginDate: row.beginDate,
          endDate: row.endDate,
        })),
    ],
    enrollments: [
      ...roster.enrollments,
      ...enrollments
        .filter((row) => classrooms.has(row.classSourcedId) && row.role === 'student')
        .map((row) => ({
          sourcedId: row.sourcedId,
          studentSourcedId: row.userSourcedId,
          classroomSourcedId: row.classSourcedId,
          yearSourcedId: null,
          gradeCode: null,
          beginDate: row.beginDate,
          endDate: row.endDate,
          isCurrent: true,
        })),
    ],
    classroomTeachers: [
      ...roster.classroomTeachers,
      ...enrollments
        .filter((row) => classrooms.has(row.classSourcedId) && row.role === 'teacher')
        .map((row) => ({
          sourcedId: row.sourcedId,
          classroomSourcedId: row.classSourcedId,
          teacherSourcedId: row.userSourcedId,
          isPrimary: row.isPrimary,
          beginDate: row.beginDate,
          endDate: row.endDate,
        })),
    ],
  };
}

// A first delta may come without a school-year session: classes need a year, so one is made from its terms.
async function withYear({ client, roster }: Sync): Promise<Roster> {
  if (roster.academicYears.length > 0 || roster.terms.length === 0) return roster;
  const { rowCount } = await client.query('select from academic_years limit 1');
  if (rowCount !== 0) return roster;
  const schoolYear = Math.max(...roster.terms.map((term) => term.schoolYear));
  const startDate = roster.terms.map((term) => term.startDate).sort()[0] ?? '';
  const endDate =
    roster.terms
      .map((term) => term.endDate)
      .sort()
      .at(-1) ?? '';
  const sourcedId = `derived-year-${schoolYear}`;
  return {
    ...roster,
    academicYears: [
      {
        sourcedId,
        title: `${startDate.slice(0, 4)}–${endDate.slice(0, 4)}`,
        titleAr: null,
        startDate,
        endDate,
        schoolYear,
        isDerived: true,
      },
    ],
    terms: roster.terms.map((term) => ({ ...term, yearSourcedId: term.yearSourcedId ?? sourcedId })),
  };
}
