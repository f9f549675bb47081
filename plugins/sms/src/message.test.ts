import { describe, expect, test } from 'vitest';
import { countSmsParts } from '../../sdk/index.ts';
import type { Language } from './message.ts';
import { composeMessage, formatDate } from './message.ts';
import { arabicGivenName } from './names.ts';

const TEMPLATE = {
  en: '{school}: {student} was marked absent on {date}.',
  ar: '{school}: تم تسجيل غياب {student} بتاريخ {date}.',
};

function message(language: Language, change: Partial<Parameters<typeof composeMessage>[0]> = {}): string {
  const names =
    language === 'ar'
      ? { school: 'مدرسة النور', student: 'عائشة الكواري', studentShort: 'عائشة' }
      : { school: 'Al Noor School', student: 'Aisha Al-Kuwari', studentShort: 'Aisha' };
  return composeMessage({
    template: TEMPLATE[language],
    language,
    date: '2026-11-22',
    names,
    keepToOnePart: true,
    ...change,
  });
}

describe('composeMessage', () => {
  test('should write the default texts', () => {
    expect(message('en')).toBe('Al Noor School: Aisha Al-Kuwari was marked absent on 2026-11-22.');
    expect(message('ar')).toBe('مدرسة النور: تم تسجيل غياب عائشة الكواري بتاريخ 2026/11/22.');
  });

  test('should drop the school first, then shorten the name, then cut', () => {
    const school = 'مدرسة الدوحة الدولية الثانوية للبنات';
    const longName = 'عائشة محمد عبد الرحمن آل ثاني الكواري المهندي';
    const step1 = message('ar', { names: { school, student: 'عائشة محمد الكواري', studentShort: 'عائشة' } });
    expect(step1).toBe('تم تسجيل غياب عائشة محمد الكواري بتاريخ 2026/11/22.');
    const step2 = message('ar', { names: { school, student: longName, studentShort: 'عائشة' } });
    expect(step2).toBe('تم تسجيل غياب عائشة بتاريخ 2026/11/22.');
    const step3 = message('ar', {
      template: `${TEMPLATE.ar} نرجو التواصل مع إدارة المدرسة لتوضيح سبب الغياب.`,
    });
    expect(step3).toMatch(/^تم تسجيل غياب عائشة بتاريخ 2026\/11\/22\..*…$/u);
    for (const text of [step1, step2, step3]) expect(countSmsParts(text).parts).toBe(1);
  });

  test('should not make an English text dearer by the sign of the cut', () => {
    const text = message('en', { template: `{student}, ${'please call the office. '.repeat(10)}` });
    expect(text.endsWith('...')).toBe(true);
    expect(countSmsParts(text)).toMatchObject({ encoding: 'gsm7', parts: 1 });
  });

  test('should keep everything when more than one part is allowed, up to 1600 letters', () => {
    const long = message('ar', {
      template: `${TEMPLATE.ar} ${'نرجو التواصل معنا. '.repeat(10)}`,
      keepToOnePart: false,
    });
    expect(countSmsParts(long).parts).toBeGreaterThan(1);
    expect(long).toContain('مدرسة النور');
    const names = { school: 'س'.repeat(3_000), student: 'x', studentShort: 'x' };
    expect(message('ar', { names, keepToOnePart: false }).length).toBeLessThanOrEqual(1_600);
  });

  test('should drop the school wherever the template has it', () => {
    const names = { school: '', student: 'Omar', studentShort: 'Omar' };
    expect(message('en', { template: '{student} was absent on {date} - {school}', names })).toBe(
      'Omar was absent on 2026-11-22',
    );
    expect(message('en', { names })).toBe('Omar was marked absent on 2026-11-22.');
  });

  test('should start a text with a Latin school name from the right, in Arabic', () => {
    const names = { school: 'Noor', student: 'عائشة', studentShort: 'عائشة' };
    expect(message('ar', { names })).toBe('\u200fNoor: تم تسجيل غياب عائشة بتاريخ 2026/11/22.');
  });

  test('should not let a name turn the text around, break the line or fill in placeholders', () => {
    const names = { school: 'A\u202eB', student: 'X\n{school} $& {date}', studentShort: 'X' };
    expect(message('en', { names })).toBe('A B: X {school} $& {date} was marked absent on 2026-11-22.');
  });
});

test('should write dates so that they do not flip', () => {
  expect(formatDate('2026-11-22', 'en')).toBe('2026-11-22');
  expect(formatDate('2026-11-22', 'ar')).toBe('2026/11/22');
});

test.each([
  ['عائشة محمد الكواري', 'عائشة'],
  ['عبد الله محمد', 'عبد الله'],
  ['نور الدين أحمد', 'نور الدين'],
  ['سالم', 'سالم'],
])('should find the given name of %s', (full, given) => {
  expect(arabicGivenName(full)).toBe(given);
});
