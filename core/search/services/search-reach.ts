import type { PayloadRequest } from 'payload';
import { visibleStudentIds } from '../../school/index.ts';
import { grantsOf, idOf, poolOf, viewerOf } from '../../tenancy/index.ts';
import { GUARDIANS_OF, INVOICES_OF, NEWS_FOR_ROLE } from '../sql/narrowed.ts';
import type { SearchKind, SearchReach } from './kinds.ts';

type Reach = Map<SearchKind, 'all' | readonly string[]>;

/**
 * What the signed-in person may find, by the permission codes and the row rules of the collections: a teacher own pupils and
 * their guardians, a guardian own children. Nothing for somebody who is not of this school.
 */
export async function searchReach(req: PayloadRequest): Promise<SearchReach> {
  const reach: Reach = new Map();
  const viewer = viewerOf(req);
  if (viewer?.realm !== 'school') return reach;
  const [{ codes, rowScope }, students] = await Promise.all([grantsOf(req), visibleStudentIds(req)]);
  const pool = poolOf(req.payload);
  const isFamily = rowScope === 'own_children' || rowScope === 'self';
  const ids = async (sql: string, values: unknown[]): Promise<string[]> =>
    (await pool.query(sql, values)).rows.map((row) => String(row.id));
  const entries: [
    SearchKind,
    string,
    () => Promise<'all' | readonly string[]> | 'all' | readonly string[],
  ][] = [
    ['student', 'students.read', () => students],
    [
      'guardian',
      'guardians.read',
      () => {
        if (students === 'all') return 'all';
        if (isFamily) return [idOf(viewer.guardian)].filter((id) => id !== undefined);
        return ids(GUARDIANS_OF, [students]);
      },
    ],
    ['teacher', 'teachers.read', () => 'all'],
    ['class', 'structure.read', () => 'all'],
    ['lessonGroup', 'structure.read', () => 'all'],
    ['subject', 'structure.read', () => 'all'],
    ['invoice', 'finance.read', () => (students === 'all' ? 'all' : ids(INVOICES_OF, [students, isFamily]))],
    ['file', 'addons.read', () => 'all'],
    [
      'announcement',
      'communication.read',
      () => (codes.has('communication.write') ? 'all' : ids(NEWS_FOR_ROLE, [idOf(viewer.role) ?? null])),
    ],
  ];
  for (const [kind, code, records] of entries) if (codes.has(code)) reach.set(kind, await records());
  return reach;
}
