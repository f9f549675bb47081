import { describe, expect, it } from 'vitest';
import { FIRST_VERSION } from '../../../../core/billing/services/price-book/first-version.ts';
import { type BookForm, emptyEntry, formOf, placeOf, readForm } from './book-form.ts';

function changed(change: (form: BookForm) => void): BookForm {
  const form = formOf(FIRST_VERSION);
  change(form);
  return form;
}
const first = (form: BookForm, area: keyof BookForm) => {
  const entry = form[area][0];
  if (!entry) throw new Error(`no ${area}`);
  return entry;
};

describe('the form of the price book', () => {
  it('should read back exactly what it was made from', () => {
    expect(readForm(formOf(FIRST_VERSION))).toEqual({ content: FIRST_VERSION, problems: {} });
    const withTax = {
      ...FIRST_VERSION,
      groupDiscount: null,
      tax: { percent: '5', name: { en: 'VAT', ar: 'ضريبة' } },
    };
    expect(readForm(formOf(withTax)).content).toEqual(withTax);
  });

  it.each([
    ['109', 10_900],
    ['1,109.5', 110_950],
    ['$0.07', 7],
    ['١٠٩٫٩٥', 10_995],
    ['', null],
  ])('should read a price typed as %j', (text, cents) => {
    const { content } = readForm(changed((form) => Object.assign(first(form, 'plans'), { monthly: text })));
    expect(content?.plans[0]?.monthly).toBe(cents);
  });

  it.each([
    ['monthly', '1.999', 'money'],
    ['monthly', '-5', 'money'],
    ['students', 'many', 'count'],
    ['name.en', ' ', 'needed'],
    ['name.ar', 'ا'.repeat(121), 'tooLong'],
    ['code', 'Not a code', 'code'],
    ['code', 'standard', 'taken'],
    ['studentOverage.block', '', 'pair'],
    ['studentOverage.block', '0', 'count'],
  ])('should say what is wrong with %s typed as %j at its field', (path, text, problem) => {
    const { content, problems } = readForm(
      changed((form) => Object.assign(first(form, 'plans'), { [path]: text })),
    );
    expect(content).toBeUndefined();
    const place = problem === 'taken' ? `plans.1.${path}` : `plans.0.${path}`;
    expect(problems).toMatchObject({ [place]: problem });
  });

  it('should find what only the whole book forbids, at its field', () => {
    const { problems } = readForm(
      changed((form) => Object.assign(first(form, 'groupDiscount'), { fromSchools: '1' })),
    );
    expect(problems).toEqual({ 'groupDiscount.0.fromSchools': 'count' });
    const late = readForm(changed((form) => Object.assign(first(form, 'rules'), { trialDays: '400' })));
    expect(late.problems).toEqual({ 'rules.0.trialDays': 'count' });
  });

  it.each([
    ['plans.0.monthly', 'plans.0.monthly'],
    ['plans.2.studentOverage', 'plans.2.studentOverage.block'],
    ['plans.1.storageOverage', 'plans.1.storageOverage.cents'],
    ['tax.percent', 'tax.0.percent'],
    ['groupDiscount.fromSchools', 'groupDiscount.0.fromSchools'],
    ['trialDays', 'rules.0.trialDays'],
  ])('should show what the server says of %s at %s', (path, place) => {
    expect(placeOf(path)).toBe(place);
  });

  it('should ask for the names of a new entry and nothing that may stay empty', () => {
    const { problems } = readForm(changed((form) => form.plans.push(emptyEntry('plans'))));
    expect(problems).toEqual({
      'plans.3.code': 'needed',
      'plans.3.name.en': 'needed',
      'plans.3.name.ar': 'needed',
    });
  });
});
