import type { Queryable } from '../../../tenancy/index.ts';

/** $1 now. A final invoice has a line for usage of the time that the shipment is of, made after the shipment was. */
const CONFIRM_LATE = `
  update shipments s
     set state = 'confirmed', confirmed_at = $1, updated_at = $1
   where s.way = 'invoice_item' and s.state in ('pending', 'sent')
     and exists (
       select from billing_invoice_lines l join billing_invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
        where l.tenant_id = s.tenant_id and l.code = s.meter and l.kind in ('metered', 'late_usage')
          and l.period_start <= s.window_start and s.window_start < l.period_end
          and i.state in ('open', 'paid', 'uncollectible') and i.finalised_at >= s.created_at)`;

/**
 * Usage that no meter event carries (older than 35 days, or of a final invoice) is charged by the next invoice, which rates it
 * from the ledger. This notes that it was. In the system's scope; answers how many shipments are settled.
 */
export async function confirmLateUsage(client: Queryable, now: Date): Promise<number> {
  return (await client.query(CONFIRM_LATE, [now])).rowCount ?? 0;
}
