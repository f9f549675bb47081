import type {
  CollectionBeforeChangeHook,
  CollectionBeforeDeleteHook,
  CollectionBeforeOperationHook,
  PayloadRequest,
  Where,
} from 'payload';
import { AppError } from '../../kernel/index.ts';
import { idOf, poolOf, viewerOf } from '../../tenancy/index.ts';
import { actorOf, refuseBeyond, requireRightsOver, rightsOfRole } from './rights.ts';

const LINKS = ['teacher', 'guardian', 'student'] as const;

/**
 * What an administrator may do with accounts: change those who hold no more than they do, and give no role that holds
 * more. Nobody raises themselves by it, because a change of one's own role is held to the same rule. Whose records an
 * account reaches is a right too: who reaches less than the school links nobody.
 */
export const guardUserChange: CollectionBeforeChangeHook = async ({ data, originalDoc, operation, req }) => {
  const actor = await actorOf(req);
  if (actor === undefined || actor === 'platform') return data;
  const original: Record<string, unknown> = operation === 'update' ? originalDoc : {};
  const after = { ...original, ...data };
  const roleBefore = idOf(original.role);
  const roleAfter = idOf(after.role);
  if (operation === 'update')
    await requireRightsOver(req, {
      id: String(original.id),
      ...(roleBefore ? { role: roleBefore } : {}),
    });
  if (roleAfter !== roleBefore) {
    const pool = poolOf(req.payload);
    const [before, rights] = await Promise.all([
      rightsOfRole(pool, roleBefore),
      rightsOfRole(pool, roleAfter),
    ]);
    // A role of another school looks like one that does not exist; the reference itself is refused further on.
    if (before && rights) refuseBeyond(actor, before, rights);
  }
  const isLinked = LINKS.some((link) => idOf(after[link]) !== idOf(original[link]));
  if (isLinked && actor.rowScope !== 'school') throw new AppError('roles.scope_beyond');
  if (operation === 'update' && isAdminLost(original.active !== false, after.active, roleBefore, roleAfter))
    await refuseLastAdmin(req, [String(original.id)], roleAfter, after.active === false);
  return data;
};

/** The account of somebody with more rights stays, and so does that of the last admin. */
export const guardUserDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const { rows } = await poolOf(req.payload).query('select role_id from users where id = $1', [id]);
  const role = rows[0]?.role_id as string | undefined;
  await requireRightsOver(req, { id: String(id), ...(role ? { role } : {}) });
  await refuseLastAdmin(req, [String(id)], undefined, true);
};

/**
 * Many accounts at once, chosen by a question: Payload changes them side by side, each before it knows of the others,
 * so whether an admin is left is asked for all of them together.
 */
export const guardManyUsers: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  const { where, id, data } = args as { where?: Where; id?: unknown; data?: Record<string, unknown> };
  if (!where || id !== undefined || (operation !== 'update' && operation !== 'delete')) return args;
  const takesAway =
    operation === 'delete' || data?.active === false || (data !== undefined && 'role' in data);
  if (!takesAway || !req.user || viewerOf(req)?.realm !== 'school') return args;
  const { docs } = await req.payload.find({
    collection: 'users',
    where,
    depth: 0,
    pagination: false,
    select: { role: true },
    overrideAccess: false,
    req,
  });
  const isSwitchedOff = operation === 'delete' || data?.active === false;
  const ids = docs.map((user) => String(user.id));
  await refuseLastAdmin(req, ids, idOf(data?.role), isSwitchedOff);
  return args;
};

function isAdminLost(wasActive: boolean, active: unknown, before: unknown, after: unknown): boolean {
  return (wasActive && active === false) || before !== after;
}

/**
 * The clear sentence before the database says the same: it alone sees two admins who demote each other at the same
 * moment. A role that goes on holding both permissions takes nothing away.
 */
async function refuseLastAdmin(
  req: PayloadRequest,
  ids: string[],
  roleAfter: string | undefined,
  switchedOff: boolean,
): Promise<void> {
  if (viewerOf(req)?.realm === 'platform') return;
  const { rows } = await poolOf(req.payload).query(
    `with admin_roles as (
       select role_id from role_permissions where code in ('users.write', 'roles.write')
        group by role_id having count(distinct code) = 2)
     select exists (select from users u join admin_roles a using (role_id) where u.id = any($1) and u.active) as was,
            exists (select from users u join admin_roles a using (role_id) where u.id <> all($1) and u.active) as others,
            exists (select from admin_roles where role_id = $2) as stays`,
    [ids, roleAfter ?? null],
  );
  const { was, others, stays } = rows[0];
  if (was && !others && (switchedOff || !stays)) throw new AppError('roles.last_admin');
}
