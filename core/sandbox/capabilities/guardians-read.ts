import type pg from 'pg';
import type { Capability } from './registry.ts';

/** `guardians.read`: the guardians of one pupil in contact order, in the scope of the school that runs the call. */
export function guardiansReadCapability(pool: pg.Pool): Capability<'guardians.read'> {
  return {
    name: 'guardians.read',
    run: async (_context, { studentId, studentIds, limit = 50, offset = 0 }) => {
      const { rows } = await pool.query(
        `select g.id, l.student_id, g.given_name, g.family_name, g.display_name, g.display_name_ar, l.relation, g.language, g.phone, g.email,
                l.contact_order, l.sms_allowed and g.phone is not null as sms_allowed, count(*) over () as total
           from student_guardians l join guardians g on g.id = l.guardian_id
          where l.student_id = any($1) and g.active
          order by l.student_id, l.contact_order, g.id limit $2 offset $3`,
        [studentIds ?? [studentId], limit, offset],
      );
      return {
        total: Number(rows[0]?.total ?? 0),
        items: rows.map((row) => ({
          id: row.id,
          studentId: row.student_id,
          givenName: row.given_name,
          familyName: row.family_name,
          displayName: row.display_name,
          displayNameAr: row.display_name_ar,
          relation: row.relation,
          language: row.language,
          phone: row.phone,
          email: row.email,
          contactOrder: Number(row.contact_order),
          smsAllowed: row.sms_allowed,
        })),
      };
    },
  };
}
