import { describe, expect, test } from 'vitest';
import { FIRST_VERSION } from '../../core/billing/services/price-book/first-version.ts';
import { metered, overage, PLANS, paid, RATES, rest, storage } from './prices.ts';
import { agree, arrears, first, terms } from './scenario-kit.ts';

const { basic, standard } = PLANS;

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
