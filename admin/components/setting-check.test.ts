import { describe, expect, it } from 'vitest';
import type { SettingsSchema } from '../../plugins/sdk/index.ts';
import { FORM_TEXTS } from './form-texts.ts';
import { checkSetting, numberOf, toSend } from './setting-check.ts';

const titles = { title: 'A', title_ar: 'أ' };
const schema: SettingsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { type: 'string', ...titles, minLength: 2, maxLength: 4 },
    note: { type: 'string', ...titles },
    level: { type: 'string', ...titles, enum: ['easy', 'hard'] },
    count: { type: 'integer', ...titles, minimum: 1, maximum: 30 },
    active: { type: 'boolean', ...titles },
    key: { type: 'string', ...titles, 'x-secret': true },
  },
};

describe('a form made from a schema', () => {
  it('should read numbers in the digits of both languages', () => {
    expect(['12', ' ١٢٫٥ ', '٣', '', 'x', '1 2'].map(numberOf)).toEqual([12, 12.5, 3, NaN, NaN, NaN]);
  });

  it('should say in the person’s language what does not fit', () => {
    const check = (name: string, value: string | null, isRequired = false, language: 'en' | 'ar' = 'en') => {
      const property = schema.properties[name];
      return property && checkSetting(property, value, isRequired, FORM_TEXTS[language]);
    };
    expect(check('name', 'a')).toBe('At least 2 letters.');
    expect(check('name', 'abcde')).toBe('At most 4 letters.');
    expect(check('name', '', true, 'ar')).toBe('هذا الحقل مطلوب.');
    expect(check('key', null, true)).toBe('This is needed.');
    expect(check('count', '٣١', false, 'ar')).toBe('أكبر قيمة مسموحة هي 30.');
    expect(check('count', '1.5')).toBe('This must be a whole number.');
    expect(check('count', '٣')).toBeUndefined();
  });

  it('should leave out what is not set, and say so where a secret is removed', () => {
    const empty = { name: '', note: '', level: '', count: '', active: false, key: '' };
    expect(toSend(schema, empty)).toEqual({ note: '', active: false });
    expect(toSend(schema, { ...empty, level: 'hard', count: '٣', key: null })).toEqual({
      ...{ note: '', active: false },
      ...{ level: 'hard', count: 3, key: null },
    });
  });
});
