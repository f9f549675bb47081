import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const cell = (value: unknown): string => toCsv([[value]]).slice(1, -2);

describe('toCsv', () => {
  it('should start with a BOM and end every row with CRLF', () => {
    expect(
      toCsv([
        ['a', 'b'],
        ['ج', 2],
      ]),
    ).toBe('\ufeffa,b\r\nج,2\r\n');
  });

  it('should quote commas, quotes and line breaks', () => {
    expect(cell('a,b')).toBe('"a,b"');
    expect(cell('say "hi"')).toBe('"say ""hi"""');
    expect(cell('a\nb')).toBe('"a\nb"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1'])('I5: should keep %s from being run', (text) => {
    expect(cell(text)).toBe(`'${text}`);
  });

  it('I5: should keep tab and carriage return at the start from being run', () => {
    expect(cell('\t=1')).toBe('"\'\t=1"');
    expect(cell('\r=1')).toBe('"\'\r=1"');
  });

  it('I5: should leave numbers and nothing alone', () => {
    expect(cell(-5)).toBe('-5');
    expect(cell(null)).toBe('');
  });
});
