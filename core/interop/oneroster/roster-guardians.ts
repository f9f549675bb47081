import { findRecord } from './check-meaning.ts';
import { splitList } from './check-value.ts';
import { ownLinks } from './own-metadata.ts';
import { type RosterContext, recordsOf } from './roster-context.ts';
import type { People } from './roster-people.ts';
import type { GuardianRelation, RosterStudentGuardian } from './roster-person-types.ts';
import { isGuardian, isStudent } from './roster-roles.ts';

/**
 * Links between pupils and guardians. OneRoster puts them into agentSourcedIds of either side; both are read
 * and merged. The order of a pupil's own list is the contact order; guardians who only name the pupil follow.
 */
export function mapGuardianLinks(context: RosterContext, people: People): RosterStudentGuardian[] {
  const byStudent = new Map<string, string[]>();
  const link = (student: string, guardian: string): void => {
    const known = byStudent.get(student);
    if (known === undefined) byStudent.set(student, [guardian]);
    else if (!known.includes(guardian)) known.push(guardian);
  };
  const users = recordsOf(context, 'users');
  const own = new Map<string, ReturnType<typeof ownLinks>>();
  // Pupils first, whatever the order of the file, so that their own order wins.
  for (const user of users) {
    const { row, values } = user;
    const id = values.sourcedId ?? '';
    if (!isStudent(context, id)) continue;
    own.set(id, ownLinks(user));
    for (const agent of splitList(values.agentSourcedIds)) {
      if (couldBe(context, agent, isGuardian)) link(id, agent);
      else reportAgent(context, row, agent);
    }
  }
  for (const { row, values } of users) {
    const id = values.sourcedId ?? '';
    if (!isGuardian(context, id)) continue;
    for (const agent of splitList(values.agentSourcedIds)) {
      if (couldBe(context, agent, isStudent)) link(agent, id);
      else if (!isGuardian(context, agent)) reportAgent(context, row, agent);
    }
  }
  const links: RosterStudentGuardian[] = [];
  for (const [studentSourcedId, guardians] of byStudent) {
    for (const [index, guardianSourcedId] of guardians.entries()) {
      const details = own.get(studentSourcedId)?.get(guardianSourcedId);
      links.push({
        studentSourcedId,
        guardianSourcedId,
        relation: details?.relation ?? relationOf(context, guardianSourcedId),
        contactOrder: details?.order ?? index + 1,
        details,
      });
    }
  }
  reportGaps(context, people, links);
  return links;
}

/** Someone who is not in a delta was sent before: the link is believed. */
function couldBe(
  context: RosterContext,
  id: string,
  test: (context: RosterContext, id: string) => boolean,
): boolean {
  if (test(context, id)) return true;
  return findRecord(context.package.tables, 'users', id) === undefined && !context.rolesByUser.has(id);
}

function relationOf(context: RosterContext, id: string): GuardianRelation {
  const roles = new Set((context.rolesByUser.get(id) ?? []).map(({ role }) => role));
  const sex = context.demographics.get(id)?.values.sex;
  if (roles.has('parent') && sex === 'male') return 'father';
  if (roles.has('parent') && sex === 'female') return 'mother';
  if (roles.has('parent') || roles.has('guardian') || roles.size === 0) return 'guardian';
  return roles.has('relative') ? 'relative' : 'other';
}

function reportAgent(context: RosterContext, row: number, agent: string): void {
  context.problems.once('oneroster.roster-agent', {
    file: 'users.csv',
    row,
    column: 'agentSourcedIds',
    value: agent,
  });
}

/** In a delta the missing half may have come before, so only a bulk package is judged. */
function reportGaps(context: RosterContext, people: People, links: readonly RosterStudentGuardian[]): void {
  if (context.isDelta) return;
  const linked = new Set(links.map((item) => item.guardianSourcedId));
  const reachable = new Set(
    people.guardians.filter((item) => item.phone !== null).map((item) => item.sourcedId),
  );
  const served = new Set(
    links.filter((item) => reachable.has(item.guardianSourcedId)).map((item) => item.studentSourcedId),
  );
  for (const { sourcedId } of people.guardians) {
    if (linked.has(sourcedId)) continue;
    context.problems.once('oneroster.roster-guardian-alone', { file: 'users.csv', value: sourcedId });
  }
  for (const { sourcedId } of people.students) {
    if (served.has(sourcedId)) continue;
    context.problems.once('oneroster.roster-no-guardian-phone', { file: 'users.csv', value: sourcedId });
  }
}
