import { describe, expect, it } from 'vitest';
import { cellText } from './cell-text.ts';

const en = { language: 'en', timeZone: 'Asia/Qatar' } as const;
const ar = { ...en, language: 'ar' } as const;

describe('a cell of a plugin’s table', () => {
  it('should follow the format of its column in both languages', () => {
    expect(cellText(1234.5, 'number', en)).toBe('1,234.5');
    expect(cellText(0.256, 'percent', en)).toBe('25.6%');
    expect(cellText('2026-11-20', 'date', en)).toBe('20 Nov 2026');
    expect(cellText('2026-11-20', 'date', ar)).toContain('نوفمبر');
    expect(cellText('2026-11-20T21:30:00Z', 'dateTime', en)).toBe('2026-11-21\u00a000:30');
    expect(cellText(true, 'yesNo', ar)).toBe('نعم');
  });

  it('should show as it is what does not fit, and a dash for nothing', () => {
    for (const value of ['soon', '=1+1', '<b>x</b>', '2026-13-45'])
      for (const format of ['text', 'number', 'percent', 'date', 'dateTime', 'yesNo'] as const)
        expect(cellText(value, format, en)).toBe(value);
    for (const value of [null, undefined, '']) expect(cellText(value, 'text', en)).toBe('–');
  });
});
