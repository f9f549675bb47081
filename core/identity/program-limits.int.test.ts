import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { closeLimiters } from '../kernel/index.ts';
import { newCredential } from './services/api/key-format.ts';
import { makeKey, withKey } from './testing/api-keys.ts';

describe('limits of keys', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    admin = await alpha.signIn(alpha.admin);
  });
  afterAll(() => system.close());
  beforeEach(() => closeLimiters());

  it('S6: should hold one key to its own limit, exactly, also at once, and say so in the headers', async () => {
    const other = await makeKey(admin, ['students.read']);
    const limited = await makeKey(admin, ['students.read'], { requestsPerMinute: 5 });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        withKey(alpha, limited.secret, 'GET', '/api/students', {
          headers: { 'x-forwarded-for': `203.0.113.${index}` },
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused?.headers['ratelimit-policy']).toContain('"key";q=5;w=60');
    expect(refused?.headers.ratelimit).toContain('"key";r=0;t=');
    // Another key of the same school and address goes on.
    expect((await withKey(alpha, other.secret, 'GET', '/api/students')).status).toBe(200);
  });

  it('S6: should stop trying secrets of one key, whatever address the headers claim, and leave the others alone', async () => {
    const target = await makeKey(admin, ['students.read']);
    const other = await makeKey(admin, ['students.read']);
    const guess = newCredential('key', target.prefix);
    const statuses: number[] = [];
    for (let index = 0; index < 30; index += 1)
      statuses.push(
        (
          await withKey(alpha, guess, 'GET', '/api/students', {
            headers: { 'x-forwarded-for': `198.51.100.${index}`, 'x-real-ip': `198.51.100.${index}` },
          })
        ).status,
      );
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(21);
    expect(statuses.at(-1)).toBe(429);
    expect((await withKey(alpha, other.secret, 'GET', '/api/students')).status).toBe(200);
  });
});
