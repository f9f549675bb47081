import { describe, expect, test } from 'vitest';
import { type InvoiceLine, periodOf, rateChange, type SubscriptionTerms } from '../../core/billing/index.ts';
import { later, secondsOf } from './calendar.ts';
import { centsHalfEven, decimal, share, times } from './fraction.ts';
import { overage, PLANS, paid, rest } from './prices.ts';
import { agree, arrears, book, first, month, terms } from './scenario-kit.ts';

const { basic, standard } = PLANS;

describe('changes in a period', () => {
  const change = (from: SubscriptionTerms, to: SubscriptionTerms, at: string, period = month) =>
    rateChange({
      from: { book, terms: from },
      to: { book, terms: to },
      period,
      month: { start: period.start, end: periodOf(period.start, 'monthly', 0).end },
      at: new Date(at),
    });
  const amounts = (lines: InvoiceLine[]) => lines.map(({ amountCents }) => amountCents);

  test.each([
    ['S11a', '2026-04-16T00:00:00Z', 1_296_000, -4_950, 12_450, 7_500],
    ['S11b', '2026-04-11T06:00:00Z', 1_706_400, -6_518, 16_393, 9_875],
    ['S11c', '2026-04-21T13:37:11Z', 814_969, -3_113, 7_829, 4_716],
  ])('billing %s: should prorate an upgrade at %s by the second', (_, at, left, credit, charge, sum) => {
    const { effective, lines } = change(terms('basic'), terms('standard'), at);
    expect(effective).toBe('now');
    const total = 30 * 86_400;
    expect(amounts(lines)).toEqual([credit, charge]);
    expect([-rest(basic.monthly, left, total), rest(standard.monthly, left, total)]).toEqual([
      credit,
      charge,
    ]);
    agree(lines, rest(standard.monthly, left, total) - rest(basic.monthly, left, total), sum);
    expect(lines[0]?.explanation.inputs.secondsLeft).toBe(left);
  });

  test('billing S11b: should know what half-even rounding would have cost', () => {
    const part = share(1_706_400, 2_592_000);
    expect(centsHalfEven(times(decimal('24900'), part)) - centsHalfEven(times(decimal('9900'), part))).toBe(
      9_874,
    );
    const { lines } = change(terms('basic'), terms('standard'), '2026-04-11T06:00:00Z');
    expect(lines.map(({ explanation }) => [explanation.exact, explanation.rounding])).toEqual([
      ['-6517.5', 'half_away_from_zero'],
      ['16392.5', 'half_away_from_zero'],
    ]);
  });

  test('billing S11d: should prorate inside a year', () => {
    const year = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2027-01-01T00:00:00Z') };
    const { lines } = rateChange({
      from: { book, terms: terms('basic', 'yearly') },
      to: { book, terms: terms('standard', 'yearly') },
      period: year,
      month,
      at: new Date('2026-04-11T00:00:00Z'),
    });
    expect(amounts(lines)).toEqual([-69_002, 173_550]);
    const [left, total] = [22_896_000, 365 * 86_400];
    agree(lines, rest(standard.yearly, left, total) - rest(basic.yearly, left, total), 104_548);
  });

  test('billing S12: should take a cheaper plan at the end of the period, without credit', () => {
    expect(change(terms('standard'), terms('basic'), '2026-04-16T00:00:00Z')).toEqual({
      effective: 'period_end',
      lines: [],
      anchor: undefined,
    });
    const next = [...first(terms('basic')), ...arrears(terms('basic'), { students: 620 })];
    expect(amounts(next)).toEqual([9_900, 2_000]);
    agree(next, paid(basic, 'monthly') + overage(basic, 620), 11_900);
  });

  test('billing S13: should begin the year at once and credit the rest of the month', () => {
    const at = '2026-04-16T00:00:00Z';
    const { lines, anchor } = change(terms('standard'), terms('standard', 'yearly'), at);
    expect(amounts(lines)).toEqual([-12_450, 239_040]);
    agree(lines, paid(standard, 'yearly') - rest(standard.monthly, 15, 30), 226_590);
    expect(anchor).toEqual(new Date(at));
  });

  test('billing S14: should begin periods at the end of months and in leap years', () => {
    const begin = { year: 2026, month: 1, day: 31, second: 36_000 };
    const anchor = new Date('2026-01-31T10:00:00Z');
    const starts = [0, 1, 2, 3].map((index) => periodOf(anchor, 'monthly', index).start);
    expect(starts.map((at) => at.toISOString())).toEqual([
      '2026-01-31T10:00:00.000Z',
      '2026-02-28T10:00:00.000Z',
      '2026-03-31T10:00:00.000Z',
      '2026-04-30T10:00:00.000Z',
    ]);
    expect([0, 1, 2, 3].map((index) => secondsOf(later(begin, index)) * 1000)).toEqual(starts.map(Number));
    const leap = periodOf(new Date('2028-02-29T00:00:00Z'), 'yearly', 0).end;
    expect(leap.toISOString()).toBe('2029-02-28T00:00:00.000Z');
    expect(secondsOf(later({ year: 2028, month: 2, day: 29, second: 0 }, 12)) * 1000).toBe(Number(leap));
    agree(first(terms('basic')), paid(basic, 'monthly'), 9_900);
  });

  test('billing S27: should give nothing back for a year that is left early', () => {
    const gone = change(
      terms('standard', 'yearly', '10'),
      terms('standard', 'monthly', '10'),
      '2026-04-16T00:00:00Z',
    );
    expect([gone.effective, gone.lines]).toEqual(['period_end', []]);
    expect(rest(paid(standard, 'yearly', '10'), 275, 365), 'what a pro-rata reading would give back').toBe(
      162_089,
    );
  });
});
