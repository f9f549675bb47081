import { describe, expect, it } from 'vitest';
import { inArabicOrder, isolatedLines } from './isolated-lines.ts';

/** The first line with its isolated runs in angle brackets. */
const shown = (text: string, language: 'en' | 'ar') =>
  (isolatedLines(text, language)[0] ?? '').replace(/[\u2066\u2067]/g, '<').replaceAll('\u2069', '>');

describe('isolatedLines', () => {
  it.each([
    ['الصف 10-A', 'الصف <10-A>'],
    ['(الصف 10-A)', '(الصف <10-A>)'],
    ['هاتف +974 5511 0001، ليلى', 'هاتف <+974 5511 0001>، ليلى'],
    ['هاتف +974 (55) 110', 'هاتف <+974 (55) 110>'],
    ['نسبة 95.5% من 3/4', 'نسبة <95.5%> من <3/4>'],
    ['عدد 2,340 طالبًا', 'عدد <2,340> طالبًا'],
    ['(2,000)، 12,500.75', '(<2,000>)، <12,500.75>'],
    ['10-A، 11-B', '<10-A>، <11-B>'],
    ['لطيفة Latifa Al-Kuwari هنا', 'لطيفة <Latifa Al-Kuwari> هنا'],
    ['بريد a.b@c.example هنا', 'بريد <a.b@c.example> هنا'],
    ['10 (A', '<10> (<A>'],
    ['تراجع −3% أو -2.5 نقطة', 'تراجع <−3%> أو <-2.5> نقطة'],
    ['الفصل-2', 'الفصل-<2>'],
    // A vowel sign belongs to its letter: cut off, the word would fall apart.
    ['تُمنح شَهادَةٌ', 'تُمنح شَهادَةٌ'],
    ['٢٠٢٦/١١/٢٢', '٢٠٢٦/١١/٢٢'],
  ])('should set apart what runs from left to right in %j', (text, expected) => {
    expect(shown(text, 'ar')).toBe(expected);
  });

  it.each([
    ['Leila (ليلى حسن 10-A)', 'Leila (<ليلى حسن> 10-A)'],
    ['شَهادَةٌ، نعم', '<شَهادَةٌ، نعم>'],
    ['only English 10-A', 'only English 10-A'],
  ])('should set apart what runs from right to left in %j', (text, expected) => {
    expect(shown(text, 'en')).toBe(expected);
  });

  it('should keep lines and drop every mark that would turn the text around', () => {
    expect(isolatedLines('a\r\nb\u2028c', 'en')).toEqual(['a', 'b', 'c']);
    expect(isolatedLines('user\u202egnp.exe\u2067\u200f\u0007x', 'en')).toEqual(['user gnp.exe x']);
    expect(isolatedLines('\ud800', 'en')).toEqual(['\ufffd']);
  });

  it('should take long texts in a moment', () => {
    for (const text of ['a '.repeat(2_500), '('.repeat(5_000), 'a('.repeat(2_500), 'ا ا'.repeat(1_600)])
      for (const language of ['en', 'ar'] as const) expect(isolatedLines(text, language)).toHaveLength(1);
  });
});

describe('inArabicOrder', () => {
  it.each([
    ['الرياضيات 9-A', 'الرياضيات <9-A>'],
    ['9-A', '<9-A>'],
    ['من 2026-08-30 إلى 2027-06-24', 'من <2026-08-30> إلى <2027-06-24>'],
    ['3 رسائل إلى Latifa', '3 رسائل إلى Latifa'],
    ['الصف 10 أ', 'الصف 10 أ'],
  ])('should keep codes and dates as they are in %j and leave words alone', (text, expected) => {
    const shown = inArabicOrder(text);
    expect(shown.replaceAll('\u2066', '<').replaceAll('\u2069', '>')).toBe(expected);
    expect(inArabicOrder(`(${shown})`)).toBe(`(${shown})`);
  });
});
