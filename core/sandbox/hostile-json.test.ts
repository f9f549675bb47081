import { expect, test } from 'vitest';
import { parseHostileJson } from './hostile-json.ts';

test('should keep plain values as they are', () => {
  const value = { a: [1, 'x', null, true, { b: '"[{' }], c: '\\' };
  expect(parseHostileJson(JSON.stringify(value))).toEqual({ value });
});

test('I8: should drop keys that reach prototypes at every level, however they are spelled', () => {
  const parsed = parseHostileJson('{"__proto__":1,"a":[{"\\u0063onstructor":1,"prototype":2,"ok":3}]}');
  expect(parsed).toEqual({ value: { a: [{ ok: 3 }] } });
  expect(Object.getPrototypeOf(parsed?.value)).toBe(Object.prototype);
});

test.each(['', '{', 'undefined', '[1,]', '['.repeat(65) + ']'.repeat(65), '['.repeat(5_000_000)])(
  'should refuse text %#',
  (text) => {
    expect(parseHostileJson(text)).toBeUndefined();
  },
);

test('should count brackets inside texts as letters', () => {
  expect(parseHostileJson(JSON.stringify('['.repeat(1_000)))).toEqual({ value: '['.repeat(1_000) });
  expect(parseHostileJson(JSON.stringify(`\\"${'{'.repeat(100)}`))?.value).toContain('{{');
});
