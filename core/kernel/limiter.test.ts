import { afterEach, describe, expect, it } from 'vitest';
import { closeLimiters, createLimiter, rateLimitHeaders } from './index.ts';

describe('a limiter', () => {
  afterEach(() => {
    delete process.env.REDIS_URL;
    closeLimiters();
  });

  it('should refuse what goes over the limit, exactly, also when it comes at once', async () => {
    const limiter = createLimiter({ name: 'parallel', points: 10, seconds: 60 });
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => limiter.consume('one')));
    expect(outcomes.filter((outcome) => outcome.allowed)).toHaveLength(10);
    expect((await limiter.consume('two')).allowed).toBe(true);
  });

  it('should be one limit for one name, and forget or give back when asked', async () => {
    const options = { name: 'shared', points: 2, seconds: 60 };
    const limiter = createLimiter(options);
    expect(createLimiter(options)).toBe(limiter);
    await limiter.consume('key', 2);
    expect(await limiter.look('key')).toMatchObject({ allowed: false, remaining: 0 });
    await limiter.giveBack('key');
    expect((await limiter.look('key')).allowed).toBe(true);
    expect((await limiter.consume('key')).allowed).toBe(true);
    expect((await limiter.consume('key')).allowed).toBe(false);
    await limiter.forget('key');
    expect(await limiter.consume('key')).toMatchObject({ allowed: true, remaining: 1, limit: 2 });
  });

  it('should keep a key shut for the time of the block', async () => {
    const limiter = createLimiter({ name: 'block', points: 1, seconds: 1, blockSeconds: 300 });
    await limiter.consume('key');
    const outcome = await limiter.consume('key');
    expect(outcome.allowed).toBe(false);
    expect(outcome.resetSeconds).toBeGreaterThan(200);
  });

  it('should say what is left in the standard headers, and when to come back', async () => {
    const limiter = createLimiter({ name: 'headers', points: 1, seconds: 60 });
    expect(rateLimitHeaders(limiter, await limiter.consume('key'))).toEqual({
      'RateLimit-Policy': '"headers";q=1;w=60',
      RateLimit: '"headers";r=0;t=60',
    });
    expect(rateLimitHeaders(limiter, await limiter.consume('key'))['Retry-After']).toBe('60');
  });

  it('should count in memory while Redis is away, and quickly', async () => {
    process.env.REDIS_URL = 'redis://127.0.0.1:1';
    const limiter = createLimiter({ name: 'insured', points: 3, seconds: 60 });
    const started = performance.now();
    const outcomes: boolean[] = [];
    for (let index = 0; index < 5; index += 1) outcomes.push((await limiter.consume('key')).allowed);
    expect(outcomes).toEqual([true, true, true, false, false]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
