import { type RoleNews, syncRoles } from '../../identity/index.ts';
import { AppError } from '../../kernel/index.ts';
import { asSystem, asTenant, poolOf, tenantInfo } from '../../tenancy/index.ts';
import { withPayload } from './tenants.ts';

export type SyncRolesOptions = { tenant?: string; completeAdmin?: boolean; json?: boolean };

/**
 * `daftar roles sync`: tells, school by school, what the templates of roles gained. Grants nothing, unless it is told to
 * complete the admin roles: for a school whose admin gave up permissions and cannot take the new ones over.
 */
export async function syncRolesCommand({ tenant, completeAdmin, json }: SyncRolesOptions): Promise<void> {
  const told = await withPayload(async (payload) => {
    const pool = poolOf(payload);
    const { rows } = await asSystem(() =>
      pool.query('select * from tenants where $1::text is null or subdomain = $1 order by subdomain', [
        tenant ?? null,
      ]),
    );
    if (tenant !== undefined && rows.length === 0)
      throw new AppError('tenant.unknown', { subdomain: tenant });
    const schools: { school: string; roles: RoleNews[] }[] = [];
    for (const row of rows) {
      const roles = await asTenant(tenantInfo(row), () =>
        syncRoles(pool, { completeAdmin: completeAdmin === true }),
      );
      schools.push({ school: row.subdomain, roles });
    }
    return schools;
  });
  if (json) console.log(JSON.stringify(told));
  else for (const { school, roles } of told) report(school, roles);
  process.exit(0);
}

function report(school: string, roles: RoleNews[]): void {
  if (roles.length === 0) console.log(`${school}: every role knows the newest template.`);
  for (const { role, news, takenOver } of roles)
    console.log(`${school}: ${role} ${takenOver ? 'was given' : 'may take over'} ${news.join(', ')}`);
}
