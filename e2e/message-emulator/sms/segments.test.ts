import { expect, it } from 'vitest';
import { countSegments } from './segments.ts';

it.each([
  ['an empty text', '', 'GSM-7', 1],
  ['160 GSM characters', 'a'.repeat(160), 'GSM-7', 1],
  ['161 GSM characters', 'a'.repeat(161), 'GSM-7', 2],
  ['306 GSM characters', 'a'.repeat(306), 'GSM-7', 2],
  ['307 GSM characters', 'a'.repeat(307), 'GSM-7', 3],
  ['80 extended characters, two units each', '€'.repeat(80), 'GSM-7', 1],
  ['81 extended characters', '€'.repeat(81), 'GSM-7', 2],
  // 152 units and a pair do not fit into 153, so the pair moves to the next part.
  ['an extended character on the border of a part', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
  ['70 Arabic letters', 'م'.repeat(70), 'UCS-2', 1],
  ['71 Arabic letters', 'م'.repeat(71), 'UCS-2', 2],
  ['134 Arabic letters', 'م'.repeat(134), 'UCS-2', 2],
  ['135 Arabic letters', 'م'.repeat(135), 'UCS-2', 3],
  ['35 emoji, two units each', '😀'.repeat(35), 'UCS-2', 1],
  ['36 emoji', '😀'.repeat(36), 'UCS-2', 2],
  ['one Arabic comma among Latin letters', `${'a'.repeat(70)}،`, 'UCS-2', 2],
] as const)('should count %s', (_name, body, encoding, count) => {
  expect(countSegments(body)).toMatchObject({ encoding, count });
});
