import { describe, expect, it } from 'vitest';
import { PLAN_FEATURES } from '../../../../tenancy/index.ts';
import type { PriceBookContent } from '../../price-book/content.ts';
import { FIRST_VERSION } from '../../price-book/first-version.ts';
import { describeDifference } from './change-words.ts';
import { PATTERNS } from './patterns.ts';
import { sayableChanges } from './sayable-changes.ts';

const validFrom = new Date('2027-01-01T00:00:00Z');
const options = { validFrom, features: PLAN_FEATURES };

/** The first version after a change of its own copy. */
function changed(change: (book: PriceBookContent) => void): PriceBookContent {
  const book = structuredClone(FIRST_VERSION);
  change(book);
  return book;
}
const plan = (book: PriceBookContent, code: string) => {
  const found = book.plans.find((entry) => entry.code === code);
  if (!found) throw new Error(`no plan ${code}`);
  return found;
};
const words = (change: (book: PriceBookContent) => void) =>
  describeDifference(FIRST_VERSION, changed(change), options).map(
    ({ tone, words: { en, ar } }) => [tone, en, ar.replace(/[\u2066\u2069]/g, '')] as const,
  );

describe('the difference of two price books in plain words', () => {
  it('should say nothing where nothing differs, whatever the order of keys', () => {
    const turned = JSON.parse(
      JSON.stringify(FIRST_VERSION, (_, value: unknown) =>
        value && typeof value === 'object' && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).toReversed())
          : value,
      ),
    ) as PriceBookContent;
    expect(sayableChanges(FIRST_VERSION, turned)).toEqual([]);
  });

  it('should say a price with its amounts and the day from which it counts', () => {
    expect(words((book) => Object.assign(plan(book, 'basic'), { monthly: 10_900 }))).toEqual([
      [
        'dearer',
        'Basic: the monthly price rises from USD 99.00 to USD 109.00, for new periods from 1 January 2027.',
        'الأساسية: السعر الشهري: زيادة من 99.00 دولار إلى 109.00 دولار، للفترات الجديدة اعتبارًا من 1 يناير 2027.',
      ],
    ]);
  });

  it('should say limits, and what unlimited means for a school', () => {
    const [students, ceiling] = words((book) =>
      Object.assign(plan(book, 'basic'), { students: null, studentCeiling: 600 }),
    );
    expect(students?.slice(0, 2)).toEqual([
      'cheaper',
      'Basic: the students included change from 500 to unlimited, for new periods from 1 January 2027.',
    ]);
    expect(ceiling?.slice(0, 2)).toEqual([
      'dearer',
      'Basic: the student ceiling falls from 700 to 600, for new periods from 1 January 2027.',
    ]);
  });

  it('should compare an overage by what one student costs', () => {
    const [overage] = words((book) =>
      Object.assign(plan(book, 'standard'), { studentOverage: { block: 50, cents: 600 } }),
    );
    expect(overage?.slice(0, 2)).toEqual([
      'dearer',
      'Standard: the price of students above the included ones rises from USD 10.00 for each started 100 to USD 6.00 for each started 50, for new periods from 1 January 2027.',
    ]);
  });

  it('should name each feature that comes and goes in words', () => {
    const sentences = words((book) => {
      plan(book, 'standard').features = ['core', 'email_support', 'advanced_reports', 'api_access', 'sso'];
    });
    expect(sentences.map(([tone, en]) => [tone, en.split(',')[0]])).toEqual([
      ['cheaper', 'Standard: now includes single sign-on'],
      ['dearer', 'Standard: no longer includes the portal for guardians'],
      ['dearer', 'Standard: no longer includes add-ons'],
    ]);
  });

  it('should say entries that come and go, rates to the last place, discounts, rules and tax', () => {
    const sentences = words((book) => {
      book.addOns = book.addOns.filter(({ code }) => code !== 'lms');
      Object.assign(book.meters[0] ?? {}, { rate: '0.8125' });
      book.groupDiscount = null;
      book.trialDays = 30;
      book.tax = { percent: '5', name: { en: 'VAT', ar: 'ضريبة القيمة المضافة' } };
    }).map(([tone, en]) => [tone, en.replace(', for new periods from 1 January 2027', '')]);
    expect(sentences).toEqual([
      ['cheaper', 'The days of a trial rise from 14 to 30.'],
      ['neutral', 'Learning management: this add-on ends.'],
      ['dearer', 'Text messages: the price of one message part rises from USD 0.0075 to USD 0.008125.'],
      [
        'neutral',
        'Group discount: this discount ends; each school pays the full price from its next renewal.',
      ],
      ['dearer', 'The tax begins: VAT 5%.'],
    ]);
  });

  it('should have words for every field that a book has', () => {
    const { plans, addOns, meters, groupDiscount } = FIRST_VERSION;
    for (const [area, entry] of Object.entries({
      plans: plans[0],
      addOns: addOns[0],
      meters: meters[0],
      groupDiscount,
    }))
      for (const field of Object.keys(entry ?? {}).filter((key) => key !== 'code'))
        expect(PATTERNS[area as keyof typeof PATTERNS][field], `${area}.${field}`).toBeDefined();
  });

  it('should leave no placeholder open in any language', () => {
    const other = changed((book) => {
      for (const one of book.plans)
        Object.assign(one, {
          monthly: one.monthly === null ? 1 : null,
          yearly: 5,
          students: one.students === null ? 3 : null,
          studentOverage: one.studentOverage === null ? { block: 1, cents: 1 } : null,
          storageOverage: { cents: 1 },
          isOpen: !one.isOpen,
          name: { en: 'New', ar: 'جديد' },
        });
      for (const one of book.addOns)
        Object.assign(one, { kind: 'once', cents: 1, storageGb: 7, inMrr: !one.inMrr });
      for (const one of book.meters) Object.assign(one, { rate: '9', unit: { en: 'x', ar: 'س' } });
      book.groupDiscount = { code: 'group', name: { en: 'G', ar: 'م' }, percent: '20', fromSchools: 5 };
    });
    const all = describeDifference(FIRST_VERSION, other, { features: PLAN_FEATURES });
    expect(all.length).toBeGreaterThan(30);
    for (const { words: text } of all) expect(`${text.en} ${text.ar}`).not.toMatch(/[{}]|undefined|null/);
  });
});
