import type Stripe from 'stripe';
import { isBasePrice, lookupKey, type StripeCatalogue } from './catalogue.ts';
import type { PaymentProvider, ProviderTerms } from './payment-provider.ts';

type Calls = Pick<
  PaymentProvider,
  | 'startSubscription'
  | 'changeSubscription'
  | 'setCancelAtPeriodEnd'
  | 'endSubscription'
  | 'pause'
  | 'unpause'
>;

const ENDED = new Set(['canceled', 'incomplete_expired']);

/** Subscriptions at Stripe. Every call looks first at what is there, so that a repetition after any crash finds it done. */
export function stripeSubscriptions(stripe: Stripe, catalogue: StripeCatalogue): Calls {
  const discountsOf = async ({ discountPercent }: ProviderTerms) => {
    const coupon = await catalogue.couponOf(discountPercent);
    return coupon ? [{ coupon }] : [];
  };
  const running = async (id: string) => {
    const subscription = await stripe.subscriptions.retrieve(id);
    return ENDED.has(subscription.status) ? undefined : subscription;
  };
  return {
    startSubscription: async (start, key) => {
      for await (const known of stripe.subscriptions.list({
        customer: start.customerId,
        status: 'all',
        limit: 100,
      }))
        if (!ENDED.has(known.status)) {
          if (start.freeUntil && known.status !== 'trialing')
            await stripe.subscriptions.update(
              known.id,
              { trial_end: seconds(start.freeUntil), proration_behavior: 'none' },
              { idempotencyKey: `${key}:free` },
            );
          return known.id;
        }
      const prices = await catalogue.pricesOf(start.items);
      const discounts = await discountsOf(start);
      const taxRate = await catalogue.taxRateOf(start.tax);
      const made = await stripe.subscriptions.create(
        {
          customer: start.customerId,
          items: start.items.map((item) => ({
            price: prices.get(lookupKey(item)) ?? '',
            ...(item.charge.kind === 'licensed' ? { quantity: item.charge.quantity } : {}),
          })),
          billing_mode: { type: 'flexible' },
          collection_method: 'charge_automatically',
          payment_behavior: 'allow_incomplete',
          metadata: { tenantId: start.tenantId },
          ...(discounts.length > 0 ? { discounts } : {}),
          ...(taxRate ? { default_tax_rates: [taxRate] } : {}),
          ...(start.freeUntil
            ? {
                trial_end: seconds(start.freeUntil),
                trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' as const } },
              }
            : {}),
          ...(start.once.length > 0
            ? {
                add_invoice_items: start.once.map(({ key: product, cents }) => ({
                  price_data: {
                    currency: 'usd',
                    product: `daftar_${product.replace(':', '_')}`,
                    unit_amount: cents,
                  },
                  discountable: false,
                })),
              }
            : {}),
        },
        { idempotencyKey: key },
      );
      return made.id;
    },
    changeSubscription: async (change, key) => {
      const { subscriptionId, items, prorateAt } = change;
      const subscription = await running(subscriptionId);
      if (!subscription) return;
      const prices = await catalogue.pricesOf(items);
      const wanted = items.map((item) => ({ item, price: prices.get(lookupKey(item)) ?? '' }));
      const updates = itemUpdates(subscription, wanted);
      const discounts = await discountsOf(change);
      const isSameDiscount = (subscription.discounts?.length ?? 0) === discounts.length;
      const taxRate = await catalogue.taxRateOf(change.tax);
      const isSameTax = subscription.default_tax_rates?.[0]?.id === taxRate;
      if (updates.length === 0 && isSameDiscount && isSameTax) return;
      await stripe.subscriptions.update(
        subscriptionId,
        {
          ...(updates.length > 0 ? { items: updates } : {}),
          ...(isSameDiscount ? {} : { discounts: discounts.length > 0 ? discounts : '' }),
          ...(isSameTax ? {} : { default_tax_rates: taxRate ? [taxRate] : '' }),
          proration_behavior: prorateAt ? 'always_invoice' : 'none',
          ...(prorateAt && subscription.status !== 'trialing' ? { proration_date: seconds(prorateAt) } : {}),
          payment_behavior: 'allow_incomplete',
        },
        { idempotencyKey: key },
      );
    },
    setCancelAtPeriodEnd: async (id, cancel, key) => {
      const subscription = await running(id);
      if (subscription && subscription.cancel_at_period_end !== cancel)
        await stripe.subscriptions.update(id, { cancel_at_period_end: cancel }, { idempotencyKey: key });
    },
    endSubscription: async (id, key) => {
      if (await running(id)) await stripe.subscriptions.cancel(id, {}, { idempotencyKey: key });
    },
    pause: async (id, key) => {
      if (await running(id))
        await stripe.subscriptions.update(
          id,
          { pause_collection: { behavior: 'void' } },
          { idempotencyKey: key },
        );
    },
    unpause: async (id, key) => {
      const subscription = await running(id);
      if (subscription?.pause_collection)
        await stripe.subscriptions.update(id, { pause_collection: '' }, { idempotencyKey: key });
    },
  };
}

type Wanted = { item: ProviderTerms['items'][number]; price: string };
type ItemUpdate = { id?: string; price?: string; quantity?: number; deleted?: boolean };

// The base item keeps its id when its price changes: only so is the old price credited and the new one charged on it.
function itemUpdates(subscription: Stripe.Subscription, wanted: Wanted[]): ItemUpdate[] {
  const theirs = subscription.items.data;
  const updates: ItemUpdate[] = [];
  const kept = new Set<string>();
  const oldBase = theirs.find(({ price }) => isBasePrice(price.lookup_key));
  for (const { item, price } of wanted) {
    const quantity = item.charge.kind === 'licensed' ? { quantity: item.charge.quantity } : {};
    const same = theirs.find((entry) => entry.price.id === price);
    if (same) {
      kept.add(same.id);
      if ('quantity' in quantity && same.quantity !== quantity.quantity)
        updates.push({ id: same.id, ...quantity });
    } else if (isBasePrice(lookupKey(item)) && oldBase) {
      kept.add(oldBase.id);
      updates.push({ id: oldBase.id, price, ...quantity });
    } else updates.push({ price, ...quantity });
  }
  for (const { id } of theirs) if (!kept.has(id)) updates.push({ id, deleted: true });
  return updates;
}

export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
