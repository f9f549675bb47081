import type Stripe from 'stripe';
import type { PaymentProvider, ProviderInvoiceItem } from './payment-provider.ts';

/** The field of metadata by which our items and credit notes are found again after a crash. */
const KEY = 'daftar_key';

/** See `PaymentProvider.setDraftItems`. Reads first, so that a repetition changes nothing. */
export async function setDraftItems(
  stripe: Stripe,
  { invoiceId, customerId, items }: Parameters<PaymentProvider['setDraftItems']>[0],
): Promise<void> {
  const known = new Map<string, Stripe.InvoiceItem>();
  for await (const item of stripe.invoiceItems.list({ invoice: invoiceId, limit: 100 })) {
    const key = item.metadata?.[KEY];
    if (key) known.set(key, item);
  }
  for (const item of items) {
    const before = known.get(item.key);
    known.delete(item.key);
    if (before?.amount === item.cents) continue;
    if (before)
      await stripe.invoiceItems.update(before.id, { amount: item.cents, description: item.description });
    else await addItem(stripe, { invoiceId, customerId, item });
  }
  for (const { id } of known.values()) await stripe.invoiceItems.del(id);
}

async function addItem(
  stripe: Stripe,
  { invoiceId, customerId, item }: { invoiceId: string; customerId: string; item: ProviderInvoiceItem },
): Promise<void> {
  const { key, cents, description, period } = item;
  await stripe.invoiceItems.create(
    {
      customer: customerId,
      invoice: invoiceId,
      amount: cents,
      currency: 'usd',
      description,
      discountable: false,
      period: { start: seconds(period.start), end: seconds(period.end) },
      metadata: { [KEY]: key },
    },
    { idempotencyKey: `item:${invoiceId}:${key}:${cents}` },
  );
}

/**
 * See `PaymentProvider.creditInvoice`. Of an open invoice less is asked for; of a paid one the money goes back to where it came
 * from, or, where no card paid it, to the customer's balance.
 */
export async function creditInvoice(
  stripe: Stripe,
  { invoiceId, cents, reason }: Parameters<PaymentProvider['creditInvoice']>[0],
  key: string,
): Promise<string> {
  for await (const note of stripe.creditNotes.list({ invoice: invoiceId, limit: 100 }))
    if (note.metadata?.[KEY] === key) return note.id;
  const { status, amount_paid: paid } = await stripe.invoices.retrieve(invoiceId);
  const back = status !== 'paid' ? {} : paid >= cents ? { refund_amount: cents } : { credit_amount: cents };
  const made = await stripe.creditNotes.create(
    { invoice: invoiceId, amount: cents, memo: reason, metadata: { [KEY]: key }, ...back },
    // Paid meanwhile it is another request, and the same key with other parameters is refused.
    { idempotencyKey: `${key}:${status}` },
  );
  return made.id;
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
