import { describe, expect, it } from 'vitest';
import { readLink, signLink } from './index.ts';

const SECRET = 'a secret of at least thirty-two characters';
const NOW = 1_800_000_000;
const link = {
  key: `${'a'.repeat(8)}-1111-4111-8111-111111111111/imports/package-1`,
  fileName: 'قائمة.zip',
  expiresAt: NOW + 60,
};
const query = (changes: Record<string, string> = {}) => {
  const parameters = new URLSearchParams(signLink(SECRET, link).split('?')[1]);
  for (const [name, value] of Object.entries(changes)) parameters.set(name, value);
  return parameters;
};

describe('a signed link', () => {
  it('I12: should give back what was signed until it expires', () => {
    expect(readLink(SECRET, query(), NOW)).toEqual(link);
    expect(readLink(SECRET, query(), NOW + 60)).toEqual(link);
    expect(readLink(SECRET, query(), NOW + 61)).toBeUndefined();
  });

  it.each([
    ['key', link.key.replace('package-1', 'package-2')],
    ['name', 'other.zip'],
    ['expires', String(NOW + 6000)],
    ['expires', 'Infinity'],
    ['signature', 'x'],
    ['signature', ''],
  ])('I12: should be refused with another %s (%s)', (name, value) => {
    expect(readLink(SECRET, query({ [name]: value }), NOW)).toBeUndefined();
  });

  it('I12: should be refused with another secret', () => {
    expect(readLink(`${SECRET}!`, query(), NOW)).toBeUndefined();
  });
});
