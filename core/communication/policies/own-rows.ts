import type { Where } from 'payload';
import { visibleStudentIds } from '../../school/index.ts';
import { can, grantsOf, idOf, type RowRule, viewerOf } from '../../tenancy/index.ts';

/** Who writes announcements reads all of them; everybody else those for all and for their own role. */
export const forOwnRole: RowRule = async (req) => {
  if (await can(req, 'communication.write')) return true;
  const role = idOf(viewerOf(req)?.role);
  const forAll = { targetRole: { exists: false } };
  return role === undefined ? forAll : { or: [forAll, { targetRole: { equals: role } }] };
};

/**
 * Messages that were sent: all of the school; for a teacher those about own pupils; for a guardian only the own ones,
 * because two parents of one child need not know what the school writes to the other; for a pupil none.
 */
export const ownMessages: RowRule = async (req): Promise<Where | boolean> => {
  const { rowScope } = await grantsOf(req);
  if (rowScope === 'school') return true;
  if (rowScope === 'self') return false;
  if (rowScope === 'own_children') {
    const guardian = idOf(viewerOf(req)?.guardian);
    return guardian === undefined ? false : { guardian: { in: [guardian] } };
  }
  const students = await visibleStudentIds(req);
  return students === 'all' ? true : { student: { in: students } };
};
