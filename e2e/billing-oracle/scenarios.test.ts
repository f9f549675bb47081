import { describe, expect, test } from 'vitest';
import {
  type BillingCycle,
  groupPercentFor,
  type InvoiceLine,
  type PriceBook,
  periodOf,
  rateArrears,
  rateChange,
  rateStart,
  type SubscriptionTerms,
  sumOfLines,
} from '../../core/billing/index.ts';
import { FIRST_VERSION } from '../../core/billing/services/price-book/first-version.ts';
import { later, secondsOf } from './calendar.ts';
import { centsHalfEven, decimal, share, times } from './fraction.ts';
import { metered, overage, PLANS, paid, RATES, rest, storage } from './prices.ts';

const book: PriceBook = { version: 1, validFrom: new Date('2020-01-01T00:00:00Z'), content: FIRST_VERSION };
const start = new Date('2026-04-01T00:00:00Z');
const month = { start, end: new Date('2026-05-01T00:00:00Z') };

const terms = (plan: string, cycle: BillingCycle = 'monthly', groupPercent = '0'): SubscriptionTerms => ({
  plan,
  cycle,
  groupPercent,
  addOns: [],
});

type Used = { students?: number; bytes?: number; sms?: number; ai?: number; reports?: number };
function arrears(of: SubscriptionTerms, used: Used, isTrial = false): InvoiceLine[] {
  const quantities: [string, number][] = [
    ['sms_parts', used.sms ?? 0],
    ['ai_predictions', used.ai ?? 0],
    ['report_renders', used.reports ?? 0],
  ];
  return rateArrears({
    month,
    book,
    isTrial,
    segments: [{ book, terms: of, peakStudents: used.students ?? 0, peakStorageBytes: used.bytes ?? 0 }],
    meters: quantities.map(([meter, quantity]) => ({ meter, quantity, events: { count: quantity } })),
  });
}
const first = (of: SubscriptionTerms, once: string[] = []) => rateStart({ book, terms: of, start, once });
/** Rating, the oracle and the table say the same. */
function agree(ours: InvoiceLine[] | number, oracle: number, expected: number): void {
  expect({ rating: typeof ours === 'number' ? ours : sumOfLines(ours), oracle }).toEqual({
    rating: expected,
    oracle: expected,
  });
}
const { basic, standard } = PLANS;

describe('plans and overage', () => {
  test.each([
    ['S1', 'basic', 500, 9_900],
    ['S2a', 'basic', 501, 10_900],
    ['S2b', 'basic', 600, 10_900],
    ['S2c', 'basic', 601, 11_900],
    ['S2d', 'basic', 2_340, 28_900],
    ['S3a', 'standard', 2_000, 24_900],
    ['S3b', 'standard', 2_001, 25_900],
    ['S3c', 'standard', 2_340, 28_900],
  ] as const)('billing %s: should bill %s monthly with %i students', (_, plan, students, expected) => {
    const ours = sumOfLines([...first(terms(plan)), ...arrears(terms(plan), { students })]);
    agree(ours, paid(PLANS[plan], 'monthly') + overage(PLANS[plan], students), expected);
  });

  test('billing S4: should bill a year at the yearly price', () => {
    agree(first(terms('basic', 'yearly')), paid(basic, 'yearly'), 95_040);
    agree(first(terms('standard', 'yearly')), paid(standard, 'yearly'), 239_040);
  });

  test('billing S5: should bill overage of a yearly plan monthly in arrears', () => {
    const alone = terms('standard', 'yearly');
    const inArrears = arrears(alone, { students: 2_340 });
    agree(inArrears, overage(standard, 2_340), 4_000);
    agree(
      sumOfLines(first(alone)) + 12 * sumOfLines(inArrears),
      paid(standard, 'yearly') + 12 * overage(standard, 2_340),
      287_040,
    );
  });

  test('billing S6: should take the group’s discount of the base alone', () => {
    const grouped = terms('standard', 'yearly', groupPercentFor(FIRST_VERSION, 3));
    agree(first(grouped), paid(standard, 'yearly', '10'), 215_136);
    agree(
      sumOfLines(first(grouped)) + 12 * sumOfLines(arrears(grouped, { students: 2_340 })),
      paid(standard, 'yearly', '10') + 12 * overage(standard, 2_340),
      263_136,
    );
  });

  test('billing S6’: should know what the other readings would have cost', () => {
    expect(paid(standard, 'yearly', '5')).toBe(227_088);
    expect(paid(standard, 'yearly', '15')).toBe(203_184);
    agree(first(terms('standard', 'yearly', '5')), paid(standard, 'yearly', '5'), 227_088);
    agree(first(terms('standard', 'yearly', '15')), paid(standard, 'yearly', '15'), 203_184);
    const year = 12 * standard.monthly;
    expect(rest(year, 70, 100), 'yearly and group added up').toBe(209_160);
    const extra = 12 * overage(standard, 2_340);
    const base = paid(standard, 'yearly', '10');
    expect(base + rest(extra, 90, 100), 'the group’s discount on overage too').toBe(258_336);
    expect(base + rest(extra, 80, 100), 'overage paid ahead with the yearly discount').toBe(253_536);
    expect(base + rest(extra, 72, 100), 'overage paid ahead with both').toBe(249_696);
  });

  test('billing S7a, S7b: should give the discount from the third school on, and at renewals', () => {
    expect([1, 2, 3, 40].map((schools) => groupPercentFor(FIRST_VERSION, schools))).toEqual([
      '0',
      '0',
      '10',
      '10',
    ]);
    agree(
      first(terms('standard', 'monthly', groupPercentFor(FIRST_VERSION, 2))),
      paid(standard, 'monthly'),
      24_900,
    );
    agree(first(terms('standard', 'monthly', '10')), paid(standard, 'monthly', '10'), 22_410);
    agree(first(terms('basic', 'monthly', '10')), paid(basic, 'monthly', '10'), 8_910);
    const immediately = rest(paid(basic, 'monthly') - paid(basic, 'monthly', '10'), 1, 2);
    expect(immediately, 'the discount in the middle of a period').toBe(495);
  });

  test('billing S7c: should price the year after the group fell below three in full', () => {
    agree(first(terms('standard', 'yearly', '10')), paid(standard, 'yearly', '10'), 215_136);
    const after = terms('standard', 'yearly', groupPercentFor(FIRST_VERSION, 2));
    agree(first(after), paid(standard, 'yearly'), 239_040);
  });

  test('billing S8: should bill started gigabytes of a thousand million bytes', () => {
    agree(arrears(terms('basic'), { bytes: 17_200_000_000 }), storage(basic, 17_200_000_000n), 4_000);
    const hundred = { ...standard, gigabytes: 100 };
    const books = structuredClone(book);
    for (const plan of books.content.plans) plan.storageGb = 100;
    const ours = rateArrears({
      month,
      book: books,
      segments: [
        { book: books, terms: terms('standard'), peakStudents: 0, peakStorageBytes: 107_374_182_400 },
      ],
      meters: [],
    });
    agree(ours, storage(hundred, 107_374_182_400n), 4_000);
    expect(storage(hundred, (107_374_182_400n * 10n ** 9n) / 2n ** 30n), 'gigabytes of 2^30').toBe(0);
  });

  test('billing S24: should bill a contract its price and no overage', () => {
    const contract = { ...terms('enterprise'), contract: { cents: 120_000 } };
    const unlimited = { monthly: 120_000, yearly: 0, block: 100, blockCents: 1_000, gigabyteCents: 500 };
    agree(
      [...first(contract), ...arrears(contract, { students: 50_000, bytes: 9e12 })],
      paid(unlimited, 'monthly') + overage(unlimited, 50_000) + storage(unlimited, 9_000_000_000_000n),
      120_000,
    );
    agree(arrears(contract, { students: 50_000, sms: 1_331 }), metered(RATES.sms_parts, 1_331), 998);
  });

  test('billing S25: should count the highest day of a month', () => {
    const days = [...Array(9).fill(1_990), ...Array(15).fill(2_340), ...Array(6).fill(1_995)];
    const ours = [
      ...first(terms('standard')),
      ...arrears(terms('standard'), { students: Math.max(...days) }),
    ];
    agree(ours, paid(standard, 'monthly') + overage(standard, Math.max(...days)), 28_900);
    const average = Math.ceil(days.reduce((sum, count) => sum + count, 0) / days.length);
    expect(overage(standard, average), 'the average of 2,166').toBe(2_000);
    expect(overage(standard, days.at(-1)), 'the last day').toBe(0);
    const pieces = days.reduce((sum, count) => sum + overage(standard, count), 0);
    expect(rest(pieces, 1, days.length), 'each day for itself').toBe(2_000);
  });

  test('billing S28: should add up the invoices of a group with one payer', () => {
    const ours = [
      first(terms('basic', 'monthly', '10')),
      first(terms('standard', 'monthly', '10')),
      first(terms('standard', 'yearly', '10')),
    ];
    const oracle = [
      paid(basic, 'monthly', '10'),
      paid(standard, 'monthly', '10'),
      paid(standard, 'yearly', '10'),
    ];
    expect(ours.map(sumOfLines)).toEqual([8_910, 22_410, 215_136]);
    agree(
      ours.flat(),
      oracle.reduce((sum, cents) => sum + cents),
      246_456,
    );
  });
});

describe('trial, set-up and support', () => {
  test('billing S9b: should show usage of a trial and charge nothing for it', () => {
    const lines = arrears(terms('basic'), { sms: 1_000, students: 900, bytes: 9e12 }, true);
    expect(lines.map(({ kind, quantity, amountCents }) => [kind, quantity, amountCents])).toEqual([
      ['metered', '1000', 0],
    ]);
  });

  test('billing S19: should charge the set-up once, in full', () => {
    const setup = FIRST_VERSION.addOns.find(({ code }) => code === 'setup')?.cents ?? 0;
    agree(first(terms('standard', 'yearly'), ['setup']), paid(standard, 'yearly') + setup, 289_040);
    agree(
      first(terms('standard', 'yearly', '10'), ['setup']),
      paid(standard, 'yearly', '10') + setup,
      265_136,
    );
    agree(first(terms('basic', 'monthly', '10'), ['setup']), paid(basic, 'monthly', '10') + setup, 58_910);
  });

  test('billing S20: should charge premium support by the month without a discount', () => {
    const support = [{ code: 'premium_support', quantity: 1 }];
    agree(first({ ...terms('standard'), addOns: support }), paid(standard, 'monthly') + 9_900, 34_800);
    const grouped = first({ ...terms('standard', 'yearly', '10'), addOns: support });
    agree(grouped, paid(standard, 'yearly', '10') + 9_900, 225_036);
  });
});

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

describe('metered usage', () => {
  test.each([
    ['S15a', { sms: 1_333, ai: 4_321, reports: 17 }, [1_000, 864, 85], 1_949],
    ['S15b', { sms: 1_331, ai: 4_322, reports: 17 }, [998, 864, 85], 1_947],
  ])('billing %s: should round each meter once', (_, used, lines, sum) => {
    const ours = arrears(terms('standard'), used);
    const oracle = [
      metered(RATES.sms_parts, used.sms),
      metered(RATES.ai_predictions, used.ai),
      metered(RATES.report_renders, used.reports),
    ];
    expect(ours.map(({ amountCents }) => amountCents)).toEqual(lines);
    expect(oracle).toEqual(lines);
    agree(
      ours,
      oracle.reduce((total, cents) => total + cents),
      sum,
    );
  });

  test('billing S15b: should know what rounding the sum would have cost', () => {
    const exact = 1_331n * 75n + 4_322n * 20n + 17n * 500n;
    expect(rest(Number(exact), 1, 100)).toBe(1_948);
  });

  test('billing S15c: should bill plan, students, storage and meters together', () => {
    const used = { students: 2_340, bytes: 57_200_000_000, sms: 1_331, ai: 4_322, reports: 17 };
    const ours = [...first(terms('standard')), ...arrears(terms('standard'), used)];
    agree(
      ours,
      paid(standard, 'monthly') + overage(standard, 2_340) + storage(standard, 57_200_000_000n) + 1_947,
      34_847,
    );
    for (const { explanation, description } of ours) {
      expect(
        [explanation.words.en, explanation.words.ar, description.en, description.ar].map(Boolean),
      ).toEqual(Array(4).fill(true));
    }
  });

  test('billing S21a: should bill what a budget of 1,000 cents lets pass', () => {
    const exact = (sms: number) => sms * 75;
    expect([exact(1_333) <= 100_000, exact(1_334) <= 100_000]).toEqual([true, false]);
    agree(arrears(terms('standard'), { sms: 1_333 }), metered(RATES.sms_parts, 1_333), 1_000);
  });

  test('billing S21b, S21c: should reach half and four fifths of the budget at these messages', () => {
    const reaches = (percent: number) => {
      let sms = 0;
      while (sms * 75 < percent * 1_000) sms += 1;
      return sms;
    };
    expect([reaches(50), reaches(80)]).toEqual([667, 1_067]);
    let passed = 0;
    while ((1_300 + passed + 1) * 75 <= 100_000) passed += 1;
    expect(passed).toBe(33);
  });
});
