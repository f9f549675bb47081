import { describe, expect, test } from 'vitest';
import { groupPercentFor, rateArrears, sumOfLines } from '../../core/billing/index.ts';
import { FIRST_VERSION } from '../../core/billing/services/price-book/first-version.ts';
import { metered, overage, PLANS, paid, RATES, rest, storage } from './prices.ts';
import { agree, arrears, book, first, month, terms } from './scenario-kit.ts';

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
