import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { routeKey } from './core/parameter-table.ts';
import { readSdk } from './generate/sdk.ts';
import { routes } from './routes.ts';
import { parameterTable } from './schemas/parameter-table.generated.ts';
import { startTestEmulator, stripeError, testKey } from './test-client.ts';

/** Sends what no typed client would: a form as it is. */
async function post(url: string, path: string, form: string) {
  const headers = { authorization: `Bearer ${testKey}`, 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: form });
  return { status: response.status, body: (await response.json()) as { error: Record<string, string> } };
}

describe('requests', () => {
  it('should know the parameters of every route that the SDK can call', () => {
    const { calls } = readSdk();
    const served = routes.map((route) => routeKey(route.method, route.path));
    const missing = served.filter((key) => calls.has(key) && !(key in parameterTable));
    expect(missing).toEqual([]);
    expect(calls.size).toBeGreaterThan(600);
  });

  it('should refuse an unknown parameter anywhere, by its whole name', async () => {
    const { url } = await startTestEmulator();
    const nested = await post(url, '/v1/coupons', 'percent_off=10&applies_to[product]=prod_1');
    expect(nested).toMatchObject({
      status: 400,
      body: {
        error: {
          type: 'invalid_request_error',
          code: 'parameter_unknown',
          param: 'applies_to[product]',
          message: 'Received unknown parameter: applies_to[product]',
        },
      },
    });
    const misspelt = await post(url, '/v1/promotion_codes', 'promotion[type]=coupon&cod=X');
    expect(misspelt.body.error).toMatchObject({ code: 'parameter_unknown', param: 'cod' });
  });

  it('should refuse a missing parameter, a wrong word, a text for a number and a text for a list', async () => {
    const { url } = await startTestEmulator();
    const refused = async (path: string, form: string) => (await post(url, path, form)).body.error;
    expect(await refused('/v1/promotion_codes', 'code=X')).toMatchObject({
      code: 'parameter_missing',
      param: 'promotion',
      message: 'Missing required param: promotion.',
    });
    expect(await refused('/v1/coupons', 'percent_off=10&duration=always')).toMatchObject({
      param: 'duration',
      message: 'Invalid duration: must be one of forever, once, or repeating',
    });
    expect(await refused('/v1/coupons', 'amount_off=1.5&currency=usd')).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'amount_off',
      message: 'Invalid integer: 1.5',
    });
    expect(await refused('/v1/coupons', 'percent_off=10&applies_to=x')).toMatchObject({
      param: 'applies_to',
      message: 'Invalid object',
    });
    expect(await refused('/v1/checkout/sessions', 'mode=payment&line_items=price_1')).toMatchObject({
      param: 'line_items',
      message: 'Invalid array',
    });
    expect(await refused('/v1/transfers', 'currency=&destination=acct_1')).toMatchObject({
      code: 'parameter_invalid_empty',
      param: 'currency',
    });
    expect(await refused('/v1/promotion_codes', 'active=maybe&promotion[type]=coupon')).toMatchObject({
      param: 'active',
      message: 'Invalid boolean: maybe',
    });
  });

  it('should take decimals where the API does, and read lists with and without positions', async () => {
    const { url, stripe } = await startTestEmulator();
    const product = await stripe.products.create({ name: 'Base' });
    expect((await stripe.coupons.create({ percent_off: 12.5, duration: 'forever' })).percent_off).toBe(12.5);
    const form = `percent_off=10&applies_to[products][]=${product.id}&expand[]=applies_to`;
    const made = await post(url, '/v1/coupons', form);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ applies_to: { products: [product.id] } });
  });

  it('should check what the hand-written schemas of older routes check too', async () => {
    const { stripe } = await startTestEmulator();
    const params = { name: 'A', metadata: { key: 'x'.repeat(501) } } satisfies Stripe.CustomerCreateParams;
    expect(await stripeError(stripe.customers.create(params))).toMatchObject({
      statusCode: 400,
      param: 'metadata[key]',
    });
  });
});
