import type pg from 'pg';
import { publishEvents } from '../../../jobs/index.ts';
import { inTransaction } from '../../../tenancy/index.ts';
import { FINAL_INVOICE, KEEP_MOVEMENT, KNOWN_MOVEMENT } from '../../sql/inbox.ts';
import { applyPayment } from '../invoices/settle-invoice.ts';
import { lockAccount } from '../subscriptions/store.ts';
import type { ProviderMovement } from './payment-provider.ts';

/** A payment at the provider was disputed or given back; whoever shares it with partners takes the share back. */
export const PAYMENT_REVERSED = 'billing.payment_reversed';
/** Money of a school came in. */
export const PAYMENT_COLLECTED = 'billing.payment_collected';

/** Writes down money that came in or went out at the provider, once for each fact, and tells of it. */
export async function keepMovement(
  pool: pg.Pool,
  { tenantId, movement, now }: { tenantId: string; movement: ProviderMovement; now: Date },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { kind, invoiceId: theirs, cents, id: providerId, at } = movement;
    const { school } = await lockAccount(client, tenantId);
    const known = await client.query(KNOWN_MOVEMENT, [tenantId, kind, providerId]);
    if (known.rows[0]) return;
    const own = await client.query(FINAL_INVOICE, [tenantId, theirs ?? '']);
    const invoiceId: string | undefined = own.rows[0]?.id;
    if (invoiceId)
      await applyPayment(client, { tenantId, invoiceId, kind, amountCents: cents, providerId, at, now });
    // Money that belongs to no invoice of ours came in all the same.
    else await client.query(KEEP_MOVEMENT, [kind, tenantId, cents, providerId, at]);
    await publishEvents(client, [
      {
        type: kind === 'payment' ? PAYMENT_COLLECTED : PAYMENT_REVERSED,
        payload: { kind, invoiceId: invoiceId ?? '', cents, providerId, at: at.toISOString() },
        dedupeKey: `${kind}:${providerId}`,
        school: { id: tenantId, name: school.name },
      },
    ]);
  });
}
