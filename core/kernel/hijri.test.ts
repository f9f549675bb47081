import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { formatHijri, fromHijri, toHijri } from './hijri.ts';

const VECTORS = [
  ['1979-11-20', 1400, 1, 1],
  ['2015-04-03', 1436, 6, 14],
  ['2015-05-29', 1436, 8, 11],
  ['2024-07-07', 1446, 1, 1],
  ['2025-03-01', 1446, 9, 1],
  ['2026-02-18', 1447, 9, 1],
  ['2026-09-06', 1448, 3, 24],
] as const;

const DAY_MS = 86_400_000;
const days = (from: string, until: string) =>
  Array.from({ length: (Date.parse(until) - Date.parse(from)) / DAY_MS + 1 }, (_, index) =>
    new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10),
  );

describe('the Hijri calendar', () => {
  it.each(VECTORS)('should say that %s is %i-%i-%i, in both directions', (date, year, month, day) => {
    expect(toHijri(date)).toEqual({ year, month, day });
    expect(fromHijri({ year, month, day })).toBe(date);
  });

  it('should agree with the library on every day of its table', () => {
    type Library = { default: { $: { gregorianToHijri: (at: Date) => Record<'hy' | 'hm' | 'hd', number> } } };
    const { $ } = (createRequire(import.meta.url)('@umalqura/core') as Library).default;
    const wrong = days('1900-04-30', '2077-11-16').filter((date) => {
      const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
      // The library counts in the local zone, where a day may have 23 hours: noon is on the same day everywhere.
      const { hy, hm, hd } = $.gregorianToHijri(new Date(year, month - 1, day, 12));
      const own = toHijri(date);
      return own?.year !== hy || own.month !== hm || own.day !== hd;
    });
    expect(wrong).toEqual([]);
  });

  it('should agree with the runtime on every day of 2000 to 2028', () => {
    const format = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      timeZone: 'UTC',
    });
    const wrong = days('2000-01-01', '2028-12-31').filter((date) => {
      const parts = format.formatToParts(new Date(date));
      const part = (type: string) => Number(parts.find((entry) => entry.type === type)?.value);
      const own = toHijri(date);
      return own?.year !== part('year') || own.month !== part('month') || own.day !== part('day');
    });
    expect(wrong).toEqual([]);
  });

  it('should come back from every day of the table', () => {
    const wrong = days('1900-04-30', '2077-11-16').filter((date) => {
      const hijri = toHijri(date);
      return !hijri || fromHijri(hijri) !== date;
    });
    expect(wrong).toEqual([]);
  });

  it('should know its limits', () => {
    expect([toHijri('1900-04-29'), toHijri('2077-11-17'), toHijri('soon')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(fromHijri({ year: 1448, month: 13, day: 1 })).toBeUndefined();
    // Ramadan 1447 had 30 days, Shawwal 1447 has 29.
    expect(fromHijri({ year: 1447, month: 9, day: 30 })).toBe('2026-03-19');
    expect(fromHijri({ year: 1447, month: 10, day: 30 })).toBeUndefined();
  });

  it('should write a date in both languages and in the digits of the school', () => {
    expect(formatHijri('2026-02-18', 'en')).toBe('1 Ramadan 1447 AH');
    expect(formatHijri('2026-02-18', 'ar')).toBe('1 رمضان 1447 هـ');
    expect(formatHijri('2026-02-18', 'ar', { digits: 'arab' })).toBe('١ رمضان ١٤٤٧ هـ');
    expect(formatHijri('2026-02-18', 'en', { withYear: false })).toBe('1 Ramadan');
  });
});
