import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import type { InvoiceState } from './finalise-invoice.ts';

const LINK = `
  update billing_invoices set stripe_invoice_id = coalesce($3, stripe_invoice_id), stripe_total_cents = coalesce($4, stripe_total_cents),
         updated_at = $5
   where tenant_id = $1 and id = $2
  returning total_cents, stripe_total_cents`;
const BY_PROVIDER = 'select tenant_id, id, state from billing_invoices where stripe_invoice_id = $1';

/**
 * Writes down which invoice of the provider is this one and what it came to there. Returns whether both agree to the cent;
 * undefined as long as the provider has named no total. Throws resource.not_found.
 */
export async function linkInvoice(
  client: Queryable,
  link: {
    tenantId: string;
    invoiceId: string;
    providerId?: string | undefined;
    providerTotalCents?: number | undefined;
    now: Date;
  },
): Promise<boolean | undefined> {
  const { tenantId, invoiceId, providerId, providerTotalCents, now } = link;
  const { rows } = await client.query(LINK, [
    tenantId,
    invoiceId,
    providerId ?? null,
    providerTotalCents ?? null,
    now,
  ]);
  if (!rows[0]) throw new AppError('resource.not_found');
  const { total_cents: ours, stripe_total_cents: theirs } = rows[0];
  return theirs === null ? undefined : Number(ours) === Number(theirs);
}

/** Our invoice of a provider's invoice; undefined when there is none yet. */
export async function invoiceOfProvider(
  client: Queryable,
  providerId: string,
): Promise<{ tenantId: string; invoiceId: string; state: InvoiceState } | undefined> {
  const { rows } = await client.query(BY_PROVIDER, [providerId]);
  return rows[0] && { tenantId: rows[0].tenant_id, invoiceId: rows[0].id, state: rows[0].state };
}
