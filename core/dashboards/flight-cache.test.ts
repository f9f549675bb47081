import { describe, expect, it } from 'vitest';
import { createFlightCache, type Wanted } from './services/flight-cache.ts';

const options = { lifeMs: 300_000, restMs: 1000, most: 100 };

describe('a cache with one computation', () => {
  let time = 0;
  const cache = () => createFlightCache({ ...options, now: () => time });
  const wanted = <T>(key: string, version: string, value: T, more: Partial<Wanted<T>> = {}): Wanted<T> => ({
    key,
    version,
    isShared: true,
    compute: async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return value;
    },
    ...more,
  });

  it('should compute once for a hundred who ask at once', async () => {
    const one = cache();
    const values = await Promise.all(Array.from({ length: 100 }, () => one.read(wanted('a', '1', { n: 1 }))));
    expect(new Set(values).size).toBe(1);
    expect(one.computed()).toBe(1);
  });

  it('should never answer one key with the value of another', async () => {
    const one = cache();
    const keys = Array.from({ length: 300 }, (_, index) => `school-${index % 30}`);
    const values = await Promise.all(keys.map((key) => one.read(wanted(key, '1', key))));
    expect(values).toEqual(keys);
    expect(one.computed()).toBe(30);
  });

  it('should compute anew after five minutes, and for a new version after a second', async () => {
    const one = cache();
    time = 10_000;
    await one.read(wanted('a', '1', 'old'));
    time += 999;
    expect(await one.read(wanted('a', '2', 'new'))).toBe('old');
    time += 2;
    expect(await one.read(wanted('a', '2', 'new'))).toBe('new');
    time += 299_999;
    expect(await one.read(wanted('a', '2', 'newer'))).toBe('new');
    time += 1;
    expect(await one.read(wanted('a', '2', 'newer'))).toBe('newer');
  });

  it('should keep no failure and no more than it may', async () => {
    const one = cache();
    const failing = wanted('a', '1', 'x', { compute: () => Promise.reject(new Error('broken')) });
    await expect(Promise.all([one.read(failing), one.read(failing)])).rejects.toThrow('broken');
    expect(await one.read(wanted('a', '1', 'x'))).toBe('x');
    for (let index = 0; index < 100; index += 1) await one.read(wanted(`b${index}`, '1', index));
    expect(await one.read(wanted('a', '1', 'again'))).toBe('again');
  });
});
