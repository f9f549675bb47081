import type Stripe from 'stripe';
import { isBasePrice } from './catalogue.ts';
import { creditInvoice, setDraftItems } from './correct-invoice.ts';
import type {
  PaymentProvider,
  ProviderAccount,
  ProviderInvoice,
  ProviderMovement,
} from './payment-provider.ts';

type Calls = Pick<
  PaymentProvider,
  | 'collect'
  | 'chargeOnce'
  | 'readAccount'
  | 'readInvoice'
  | 'readMovements'
  | 'finaliseInvoice'
  | 'setDraftItems'
  | 'voidInvoice'
  | 'creditInvoice'
  | 'refund'
  | 'adoptPaymentMethod'
>;

/** Invoices, payments and what a customer's account looks like at Stripe. */
export function stripeMoney(stripe: Stripe): Calls {
  return {
    collect: async (customer, key) => {
      let cents = 0;
      for await (const invoice of stripe.invoices.list({ customer, status: 'open', limit: 100 })) {
        const paid = await stripe.invoices
          .pay(invoice.id, {}, { idempotencyKey: `${key}:${invoice.id}` })
          .catch((error: { type?: string }) => {
            // A card that is refused is an answer; the account shows it as unpaid.
            if (error.type === 'StripeCardError') return undefined;
            throw error;
          });
        cents += paid?.status === 'paid' ? paid.amount_paid : 0;
      }
      return cents;
    },
    chargeOnce: async ({ customerId, cents, description }, key) => {
      await stripe.invoiceItems.create(
        { customer: customerId, amount: cents, currency: 'usd', description, discountable: false },
        { idempotencyKey: key },
      );
    },
    readAccount: (customerId) => readAccount(stripe, customerId),
    readInvoice: async (id) => {
      const invoice = await stripe.invoices.retrieve(id);
      return invoice.customer ? asInvoice(invoice) : undefined;
    },
    readMovements: (objectType, objectId) => readMovements(stripe, objectType, objectId),
    finaliseInvoice: async (id, key) => {
      const { status } = await stripe.invoices.retrieve(id);
      if (status === 'draft')
        await stripe.invoices.finalizeInvoice(id, { auto_advance: true }, { idempotencyKey: key });
    },
    voidInvoice: async (id, key) => {
      await stripe.invoices.voidInvoice(id, {}, { idempotencyKey: key });
    },
    setDraftItems: (draft) => setDraftItems(stripe, draft),
    creditInvoice: (credit, key) => creditInvoice(stripe, credit, key),
    refund: async ({ invoiceId, cents }, key) => {
      const payment_intent = await intentOf(stripe, invoiceId);
      const refund = await stripe.refunds.create({ payment_intent, amount: cents }, { idempotencyKey: key });
      return refund.id;
    },
    adoptPaymentMethod: async (customer) => {
      const known = await stripe.customers.retrieve(customer);
      if (known.deleted || known.invoice_settings.default_payment_method) return;
      const [newest] = (await stripe.customers.listPaymentMethods(customer, { limit: 1 })).data;
      if (newest)
        await stripe.customers.update(customer, { invoice_settings: { default_payment_method: newest.id } });
    },
  };
}

async function readAccount(stripe: Stripe, customer: string): Promise<ProviderAccount> {
  const known = await stripe.customers.retrieve(customer, {
    expand: ['invoice_settings.default_payment_method'],
  });
  const all = await stripe.subscriptions.list({
    ...{ customer, status: 'all', limit: 20 },
    expand: ['data.latest_invoice'],
  });
  const subscription =
    all.data.find(({ status }) => !['canceled', 'incomplete_expired'].includes(status)) ?? all.data[0];
  const unpaid: ProviderAccount['unpaid'] = [];
  for (const status of ['draft', 'open', 'uncollectible'] as const)
    for await (const invoice of stripe.invoices.list({ customer, status, limit: 100 }))
      if (invoice.amount_remaining > 0)
        unpaid.push({
          invoiceId: invoice.id,
          at: moment(invoice.created),
          cents: invoice.amount_remaining,
          wasTried: invoice.attempted && status !== 'draft',
        });
  const method = known.deleted ? undefined : known.invoice_settings.default_payment_method;
  return {
    subscription: subscription ? asSubscription(subscription) : undefined,
    unpaid: unpaid.sort((a, b) => a.at.getTime() - b.at.getTime()),
    paymentMethod: typeof method === 'object' && method ? shownMethod(method) : undefined,
  };
}

function asSubscription(subscription: Stripe.Subscription): NonNullable<ProviderAccount['subscription']> {
  const { id, status, items, pause_collection, cancel_at_period_end, cancel_at, ended_at, latest_invoice } =
    subscription;
  const base = items.data.find(({ price }) => isBasePrice(price.lookup_key)) ?? items.data[0];
  const reached = items.data.map(({ current_period_start }) => current_period_start);
  if (typeof latest_invoice === 'object' && latest_invoice) reached.push(latest_invoice.created);
  return {
    id,
    state: status === 'trialing' ? 'free' : status === 'canceled' ? 'ended' : 'running',
    isPaused: pause_collection !== null && pause_collection !== undefined,
    reachedAt: reached.length > 0 ? moment(Math.max(...reached)) : undefined,
    // Its own page of payments sets a date instead of the flag.
    cancelAtPeriodEnd: cancel_at_period_end || (cancel_at !== null && cancel_at === base?.current_period_end),
    endedAt: ended_at === null ? undefined : moment(ended_at),
  };
}

function shownMethod({ card, type }: Stripe.PaymentMethod): NonNullable<ProviderAccount['paymentMethod']> {
  if (!card) return { brand: type, last4: '' };
  return {
    brand: card.brand,
    last4: card.last4,
    expires: `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}`,
  };
}

const STATES = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;
const REASONS: Record<string, ProviderInvoice['reason']> = {
  subscription_create: 'start',
  subscription_cycle: 'period',
  subscription_update: 'change',
};

function asInvoice(invoice: Stripe.Invoice): ProviderInvoice {
  const { customer, status, status_transitions } = invoice;
  return {
    id: invoice.id,
    customerId: typeof customer === 'string' ? customer : (customer?.id ?? ''),
    state: STATES.find((known) => known === status) ?? 'draft',
    reason: REASONS[invoice.billing_reason ?? ''] ?? 'manual',
    totalCents: invoice.total,
    paidCents: invoice.amount_paid,
    createdAt: moment(invoice.created),
    paidAt: status_transitions.paid_at === null ? undefined : moment(status_transitions.paid_at),
    periodStart: moment(invoice.period_start),
    periodEnd: moment(invoice.period_end),
    isOfSubscription: invoice.parent?.type === 'subscription_details',
    hostedUrl: invoice.hosted_invoice_url ?? undefined,
  };
}

async function readMovements(
  stripe: Stripe,
  objectType: string,
  objectId: string,
): Promise<ProviderMovement[]> {
  if (objectType === 'invoice') {
    const invoice = asInvoice(await stripe.invoices.retrieve(objectId));
    if (invoice.state !== 'paid' || invoice.paidCents === 0) return [];
    const { id, customerId, paidCents: cents, paidAt, createdAt } = invoice;
    // One invoice is paid once; its id names the payment, however many messages tell of it.
    return [{ kind: 'payment', id, customerId, invoiceId: id, cents, at: paidAt ?? createdAt }];
  }
  if (objectType === 'dispute') {
    const dispute = await stripe.disputes.retrieve(objectId);
    const origin = await originOf(stripe, dispute.charge);
    // A bank that only asks takes nothing: what its ledger says moved, and when, is what happened.
    return dispute.balance_transactions.map(({ amount, created }) => ({
      ...{ id: dispute.id, ...origin, cents: dispute.amount, at: moment(created) },
      kind: amount < 0 ? ('dispute' as const) : ('dispute_won' as const),
    }));
  }
  const refunds =
    objectType === 'charge'
      ? (await stripe.refunds.list({ charge: objectId, limit: 100 })).data
      : objectType === 'refund'
        ? [await stripe.refunds.retrieve(objectId)]
        : [];
  const succeeded = refunds.filter(({ status }) => status === 'succeeded');
  return Promise.all(
    succeeded.map(async (refund) => ({
      kind: 'refund' as const,
      id: refund.id,
      ...(await originOf(stripe, refund.charge)),
      cents: refund.amount,
      at: moment(refund.created),
    })),
  );
}

async function originOf(
  stripe: Stripe,
  charge: string | Stripe.Charge | null,
): Promise<Pick<ProviderMovement, 'customerId' | 'invoiceId'>> {
  if (charge === null) return { customerId: '', invoiceId: undefined };
  const { customer, payment_intent } = await stripe.charges.retrieve(
    typeof charge === 'string' ? charge : charge.id,
  );
  const intent = typeof payment_intent === 'string' ? payment_intent : payment_intent?.id;
  const payments = intent
    ? await stripe.invoicePayments.list({
        payment: { type: 'payment_intent', payment_intent: intent },
        limit: 1,
      })
    : undefined;
  const invoice = payments?.data[0]?.invoice;
  return {
    customerId: (typeof customer === 'string' ? customer : customer?.id) ?? '',
    invoiceId: typeof invoice === 'string' ? invoice : invoice?.id,
  };
}

async function intentOf(stripe: Stripe, invoice: string): Promise<string> {
  const { data } = await stripe.invoicePayments.list({ invoice, status: 'paid', limit: 1 });
  const intent = data[0]?.payment.payment_intent;
  const id = typeof intent === 'string' ? intent : intent?.id;
  if (!id) throw new Error(`Invoice ${invoice} has no payment that could be given back.`);
  return id;
}

function moment(seconds: number): Date {
  return new Date(seconds * 1000);
}
