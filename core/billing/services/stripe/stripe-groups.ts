import type Stripe from 'stripe';
import type { PaymentProvider, RaisedInvoice } from './payment-provider.ts';
import { hasEnded, seconds } from './stripe-subscriptions.ts';

type Calls = Pick<PaymentProvider, 'ensurePayer' | 'leaveSubscriptions' | 'raiseInvoice'>;

/** Where our id of a group's invoice and of its lines is kept at Stripe. */
const REFERENCE = 'daftarReference';
/** Stripe takes up to 250 items on an invoice; a larger one has one item a school. */
const MOST_LINES = 200;

/** What a group with one payer needs of Stripe: a customer, invoices made from our lines, and that its schools' own bills end. */
export function stripeGroups(stripe: Stripe): Calls {
  return {
    ensurePayer: async ({ groupId, name, email }) => {
      const customer = await stripe.customers.create(
        { name, ...(email ? { email } : {}), metadata: { groupId } },
        { idempotencyKey: `payer:${groupId}` },
      );
      return customer.id;
    },
    leaveSubscriptions: async ({ customerId: customer, since }, key) => {
      for await (const { id, status } of stripe.subscriptions.list({ customer, status: 'all', limit: 100 }))
        if (!hasEnded(status))
          await stripe.subscriptions.cancel(
            id,
            { invoice_now: false, prorate: false },
            { idempotencyKey: `${key}:${id}` },
          );
      const created = { gte: seconds(since) };
      for await (const invoice of stripe.invoices.list({ customer, created, limit: 100 }))
        if (invoice.parent?.type === 'subscription_details') await takeBack(stripe, invoice, key);
      for await (const item of stripe.invoiceItems.list({ customer, pending: true, limit: 100 }))
        await stripe.invoiceItems.del(item.id, {}, { idempotencyKey: `${key}:${item.id}` });
    },
    raiseInvoice: async (raised, key) => {
      const known = await findRaised(stripe, raised);
      const draft = known ?? (await createDraft(stripe, raised, key));
      if (draft.status !== 'draft') return draft.id;
      await addMissingLines(stripe, draft.id, raised, key);
      const { total } = await stripe.invoices.retrieve(draft.id);
      if (total !== raised.totalCents)
        throw new Error(`Invoice ${draft.id} comes to ${total} cents and ours to ${raised.totalCents}.`);
      const final = await stripe.invoices.finalizeInvoice(
        draft.id,
        { auto_advance: true },
        { idempotencyKey: `${key}:finalise` },
      );
      // Stripe would try within the hour; the payer's schools need not wait for it.
      if (final.status === 'open' && !final.attempted) await tryToPay(stripe, final.id, `${key}:pay`);
      return final.id;
    },
  };
}

async function findRaised(
  stripe: Stripe,
  { customerId: customer, reference }: RaisedInvoice,
): Promise<Stripe.Invoice | undefined> {
  for await (const invoice of stripe.invoices.list({ customer, limit: 100 }))
    if (invoice.metadata?.[REFERENCE] === reference && invoice.status !== 'void') return invoice;
  return undefined;
}

function createDraft(
  stripe: Stripe,
  { customerId: customer, reference }: RaisedInvoice,
  key: string,
): Promise<Stripe.Invoice> {
  return stripe.invoices.create(
    {
      customer,
      currency: 'usd',
      collection_method: 'charge_automatically',
      auto_advance: false,
      pending_invoice_items_behavior: 'exclude',
      metadata: { [REFERENCE]: reference },
    },
    { idempotencyKey: `${key}:draft` },
  );
}

async function addMissingLines(
  stripe: Stripe,
  invoice: string,
  raised: RaisedInvoice,
  key: string,
): Promise<void> {
  const there = new Set<string | undefined>();
  for await (const line of stripe.invoices.listLineItems(invoice, { limit: 100 }))
    there.add(line.metadata?.[REFERENCE]);
  const missing = itemsOf(raised).filter(({ reference }) => !there.has(reference));
  for (const { reference, description, cents, period, invoice: own } of missing)
    await stripe.invoiceItems.create(
      {
        customer: raised.customerId,
        invoice,
        amount: cents,
        currency: 'usd',
        description,
        discountable: false,
        period: { start: seconds(period.start), end: seconds(period.end) },
        metadata: { [REFERENCE]: reference, tenantId: own.tenantId, invoice: own.number },
      },
      { idempotencyKey: `${key}:${reference}` },
    );
}

function itemsOf({ lines }: RaisedInvoice): RaisedInvoice['lines'] {
  if (lines.length <= MOST_LINES) return lines;
  const schools = new Map<string, RaisedInvoice['lines'][number]>();
  for (const line of lines) {
    const sum = schools.get(line.invoice.id);
    const description = line.invoice.number;
    const start = sum && sum.period.start < line.period.start ? sum.period.start : line.period.start;
    const end = sum && sum.period.end > line.period.end ? sum.period.end : line.period.end;
    schools.set(line.invoice.id, {
      ...line,
      reference: line.invoice.id,
      description,
      cents: (sum?.cents ?? 0) + line.cents,
      period: { start, end },
    });
  }
  return [...schools.values()];
}

async function tryToPay(stripe: Stripe, invoice: string, idempotencyKey: string): Promise<void> {
  await stripe.invoices.pay(invoice, {}, { idempotencyKey }).catch((error: { type?: string }) => {
    // No card, or one that is refused, is an answer; the account shows it as unpaid.
    if (error.type !== 'StripeCardError' && error.type !== 'StripeInvalidRequestError') throw error;
  });
}

// It was made by a subscription that should have ended before: its money is on an invoice of the group.
async function takeBack(stripe: Stripe, invoice: Stripe.Invoice, key: string): Promise<void> {
  const idempotencyKey = `${key}:${invoice.id}`;
  if (invoice.status === 'draft')
    await stripe.invoices.finalizeInvoice(
      invoice.id,
      { auto_advance: false },
      { idempotencyKey: `${idempotencyKey}:final` },
    );
  if (invoice.status === 'draft' || invoice.status === 'open') {
    const { status } = await stripe.invoices.retrieve(invoice.id);
    if (status === 'open') await stripe.invoices.voidInvoice(invoice.id, {}, { idempotencyKey });
  } else if (invoice.status === 'paid' && invoice.total > 0)
    await stripe.creditNotes.create(
      { invoice: invoice.id, refund_amount: invoice.total, amount: invoice.total },
      { idempotencyKey },
    );
}
