import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import type { AuditEvent } from '../../observability/index.ts';
import { inTransaction, type Queryable, type RowScope } from '../../tenancy/index.ts';
import { refuseRoleInUse } from '../policies/guard-roles.ts';
import { missingFrom, NO_RIGHTS, type Rights, refuseBeyond, refuseCodesBeyond } from '../policies/rights.ts';
import { auditRole } from './role-audit.ts';
import { ADMIN_TEMPLATE, newsOfTemplate, ROLE_TEMPLATE_VERSION, ROLE_TEMPLATES } from './role-templates.ts';
import { addPermissions, lockRoles, readRoles, stored } from './roles-matrix.ts';

export type NewRole = { name: string; nameAr?: string | null; rowScope?: RowScope; copyOf?: string };

/** Makes an empty role, or a copy of another one; nothing in it may be beyond the person who makes it. Returns its id. */
export async function createRole(
  pool: pg.Pool,
  role: NewRole,
  own: Rights,
  actor: AuditEvent['actor'],
): Promise<string> {
  return inTransaction(pool, async (client) => {
    const source =
      role.copyOf === undefined ? undefined : stored(await readRoles(client, [role.copyOf]), role.copyOf);
    const rights: Rights = {
      codes: new Set(source?.permissions),
      rowScope: role.rowScope ?? source?.rowScope ?? 'self',
    };
    refuseBeyond(own, NO_RIGHTS, rights);
    const { rows } = await client.query(
      `insert into roles (code, name, name_ar, row_scope) values ($1, $2, $3, $4::enum_roles_row_scope) returning id`,
      [codeOf(role.name), role.name, role.nameAr ?? null, rights.rowScope],
    );
    const id = rows[0].id as string;
    await addPermissions(client, id, [...rights.codes]);
    await auditRole(client, actor, undefined, {
      id,
      name: role.name,
      rowScope: rights.rowScope,
      permissions: [...rights.codes],
    });
    return id;
  });
}

// A code is for programs; people see the name. The random end keeps two roles of one name apart.
function codeOf(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 28);
  return `${words || 'role'}-${randomBytes(3).toString('hex')}`;
}

/** Deletes a role with its permissions. Throws roles.in_use while users hold it, and roles.conflict as saving does. */
export async function deleteRole(
  pool: pg.Pool,
  role: { id: string; revision: number },
  own: Rights,
  actor: AuditEvent['actor'],
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const found = stored(await lockRoles(client, [role]), role.id);
    await refuseRoleInUse(client, role.id);
    refuseCodesBeyond(own, found.permissions);
    await client.query('delete from roles where id = $1', [role.id]);
    await auditRole(client, actor, found, undefined);
  });
}

/**
 * Answers what a role's template gained: takes the new permissions over, or leaves the role as it is. Either way the
 * role remembers the newest version and is not asked about again. Only a person who holds a permission takes it over,
 * with one exception: see `mayCompleteAdmin`.
 */
export async function settleTemplate(
  pool: pg.Pool,
  answer: { id: string; revision: number; takeOver: boolean },
  own: Rights,
  actor: AuditEvent['actor'],
): Promise<string[]> {
  return inTransaction(pool, async (client) => {
    const role = stored(await lockRoles(client, [answer]), answer.id);
    const news = newsOf(role);
    if (news.length === 0) throw new AppError('resource.not_found');
    if (answer.takeOver && !mayCompleteAdmin(role, own)) refuseCodesBeyond(own, news);
    const taken = await writeTemplate(client, role.id, answer.takeOver ? news : []);
    await auditRole(client, actor, role, { ...role, permissions: [...role.permissions, ...taken] });
    return taken;
  });
}

type TemplateRole = { templateCode: string | null; templateVersion: number | null; permissions: string[] };

/** What the template of a stored role gained since the role was made. */
export function newsOf(role: TemplateRole): string[] {
  const { templateCode, templateVersion, permissions } = role;
  return newsOfTemplate({ templateCode, templateVersion: templateVersion ?? 0, codes: permissions });
}

/** Writes permissions of the newest template into a role and the version it now follows. Returns the permissions. */
export async function writeTemplate(client: Queryable, roleId: string, codes: string[]): Promise<string[]> {
  await addPermissions(client, roleId, codes);
  await client.query('update roles set template_version = $2, updated_at = now() where id = $1', [
    roleId,
    ROLE_TEMPLATE_VERSION,
  ]);
  return codes;
}

/**
 * A permission that is new in a release is held by nobody, so nobody could ever give it. Admin means everything: whoever
 * holds all that the admin template had in the version of the admin role may complete that role, and no other.
 */
export function mayCompleteAdmin(role: TemplateRole, own: Rights): boolean {
  if (role.templateCode !== ADMIN_TEMPLATE || own.rowScope !== 'school') return false;
  const template = ROLE_TEMPLATES.find(({ code }) => code === ADMIN_TEMPLATE);
  const known = template?.added.slice(0, role.templateVersion ?? 0).flat() ?? [];
  return known.length > 0 && missingFrom(own, known).length === 0;
}
