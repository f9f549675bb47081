import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { closeLimiters } from '../kernel/index.ts';

let system: TestSystem;
let school: TestSchool;
beforeAll(async () => {
  system = await createTestSystem();
  school = await system.addSchool('alpha');
});
afterAll(() => system.close());
beforeEach(() => closeLimiters());

const guess = (email: string, password: string, headers: Record<string, string> = {}) =>
  school.anonymous.send('POST', '/api/users/login', { body: { email, password }, headers });
const median = (values: number[]) => values.sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? 0;

describe('guessing passwords', () => {
  it('S6: should let a hundred parallel guesses at one account through ten times, not more', async () => {
    const user = await school.addUser('teacher');
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => guess(user.email, `a wrong password ${index}`)),
    );
    const tried = answers.filter((answer) => answer.status === 401).length;
    expect(tried).toBeLessThanOrEqual(11);
    expect(answers.filter((answer) => answer.status === 429).length).toBe(100 - tried);
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('request.rate_limited');
  });

  it('S7: should count the same guesses whatever a client says of itself, and however the address is spelt', async () => {
    const user = await school.addUser('teacher');
    const statuses: number[] = [];
    for (let index = 0; index < 14; index += 1) {
      const spelling = index % 2 === 0 ? user.email.toUpperCase() : ` ${user.email}`;
      const answer = await guess(spelling, 'a wrong password', {
        'x-forwarded-for': `10.9.8.${index}`,
        forwarded: `for=10.1.1.${index}`,
        'x-real-ip': `10.2.2.${index}`,
        'cf-connecting-ip': `10.3.3.${index}`,
      });
      statuses.push(answer.status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.slice(10)).toEqual([429, 429, 429, 429]);
  });

  it('S6: should not lock a headmaster out of a device that is known', async () => {
    const { email, password } = school.admin;
    const first = await guess(email, password);
    const device = (first.headers['set-cookie'] as string[])
      .find((cookie) => cookie.startsWith('daftar-device='))
      ?.split(';')[0];
    for (let index = 0; index < 12; index += 1) await guess(email, 'a wrong password');
    expect((await guess(email, password)).status).toBe(429);
    expect((await guess(email, password, { cookie: device ?? '' })).status).toBe(200);
    const stranger = await school.addUser('teacher');
    expect((await guess(stranger.email, stranger.password, { cookie: device ?? '' })).status).toBe(200);
  });

  it('S6: should count one password tried at many accounts', async () => {
    const statuses = new Map<number, number>();
    for (let index = 0; index < 120; index += 10) {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, at) => guess(`person${index + at}@alpha.example`, 'Spring term 2026')),
      );
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(statuses.get(401)).toBe(100);
    expect(statuses.get(429)).toBe(20);
  });

  it('S9: should answer unknown and known people alike in status, body and time', async () => {
    const samples = { known: [] as number[], unknown: [] as number[] };
    const bodies = new Set<string>();
    for (let index = 0; index < 40; index += 1) {
      closeLimiters();
      for (const kind of ['known', 'unknown'] as const) {
        const email = kind === 'known' ? school.admin.email : `nobody${index}@alpha.example`;
        const begun = performance.now();
        const answer = await guess(email, 'a wrong password');
        samples[kind].push(performance.now() - begun);
        bodies.add(`${answer.status} ${answer.text}`);
      }
    }
    expect(bodies.size).toBe(1);
    const ratio = median(samples.known) / median(samples.unknown);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  });
});

describe('links that set a password', () => {
  const ask = (email: string) => school.anonymous.post('/api/users/forgot-password', { email });

  it('S9: should answer a known and an unknown address alike, in time too', async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let index = 0; index < 8; index += 1)
      for (const kind of ['known', 'unknown'] as const) {
        closeLimiters();
        const begun = performance.now();
        await ask(kind === 'known' ? school.admin.email : `nobody${index}@alpha.example`);
        times[kind].push(performance.now() - begun);
      }
    const ratio = median(times.known) / median(times.unknown);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  });

  it('S6: should send three mails in a quarter of an hour, whoever asks', async () => {
    const user = await school.addUser('guardian');
    const mails = async () =>
      (
        await system.admin.query('select count(*)::int as n from one_time_tokens where user_id = $1', [
          user.id,
        ])
      ).rows[0].n;
    for (let index = 0; index < 6; index += 1) expect((await ask(user.email)).status).toBe(200);
    expect(await mails()).toBe(3);
  });

  it('S10: should be kept as a hash, live an hour, die with a new password, and take texts alone', async () => {
    const user = await school.addUser('guardian');
    const client = await school.signIn(user);
    const { makeToken } = await import('./index.ts');
    const make = (minutes: number) =>
      school.run(() => makeToken(system.pool, { purpose: 'reset', userId: user.id, minutes }));
    const set = (token: unknown, password = 'quite another sentence') =>
      school.anonymous.post('/api/users/reset-password', { token, password });
    const [one, two, late] = [await make(60), await make(60), await make(-1)];
    const { rows } = await system.admin.query(
      'select t::text as row from one_time_tokens t where user_id = $1',
      [user.id],
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(one);
    for (const odd of [{ $ne: '' }, ['x'], 1, null, '', 'x'.repeat(43), late])
      expect((await set(odd)).status, JSON.stringify(odd)).toBe(400);
    expect((await set(one, 'short')).status).toBe(400);
    expect((await set(one)).status).toBe(200);
    expect((await set(one)).status).toBe(400);
    expect((await set(two)).status).toBe(400);
    expect((await client.get('/api/students')).status).toBe(403);
    const other = await system.addSchool('gamma');
    expect(
      (
        await other.anonymous.post('/api/users/reset-password', {
          token: await make(60),
          password: 'quite another sentence',
        })
      ).status,
    ).toBe(400);
  });

  it('S10: should invite somebody whom an administrator adds, and let nobody set the password of another', async () => {
    const admin = await school.signIn(school.admin);
    const roles = (await admin.get('/api/roles?where[code][equals]=teacher')).json<{
      docs: { id: string }[];
    }>();
    const made = await admin.post('/api/users', {
      email: 'New.Teacher@alpha.example',
      displayName: 'New Teacher',
      role: roles.docs[0]?.id,
      password: 'chosen by somebody else',
    });
    expect(made.status, made.text).toBe(201);
    const { doc } = made.json<{ doc: { id: string; email: string } }>();
    expect(doc.email).toBe('new.teacher@alpha.example');
    const login = { email: doc.email, password: 'chosen by somebody else' };
    expect((await school.anonymous.post('/api/users/login', login)).status).toBe(401);
    const { rows } = await system.admin.query(
      "select purpose, used_at from one_time_tokens where user_id = $1 and purpose = 'invite'",
      [doc.id],
    );
    expect(rows).toEqual([{ purpose: 'invite', used_at: null }]);
  });
});

describe('the rules of passwords', () => {
  it('S11: should refuse short, common and personal ones and ask for nothing else', async () => {
    const { checkNewPassword } = await import('./index.ts');
    const code = (password: string) => {
      try {
        checkNewPassword(password, { email: 'huda.alnaimi@alnoor.example', name: 'Huda Al-Naimi' });
        return 'fine';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code('short-one')).toBe('auth.password_short');
    expect(code('x'.repeat(257))).toBe('auth.password_long');
    for (const bad of [
      'password123',
      'Password1234!',
      '1234567890',
      'qwertyuiop',
      'aaaaaaaaaaaaaa',
      'huda.alnaimi1',
    ])
      expect(code(bad), bad).toBe('auth.password_common');
    for (const good of [
      'four plain words here',
      'كلمة مرور طويلة جدًا',
      'x7$kq9!mz2pw',
      'a'.repeat(3).concat(' b'.repeat(60)),
    ])
      expect(code(good), good).toBe('fine');
  });
});
