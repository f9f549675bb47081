import type { PayloadRequest } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { type Grants, grantsOf, poolOf, type Queryable, viewerOf } from '../../tenancy/index.ts';
import { reaches } from './row-scope.ts';

/** What a role gives: its permission codes and how far it reaches. */
export type Rights = Grants;

/** The rights of somebody without a role. */
export const NO_RIGHTS: Rights = { codes: new Set(), rowScope: 'self' };

/** Codes of `codes` that `own` does not hold, in order. */
export function missingFrom(own: Rights, codes: Iterable<string>): string[] {
  return [...codes].filter((code) => !own.codes.has(code)).sort();
}

/** True when `other` has nothing that `own` lacks. */
export function contains(own: Rights, other: Rights): boolean {
  return (
    missingFrom(own, other.codes).length === 0 &&
    (other.codes.size === 0 || reaches(own.rowScope, other.rowScope))
  );
}

/**
 * Nobody grants what they lack: every code that `after` has and `before` had not must be the actor's own, and a code
 * that goes must be too; the same for how far the rights reach. Throws roles.grant_beyond or roles.scope_beyond.
 */
export function refuseBeyond(actor: Rights, before: Rights, after: Rights): void {
  const changed = [...after.codes].filter((code) => !before.codes.has(code));
  for (const code of before.codes) if (!after.codes.has(code)) changed.push(code);
  refuseCodesBeyond(actor, changed);
  if (before.rowScope === after.rowScope && before !== NO_RIGHTS) return;
  if (!reaches(actor.rowScope, after.rowScope) || !reaches(actor.rowScope, before.rowScope))
    throw new AppError('roles.scope_beyond');
}

/** Throws roles.grant_beyond when one of the codes is not the actor's own. */
export function refuseCodesBeyond(actor: Rights, codes: Iterable<string>): void {
  const missing = missingFrom(actor, codes);
  if (missing.length > 0) throw new AppError('roles.grant_beyond', { permissions: missing.join(', ') });
}

/** The rights a role of the current school gives; undefined when the school has no such role. */
export async function rightsOfRole(
  client: Queryable,
  roleId: string | undefined,
): Promise<Rights | undefined> {
  if (roleId === undefined) return NO_RIGHTS;
  const { rows } = await client.query(
    `select r.row_scope, array(select p.code from role_permissions p where p.role_id = r.id) as codes
       from roles r where r.id = $1`,
    [roleId],
  );
  if (!rows[0]) return undefined;
  return { codes: new Set(rows[0].codes as string[]), rowScope: rows[0].row_scope };
}

/**
 * The rights of the person behind a request, for the rules of this folder. Undefined for the product's own work, which
 * carries no user. Throws auth.required for a user who is nobody on this host.
 */
export async function actorOf(req: PayloadRequest): Promise<Rights | 'platform' | undefined> {
  if (!req.user) return undefined;
  const viewer = viewerOf(req);
  if (!viewer) throw new AppError('auth.required');
  return viewer.realm === 'school' ? grantsOf(req) : 'platform';
}

/**
 * Throws roles.user_above unless the person behind the request holds everything that the user holds: who has less may
 * not touch the password, the address or the role of who has more. For code that changes accounts past Payload.
 */
export async function requireRightsOver(
  req: PayloadRequest,
  user: { id: string; role?: string },
): Promise<void> {
  const actor = await actorOf(req);
  if (actor === undefined || actor === 'platform' || viewerOf(req)?.id === user.id) return;
  const rights = await rightsOfRole(poolOf(req.payload), user.role);
  if (rights && !contains(actor, rights)) throw new AppError('roles.user_above');
}
