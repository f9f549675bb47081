import { describe, expect, test } from 'vitest';
import type { SubscriptionTerms } from '../terms.ts';
import { monthEndOrder } from './month-end-order.ts';
import { reviveOrder } from './revive-order.ts';

const at = (text: string) => new Date(`${text}Z`);
const terms = (cycle: 'monthly' | 'yearly', plan = 'standard'): SubscriptionTerms => ({
  plan,
  cycle,
  groupPercent: '0',
  addOns: [],
});
const anchor = at('2026-01-31T10:00:00');
const month = { start: at('2026-02-28T10:00:00'), end: at('2026-03-31T10:00:00') };
const order = (cycle: 'monthly' | 'yearly') =>
  monthEndOrder({
    tenantId: 'school',
    anchor,
    month,
    version: 1,
    ran: [{ version: 1, terms: terms(cycle), from: anchor }],
    next: { version: 2, terms: terms(cycle) },
  });

describe('the order of an invoice at the end of a month', () => {
  test('billing S14: should renew a monthly plan from one odd end of a month to the next', () => {
    expect(order('monthly').ahead).toMatchObject({
      version: 2,
      base: { start: month.end, end: at('2026-04-30T10:00:00') },
      month: { start: month.end, end: at('2026-04-30T10:00:00') },
    });
  });

  test('should bill only add-ons and usage in the inner months of a year, and renew at its end', () => {
    expect(order('yearly').ahead?.base).toBeUndefined();
    const last = { start: at('2026-12-31T10:00:00'), end: at('2027-01-31T10:00:00') };
    const end = monthEndOrder({
      tenantId: 'school',
      anchor,
      month: last,
      version: 1,
      ran: [{ version: 1, terms: terms('yearly'), from: anchor }],
      next: { version: 2, terms: terms('yearly') },
    });
    expect(end.ahead?.base).toEqual({ start: last.end, end: at('2028-01-31T10:00:00') });
  });

  test('should bill a subscription that ends no time ahead', () => {
    const end = monthEndOrder({ tenantId: 'school', anchor, month, version: 1, ran: [] });
    expect(end.ahead).toBeUndefined();
  });

  test('should cut the month where the terms changed, without a gap', () => {
    const changed = at('2026-03-10T00:00:00');
    const { arrears } = monthEndOrder({
      tenantId: 'school',
      anchor,
      month,
      version: 1,
      ran: [
        { version: 1, terms: terms('monthly', 'basic'), from: anchor },
        { version: 1, terms: terms('monthly'), from: changed },
      ],
    });
    expect(arrears?.segments.map(({ period }) => period)).toEqual([
      { start: month.start, end: changed },
      { start: changed, end: month.end },
    ]);
  });

  test('should come back from the database as it went', () => {
    expect(reviveOrder(JSON.parse(JSON.stringify(order('monthly'))))).toEqual(order('monthly'));
  });

  test('should refuse a month that is none of the anchor’s', () => {
    const odd = { start: at('2026-02-28T10:00:00'), end: at('2026-03-28T10:00:00') };
    expect(() => monthEndOrder({ tenantId: 'school', anchor, month: odd, version: 1, ran: [] })).toThrow(
      RangeError,
    );
  });
});
