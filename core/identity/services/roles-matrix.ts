import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import type { AuditEvent } from '../../observability/index.ts';
import { inTransaction, type Pair, type Queryable, type RowScope } from '../../tenancy/index.ts';
import { requireKnown } from '../policies/guard-roles.ts';
import { type Rights, refuseBeyond } from '../policies/rights.ts';
import { CHANGE_ROLE, LOCK_ROLES, READ_ROLES } from '../sql/roles-matrix.ts';
import { PERMISSION_CATALOGUE, PERMISSION_GROUPS, resourceOf } from './permission-catalogue.ts';
import { auditRole } from './role-audit.ts';
import { newsOfTemplate, ROLE_TEMPLATES } from './role-templates.ts';

export type MatrixRole = {
  id: string;
  code: string;
  name: string;
  nameAr: string | null;
  rowScope: RowScope;
  /** Grows with every change of the role or its permissions. */
  revision: number;
  permissions: string[];
  users: number;
  /** What the template of the role gained since it was made; empty when there is nothing to decide. */
  news: string[];
};
export type MatrixGroup = {
  code: string;
  name: Pair;
  permissions: { code: string; description: Pair }[];
};
export type Matrix = {
  roles: MatrixRole[];
  groups: MatrixGroup[];
  /** What the viewer may give or take, and how far. */
  own: { codes: string[]; rowScope: RowScope; canWrite: boolean };
};

/** What one role becomes. Left out: as it is. */
export type RoleChange = {
  id: string;
  /** The revision the editor saw. */
  revision: number;
  name?: string;
  nameAr?: string | null;
  rowScope?: RowScope;
  add?: string[];
  remove?: string[];
};

export type StoredRole = Omit<MatrixRole, 'news'> & {
  templateCode: string | null;
  templateVersion: number | null;
};

/** The roles of the school, the catalogue in groups, and what the viewer holds. */
export async function readMatrix(client: Queryable, own: Rights): Promise<Matrix> {
  const roles = await readRoles(client, null);
  const place = ({ templateCode }: StoredRole) =>
    ROLE_TEMPLATES.findIndex(({ code }) => code === templateCode) + 1 || ROLE_TEMPLATES.length + 1;
  return {
    roles: roles.sort((one, two) => place(one) - place(two)).map(toMatrixRole),
    groups: PERMISSION_GROUPS.map((group) => ({
      code: group.code,
      name: group.name,
      permissions: Object.entries(PERMISSION_CATALOGUE)
        .filter(([code]) => group.resources.includes(resourceOf(code)))
        .map(([code, description]) => ({ code, description })),
    })),
    own: { codes: [...own.codes].sort(), rowScope: own.rowScope, canWrite: own.codes.has('roles.write') },
  };
}

/**
 * Saves the changes of several roles in one transaction: all or none. Throws roles.conflict with the stored roles when
 * one of them is no longer at the revision the editor saw, and what the rules of rights.ts throw.
 */
export async function saveRoles(
  pool: pg.Pool,
  changes: RoleChange[],
  own: Rights,
  actor: AuditEvent['actor'],
): Promise<void> {
  for (const { add = [] } of changes) for (const code of add) requireKnown(code);
  await inTransaction(pool, async (client) => {
    const roles = await lockRoles(client, changes);
    // What is given comes first: a permission that moves from one role to another leaves nobody without it meanwhile.
    for (const change of changes) await giveOne(client, stored(roles, change.id), change, own);
    for (const change of changes) {
      if (!change.remove?.length) continue;
      await client.query('delete from role_permissions where role_id = $1 and code = any($2::text[])', [
        change.id,
        change.remove,
      ]);
    }
    const after = await readRoles(
      client,
      changes.map(({ id }) => id),
    );
    for (const { id } of changes) await auditRole(client, actor, stored(roles, id), stored(after, id));
  });
}

async function giveOne(client: Queryable, role: StoredRole, change: RoleChange, own: Rights): Promise<void> {
  const removed = new Set(change.remove);
  const before: Rights = { codes: new Set(role.permissions), rowScope: role.rowScope };
  const after: Rights = {
    codes: new Set([...role.permissions, ...(change.add ?? [])].filter((code) => !removed.has(code))),
    rowScope: change.rowScope ?? role.rowScope,
  };
  refuseBeyond(own, before, after);
  await client.query(CHANGE_ROLE, [
    role.id,
    change.name ?? role.name,
    change.nameAr === undefined ? role.nameAr : change.nameAr,
    after.rowScope,
    role.templateVersion,
  ]);
  await addPermissions(client, role.id, change.add ?? []);
}

/** Gives a role permissions; those it has already stay. */
export async function addPermissions(client: Queryable, roleId: string, codes: string[]): Promise<void> {
  if (codes.length === 0) return;
  await client.query(
    'insert into role_permissions (role_id, code) select $1, unnest($2::text[]) on conflict (tenant_id, role_id, code) do nothing',
    [roleId, codes],
  );
}

/** Roles as stored; all of the school for null. */
export async function readRoles(client: Queryable, ids: string[] | null): Promise<StoredRole[]> {
  return (await client.query(READ_ROLES, [ids])).rows;
}

/**
 * Holds roles for the rest of the transaction. Throws resource.not_found for an id the school does not have, and
 * roles.conflict, with the stored roles and what was sent, for a role that changed since it was read.
 */
export async function lockRoles(
  client: Queryable,
  seen: { id: string; revision: number }[],
): Promise<StoredRole[]> {
  const ids = seen.map(({ id }) => id);
  await client.query(LOCK_ROLES, [ids]);
  const roles = await readRoles(client, ids);
  for (const { id, revision } of seen) {
    const role = stored(roles, id);
    if (role.revision === revision) continue;
    throw new AppError(
      'roles.conflict',
      { role: role.name },
      { data: { theirs: roles.map(toMatrixRole), mine: seen } },
    );
  }
  return roles;
}

/** The role of an id. Throws resource.not_found. */
export function stored(roles: StoredRole[], id: string): StoredRole {
  const role = roles.find((candidate) => candidate.id === id);
  if (!role) throw new AppError('resource.not_found');
  return role;
}

/** A stored role as the matrix shows it. */
export function toMatrixRole({ templateCode, templateVersion, ...role }: StoredRole): MatrixRole {
  return {
    ...role,
    news: newsOfTemplate({ templateCode, templateVersion: templateVersion ?? 0, codes: role.permissions }),
  };
}
