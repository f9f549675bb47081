import type pg from 'pg';
import { inTransaction } from '../../tenancy/index.ts';
import { newsOf, writeTemplate } from './role-changes.ts';
import { ADMIN_TEMPLATE } from './role-templates.ts';
import { lockRoles, readRoles } from './roles-matrix.ts';

export type RoleNews = { role: string; news: string[]; takenOver: boolean };

/**
 * What the templates gained since the roles of the scope's school were made, one entry a role with something to decide.
 * With `completeAdmin` the admin role takes its part over; other roles are the school's own decision. Running it again
 * changes nothing.
 */
export async function syncRoles(pool: pg.Pool, options: { completeAdmin: boolean }): Promise<RoleNews[]> {
  return inTransaction(pool, async (client) => {
    const behind = (await readRoles(client, null)).filter((role) => newsOf(role).length > 0);
    await lockRoles(client, behind);
    const told: RoleNews[] = [];
    for (const role of behind) {
      const takenOver = options.completeAdmin && role.templateCode === ADMIN_TEMPLATE;
      const news = newsOf(role);
      if (takenOver) await writeTemplate(client, role.id, news);
      told.push({ role: role.code, news, takenOver });
    }
    return told;
  });
}
