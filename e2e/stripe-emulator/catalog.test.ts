import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { apiVersion } from './core/emit-event.ts';
import { connectStripe, startTestEmulator, stripeError, testKey } from './test-client.ts';

describe('customers', () => {
  it('should create, retrieve, update, unset and delete one', async () => {
    const { stripe } = await startTestEmulator();
    const created = await stripe.customers.create({
      name: 'مدرسة النور',
      email: 'a+b@noor.example',
      metadata: { tenant: '7', '0': 'zero' },
      address: { city: 'Amman', country: 'JO' },
      preferred_locales: ['ar', 'en'],
    });
    expect(created.id).toMatch(/^cus_\w{14}$/);
    expect(created.lastResponse.requestId).toMatch(/^req_/);
    expect(created.metadata).toEqual({ tenant: '7', '0': 'zero' });
    expect(created.preferred_locales).toEqual(['ar', 'en']);
    const updated = await stripe.customers.update(created.id, {
      metadata: { tenant: '', plan: 'basic' },
      name: '',
    });
    expect(updated.metadata).toEqual({ '0': 'zero', plan: 'basic' });
    expect(updated.name).toBeNull();
    expect(updated.address?.city).toBe('Amman');
    expect(await stripe.customers.retrieve(created.id)).toMatchObject({ email: 'a+b@noor.example' });
    expect(await stripe.customers.del(created.id)).toMatchObject({ id: created.id, deleted: true });
    expect(await stripe.customers.retrieve(created.id)).toMatchObject({ deleted: true });
    const error = await stripeError(stripe.customers.update(created.id, { name: 'x' }));
    expect(error).toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'id' });
    expect(error.message).toBe(`No such customer: '${created.id}'`);
  });

  it('should list newest first, by pages, and find one by address', async () => {
    const { stripe } = await startTestEmulator();
    for (let index = 0; index < 25; index += 1)
      await stripe.customers.create({ email: `c${index}@x.example` });
    const first = await stripe.customers.list({ limit: 10 });
    expect(first).toMatchObject({ object: 'list', has_more: true, url: '/v1/customers' });
    expect(first.data[0]?.email).toBe('c24@x.example');
    const all: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 10 })) all.push(String(customer.email));
    expect(all).toHaveLength(25);
    expect(new Set(all).size).toBe(25);
    const tenth = first.data[9]?.id ?? '';
    const back = await stripe.customers.list({ limit: 3, ending_before: tenth });
    expect(back.data.map((customer) => customer.email)).toEqual([
      'c18@x.example',
      'c17@x.example',
      'c16@x.example',
    ]);
    expect((await stripe.customers.list({ email: 'c7@x.example' })).data).toHaveLength(1);
    expect((await stripe.customers.list({ email: 'nobody@x.example' })).data).toEqual([]);
    const error = await stripeError(stripe.customers.list({ limit: 101 }));
    expect(error).toMatchObject({ statusCode: 400, param: 'limit', code: 'parameter_invalid_integer' });
  });
});

describe('products and prices', () => {
  it('should create a metered price on a meter and find it by its lookup key', async () => {
    const { stripe } = await startTestEmulator();
    const meter = await stripe.billing.meters.create({
      display_name: 'SMS',
      event_name: 'sms',
      default_aggregation: { formula: 'sum' },
    });
    const product = await stripe.products.create({ name: 'SMS', unit_label: 'SMS' });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount_decimal: Stripe.Decimal.from('0.75'),
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      lookup_key: 'sms',
    });
    expect(price).toMatchObject({ unit_amount: null, type: 'recurring', billing_scheme: 'per_unit' });
    expect(price.unit_amount_decimal?.toString()).toBe('0.75');
    expect(price.recurring).toMatchObject({ meter: meter.id, usage_type: 'metered', interval_count: 1 });
    expect(price.currency_options).toBeUndefined();
    const found = await stripe.prices.list({ lookup_keys: ['other', 'sms'], expand: ['data.product'] });
    expect(found.data[0]?.product).toMatchObject({ id: product.id, name: 'SMS' });
    const withoutMeter = stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 1,
      recurring: { interval: 'month', usage_type: 'metered' },
    });
    expect(await stripeError(withoutMeter)).toMatchObject({ statusCode: 400, param: 'recurring[meter]' });
  });

  it('should show tiers only when asked and refuse tiers with transform_quantity', async () => {
    const { stripe } = await startTestEmulator();
    const tiered: Stripe.PriceCreateParams = {
      product_data: { name: 'Students' },
      currency: 'usd',
      recurring: { interval: 'month' },
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 2000, flat_amount: 24900 },
        { up_to: 'inf', unit_amount: 10 },
      ],
    };
    const price = await stripe.prices.create(tiered);
    expect(price.tiers).toBeUndefined();
    const expanded = await stripe.prices.retrieve(price.id, { expand: ['tiers'] });
    expect(expanded.tiers?.map((tier) => tier.up_to)).toEqual([2000, null]);
    const both = stripe.prices.create({ ...tiered, transform_quantity: { divide_by: 100, round: 'up' } });
    expect(await stripeError(both)).toMatchObject({ statusCode: 400, param: 'transform_quantity' });
  });

  it('should move a lookup key only when told to', async () => {
    const { stripe } = await startTestEmulator();
    const product = await stripe.products.create({
      name: 'Basic',
      default_price_data: { currency: 'usd', unit_amount: 9900 },
    });
    expect(product.default_price).toMatch(/^price_/);
    const base = { product: product.id, currency: 'usd', unit_amount: 9900, lookup_key: 'basic' };
    const first = await stripe.prices.create(base);
    expect(await stripeError(stripe.prices.create(base))).toMatchObject({ param: 'lookup_key' });
    const second = await stripe.prices.create({ ...base, transfer_lookup_key: true });
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
    expect((await stripe.prices.list({ lookup_keys: ['basic'] })).data.map((price) => price.id)).toEqual([
      second.id,
    ]);
    expect(await stripe.prices.update(second.id, { active: false, nickname: 'old' })).toMatchObject({
      active: false,
    });
    expect((await stripe.prices.list({ active: true, product: product.id })).data).toHaveLength(2);
    expect(await stripe.products.update(product.id, { name: 'Basic 2' })).toMatchObject({ name: 'Basic 2' });
    expect((await stripe.products.list({ active: true })).data).toHaveLength(1);
  });
});

describe('protocol', () => {
  it('should speak the version of the installed SDK and echo the one asked for', async () => {
    const { stripe } = await startTestEmulator();
    expect(apiVersion).toBe(Stripe.API_VERSION);
    const older = await stripe.customers.create({}, { apiVersion: '2024-06-20' });
    expect(older.lastResponse.apiVersion).toBe('2024-06-20');
  });

  it('should refuse a missing, a malformed and a live key with 401', async () => {
    const { url, port } = await startTestEmulator({ apiKey: testKey });
    const without = await fetch(`${url}/v1/customers`);
    expect(without.status).toBe(401);
    expect(await without.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    for (const key of ['nonsense', 'sk_live_1234567890abcdef', 'sk_test_another1234567']) {
      const error = await stripeError(connectStripe(port, key).customers.list());
      expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
      expect(error.message).not.toContain(key);
    }
  });

  it('should name unknown and missing parameters, and unknown routes', async () => {
    const { stripe, url } = await startTestEmulator();
    const misspelt = { name: 'A', nmae: 'B' } as Stripe.CustomerCreateParams;
    expect(await stripeError(stripe.customers.create(misspelt))).toMatchObject({
      statusCode: 400,
      code: 'parameter_unknown',
      param: 'nmae',
      doc_url: 'https://stripe.com/docs/error-codes/parameter-unknown',
    });
    const nameless = {} as Stripe.ProductCreateParams;
    expect(await stripeError(stripe.products.create(nameless))).toMatchObject({
      code: 'parameter_missing',
      param: 'name',
    });
    const headers = { authorization: `Bearer ${testKey}` };
    expect((await fetch(`${url}/v1/nonsense`, { headers })).status).toBe(404);
  });

  it('should replay an answer for the same idempotency key and refuse other parameters', async () => {
    const { stripe } = await startTestEmulator();
    const first = await stripe.customers.create({ name: 'A' }, { idempotencyKey: 'k1' });
    const again = await stripe.customers.create({ name: 'A' }, { idempotencyKey: 'k1' });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    const other = await stripeError(stripe.customers.create({ name: 'B' }, { idempotencyKey: 'k1' }));
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(other.statusCode).toBe(400);
    expect((await stripe.customers.list()).data).toHaveLength(1);
    const invalid = { nmae: 'B' } as Stripe.CustomerCreateParams;
    await stripeError(stripe.customers.create(invalid, { idempotencyKey: 'k2' }));
    // Validation failures are not kept, so the corrected request may use the same key.
    expect((await stripe.customers.create({ name: 'C' }, { idempotencyKey: 'k2' })).name).toBe('C');
  });

  it('should record events with what changed', async () => {
    const { stripe } = await startTestEmulator();
    const customer = await stripe.customers.create({ name: 'A' });
    await stripe.customers.update(customer.id, { name: 'B' });
    const events = await stripe.events.list({ types: ['customer.created', 'customer.updated'] });
    expect(events.data.map((event) => event.type)).toEqual(['customer.updated', 'customer.created']);
    expect(events.data[0]?.data.previous_attributes).toEqual({ name: 'A' });
    const retrieved = await stripe.events.retrieve(events.data[1]?.id ?? '');
    expect(retrieved).toMatchObject({ object: 'event', api_version: apiVersion, livemode: false });
  });

  it('should show an escaped page that loads nothing from elsewhere', async () => {
    const { stripe, url } = await startTestEmulator();
    await stripe.customers.create({ name: '<script>alert(1)</script>' });
    const page = await fetch(url);
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toMatch(/(src|href)="http/);
  });
});
