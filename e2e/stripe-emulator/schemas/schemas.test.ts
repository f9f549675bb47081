import type Stripe from 'stripe';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { parseParams } from '../core/validate.ts';
import type * as customers from './customers.ts';
import * as meters from './meters.ts';
import type * as prices from './prices.ts';
import type * as products from './products.ts';

/** The SDK's type as it looks in a form: its Decimal objects are decimal texts there. */
type InForm<T> = T extends Stripe.Decimal
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends Array<infer Item>
      ? Array<InForm<Item>>
      : { [Key in keyof T]: InForm<T[Key]> };

/**
 * True when what the schema lets through is what the SDK's type allows, and no parameter of the SDK's type is
 * unknown to the schema. `npx tsc --noEmit` is the judge: a difference makes this file fail to compile.
 */
type Mirrors<S extends z.ZodType, Params> =
  z.output<S> extends InForm<Params>
    ? Exclude<keyof Params, keyof z.output<S>> extends never
      ? true
      : false
    : false;

const mirrors: [
  Mirrors<typeof customers.customerCreate, Stripe.CustomerCreateParams>,
  Mirrors<typeof customers.customerUpdate, Stripe.CustomerUpdateParams>,
  Mirrors<typeof products.productCreate, Stripe.ProductCreateParams>,
  Mirrors<typeof products.productUpdate, Stripe.ProductUpdateParams>,
  Mirrors<typeof prices.priceCreate, Stripe.PriceCreateParams>,
  Mirrors<typeof prices.priceUpdate, Stripe.PriceUpdateParams>,
  Mirrors<typeof meters.meterCreate, Stripe.Billing.MeterCreateParams>,
  Mirrors<typeof meters.meterUpdate, Stripe.Billing.MeterUpdateParams>,
  Mirrors<typeof meters.meterEventCreate, Stripe.Billing.MeterEventCreateParams>,
  Mirrors<typeof meters.meterEventAdjustmentCreate, Stripe.Billing.MeterEventAdjustmentCreateParams>,
] = [true, true, true, true, true, true, true, true, true, true];

it('mirrors the parameter types of the SDK where a schema is written by hand', () => {
  expect(mirrors.every(Boolean)).toBe(true);
});

it('names a nested unknown and a nested missing parameter as Stripe does', () => {
  const base = { display_name: 'SMS', event_name: 'sms' };
  const formula = { default_aggregation: { formula: 'sum' } };
  expect(() =>
    parseParams(meters.meterCreate, { ...base, ...formula, value_settings: { key: 'x' } }),
  ).toThrow('Received unknown parameter: value_settings[key]');
  expect(() => parseParams(meters.meterCreate, { ...base, default_aggregation: {} })).toThrow(
    'Missing required param: default_aggregation[formula].',
  );
  expect(() => parseParams(meters.meterCreate, { ...base, default_aggregation: { formula: 'max' } })).toThrow(
    'Invalid default_aggregation[formula]: must be one of count, last, or sum',
  );
});
