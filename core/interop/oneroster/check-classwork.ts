import { findRecord, liveRecords } from './check-meaning.ts';
import { splitList } from './check-value.ts';
import type { ProblemList } from './problem-list.ts';
import type { DataFile, OneRosterRecord, OneRosterTable, OneRosterVersion } from './types.ts';

type Tables = ReadonlyMap<DataFile, OneRosterTable>;

/** Remarks about enrollments: contradictions that a school should look at, none of which blocks. */
export function checkClasswork(version: OneRosterVersion, tables: Tables, problems: ProblemList): void {
  checkEnrollmentDates(tables, problems);
  checkEnrollmentRoles(version, tables, problems);
  checkPrimaryTeachers(tables, problems);
}

function checkEnrollmentDates(tables: Tables, problems: ProblemList): void {
  for (const { row, values } of liveRecords(tables, 'enrollments')) {
    const { beginDate = '', endDate = '' } = values;
    if (beginDate === '' && endDate === '') continue;
    const terms = splitList(findRecord(tables, 'classes', values.classSourcedId)?.values.termSourcedIds);
    const sessions = terms.map((id) => findRecord(tables, 'academicSessions', id)?.values);
    const isOutside = (session: Readonly<Record<string, string>> | undefined): boolean =>
      session !== undefined &&
      ((endDate !== '' && endDate < (session.startDate ?? '')) ||
        (beginDate !== '' && session.endDate !== '' && beginDate > (session.endDate ?? '')));
    if (sessions.length === 0 || !sessions.every(isOutside)) continue;
    problems.once('oneroster.enrollment-outside-sessions', {
      file: 'enrollments.csv',
      row,
      column: 'beginDate',
      value: beginDate,
    });
  }
}

function checkEnrollmentRoles(version: OneRosterVersion, tables: Tables, problems: ProblemList): void {
  const source = tables.get(version === '1.1' ? 'users' : 'roles');
  const pupils = new Set<string>();
  for (const { values } of source?.records ?? []) {
    const user = version === '1.1' ? values.sourcedId : values.userSourcedId;
    if (values.role === 'student' && user !== undefined) pupils.add(user);
  }
  const canJudge = source?.mode === 'bulk' && source.isComplete;
  for (const { row, values } of liveRecords(tables, 'enrollments')) {
    const { userSourcedId: user = '', role, primary } = values;
    const file = 'enrollments.csv';
    if (role !== 'teacher' && primary === 'true') {
      problems.once('oneroster.primary-not-teacher', { file, row, column: 'primary', value: primary });
    }
    if (role !== 'student' || !canJudge || pupils.has(user)) continue;
    if (findRecord(tables, 'users', user) === undefined) continue;
    problems.once('oneroster.enrollment-role-differs', { file, row, column: 'role', value: user });
  }
}

function checkPrimaryTeachers(tables: Tables, problems: ProblemList): void {
  const byClass = new Map<string, OneRosterRecord[]>();
  const reported = new Set<string>();
  for (const record of liveRecords(tables, 'enrollments')) {
    const { classSourcedId = '', role, primary, userSourcedId } = record.values;
    if (role !== 'teacher' || primary !== 'true' || classSourcedId === '') continue;
    const others = byClass.get(classSourcedId) ?? [];
    const isClash = others.some(
      (other) => other.values.userSourcedId !== userSourcedId && overlaps(other.values, record.values),
    );
    if (isClash && !reported.has(classSourcedId)) {
      reported.add(classSourcedId);
      const place = { file: 'enrollments.csv', row: record.row, column: 'primary', value: classSourcedId };
      problems.once('oneroster.two-primary-teachers', place);
    }
    byClass.set(classSourcedId, [...others, record]);
  }
}

/** Blank dates are open; ends are exclusive. */
function overlaps(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const startsBefore = (a: string | undefined, b: string | undefined): boolean => !a || !b || a < b;
  return startsBefore(left.beginDate, right.endDate) && startsBefore(right.beginDate, left.endDate);
}
