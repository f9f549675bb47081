import { z } from 'zod';

const code = z.string().regex(/^[a-z][a-z0-9_]{1,59}$/, 'use small letters, digits and _');
const bilingual = z.strictObject({ en: z.string().min(1).max(120), ar: z.string().min(1).max(120) });
const cents = z.int().min(0).max(1_000_000_000);
const count = z.int().min(0).max(10_000_000);
/** An exact amount of cents with up to twelve places, as text: Stripe's `unit_amount_decimal`. */
const rate = z.string().regex(/^(0|[1-9]\d{0,8})(\.\d{1,12})?$/, 'write an amount such as 0.75');

const plan = z.strictObject({
  code,
  name: bilingual,
  /** Null where the price is agreed in a contract (Enterprise). */
  monthly: cents.nullable(),
  yearly: cents.nullable(),
  /** What is included; null is unlimited. */
  students: count.nullable(),
  teachers: count.nullable(),
  storageGb: count.nullable(),
  /** Above this many students another plan is required; null is none. */
  studentCeiling: count.nullable(),
  /** Each started block of students above the included ones, a month; null where none is charged. */
  studentOverage: z.strictObject({ block: z.int().min(1).max(100_000), cents }).nullable(),
  /** Each started gigabyte (10^9 bytes) above the included ones, a month. */
  storageOverage: z.strictObject({ cents }).nullable(),
  features: z.array(code).max(100),
  /** Whether it can be chosen by new schools. */
  isOpen: z.boolean().default(true),
});

const addOn = z.strictObject({
  code,
  name: bilingual,
  kind: z.enum(['monthly', 'once']),
  cents,
  /** What a school may do with it, in addition to its plan. */
  features: z.array(code).max(50).default([]),
  storageGb: count.default(0),
  inMrr: z.boolean(),
});

const meter = z.strictObject({
  code,
  name: bilingual,
  unit: bilingual,
  rate,
});

const discount = z.strictObject({
  code,
  name: bilingual,
  /** Of the plan's base fee alone (C8), as a percentage with up to four places. */
  percent: z.string().regex(/^(100|[1-9]?\d)(\.\d{1,4})?$/),
  /** From how many active paying schools of one group. */
  fromSchools: z.int().min(2).max(1000),
});

const unique = (list: { code: string }[]) => new Set(list.map((entry) => entry.code)).size === list.length;

/** Everything that one version of the price book says. Amounts are US cents without tax. */
export const priceBookContent = z
  .strictObject({
    currency: z.literal('usd'),
    trialDays: z.int().min(0).max(365),
    graceHours: z.int().min(0).max(2160),
    /** Days of notices before a plan's ceiling is enforced. */
    ceilingDays: z.int().min(0).max(365),
    plans: z.array(plan).min(1).max(50),
    addOns: z.array(addOn).max(200),
    meters: z.array(meter).max(200),
    groupDiscount: discount.nullable(),
    /** A line of tax is made when a rate is given; off until the company registers. */
    tax: z.strictObject({ percent: z.string(), name: bilingual }).nullable(),
  })
  .refine((book) => unique(book.plans) && unique(book.addOns) && unique(book.meters), {
    message: 'every plan, add-on and meter needs a code of its own',
  });

export type PriceBookContent = z.output<typeof priceBookContent>;
export type BookPlan = PriceBookContent['plans'][number];
export type BookAddOn = PriceBookContent['addOns'][number];
export type BookMeter = PriceBookContent['meters'][number];

/** One published version; `validFrom` is the moment from which it counts, until that of the next. */
export type PriceBook = { version: number; validFrom: Date; content: PriceBookContent };
