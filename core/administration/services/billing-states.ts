import type { SchoolStates } from '../../billing/index.ts';
import { isAppError } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { changeStateIn } from './change-school.ts';
import type { StateAction } from './school-states.ts';

const actor = { kind: 'system' as const, label: 'billing' };

/** How billing moves schools between their states: in its own transaction, with the same audit entries as staff. */
export const billingStates: SchoolStates = {
  activate: (client, tenantId) => change(client, tenantId, 'activate'),
  suspend: (client, tenantId, reason) => change(client, tenantId, 'suspend', { reason }),
  resume: (client, tenantId) => change(client, tenantId, 'resume'),
  archive: async (client, tenantId) => {
    const { rows } = await client.query('select subdomain from tenants where id = $1', [tenantId]);
    await change(client, tenantId, 'archive', { confirm: rows[0]?.subdomain });
  },
};

async function change(
  client: Queryable,
  tenantId: string,
  action: StateAction,
  more: { reason?: string; confirm?: string } = {},
): Promise<void> {
  try {
    await changeStateIn(client, { tenantId, action, actor, isByBilling: true, ...more });
  } catch (error) {
    // Staff archived it, or took it elsewhere: theirs to undo, and no hindrance for the subscription.
    if (!isAppError(error) || error.code !== 'tenant.state_refused') throw error;
  }
}
