import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldDigits, foldText } from './text-fold.ts';

describe('foldText', () => {
  it.each([
    ['أحمد', 'احمد'],
    ['إبراهيم', 'ابراهيم'],
    ['آمنة', 'امنه'],
    ['مُحَمَّد', 'محمد'],
    ['محـــمد', 'محمد'],
    ['ليلى', 'ليلي'],
    ['فاطمة الزهراء', 'فاطمه الزهراء'],
    ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
    ['علی', 'علي'],
    ['کریم', 'كريم'],
    ['ﻣﺤﻤﺪ', 'محمد'],
    ['José  Núñez', 'jose nunez'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['\u200Fنور\u200E ', 'نور'],
    ['', ''],
  ])('should fold %j to %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('should not change what it has folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
      }),
    );
  });

  it('should leave other text alone when folding digits', () => {
    expect(foldDigits('صف ٩-A ۴')).toBe('صف 9-A 4');
  });
});
