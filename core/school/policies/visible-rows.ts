import type { PayloadRequest, Where } from 'payload';
import { plainDateIn } from '../../kernel/index.ts';
import {
  grantsOf,
  idOf,
  poolOf,
  type RowRule,
  requireTenant,
  type Viewer,
  viewerOf,
} from '../../tenancy/index.ts';
import { CHILDREN_OF_GUARDIAN, CLASSES_OF_TEACHER, STUDENTS_OF_TEACHER } from '../sql/visible-students.ts';

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
  if (rowScope === 'school') return 'all';
  const pool = poolOf(req.payload);
  if (rowScope === 'self') return asList(idOf(viewer.student));
  const isTeacher = rowScope === 'own_classes';
  const person = idOf(isTeacher ? viewer.teacher : viewer.guardian);
  if (!person) return [];
  const { rows } = isTeacher
    ? await pool.query(STUDENTS_OF_TEACHER, [person, today()])
    : await pool.query(CHILDREN_OF_GUARDIAN, [person]);
  return rows.map((row) => row.id);
}

/** The classrooms and lesson groups whose register the signed-in person may take. */
export async function visibleClassIds(
  req: Pick<PayloadRequest, 'user' | 'payload'>,
): Promise<string[] | 'all'> {
  const viewer = viewerOf(req);
  if (!viewer) return [];
  const { rowScope } = await grantsOf(req);
  if (rowScope === 'school') return 'all';
  const teacher = idOf(viewer.teacher);
  if (rowScope !== 'own_classes' || !teacher) return [];
  const pool = poolOf(req.payload);
  return (await pool.query(CLASSES_OF_TEACHER, [teacher, today()])).rows.map((row) => row.id);
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

function asList(id: string | undefined): string[] {
  return id === undefined ? [] : [id];
}
