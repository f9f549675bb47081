import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysToOpen, reseal, seal, secretAgeDays, unseal, weaknessOf } from './index.ts';

const key = () => randomBytes(32).toString('hex');

describe('the two keys of an installation', () => {
  const before = { ...process.env };
  const [first, second, third] = [key(), key(), key()];
  const use = (current: string, previous?: string) => {
    process.env.DAFTAR_SECRET = current;
    if (previous) process.env.DAFTAR_SECRET_PREVIOUS = previous;
    else delete process.env.DAFTAR_SECRET_PREVIOUS;
  };
  beforeEach(() => use(first));
  afterEach(() => {
    process.env = { ...before };
  });

  it('S14: should open what the key before sealed, and nothing older', () => {
    const sealed = seal(first, 'mail', 'text');
    use(second, first);
    expect(unseal(second, 'mail', sealed)).toBe('text');
    // A caller that still holds the old key opens what the new one sealed.
    expect(unseal(first, 'mail', seal(second, 'mail', 'new'))).toBe('new');
    use(third, second);
    expect(() => unseal(third, 'mail', sealed)).toThrow();
  });

  it('S14: should never sign or seal with the previous key', () => {
    use(second, first);
    const sealed = seal(second, 'mail', 'text');
    use(second);
    expect(unseal(second, 'mail', sealed)).toBe('text');
  });

  it('S14: should keep purposes and foreign keys apart', () => {
    use(second, first);
    expect(() => unseal(second, 'totp', seal(first, 'mail', 'text'))).toThrow();
    expect(() => unseal(second, 'mail', seal(third, 'mail', 'text'))).toThrow();
    expect(keysToOpen(third)).toEqual([third]);
    expect(keysToOpen(first)).toEqual([first, second]);
  });

  it('S14: should seal anew what the previous key sealed, once', () => {
    const sealed = seal(first, 'totp', 'secret');
    use(second, first);
    const anew = reseal('totp', sealed) ?? '';
    expect(reseal('totp', anew)).toBeUndefined();
    use(third, second);
    expect(unseal(third, 'totp', anew)).toBe('secret');
  });

  it('F19: should know secrets that people type', () => {
    for (const secret of [
      '',
      'short',
      'a'.repeat(64),
      'changeme-changeme-changeme-changeme-1',
      'only-for-building-the-panel-000000000',
      '0123456789012345678901234567890123456789',
      'abababababababababababababababababab',
      'this-is-my-secret-this-is-my-secret-xyz',
    ])
      expect(weaknessOf(secret), secret).toBeDefined();
    for (let index = 0; index < 200; index += 1) expect(weaknessOf(key())).toBeUndefined();
    expect(weaknessOf(randomBytes(24).toString('base64url'))).toBeUndefined();
  });

  it('S14: should count the days of a secret', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(secretAgeDays('2026-11-22', now)).toBe(0);
    expect(secretAgeDays('2026-05-23', now)).toBe(183);
    expect(secretAgeDays('nonsense', now)).toBeUndefined();
    expect(secretAgeDays(undefined, now)).toBeUndefined();
  });
});
