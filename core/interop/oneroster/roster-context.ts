import { liveRecords } from './check-meaning.ts';
import { splitList } from './check-value.ts';
import type { GradeLevel } from './grade-levels.ts';
import { ownGrades } from './own-metadata.ts';
import type { ProblemList } from './problem-list.ts';
import type { DataFile, OneRosterPackage, OneRosterRecord } from './types.ts';

export type UserRole = {
  readonly sourcedId: string;
  readonly role: string;
  readonly orgSourcedId: string;
  readonly isPrimary: boolean;
};

/** What every part of the mapping needs; built once. */
export type RosterContext = {
  readonly package: OneRosterPackage;
  readonly isDelta: boolean;
  readonly defaultCountry: string;
  readonly problems: ProblemList;
  readonly rolesByUser: ReadonlyMap<string, readonly UserRole[]>;
  readonly demographics: ReadonlyMap<string, OneRosterRecord>;
  /** Users that teach at least one class. */
  readonly teaching: ReadonlySet<string>;
  /** Users that a pupil names as agent, or that name a pupil. */
  readonly relatedToPupil: ReadonlySet<string>;
  /** Grades that the package itself describes. */
  readonly ownGrades: ReadonlyMap<string, GradeLevel>;
};

const DAY = 24 * 60 * 60 * 1000;

export function createRosterContext(
  oneRoster: OneRosterPackage,
  problems: ProblemList,
  defaultCountry: string,
): RosterContext {
  const { tables } = oneRoster;
  const rolesByUser = collectRoles(oneRoster);
  const teaching = new Set<string>();
  for (const { values } of liveRecords(tables, 'enrollments')) {
    if (values.role === 'teacher') teaching.add(values.userSourcedId ?? '');
  }
  return {
    package: oneRoster,
    isDelta: tables.get('users')?.mode !== 'bulk' || tables.get('enrollments')?.mode === 'delta',
    defaultCountry,
    problems,
    rolesByUser,
    demographics: new Map(liveRecords(tables, 'demographics').map((r) => [r.values.sourcedId ?? '', r])),
    teaching,
    relatedToPupil: collectRelated(oneRoster, rolesByUser),
    ownGrades: ownGrades(liveRecords(tables, 'orgs')),
  };
}

/** Records of a file that are not being removed. */
export function recordsOf(context: RosterContext, file: DataFile): OneRosterRecord[] {
  return liveRecords(context.package.tables, file);
}

/** The value, or null when it is blank. */
export function orNull(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

export function toNumber(value: string | undefined): number | null {
  return value === undefined || value === '' ? null : Number(value);
}

export function toFlag(value: string | undefined): boolean | null {
  return value === 'true' ? true : value === 'false' ? false : null;
}

/** A `metadata.*` value, or null. */
export function metadataOf(record: OneRosterRecord, name: string): string | null {
  return orNull(record.metadata?.[name]);
}

/**
 * The last day of a period. OneRoster 1.2 says that an end date is excluded, so one day is taken off; 1.1
 * says so of enrollments only, its session ends are kept as written. A period never ends before it starts.
 */
export function inclusiveEnd(
  context: RosterContext,
  file: 'academicSessions' | 'enrollments',
  begin: string | undefined,
  end: string | undefined,
): string | null {
  if (end === undefined || end === '') return null;
  if (context.package.version === '1.1' && file === 'academicSessions') return end;
  const last = new Date(Date.parse(end) - DAY).toISOString().slice(0, 10);
  return begin !== undefined && last < begin ? begin : last;
}

function collectRoles(oneRoster: OneRosterPackage): Map<string, UserRole[]> {
  const roles = new Map<string, UserRole[]>();
  const add = (user: string, role: UserRole): void => {
    const known = roles.get(user);
    if (known === undefined) roles.set(user, [role]);
    else known.push(role);
  };
  if (oneRoster.version === '1.1') {
    for (const { values } of liveRecords(oneRoster.tables, 'users')) {
      const id = values.sourcedId ?? '';
      for (const orgSourcedId of splitList(values.orgSourcedIds)) {
        add(id, { sourcedId: id, role: values.role ?? '', orgSourcedId, isPrimary: true });
      }
    }
    return roles;
  }
  for (const { values } of liveRecords(oneRoster.tables, 'roles')) {
    const { sourcedId = '', userSourcedId = '', role = '', orgSourcedId = '', roleType } = values;
    add(userSourcedId, { sourcedId, role, orgSourcedId, isPrimary: roleType === 'primary' });
  }
  return roles;
}

function collectRelated(
  oneRoster: OneRosterPackage,
  rolesByUser: ReadonlyMap<string, readonly UserRole[]>,
): Set<string> {
  const isPupil = (id: string): boolean =>
    rolesByUser.get(id)?.some(({ role }) => role === 'student') === true;
  const related = new Set<string>();
  for (const { values } of liveRecords(oneRoster.tables, 'users')) {
    const id = values.sourcedId ?? '';
    for (const agent of splitList(values.agentSourcedIds)) {
      if (isPupil(id)) related.add(agent);
      if (isPupil(agent)) related.add(id);
    }
  }
  return related;
}
