import Stripe from 'stripe';
import type { PriceBookContent } from '../price-book/content.ts';
import type { ProviderItem, ProviderTerms } from './payment-provider.ts';
import { stripeEventName } from './stripe-sink.ts';

/** The prices of the price book at Stripe. */
export type StripeCatalogue = {
  sync: (book: PriceBookContent) => Promise<void>;
  /** Price ids by the name of `lookupKey`; what is missing is made. */
  pricesOf: (items: ProviderItem[]) => Promise<Map<string, string>>;
  /** The coupon of a percentage off plans; undefined for '0'. */
  couponOf: (percent: string) => Promise<string | undefined>;
  /** The tax rate of these terms; undefined without tax. */
  taxRateOf: (tax: ProviderTerms['tax']) => Promise<string | undefined>;
};

/** The meters whose values are states and not sums: the number of started blocks or gigabytes above what is included. */
const OVERAGE_METERS: Record<string, string> = {
  'overage:students': 'student_blocks',
  'overage:storage': 'storage_gb',
};

/**
 * The name that a price has at Stripe. A price is never changed there, so its amount is part of the name: another amount is
 * another price, and two versions of the book with one amount share it.
 */
export function lookupKey({ key, unitCents }: Pick<ProviderItem, 'key' | 'unitCents'>): string {
  return `daftar:${key}:${unitCents}`;
}

/** Whether a price is a plan's base fee: what a group's discount is taken of. */
export function isBasePrice(lookup: string | null | undefined): boolean {
  return /^daftar:(plan|contract):/.test(lookup ?? '');
}

export function stripeCatalogue(stripe: Stripe): StripeCatalogue {
  const prices = new Map<string, string>();
  const products = new Set<string>();
  const coupons = new Set<string>();
  const taxRates = new Map<string, string>();

  const ensureProduct = async (id: string, name?: string) => {
    if (products.has(id) && name === undefined) return;
    const known = await orMissing(stripe.products.retrieve(id));
    if (!known) await stripe.products.create({ id, name: name ?? id }, { idempotencyKey: `product:${id}` });
    else if (name !== undefined && known.name !== name) await stripe.products.update(id, { name });
    products.add(id);
  };
  const ensurePrice = async (item: ProviderItem): Promise<string> => {
    const lookup = lookupKey(item);
    const product = productOf(item.key);
    await ensureProduct(product);
    const meter = item.charge.kind === 'metered' ? await ensureMeter(stripe, meterOf(item.key)) : undefined;
    const interval = item.charge.kind === 'licensed' && item.charge.cycle === 'yearly' ? 'year' : 'month';
    const made = await stripe.prices.create(
      {
        product,
        currency: 'usd',
        // The declared type is a decimal of the SDK; the wire is text either way.
        unit_amount_decimal: Stripe.Decimal.from(item.unitCents),
        lookup_key: lookup,
        recurring: { interval, ...(meter ? { meter, usage_type: 'metered' as const } : {}) },
      },
      { idempotencyKey: `price:${lookup}` },
    );
    return made.id;
  };
  const pricesOf: StripeCatalogue['pricesOf'] = async (items) => {
    const wanted = items.map((item) => ({ item, lookup: lookupKey(item) }));
    const unknown = wanted.filter(({ lookup }) => !prices.has(lookup));
    // Ten keys are the most that Stripe looks up at once.
    for (let from = 0; from < unknown.length; from += 10) {
      const lookup_keys = unknown.slice(from, from + 10).map(({ lookup }) => lookup);
      const found = await stripe.prices.list({ lookup_keys, active: true, limit: 100 });
      for (const price of found.data) if (price.lookup_key) prices.set(price.lookup_key, price.id);
    }
    for (const { item, lookup } of unknown)
      if (!prices.has(lookup)) prices.set(lookup, await ensurePrice(item));
    return new Map(wanted.map(({ lookup }) => [lookup, prices.get(lookup) ?? '']));
  };
  const planProducts = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const product of stripe.products.list({ limit: 100 }))
      if (product.id.startsWith('daftar_plan_')) ids.push(product.id);
    return ids;
  };
  return {
    pricesOf,
    sync: async (book) => {
      for (const plan of book.plans) await ensureProduct(`daftar_plan_${plan.code}`, plan.name.en);
      for (const addOn of book.addOns) await ensureProduct(`daftar_add_on_${addOn.code}`, addOn.name.en);
      for (const meter of book.meters) await ensureProduct(`daftar_meter_${meter.code}`, meter.name.en);
      await pricesOf(itemsOfBook(book));
    },
    couponOf: async (percent) => {
      if (percent === '0') return undefined;
      const products = await planProducts();
      // What it applies to is fixed when it is made, so plans that come later make another coupon.
      const id = `daftar_group_${percent.replace('.', '_')}_${products.length}`;
      if (!coupons.has(id) && !(await orMissing(stripe.coupons.retrieve(id))))
        await stripe.coupons.create(
          {
            id,
            name: `${percent} % group discount`,
            percent_off: Number(percent),
            duration: 'forever',
            applies_to: { products },
          },
          { idempotencyKey: `coupon:${id}` },
        );
      coupons.add(id);
      return id;
    },
    taxRateOf: async (tax) => {
      if (!tax) return undefined;
      const name = `${tax.name}:${tax.percent}`;
      const id = taxRates.get(name) ?? (await ensureTaxRate(stripe, tax));
      taxRates.set(name, id);
      return id;
    },
  };
}

function itemsOfBook(book: PriceBookContent): ProviderItem[] {
  const licensed = (key: string, cents: number, cycle: 'monthly' | 'yearly'): ProviderItem => ({
    key,
    unitCents: String(cents),
    charge: { kind: 'licensed', cycle, quantity: 1 },
  });
  const metered = (key: string, unitCents: string): ProviderItem => ({
    key,
    unitCents,
    charge: { kind: 'metered' },
  });
  return [
    ...book.plans.flatMap(({ code, monthly, yearly, studentOverage, storageOverage }) => [
      ...(monthly === null ? [] : [licensed(`plan:${code}:monthly`, monthly, 'monthly')]),
      ...(yearly === null ? [] : [licensed(`plan:${code}:yearly`, yearly, 'yearly')]),
      ...(studentOverage ? [metered('overage:students', String(studentOverage.cents))] : []),
      ...(storageOverage ? [metered('overage:storage', String(storageOverage.cents))] : []),
    ]),
    ...book.addOns.flatMap(({ code, kind, cents }) =>
      kind === 'monthly' ? [licensed(`add_on:${code}`, cents, 'monthly')] : [],
    ),
    ...book.meters.map(({ code, rate }) => metered(`meter:${code}`, rate)),
  ];
}

async function ensureMeter(stripe: Stripe, code: string): Promise<string> {
  const event_name = stripeEventName(code);
  for await (const known of stripe.billing.meters.list({ status: 'active', limit: 100 }))
    if (known.event_name === event_name) return known.id;
  const isState = Object.values(OVERAGE_METERS).includes(code);
  const made = await stripe.billing.meters.create(
    {
      display_name: code,
      event_name,
      default_aggregation: { formula: isState ? 'last' : 'sum' },
      customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
      value_settings: { event_payload_key: 'value' },
    },
    { idempotencyKey: `meter:${event_name}` },
  );
  return made.id;
}

// What a rate charges cannot be changed there, and its id is Stripe's own: it is known by percentage and name.
async function ensureTaxRate(stripe: Stripe, { percent, name }: NonNullable<ProviderTerms['tax']>) {
  const percentage = Number(percent);
  for await (const known of stripe.taxRates.list({ active: true, inclusive: false, limit: 100 }))
    if (known.percentage === percentage && known.display_name === name) return known.id;
  const made = await stripe.taxRates.create(
    { display_name: name, inclusive: false, percentage },
    { idempotencyKey: `tax:${name}:${percent}` },
  );
  return made.id;
}

function meterOf(key: string): string {
  return OVERAGE_METERS[key] ?? key.slice(key.indexOf(':') + 1);
}

function productOf(key: string): string {
  const [kind = '', code = ''] = key.split(':');
  return kind === 'contract' ? 'daftar_contract' : `daftar_${kind}_${code}`;
}

/** What Stripe knows, or undefined where it says that there is no such thing. */
async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404)
      return undefined;
    throw error;
  }
}
