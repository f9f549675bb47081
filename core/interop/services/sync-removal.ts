import { AppError } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import type { Roster } from '../oneroster/index.ts';
import { enrollmentChanged } from './sync-events.ts';
import { count, type Sync } from './sync-types.ts';

const PEOPLE = [
  { entity: 'students', table: 'students', isActive: "status = 'active'", remove: "status = 'inactive'" },
  { entity: 'teachers', table: 'teachers', isActive: 'active', remove: 'active = false' },
  { entity: 'guardians', table: 'guardians', isActive: 'active', remove: 'active = false' },
] as const;

/** A sync that would remove more than this share of the people stops and asks. */
const GUARD_SHARE = 1 / 3;

/**
 * Takes out what the source no longer has. People stay as records and become inactive; memberships end. Only what
 * an import once brought is touched, and a bulk file alone can make records disappear. Throws
 * import.removal_guard when more than a third of the active people would go and nobody confirmed it.
 */
export async function removeMissing(sync: Sync, confirmed: boolean): Promise<void> {
  const { client, roster } = sync;
  const plans: { kind: (typeof PEOPLE)[number]; ids: { missing: string[]; existing: number } }[] = [];
  for (const kind of PEOPLE) plans.push({ kind, ids: await missingPeople(client, roster, kind) });
  const removed = plans.reduce((sum, plan) => sum + plan.ids.missing.length, 0);
  const existing = plans.reduce((sum, plan) => sum + plan.ids.existing, 0);
  // Counted before the guard, so that its question comes with the numbers of each kind.
  for (const { kind, ids } of plans) count(sync, kind.entity, { removed: ids.missing.length });
  if (!confirmed && removed > existing * GUARD_SHARE)
    throw new AppError('import.removal_guard', { removed, existing });
  for (const { kind, ids } of plans) {
    await client.query(`update ${kind.table} set ${kind.remove}, updated_at = now() where id = any($1)`, [
      ids.missing,
    ]);
    await sync.events.tell(ids.missing.flatMap((id) => eventsOfRemoved(kind.entity, id)));
  }
  await removeMemberships(sync);
}

function eventsOfRemoved(
  entity: (typeof PEOPLE)[number]['entity'],
  id: string,
): Parameters<Sync['events']['tell']>[0] {
  if (entity === 'guardians')
    return [{ type: 'guardian.updated', payload: { guardianId: id, changed: ['active'] } }];
  if (entity === 'teachers') return [];
  return [
    { type: 'student.updated', payload: { studentId: id, changed: ['status'] } },
    { type: 'student.left', payload: { studentId: id } },
  ];
}

async function missingPeople(
  client: Queryable,
  roster: Roster,
  kind: (typeof PEOPLE)[number],
): Promise<{ missing: string[]; existing: number }> {
  const { rows } = await client.query(
    `select id, sourced_id from ${kind.table} where sourced_id is not null and ${kind.isActive}`,
  );
  const people =
    kind.entity === 'teachers'
      ? [...roster.teachers]
      : kind.entity === 'students'
        ? [...roster.students]
        : [...roster.guardians];
  const present = new Set(people.map((person) => person.sourcedId));
  const deleted = new Set(roster.removed.users ?? []);
  const isBulk = roster.files.users === 'bulk';
  const isGone = (sourcedId: string) => (isBulk ? !present.has(sourcedId) : deleted.has(sourcedId));
  return {
    existing: rows.length,
    missing: rows.filter((row) => isGone(row.sourced_id)).map((row) => row.id as string),
  };
}

async function removeMemberships(sync: Sync): Promise<void> {
  const { client, roster } = sync;
  const isBulk = roster.files.enrollments === 'bulk';
  const kept = [
    ...roster.offeringStudents,
    ...roster.offeringTeachers,
    ...roster.classroomTeachers,
    ...roster.enrollments,
  ].flatMap((row) => row.sourcedId ?? []);
  const condition = isBulk ? 'sourced_id is not null and sourced_id <> all($1)' : 'sourced_id = any($1)';
  const ids = isBulk ? kept : [...(roster.removed.enrollments ?? [])];
  for (const [entity, table] of [
    ['classMembers', 'class_members'],
    ['classTeachers', 'class_teachers'],
  ] as const) {
    const { rowCount } = await client.query(`delete from ${table} where ${condition}`, [ids]);
    count(sync, entity, { removed: rowCount ?? 0 });
  }
  const ended = await client.query(
    `update enrollments set status = 'ended', updated_at = now() where status = 'active' and ${condition}
     returning student_id, classroom_id`,
    [ids],
  );
  // A pupil without a homeroom has an enrolment that no line of the package names; it ends with the pupil, unless
  // the package itself says how it stands.
  const left = await client.query(
    `update enrollments e set status = 'ended', updated_at = now() from students s
      where s.id = e.student_id and s.sourced_id is not null and s.status <> 'active' and e.status = 'active'
        and (e.sourced_id is null or e.sourced_id <> all($1))
     returning e.student_id, e.classroom_id`,
    [roster.enrollments.flatMap((row) => (row.status === undefined ? [] : (row.sourcedId ?? [])))],
  );
  await sync.events.tell([...ended.rows, ...left.rows].map((row) => enrollmentChanged(row, 'ended')));
  count(sync, 'enrollments', { removed: (ended.rowCount ?? 0) + (left.rowCount ?? 0) });
  if (roster.files.users !== 'bulk') return;
  const links = await client.query(
    `delete from student_guardians l using students s, guardians g
      where s.id = l.student_id and g.id = l.guardian_id and s.sourced_id is not null and g.sourced_id is not null
        and not exists (select from jsonb_to_recordset($1::jsonb) as k(student text, guardian text)
                         where k.student = s.sourced_id and k.guardian = g.sourced_id)
        and s.status = 'active'`,
    [
      JSON.stringify(
        roster.studentGuardians.map((link) => ({
          student: link.studentSourcedId,
          guardian: link.guardianSourcedId,
        })),
      ),
    ],
  );
  count(sync, 'studentGuardians', { removed: links.rowCount ?? 0 });
}
