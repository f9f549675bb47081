import { createProblemList } from './problem-list.ts';
import { collectGradeLevels, mapClasses, mapOrgs, mapSubjects } from './roster-classes.ts';
import { createRosterContext, orNull, type RosterContext, recordsOf } from './roster-context.ts';
import { mapMemberships } from './roster-enrollments.ts';
import { mapCategories, mapLineItems, mapResults, mapScales } from './roster-gradebook.ts';
import { mapGuardianLinks } from './roster-guardians.ts';
import { mapPeople, toSex } from './roster-people.ts';
import { mapSessions } from './roster-sessions.ts';
import type { Roster, RosterOptions, RosterUnresolved } from './roster-types.ts';
import type { DataFile, OneRosterPackage, Problem } from './types.ts';

export type RosterReport = { readonly roster: Roster; readonly warnings: readonly Problem[] };

/**
 * Maps a valid package (readPackage gave it) to the school model. Pure: no clock, no database, same input,
 * same output; results are mapped as they are read. Never throws for a package of readPackage and never gives errors, only warnings about what
 * could not be used. Ends of periods become inclusive, phones E.164 or null. In a delta, records with status
 * tobedeleted are listed in `removed`, and rows that only make sense with what was sent before in `unresolved`.
 */
export function toRoster(oneRoster: OneRosterPackage, options: RosterOptions = {}): RosterReport {
  const problems = createProblemList();
  const context = createRosterContext(oneRoster, problems, options.defaultCountry ?? '+974');
  const sessions = mapSessions(context);
  const subjects = mapSubjects(context, sessions);
  const classes = mapClasses(context, sessions);
  const people = mapPeople(context);
  const memberships = mapMemberships(context, sessions, classes, people);
  const { unresolved: enrollments, ...members } = memberships;
  const roster: Roster = {
    version: oneRoster.version,
    mode: oneRoster.mode,
    files: modesOf(oneRoster),
    orgs: mapOrgs(context),
    academicYears: sessions.academicYears,
    terms: sessions.terms,
    gradeLevels: collectGradeLevels(context, people.students, classes, subjects),
    subjects,
    ...classes,
    students: people.students,
    teachers: people.teachers,
    staff: people.staff,
    guardians: people.guardians,
    studentGuardians: mapGuardianLinks(context, people),
    ...members,
    categories: mapCategories(context),
    lineItems: mapLineItems(context),
    results: mapResults(context),
    scales: mapScales(context),
    unresolved: { ...unresolvedPeople(context), people: people.unknown, enrollments },
    removed: collectRemoved(oneRoster),
  };
  return { roster, warnings: problems.toArray() };
}

/** Roles and demographics of users that are not in the package. */
function unresolvedPeople(context: RosterContext): Pick<RosterUnresolved, 'roles' | 'demographics'> {
  const users = context.package.tables.get('users')?.positions;
  const roles = [...context.rolesByUser].flatMap(([userSourcedId, list]) =>
    users?.has(userSourcedId) === true ? [] : list.map((role) => ({ ...role, userSourcedId })),
  );
  const demographics = recordsOf(context, 'demographics')
    .filter(({ values }) => users?.has(values.sourcedId ?? '') !== true)
    .map(({ values }) => ({
      userSourcedId: values.sourcedId ?? '',
      birthDate: orNull(values.birthDate),
      sex: toSex(values.sex),
    }));
  return { roles, demographics };
}

function modesOf({ tables, results }: OneRosterPackage): Roster['files'] {
  const modes = Object.fromEntries([...tables.values()].map(({ file, mode }) => [file, mode]));
  return results ? { ...modes, results: results.mode } : modes;
}

function collectRemoved(oneRoster: OneRosterPackage): Partial<Record<DataFile, string[]>> {
  const removed: Partial<Record<DataFile, string[]>> = {};
  for (const { file, records } of oneRoster.tables.values()) {
    const ids = records.filter((record) => record.isRemoved).map((record) => record.values.sourcedId ?? '');
    if (ids.length > 0) removed[file] = ids;
  }
  if (oneRoster.results?.removed.length) removed.results = [...oneRoster.results.removed];
  return removed;
}
