import type { PayloadRequest, Where } from 'payload';
import { plainDateIn } from '../../kernel/index.ts';
import {
  grantsOf,
  idOf,
  poolOf,
  type Queryable,
  type RowRule,
  type RowScope,
  requireTenant,
  type Viewer,
  viewerOf,
} from '../../tenancy/index.ts';
import {
  CHILDREN_OF_GUARDIAN,
  CLASSES_OF_TEACHER,
  COVERED_BY_TEACHER,
  STUDENTS_OF_TEACHER,
} from '../sql/visible-students.ts';

const cache = new WeakMap<object, Promise<string[] | 'all'>>();

/**
 * The pupils the signed-in person may see: all of the school, those of own classes, own children, or oneself.
 * REST, the local API and our own SQL ask here, so that they cannot differ. Read once a request.
 */
export async function visibleStudentIds(
  req: Pick<PayloadRequest, 'user' | 'payload'>,
): Promise<string[] | 'all'> {
  const viewer = viewerOf(req);
  if (!viewer) return [];
  const known = cache.get(viewer);
  if (known) return known;
  const loaded = loadStudentIds(req, viewer);
  loaded.catch(() => cache.delete(viewer));
  cache.set(viewer, loaded);
  return loaded;
}

async function loadStudentIds(
  req: Pick<PayloadRequest, 'user' | 'payload'>,
  viewer: Viewer,
): Promise<string[] | 'all'> {
  const { rowScope } = await grantsOf(req);
  return studentIdsOf(poolOf(req.payload), {
    rowScope,
    teacher: idOf(viewer.teacher),
    guardian: idOf(viewer.guardian),
    student: idOf(viewer.student),
  });
}

type Person = { rowScope: RowScope } & Record<'teacher' | 'guardian' | 'student', string | null | undefined>;

async function studentIdsOf(pool: Queryable, person: Person): Promise<string[] | 'all'> {
  if (person.rowScope === 'school') return 'all';
  if (person.rowScope === 'self') return asList(person.student);
  const isTeacher = person.rowScope === 'own_classes';
  const id = isTeacher ? person.teacher : person.guardian;
  if (!id) return [];
  const { rows } = isTeacher
    ? await pool.query(STUDENTS_OF_TEACHER, [id, today()])
    : await pool.query(CHILDREN_OF_GUARDIAN, [id]);
  return rows.map((row) => row.id);
}

/** What somebody of the school may see of people: `guardians` names the only guardian a family member sees, oneself. */
export type VisiblePeople = { students: string[] | 'all'; guardians: string[] | 'ofStudents' };

/**
 * The same for whoever acts under an id, where there is no request: an account of the school, a program's key or an open
 * support access, as `req.user.id` names them. An id of nobody who may act now sees nobody.
 */
export async function peopleVisibleTo(pool: Queryable, actorId: string): Promise<VisiblePeople> {
  const { rows } = await pool.query(
    `select r.row_scope as "rowScope", u.teacher_id as teacher, u.guardian_id as guardian, u.student_id as student
       from users u join roles r on r.id = u.role_id
      where u.id::text = $1 and u.active is not false
     union all
     select 'school', null, null, null from api_keys
      where id::text = $1 and revoked_at is null and (expires_at is null or expires_at > now())
     union all
     select 'school', null, null, null from support_grants
      where id::text = $1 and status = 'approved' and expires_at > now()`,
    [actorId],
  );
  const person = rows[0] as Person | undefined;
  if (person === undefined) return { students: [], guardians: [] };
  const isFamily = person.rowScope === 'own_children' || person.rowScope === 'self';
  return {
    students: await studentIdsOf(pool, person),
    guardians: isFamily ? asList(person.guardian) : 'ofStudents',
  };
}

/**
 * The classrooms and lesson groups whose register the signed-in person may take. With a date also those that a teacher
 * covers on it: for the register of that date alone, and for nothing that has no date.
 */
export async function visibleClassIds(
  req: Pick<PayloadRequest, 'user' | 'payload'>,
  date?: string,
): Promise<string[] | 'all'> {
  const viewer = viewerOf(req);
  if (!viewer) return [];
  const { rowScope } = await grantsOf(req);
  if (rowScope === 'school') return 'all';
  const teacher = idOf(viewer.teacher);
  if (rowScope !== 'own_classes' || !teacher) return [];
  const pool = poolOf(req.payload);
  const own = (await pool.query(CLASSES_OF_TEACHER, [teacher, today()])).rows;
  const covered = date === undefined ? [] : (await pool.query(COVERED_BY_TEACHER, [teacher, date])).rows;
  return [...new Set([...own, ...covered].map((row) => row.id as string))];
}

/** Row rule of a collection that names a pupil in `field`. */
export function ownStudents(field: string): RowRule {
  return async (req) => {
    const ids = await visibleStudentIds(req);
    return ids === 'all' ? true : { [field]: { in: ids } };
  };
}

/** Row rule of what belongs to a class: it names the class in one of `fields`. */
export function ownClasses(...fields: string[]): RowRule {
  return async (req) => {
    const ids = await visibleClassIds(req);
    return ids === 'all' ? true : { or: fields.map((field) => ({ [field]: { in: ids } })) };
  };
}

/** Row rule of guardians: those of the visible pupils, or for a guardian only themselves. */
export function ownGuardians(field: string): RowRule {
  return async (req): Promise<Where | boolean> => {
    const { rowScope } = await grantsOf(req);
    if (rowScope === 'school') return true;
    const viewer = viewerOf(req);
    if (rowScope !== 'own_classes') return { [field]: { in: asList(idOf(viewer?.guardian)) } };
    const students = await visibleStudentIds(req);
    const pool = poolOf(req.payload);
    const { rows } = await pool.query(
      'select distinct guardian_id as id from student_guardians where student_id = any($1)',
      [students],
    );
    return { [field]: { in: rows.map((row) => row.id) } };
  };
}

function today(): string {
  return plainDateIn(requireTenant().timeZone, Date.now());
}

function asList(id: string | null | undefined): string[] {
  return id ? [id] : [];
}
