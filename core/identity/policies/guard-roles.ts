import type { CollectionBeforeChangeHook, CollectionBeforeDeleteHook, PayloadRequest } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { idOf, poolOf, type Queryable, type RowScope } from '../../tenancy/index.ts';
import { PERMISSION_CATALOGUE } from '../services/permission-catalogue.ts';
import { actorOf, type Rights, refuseCodesBeyond, rightsOfRole } from './rights.ts';
import { reaches } from './row-scope.ts';

/** A role that reaches further than the person who makes or changes it is refused. */
export const guardRoleChange: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, req }) => {
  const actor = await actorOf(req);
  if (actor === undefined || actor === 'platform') return data;
  // A duplicate comes with the document it was made from: it is a new role all the same.
  const before = (operation === 'update' ? originalDoc?.rowScope : undefined) as RowScope | undefined;
  const after = (data.rowScope ?? before ?? 'self') as RowScope;
  if (after === before) return data;
  if (!reaches(actor.rowScope, after) || (before && !reaches(actor.rowScope, before)))
    throw new AppError('roles.scope_beyond');
  return data;
};

/** A role that somebody holds stays, and so does one with permissions that the person lacks. */
export const guardRoleDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  await refuseRoleInUse(poolOf(req.payload), String(id));
  const actor = await actorOf(req);
  if (actor === undefined || actor === 'platform') return;
  const rights = await rightsOfRole(poolOf(req.payload), String(id));
  if (rights) refuseCodesBeyond(actor, rights.codes);
};

/** Throws roles.in_use while users hold the role. */
export async function refuseRoleInUse(client: Queryable, roleId: string): Promise<void> {
  const { rows } = await client.query(
    'select r.name, count(u.id)::int as count from roles r join users u on u.role_id = r.id where r.id = $1 group by r.id',
    [roleId],
  );
  if (rows[0]) throw new AppError('roles.in_use', { role: rows[0].name, count: rows[0].count });
}

/** A permission is one of the catalogue, and the person who gives it holds it. */
export const guardPermissionChange: CollectionBeforeChangeHook = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  const before = operation === 'update' ? originalDoc : undefined;
  const code = String(data.code ?? before?.code);
  requireKnown(code);
  const isMoved = before && data.role !== undefined && idOf(data.role) !== idOf(before.role);
  if (code === before?.code && !isMoved) return data;
  await refuseCodes(req, before ? [code, String(before.code)] : [code]);
  return data;
};

/** A permission is taken away only by who holds it. */
export const guardPermissionDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const { rows } = await poolOf(req.payload).query('select code from role_permissions where id = $1', [id]);
  await refuseCodes(
    req,
    rows.map(({ code }) => code as string),
  );
};

/** Throws roles.permission_unknown for a code that the catalogue does not have. */
export function requireKnown(code: string): void {
  if (!Object.hasOwn(PERMISSION_CATALOGUE, code))
    throw new AppError('roles.permission_unknown', { permission: code.slice(0, 60) });
}

async function refuseCodes(req: PayloadRequest, codes: string[]): Promise<void> {
  const actor: Rights | 'platform' | undefined = await actorOf(req);
  if (actor !== undefined && actor !== 'platform') refuseCodesBeyond(actor, codes);
}
