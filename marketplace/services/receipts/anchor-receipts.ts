import type pg from 'pg';
import { recordAudit } from '../../../core/observability/index.ts';
import { asSystem, inTransaction } from '../../../core/tenancy/index.ts';
import { UNANCHORED } from '../../sql/receipts.ts';

/**
 * Writes the head of every chain that went on into the platform's audit trail, which no role can change: who cuts the end
 * of a chain, or writes it anew, does not fit it any more. Answers how many were written. Bears several processes.
 */
export function anchorReceipts(pool: pg.Pool): Promise<number> {
  return asSystem(() =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query(UNANCHORED);
      for (const { tenant_id: tenantId, subdomain, sequence, hash } of rows) {
        await recordAudit(client, {
          category: 'admin',
          action: 'receipts.anchor',
          actor: { kind: 'system', label: 'receipts' },
          subject: { collection: 'tenants', id: tenantId, label: subdomain },
          details: { sequence: Number(sequence), hash },
        });
      }
      await client.query(
        `update receipt_heads h set anchored_sequence = a.sequence, anchored_at = now()
           from unnest($1::uuid[], $2::bigint[]) as a (tenant_id, sequence) where h.tenant_id = a.tenant_id`,
        [rows.map((row) => row.tenant_id), rows.map((row) => row.sequence)],
      );
      return rows.length;
    }),
  );
}
