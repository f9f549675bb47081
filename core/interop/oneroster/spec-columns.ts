import type { ColumnSpec, DataFile, FileSpec } from './types.ts';

/** Small builders so that the spec tables read like the tables of the standard. */
export function required(column: ColumnSpec): ColumnSpec {
  return { ...column, required: true };
}

/** The same column as a comma-joined list in one cell. */
export function listOf(column: ColumnSpec): ColumnSpec {
  return { ...column, list: true };
}

export function text(name: string): ColumnSpec {
  return { name, type: 'string' };
}

export function secret(name: string): ColumnSpec {
  return { name, type: 'secret' };
}

export function date(name: string): ColumnSpec {
  return { name, type: 'date' };
}

export function flag(name: string): ColumnSpec {
  return { name, type: 'boolean' };
}

export function float(name: string): ColumnSpec {
  return { name, type: 'float' };
}

export function year(name: string): ColumnSpec {
  return { name, type: 'year' };
}

export function email(name: string): ColumnSpec {
  return { name, type: 'email' };
}

export function userIds(name: string): ColumnSpec {
  return { name, type: 'userIds' };
}

/** A sourcedId of another file. */
export function reference(name: string, refers: DataFile): ColumnSpec {
  return { name, type: 'guid', refers };
}

/** A closed vocabulary. */
export function oneOf(name: string, values: readonly string[]): ColumnSpec {
  return { name, type: 'enum', values };
}

/** A vocabulary to which the sender may add words that start with `ext:`. */
export function oneOfOrExt(name: string, values: readonly string[]): ColumnSpec {
  return { name, type: 'enum', values, extensible: true };
}

/** A data file: sourcedId, status and dateLastModified come first in every one of them. */
export function dataFile(
  file: DataFile,
  columns: readonly ColumnSpec[],
  more: Pick<FileSpec, 'needs' | 'outdated'> & { readonly idRefers?: DataFile } = {},
): FileSpec {
  const { idRefers, ...rest } = more;
  const id: ColumnSpec = { name: 'sourcedId', type: 'guid', required: true };
  return {
    file,
    columns: [
      idRefers ? { ...id, refers: idRefers } : id,
      oneOf('status', ['active', 'tobedeleted']),
      { name: 'dateLastModified', type: 'dateTime' },
      ...columns,
    ],
    ...rest,
  };
}

export const SESSION_TYPES = ['gradingPeriod', 'semester', 'schoolYear', 'term'];
export const ORG_TYPES = ['department', 'school', 'district', 'local', 'state', 'national'];
export const CLASS_TYPES = ['homeroom', 'scheduled'];
export const IMPORTANCE = ['primary', 'secondary'];
export const SCORE_STATUSES = ['exempt', 'fully graded', 'not submitted', 'partially graded', 'submitted'];
export const ROLES_V1P1 = [
  'administrator',
  'aide',
  'guardian',
  'parent',
  'proctor',
  'relative',
  'student',
  'teacher',
];
export const ROLES_V1P2 = [
  'aide',
  'counselor',
  'districtAdministrator',
  'guardian',
  'parent',
  'principal',
  'proctor',
  'relative',
  'siteAdministrator',
  'student',
  'systemAdministrator',
  'teacher',
];
/** Ethnicity and birth place columns, equal in both versions. */
export const DEMOGRAPHIC_DETAILS: readonly ColumnSpec[] = [
  flag('americanIndianOrAlaskaNative'),
  flag('asian'),
  flag('blackOrAfricanAmerican'),
  flag('nativeHawaiianOrOtherPacificIslander'),
  flag('white'),
  flag('demographicRaceTwoOrMoreRaces'),
  flag('hispanicOrLatinoEthnicity'),
  text('countryOfBirthCode'),
  text('stateOfBirthAbbreviation'),
  text('cityOfBirth'),
  text('publicSchoolResidenceStatus'),
];
