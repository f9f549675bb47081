import { describe, expect, test } from 'vitest';
import { checkContent } from './check-content.ts';
import type { PriceBookContent } from './content.ts';
import { diffBooks } from './diff-books.ts';
import { FIRST_VERSION } from './first-version.ts';

const changed = (change: (book: PriceBookContent) => void): PriceBookContent => {
  const book = structuredClone(FIRST_VERSION);
  change(book);
  return book;
};

describe('the difference of two price books', () => {
  test('should be empty for the same book, also when features stand in another order', () => {
    expect(
      diffBooks(
        FIRST_VERSION,
        changed((book) => book.plans[0]?.features.reverse()),
      ),
    ).toEqual([]);
  });

  test('should name every field that changes, what comes and what goes', () => {
    const after = changed((book) => {
      book.graceHours = 72;
      book.meters.pop();
      book.groupDiscount = null;
      for (const plan of book.plans)
        if (plan.code === 'standard') {
          plan.name.ar = 'المعيارية';
          plan.studentOverage = null;
          plan.features.push('sso');
        }
      book.tax = { percent: '5', name: { en: 'VAT', ar: 'ضريبة' } };
    });
    const changes = diffBooks(FIRST_VERSION, after).map(({ area, code, kind, field }) => [
      area,
      code,
      kind,
      field,
    ]);
    expect(changes).toEqual([
      ['general', '', 'changed', 'graceHours'],
      ['plan', 'standard', 'changed', 'name.ar'],
      ['plan', 'standard', 'changed', 'studentOverage'],
      ['plan', 'standard', 'changed', 'features'],
      ['meter', 'report_renders', 'removed', ''],
      ['group_discount', '', 'removed', ''],
      ['tax', '', 'added', ''],
    ]);
  });

  test('should take a complete book, and refuse two plans of one code', () => {
    expect(checkContent(FIRST_VERSION)).toEqual(FIRST_VERSION);
    const twice = changed((book) => book.plans.push(...book.plans.slice(0, 1)));
    expect(() => checkContent(twice)).toThrow(expect.objectContaining({ code: 'price.content_invalid' }));
    expect(() => checkContent(undefined)).toThrow(expect.objectContaining({ code: 'price.content_invalid' }));
  });
});
