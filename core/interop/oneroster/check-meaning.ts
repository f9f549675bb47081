import type { ProblemList } from './problem-list.ts';
import type { DataFile, OneRosterRecord, OneRosterTable } from './types.ts';

type Tables = ReadonlyMap<DataFile, OneRosterTable>;

/** Rules of the OneRoster information model that look at more than one value. */
export function checkMeaning(tables: Tables, problems: ProblemList): void {
  checkDates(tables, problems);
  checkSchools(tables, problems);
  checkSchoolYears(tables, problems);
  checkPrimaryRoles(tables, problems);
}

/** The record with this id, or undefined when it is blank or not in the package. */
export function findRecord(
  tables: Tables,
  file: DataFile,
  id: string | undefined,
): OneRosterRecord | undefined {
  if (id === undefined || id === '') return undefined;
  const table = tables.get(file);
  const position = table?.positions.get(id);
  return position === undefined ? undefined : table?.records[position];
}

/** The records of a file that are not being removed. */
export function liveRecords(tables: Tables, file: DataFile): OneRosterRecord[] {
  return tables.get(file)?.records.filter((record) => !record.isRemoved) ?? [];
}

const PERIODS: readonly (readonly [DataFile, string, string])[] = [
  ['academicSessions', 'startDate', 'endDate'],
  ['enrollments', 'beginDate', 'endDate'],
  ['roles', 'beginDate', 'endDate'],
];

function checkDates(tables: Tables, problems: ProblemList): void {
  for (const [file, from, to] of PERIODS) {
    for (const { row, values } of liveRecords(tables, file)) {
      const start = values[from] ?? '';
      const end = values[to] ?? '';
      if (start === '' || end === '' || end >= start) continue;
      problems.add('oneroster.end-before-start', {
        file: `${file}.csv`,
        row,
        column: to,
        value: end,
        params: { start },
      });
    }
  }
}

/** schoolSourcedId means an org of type school; own `ext:` types get the benefit of the doubt. */
function checkSchools(tables: Tables, problems: ProblemList): void {
  for (const file of ['classes', 'enrollments', 'lineItems'] as const) {
    for (const { row, values } of liveRecords(tables, file)) {
      const id = values.schoolSourcedId ?? '';
      const type = findRecord(tables, 'orgs', id)?.values.type ?? '';
      if (type === '' || type === 'school' || type.startsWith('ext:')) continue;
      const params = { type };
      problems.add('oneroster.org-not-school', {
        file: `${file}.csv`,
        row,
        column: 'schoolSourcedId',
        value: id,
        params,
      });
    }
  }
}

function checkSchoolYears(tables: Tables, problems: ProblemList): void {
  for (const { row, values } of liveRecords(tables, 'courses')) {
    const id = values.schoolYearSourcedId ?? '';
    const type = findRecord(tables, 'academicSessions', id)?.values.type ?? '';
    if (type === '' || type === 'schoolYear' || type.startsWith('ext:')) continue;
    const place = { file: 'courses.csv', row, column: 'schoolYearSourcedId', value: id, params: { type } };
    problems.add('oneroster.session-not-school-year', place);
  }
  for (const { row, values } of liveRecords(tables, 'academicSessions')) {
    const { schoolYear = '', endDate = '' } = values;
    // The end is exclusive: a session that ends on 1 January belongs to the year before.
    if (schoolYear === '' || endDate === '' || endDate <= `${Number(schoolYear) + 1}-01-01`) continue;
    problems.once('oneroster.school-year-early', {
      file: 'academicSessions.csv',
      row,
      column: 'schoolYear',
      value: schoolYear,
    });
  }
}

/** 1.2: "one, and only one, primary role" for a user in an org. A missing one is harmless, two are not. */
function checkPrimaryRoles(tables: Tables, problems: ProblemList): void {
  const firstRows = new Map<string, number>();
  const secondary = new Map<string, OneRosterRecord>();
  for (const record of liveRecords(tables, 'roles')) {
    const { userSourcedId: user = '', orgSourcedId: org = '', roleType } = record.values;
    if (user === '' || org === '') continue;
    const key = JSON.stringify([user, org]);
    if (roleType === 'secondary') secondary.set(key, record);
    if (roleType !== 'primary') continue;
    const firstRow = firstRows.get(key);
    if (firstRow === undefined) {
      firstRows.set(key, record.row);
      continue;
    }
    const place = { file: 'roles.csv', row: record.row, column: 'roleType', value: roleType };
    problems.add('oneroster.two-primary-roles', { ...place, params: { user, firstRow } });
  }
  if (tables.get('roles')?.mode !== 'bulk') return;
  for (const [key, record] of secondary) {
    if (firstRows.has(key)) continue;
    problems.once('oneroster.primary-role-missing', {
      file: 'roles.csv',
      row: record.row,
      column: 'roleType',
      value: record.values.userSourcedId ?? '',
    });
  }
}
