import { describe, expect, test } from 'vitest';
import type { PriceBook } from '../price-book/content.ts';
import { FIRST_VERSION } from '../price-book/first-version.ts';
import type { SubscriptionTerms } from '../terms.ts';
import { sumOfLines } from './line.ts';
import { rateChange } from './rate-change.ts';
import { rateArrears } from './rate-period.ts';
import { totalsOf } from './totals.ts';

const book: PriceBook = { version: 1, validFrom: new Date(0), content: FIRST_VERSION };
const april = { start: new Date('2026-04-01T00:00:00Z'), end: new Date('2026-05-01T00:00:00Z') };
const half = new Date('2026-04-16T00:00:00Z');
const support = (quantity: number) => [{ code: 'premium_support', quantity }];
const terms = (more: Partial<SubscriptionTerms> = {}): SubscriptionTerms => ({
  plan: 'basic',
  cycle: 'monthly',
  groupPercent: '0',
  addOns: [],
  ...more,
});
const change = (from: SubscriptionTerms, to: SubscriptionTerms) =>
  rateChange({ from: { book, terms: from }, to: { book, terms: to }, period: april, month: april, at: half });

describe('changes of what a school has', () => {
  test('should charge an add-on for the rest of the month, and take it away at its end without credit', () => {
    const added = change(terms(), terms({ addOns: support(1) }));
    expect([added.effective, sumOfLines(added.lines)]).toEqual(['now', 4_950]);
    expect(change(terms({ addOns: support(2) }), terms({ addOns: support(1) }))).toMatchObject({
      effective: 'period_end',
      lines: [],
    });
    expect(change(terms({ addOns: support(1) }), terms()).effective).toBe('period_end');
  });

  test('should charge plan and add-on together, each line rounded once', () => {
    const { lines } = change(terms(), terms({ plan: 'standard', addOns: support(1) }));
    expect(lines.map(({ amountCents }) => amountCents)).toEqual([-4_950, 12_450, 4_950]);
  });

  test('should prorate what a member of a group pays, and not the full price', () => {
    const { lines } = change(terms({ groupPercent: '10' }), terms({ plan: 'standard', groupPercent: '10' }));
    expect(lines.map(({ amountCents }) => amountCents)).toEqual([-4_455, 11_205]);
  });

  test('should credit the add-ons of a month that the change to a year cuts off', () => {
    const { lines, anchor } = change(
      terms({ addOns: support(1) }),
      terms({ plan: 'standard', cycle: 'yearly', addOns: support(1) }),
    );
    expect(lines.map(({ kind, amountCents }) => [kind, amountCents])).toEqual([
      ['proration_credit', -4_950],
      ['proration_credit', -4_950],
      ['base', 239_040],
      ['add_on', 9_900],
    ]);
    expect(anchor).toEqual(half);
  });

  test('should keep a dearer plan of a shorter cycle for the end of the year', () => {
    const year = change(terms({ cycle: 'yearly' }), terms({ plan: 'standard' }));
    expect([year.effective, year.lines]).toEqual(['period_end', []]);
  });

  test('should do nothing when nothing changes', () => {
    expect(change(terms(), terms())).toEqual({ effective: 'now', lines: [], anchor: undefined });
  });

  test('should count a dearer plan by the prices of today, also when those of the period were others', () => {
    const cheaper = structuredClone(book);
    cheaper.version = 2;
    for (const plan of cheaper.content.plans) plan.monthly = plan.monthly === null ? null : plan.monthly / 10;
    const { effective, lines } = rateChange({
      from: { book, terms: terms() },
      to: { book: cheaper, terms: terms({ plan: 'standard' }) },
      period: april,
      month: april,
      at: half,
    });
    expect([effective, lines.map(({ priceBookVersion }) => priceBookVersion)]).toEqual(['now', [1, 2]]);
  });
});

describe('tax and unknown meters', () => {
  test('should tax each line by itself, rounded there, when the book asks for it', () => {
    const taxed = structuredClone(book);
    taxed.content.tax = { percent: '5', name: { en: 'VAT', ar: 'ضريبة القيمة المضافة' } };
    const { lines } = change(terms(), terms({ plan: 'standard' }));
    expect(totalsOf(book, lines, april)).toMatchObject({
      subtotalCents: 7_500,
      taxCents: 0,
      totalCents: 7_500,
    });
    const rated = totalsOf(taxed, lines, april);
    expect(rated).toMatchObject({ subtotalCents: 7_500, taxCents: 375, totalCents: 7_875 });
    expect(rated.lines.map(({ kind, taxCents }) => [kind, taxCents])).toEqual([
      ['proration_credit', -248],
      ['proration_charge', 623],
      ['tax', 0],
    ]);
  });

  test('should leave meters of add-ons of partners to those who price them', () => {
    const meters = [{ meter: 'partner/thing', quantity: 5, events: { count: 5 } }];
    expect(rateArrears({ month: april, book, segments: [], meters })).toEqual([]);
  });
});
