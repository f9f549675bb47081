import type pg from 'pg';
import type { Capability } from '../registry.ts';
import { asNumber, readPage } from './read-page.ts';
import { asParameter, visiblePeople } from './visible-people.ts';

const COLUMNS = {
  id: 'g.id',
  studentId: 'l.student_id',
  givenName: 'g.given_name',
  familyName: 'g.family_name',
  displayName: 'g.display_name',
  displayNameAr: 'g.display_name_ar',
  relation: 'l.relation',
  language: 'g.language',
  phone: 'g.phone',
  email: 'g.email',
  contactOrder: asNumber('l.contact_order'),
  smsAllowed: 'coalesce(l.sms_allowed, false) and g.phone is not null',
} as const;

/** `guardians.read`: the active guardians of pupils in contact order, in the scope of the school that runs the call. */
export function guardiansReadCapability(pool: pg.Pool): Capability<'guardians.read'> {
  return {
    name: 'guardians.read',
    run: async (context, { studentId, studentIds, limit, offset }) => {
      const { students, guardians } = await visiblePeople(pool, context);
      return readPage(pool, context, 'guardians.read', {
        columns: COLUMNS,
        pointers: ['id', 'studentId'],
        from: `from student_guardians l join guardians g on g.id = l.guardian_id
          where l.student_id = any($3::uuid[]) and g.active
            and ($4::uuid[] is null or l.student_id = any($4)) and ($5::uuid[] is null or g.id = any($5))`,
        order: 'l.student_id, l.contact_order, g.id',
        values: [studentIds ?? [studentId], asParameter(students), asParameter(guardians)],
        limit,
        offset,
      }) as never;
    },
  };
}
