import { displayNames } from '../../school/index.ts';
import type { RosterPerson } from '../oneroster/index.ts';
import { adoptByNumber, idsBySource, upsertRows } from '../sql/upsert.ts';
import type { StructureIds } from './sync-structure.ts';
import { count, type Sync } from './sync-types.ts';

export type PeopleIds = {
  students: Map<string, string>;
  teachers: Map<string, string>;
  guardians: Map<string, string>;
};

const NAME_COLUMNS = {
  sourced_id: 'text',
  given_name: 'text',
  middle_name: 'text',
  family_name: 'text',
  given_name_ar: 'text',
  middle_name_ar: 'text',
  family_name_ar: 'text',
  display_name: 'text',
  display_name_ar: 'text',
  email: 'text',
  phone: 'text',
};

/** Students, teachers, guardians and the links between pupils and guardians. */
export async function syncPeople(sync: Sync, structure: StructureIds): Promise<PeopleIds> {
  const { client, roster } = sync;
  await adoptByNumber(
    client,
    'students',
    'admission_number',
    roster.students.map((student) => ({ sourcedId: student.sourcedId, number: student.admissionNumber })),
  );
  count(
    sync,
    'students',
    await upsertRows(
      client,
      {
        table: 'students',
        key: ['sourced_id'],
        columns: {
          ...NAME_COLUMNS,
          admission_number: 'text',
          status: 'enum_students_status',
          grade_level_id: 'uuid',
          birth_date: 'text',
          sex: 'enum_students_sex',
        },
      },
      roster.students.map((student) => ({
        ...nameRow(student),
        phone: student.phone ?? student.phoneRaw?.slice(0, 40) ?? null,
        admission_number: student.admissionNumber,
        status: student.status ?? (student.isEnabled ? 'active' : 'inactive'),
        grade_level_id: structure.grades.get(student.gradeCode ?? '') ?? null,
        birth_date: student.birthDate,
        sex: student.sex,
      })),
      sync.events.follow('students'),
    ),
  );

  await adoptByNumber(
    client,
    'teachers',
    'staff_number',
    roster.teachers.map((teacher) => ({ sourcedId: teacher.sourcedId, number: teacher.staffNumber })),
  );
  count(
    sync,
    'teachers',
    await upsertRows(
      client,
      {
        table: 'teachers',
        key: ['sourced_id'],
        columns: { ...NAME_COLUMNS, staff_number: 'text', active: 'boolean' },
      },
      roster.teachers.map((teacher) => ({
        ...nameRow(teacher),
        phone: teacher.phone ?? teacher.phoneRaw?.slice(0, 40) ?? null,
        staff_number: teacher.staffNumber,
        active: teacher.isEnabled,
      })),
    ),
  );

  count(
    sync,
    'guardians',
    await upsertRows(
      client,
      {
        table: 'guardians',
        key: ['sourced_id'],
        columns: {
          ...NAME_COLUMNS,
          phone_as_given: 'text',
          language: 'enum_guardians_language',
          active: 'boolean',
        },
        // A family that asked for another language keeps it, unless the source says one.
        onlyNew: roster.guardians.some((guardian) => guardian.language) ? [] : ['language'],
      },
      roster.guardians.map((guardian) => ({
        ...nameRow(guardian),
        phone: guardian.phone,
        phone_as_given:
          guardian.phoneAsGiven ??
          (guardian.phone === null ? (guardian.smsRaw ?? guardian.phoneRaw)?.slice(0, 100) : null),
        language: guardian.language ?? sync.defaultLanguage,
        active: guardian.isEnabled,
      })),
      sync.events.follow('guardians'),
    ),
  );
  const ids = {
    students: await idsBySource(client, 'students'),
    teachers: await idsBySource(client, 'teachers'),
    guardians: await idsBySource(client, 'guardians'),
  };
  await syncLinks(sync, ids);
  return ids;
}

async function syncLinks(sync: Sync, ids: PeopleIds): Promise<void> {
  const rows = sync.roster.studentGuardians.flatMap((link) => {
    const student_id = ids.students.get(link.studentSourcedId);
    const guardian_id = ids.guardians.get(link.guardianSourcedId);
    if (!student_id || !guardian_id) return [];
    return [
      {
        student_id,
        guardian_id,
        relation: link.relation,
        contact_order: link.contactOrder,
        may_see_records: link.details?.records ?? true,
        sms_allowed: link.details?.sms ?? true,
        email_allowed: link.details?.email ?? true,
        call_allowed: link.details?.call ?? true,
      },
    ];
  });
  count(
    sync,
    'studentGuardians',
    await upsertRows(
      sync.client,
      {
        table: 'student_guardians',
        key: ['student_id', 'guardian_id'],
        columns: {
          student_id: 'uuid',
          guardian_id: 'uuid',
          relation: 'enum_student_guardians_relation',
          contact_order: 'int',
          may_see_records: 'boolean',
          sms_allowed: 'boolean',
          email_allowed: 'boolean',
          call_allowed: 'boolean',
        },
        // Order and channels are the school's to change once the link exists.
        onlyNew: [
          'relation',
          'contact_order',
          'may_see_records',
          'sms_allowed',
          'email_allowed',
          'call_allowed',
        ],
      },
      rows,
    ),
  );
}

function nameRow(person: RosterPerson) {
  const names = displayNames(person);
  return {
    sourced_id: person.sourcedId,
    given_name: person.givenName,
    middle_name: person.middleName,
    family_name: person.familyName,
    given_name_ar: person.givenNameAr,
    middle_name_ar: person.middleNameAr,
    family_name_ar: person.familyNameAr,
    display_name: names.displayName,
    display_name_ar: names.displayNameAr,
    email: person.email,
  };
}
