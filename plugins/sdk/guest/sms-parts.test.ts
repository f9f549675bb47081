import { describe, expect, test } from 'vitest';
import { countSmsParts } from './sms-parts.ts';

describe('countSmsParts', () => {
  test.each([
    ['', 'gsm7', 0, 1],
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    ['€'.repeat(80), 'gsm7', 160, 1],
    ['€'.repeat(81), 'gsm7', 162, 2],
    ['é@£Δ\n', 'gsm7', 5, 1],
    ['غ'.repeat(70), 'ucs2', 70, 1],
    ['غ'.repeat(71), 'ucs2', 71, 2],
    ['غ'.repeat(134), 'ucs2', 134, 2],
    ['غ'.repeat(135), 'ucs2', 135, 3],
    ['😀'.repeat(35), 'ucs2', 70, 1],
    ['😀'.repeat(36), 'ucs2', 72, 2],
    ['a…', 'ucs2', 2, 1],
  ])('should count text %#', (text, encoding, units, parts) => {
    expect(countSmsParts(text)).toEqual({ encoding, units, parts });
  });

  test('should not split an escaped letter or a surrogate pair between parts', () => {
    // 152 + an escaped letter that does not fit into septet 153: 305 units would fit into two parts if it were split.
    expect(countSmsParts(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toMatchObject({ units: 306, parts: 3 });
    expect(countSmsParts(`${'غ'.repeat(66)}😀${'غ'.repeat(66)}`)).toMatchObject({ units: 134, parts: 3 });
  });
});
