import type pg from 'pg';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction } from '../../tenancy/index.ts';
import { REVIVE_EVENT } from '../sql/claim-events.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';

/**
 * Makes a dead event due now, with all its attempts again; handlers that were done with it stay done. Returns
 * false when there is no such event or it is not dead. Needs the scope of the platform.
 */
export async function retryDeadEvent(
  pool: pg.Pool,
  id: string,
  actor: AuditEvent['actor'],
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(REVIVE_EVENT, [id]);
    if (!rows[0]) return false;
    await recordAudit(client, {
      category: 'admin',
      action: 'outbox.retry',
      actor,
      subject: { collection: 'outbox', id, label: rows[0].type },
      tenantId: rows[0].tenant_id,
    });
    await client.query(`notify ${OUTBOX_CHANNEL}`);
    return true;
  });
}
