import { normalisePhone } from './normalise-phone.ts';
import { ownValue, ownWord } from './own-metadata.ts';
import { gradesOf } from './roster-classes.ts';
import { metadataOf, orNull, type RosterContext, recordsOf } from './roster-context.ts';
import type {
  RosterGuardian,
  RosterPerson,
  RosterSex,
  RosterStaff,
  RosterStudent,
  RosterTeacher,
} from './roster-person-types.ts';
import { isGuardian, isTeacher, staffRoles } from './roster-roles.ts';
import type { OneRosterRecord } from './types.ts';

export type People = {
  readonly students: RosterStudent[];
  readonly teachers: RosterTeacher[];
  readonly staff: RosterStaff[];
  readonly guardians: RosterGuardian[];
  /** 1.2 delta only: every user, for the roles in the package are at most the changed ones. */
  readonly unknown: RosterPerson[];
};

/**
 * Sorts the users by their roles. One user can be in several lists (a teacher with a guardian role); two user
 * records are never merged, not even with the same userMasterIdentifier, and never by name.
 */
export function mapPeople(context: RosterContext): People {
  const people: People = { students: [], teachers: [], staff: [], guardians: [], unknown: [] };
  const pupils: OneRosterRecord[] = [];
  for (const record of recordsOf(context, 'users')) {
    const id = record.values.sourcedId ?? '';
    const roles = context.rolesByUser.get(id) ?? [];
    const person = toPerson(context, record);
    if (roles.length === 0) {
      if (context.isDelta) people.unknown.push(person);
      else
        context.problems.once('oneroster.roster-no-role', { file: 'users.csv', row: record.row, value: id });
      continue;
    }
    const staffNumber = person.identifier ?? person.username ?? id;
    const others = staffRoles(context, id);
    if (roles.some(({ role }) => role === 'student')) {
      pupils.push(record);
      const gradeCode = gradesOf(context, 'users', record)[0] ?? null;
      const status = ownWord(record, 'status', ['active', 'inactive', 'left', 'graduated']);
      people.students.push({ ...person, admissionNumber: '', gradeCode, status });
    }
    if (isTeacher(context, id)) people.teachers.push({ ...person, staffNumber });
    if (others.length > 0) {
      const list = others.map(({ role, orgSourcedId, isPrimary }) => ({ role, orgSourcedId, isPrimary }));
      people.staff.push({ ...person, staffNumber, roles: list, isTeacher: isTeacher(context, id) });
    }
    if (isGuardian(context, id)) people.guardians.push({ ...person, phone: person.sms ?? person.phone });
  }
  const students = withAdmissionNumbers(context, people.students, pupils);
  return { ...people, students };
}

function toPerson(context: RosterContext, record: OneRosterRecord): RosterPerson {
  const { values } = record;
  const id = values.sourcedId ?? '';
  const roles = context.rolesByUser.get(id) ?? [];
  const details = context.demographics.get(id)?.values;
  return {
    sourcedId: id,
    username: orNull(values.username),
    identifier: orNull(values.identifier),
    givenName: values.givenName ?? '',
    middleName: orNull(values.middleName),
    familyName: values.familyName ?? '',
    preferredGivenName: orNull(values.preferredGivenName),
    preferredMiddleName: orNull(values.preferredMiddleName),
    preferredFamilyName: orNull(values.preferredFamilyName),
    givenNameAr: metadataOf(record, 'givenNameAr'),
    middleNameAr: metadataOf(record, 'middleNameAr'),
    familyNameAr: metadataOf(record, 'familyNameAr'),
    email: orNull(values.email),
    phone: readPhone(context, record, 'phone'),
    phoneRaw: orNull(values.phone),
    sms: readPhone(context, record, 'sms'),
    smsRaw: orNull(values.sms),
    sex: toSex(details?.sex),
    birthDate: orNull(details?.birthDate),
    language: toLanguage(metadataOf(record, 'language') ?? metadataOf(record, 'preferredLanguage')),
    isEnabled: values.enabledUser !== 'false',
    orgSourcedIds: [...new Set(roles.map((role) => role.orgSourcedId))],
    primaryOrgSourcedId:
      orNull(values.primaryOrgSourcedId) ??
      (roles.find((role) => role.isPrimary) ?? roles[0])?.orgSourcedId ??
      null,
    userMasterIdentifier: orNull(values.userMasterIdentifier),
    phoneAsGiven: orNull(ownValue(record, 'phoneAsGiven')) ?? undefined,
  };
}

/** `male`, `female`, `other`; anything else that is given counts as unspecified. */
export function toSex(value: string | undefined): RosterSex | null {
  if (value === undefined || value === '') return null;
  return value === 'male' || value === 'female' || value === 'other' ? value : 'unspecified';
}

function readPhone(context: RosterContext, record: OneRosterRecord, column: 'phone' | 'sms'): string | null {
  const raw = record.values[column] ?? '';
  if (raw === '') return null;
  const phone = normalisePhone(raw, context.defaultCountry);
  if (phone === null) {
    context.problems.once('oneroster.roster-phone', {
      file: 'users.csv',
      row: record.row,
      column,
      value: raw,
    });
  }
  return phone;
}

function toLanguage(value: string | null): 'en' | 'ar' | null {
  const code = value?.trim().toLowerCase() ?? '';
  if (/^(en|eng|english)([-_]|$)/.test(code)) return 'en';
  if (/^(ar|ara|arabic|العربية|عربي)([-_]|$)/.test(code)) return 'ar';
  return null;
}

/** identifier, else username, else sourcedId: the first that no other pupil of the package has. */
function withAdmissionNumbers(
  context: RosterContext,
  students: readonly RosterStudent[],
  records: readonly OneRosterRecord[],
): RosterStudent[] {
  const identifiers = countValues(students.map((student) => student.identifier));
  const usernames = countValues(students.map((student) => student.username));
  const taken = new Set<string>();
  return students.map((student, index) => {
    const { identifier, username, sourcedId } = student;
    const isShared = identifier !== null && identifiers.get(identifier) !== 1;
    if (isShared) {
      const place = {
        file: 'users.csv',
        row: records[index]?.row ?? null,
        column: 'identifier',
        value: identifier,
      };
      context.problems.once('oneroster.roster-admission-number', place);
    }
    const candidates = [
      identifier !== null && !isShared ? identifier : null,
      username !== null && usernames.get(username) === 1 ? username : null,
      sourcedId,
    ];
    const free = candidates.find((candidate) => candidate !== null && !taken.has(candidate)) ?? sourcedId;
    taken.add(free);
    return { ...student, admissionNumber: free };
  });
}

function countValues(values: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
