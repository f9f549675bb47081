import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpAnswer,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { asTenant, poolOf } from '../tenancy/index.ts';
import { sessionStrategy, startSession } from './index.ts';

let system: TestSystem;
let a: TestSchool;
let b: TestSchool;
beforeAll(async () => {
  system = await createTestSystem();
  a = await system.addSchool('alpha');
  b = await system.addSchool('beta');
});
afterAll(() => system.close());

const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 1000 });
const cookieOf = (answer: HttpAnswer) => String(answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
const entries = async (action: string) =>
  (
    await system.admin.query('select * from audit_events where action = $1 order by created_at desc', [
      action,
    ])
  ).rows;

describe('signing in', () => {
  it('should give eight sign-ins at once eight sessions that all work', async () => {
    const user = await a.addUser('teacher');
    const clients = await Promise.all(Array.from({ length: 8 }, () => a.signIn(user)));
    const answers = await Promise.all(clients.map((client) => client.get('/api/users/me')));
    expect(answers.map((answer) => answer.json<{ user: { id: string } }>().user?.id)).toEqual(
      Array.from({ length: 8 }, () => user.id),
    );
    expect(new Set(clients.map((client) => client.token)).size).toBe(8);
  });

  it('should know the person of a session as Payload reads the account', async () => {
    const user = await a.addUser('teacher');
    const { token } = await a.signIn(user);
    const [seen, read] = await a.run(async () => {
      const headers = new Headers({ authorization: `JWT ${token}` });
      const { user: found } = await sessionStrategy.authenticate({ headers, payload: system.payload });
      const account = await system.payload.findByID({ collection: 'users', id: user.id, depth: 0 });
      return [found as unknown as Record<string, unknown>, account] as const;
    });
    const { _strategy, session, ...person } = seen;
    expect(person).toEqual(read);
    expect(_strategy).toBe('daftar-session');
    expect(session).toMatchObject({ userId: user.id, kind: 'password' });
  });

  it('should let the same address in at two schools, each with its own password', async () => {
    const email = 'both@people.example';
    for (const [school, word] of [
      [a, 'first long phrase'],
      [b, 'second long phrase'],
    ] as const) {
      const user = await school.addUser('accountant');
      await system.admin.query('update users set email = $2 where id = $1', [user.id, email]);
      await school.run(async () => {
        const { setPassword } = await import('./index.ts');
        await setPassword(poolOf(system.payload), user.id, word);
      });
    }
    const status = async (school: TestSchool, password: string) =>
      (await school.anonymous.post('/api/users/login', { email: ' Both@People.example', password })).status;
    expect(await status(a, 'first long phrase')).toBe(200);
    expect(await status(b, 'first long phrase')).toBe(401);
    expect(await status(b, 'second long phrase')).toBe(200);
  });

  it('S1: should give a new session whatever cookie came with the sign-in, and never take a planted one', async () => {
    const user = await a.addUser('teacher');
    const planted = `daftar=${'p'.repeat(43)}`;
    const answer = await a.anonymous.send('POST', '/api/users/login', {
      body: { email: user.email, password: user.password },
      headers: { cookie: planted },
    });
    expect(cookieOf(answer)).toMatch(/^daftar=[\w-]{43}$/);
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await a.anonymous.send('GET', '/api/users/me', { headers: { cookie: planted } })).text).toContain(
      '"user":null',
    );
  });

  it('S2: should take no JWT of any kind', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ id: a.admin.id, collection: 'users', email: a.admin.email, exp: 4_000_000_000 });
    for (const token of [
      `${part({ alg: 'none' })}.${claims}.`,
      `${part({ alg: 'HS256', typ: 'JWT', authVersion: 1 })}.${claims}.${'x'.repeat(43)}`,
      `${part({ alg: 'RS256' })}.${claims}.${'y'.repeat(342)}`,
      'x'.repeat(43),
      '',
    ])
      for (const scheme of ['JWT', 'Bearer'])
        expect([401, 403]).toContain(
          (
            await a.anonymous.send('GET', '/api/students', {
              headers: { authorization: `${scheme} ${token}` },
            })
          ).status,
        );
  });

  it('S2: should not take the session of one school at another, nor on the console', async () => {
    const client = await a.signIn(await a.addUser('teacher'));
    for (const host of [b.host, `console.${BASE_DOMAIN}`, `partners.${BASE_DOMAIN}`])
      expect((await client.at(host).get('/api/users/me')).text).toContain('"user":null');
    expect((await client.get('/api/users/me')).text).not.toContain('"user":null');
  });

  it('S3: should set its cookie for this host alone, not readable by scripts, and over https with __Host- and Secure', async () => {
    const user = await a.addUser('teacher');
    const signIn = async () => {
      const answer = await a.anonymous.post('/api/users/login', {
        email: user.email,
        password: user.password,
      });
      return answer.headers['set-cookie'] as string[];
    };
    for (const cookie of await signIn()) {
      expect(cookie).toContain('HttpOnly');
      expect(cookie).toContain('SameSite=Lax');
      expect(cookie).toContain('Path=/');
      expect(cookie).not.toMatch(/Domain/i);
    }
    const before = process.env.DAFTAR_PUBLIC_URL;
    process.env.DAFTAR_PUBLIC_URL = `https://${BASE_DOMAIN}`;
    try {
      for (const cookie of await signIn()) expect(cookie).toMatch(/^__Host-daftar.*; Secure$/);
    } finally {
      process.env.DAFTAR_PUBLIC_URL = before;
    }
  });

  it('S13: should write success, failure and sign-out into the log, with address and device, and no password', async () => {
    const user = await a.addUser('accountant');
    const client = await a.signIn(user);
    await a.anonymous.send('POST', '/api/users/login', {
      body: { email: user.email, password: 'a wrong guess\r\nforged: line' },
      headers: { 'user-agent': 'Evil\tBrowser/1.0' },
    });
    await client.post('/api/users/logout', {});
    expect((await client.get('/api/users/me')).text).toContain('"user":null');
    const [{ outcome, actor_label: by, tenant_id: tenant }] = await entries('auth.sign_out');
    expect([outcome, by, tenant]).toEqual(['success', user.email, a.tenant.id]);
    const { rows } = await system.admin.query(
      "select t::text as row from audit_events t where category = 'sign_in'",
    );
    const all = rows.map((row) => row.row).join('\n');
    expect(all).not.toContain('a wrong guess');
    expect(all).not.toContain(user.password);
    expect(all).not.toContain(client.token);
    expect((await entries('auth.sign_in')).some((entry) => entry.outcome === 'failure')).toBe(true);
  });
});

describe('what ends a session on the very next request', () => {
  it('A7: should be signing out, here and everywhere', async () => {
    const user = await a.addUser('teacher');
    const [one, two, three] = await Promise.all([a.signIn(user), a.signIn(user), a.signIn(user)]);
    await one.post('/api/users/logout', {});
    expect((await one.get('/api/students')).status).toBe(403);
    expect((await two.get('/api/students')).status).toBe(200);
    const answer = await two.post('/api/users/account/sessions/end', {});
    expect(answer.json()).toEqual({ ended: 2 });
    expect((await three.get('/api/students')).status).toBe(403);
  });

  it('A7: should be a new password, a switched-off account, a deleted account', async () => {
    const off = await a.addUser('teacher');
    const changed = await a.addUser('teacher');
    const gone = await a.addUser('teacher');
    const admin = await a.signIn(a.admin);
    const [clientOff, clientChanged, other, clientGone] = await Promise.all([
      a.signIn(off),
      a.signIn(changed),
      a.signIn(changed),
      a.signIn(gone),
    ]);
    await admin.send('PATCH', `/api/users/${off.id}`, { body: { active: false } });
    expect((await clientOff.get('/api/students')).status).toBe(403);
    const change = await clientChanged.post('/api/users/account/password', {
      current: changed.password,
      password: 'a brand new sentence',
    });
    expect(change.status, change.text).toBe(200);
    expect((await clientChanged.get('/api/students')).status).toBe(200);
    expect((await other.get('/api/students')).status).toBe(403);
    await admin.send('DELETE', `/api/users/${gone.id}`);
    expect((await clientGone.get('/api/students')).status).toBe(403);
  });

  it('A7: should show another role at once', async () => {
    const user = await a.addUser('accountant');
    const client = await a.signIn(user);
    expect((await client.get('/api/invoices')).status).toBe(200);
    await system.admin.query(
      "update users set role_id = (select id from roles where tenant_id = $2 and code = 'student') where id = $1",
      [user.id, a.tenant.id],
    );
    expect((await client.get('/api/invoices')).status).toBe(403);
  });

  it('A7: should be its age, and four hours without a request', async () => {
    const user = await a.addUser('teacher');
    const client = await a.signIn(user);
    const age = (column: string, hours: number) =>
      system.admin.query(
        `update user_sessions set ${column} = now() - interval '${hours} hours' where user_id = $1`,
        [user.id],
      );
    await age('last_seen_at', 3);
    expect((await client.get('/api/students')).status).toBe(200);
    await age('last_seen_at', 5);
    expect((await client.get('/api/students')).status).toBe(403);
    await age('last_seen_at', 0);
    await age('expires_at', 1);
    expect((await client.get('/api/students')).status).toBe(403);
  });
});

describe('devices', () => {
  it('should list a person’s own and end one of them, and never those of another', async () => {
    const user = await a.addUser('teacher');
    const stranger = await a.signIn(await a.addUser('teacher'));
    const [one, two] = [await a.signIn(user), await a.signIn(user)];
    type Security = { devices: { id: string; isThis: boolean }[] };
    const { devices } = (await one.get('/api/users/account/security')).json<Security>();
    expect(devices.map((device) => device.isThis)).toEqual([true, false]);
    const foreign = devices[1]?.id;
    expect((await stranger.post('/api/users/account/sessions/end', { id: foreign })).status).toBe(404);
    expect((await two.get('/api/students')).status).toBe(200);
    expect((await one.post('/api/users/account/sessions/end', { id: foreign })).status).toBe(200);
    expect((await two.get('/api/students')).status).toBe(403);
  });
});

describe('the second factor', () => {
  it('S12: should be compulsory for staff: set up at the first sign-in, and used once', async () => {
    const staff = await addRealmUser(system.payload, 'platform');
    await system.admin.query('delete from user_totp where user_id = $1', [staff.id]);
    const at = system.at(`console.${BASE_DOMAIN}`);
    const login = { email: staff.email, password: staff.password };
    const first = (await at.post('/api/users/login', login)).json<{
      step: string;
      ticket: string;
      token?: string;
    }>();
    expect([first.step, first.token]).toEqual(['enrol', undefined]);
    expect((await at.post('/api/users/second-factor', { ticket: first.ticket, code: '123456' })).status).toBe(
      401,
    );
    const begun = (await at.post('/api/users/second-factor/begin', { ticket: first.ticket })).json<{
      secret: string;
      uri: string;
      picture: string;
    }>();
    expect(begun.uri).toContain('otpauth://totp/');
    expect(begun.picture).toContain('data:image/svg+xml;base64,');
    const code = codeOf(begun.secret);
    const done = (await at.post('/api/users/second-factor/confirm', { ticket: first.ticket, code })).json<{
      token: string;
      recoveryCodes: string[];
    }>();
    expect(done.recoveryCodes).toHaveLength(10);
    const again = (await at.post('/api/users/login', login)).json<{ step: string; ticket: string }>();
    expect(again.step).toBe('second_factor');
    // The code was used up; the next one works; a recovery code works once.
    const second = (given: string) =>
      at.post('/api/users/second-factor', { ticket: again.ticket, code: given });
    expect((await second(code)).status).toBe(401);
    expect((await second(codeOf(begun.secret, 30))).status).toBe(200);
    const recovery = { ...login, code: done.recoveryCodes[0] };
    expect((await at.post('/api/users/login', recovery)).json<{ step: string }>().step).toBe('done');
    expect((await at.post('/api/users/login', recovery)).status).toBe(401);
    const { rows } = await system.admin.query('select sealed_secret from user_totp where user_id = $1', [
      staff.id,
    ]);
    expect(rows[0].sealed_secret).not.toContain(begun.secret);
  });

  it('S12: should be what a school’s setting says, from the next request on', async () => {
    const teacher = await b.addUser('teacher');
    const student = await b.addUser('student');
    const [ofTeacher, ofStudent] = [await b.signIn(teacher), await b.signIn(student)];
    const setting = (rule: string) =>
      system.admin.query('update tenants set require_second_factor = $2 where id = $1', [b.tenant.id, rule]);
    await setting('staff');
    // The edge looks a school up at most every two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await ofTeacher.get('/api/students')).status).toBe(403);
    expect((await ofStudent.get('/api/students')).status).toBe(200);
    const step = async (user: { email: string; password: string }) =>
      (await b.anonymous.post('/api/users/login', user)).json<{ step: string }>().step;
    expect(await step(teacher)).toBe('enrol');
    expect(await step(student)).toBe('done');
    await setting('optional');
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await ofTeacher.get('/api/students')).status).toBe(200);
  });

  it('should be a person’s own choice too, with the password asked again', async () => {
    const user = await a.addUser('teacher');
    const [client, other] = [await a.signIn(user), await a.signIn(user)];
    const begin = (password: string) => client.post('/api/users/account/second-factor/begin', { password });
    expect((await begin('not the password')).status).toBe(401);
    const { secret } = (await begin(user.password)).json<{ secret: string }>();
    const confirm = await client.post('/api/users/account/second-factor/confirm', { code: codeOf(secret) });
    expect(confirm.json<{ recoveryCodes: string[] }>().recoveryCodes).toHaveLength(10);
    expect((await other.get('/api/students')).status).toBe(403);
    const step = (await a.anonymous.post('/api/users/login', user)).json<{ step: string }>().step;
    expect(step).toBe('second_factor');
    const removed = await client.post('/api/users/account/second-factor/remove', { password: user.password });
    expect(removed.status, removed.text).toBe(200);
    expect((await a.anonymous.post('/api/users/login', user)).json<{ step: string }>().step).toBe('done');
  });

  it('S6: should not be guessed: a ticket dies, and the account’s codes are counted over all tickets', async () => {
    const staff = await addRealmUser(system.payload, 'partner');
    const at = system.at(`partners.${BASE_DOMAIN}`);
    const statuses: number[] = [];
    for (let ticketNumber = 0; ticketNumber < 3; ticketNumber += 1) {
      const { ticket } = (await at.post('/api/users/login', staff)).json<{ ticket: string }>();
      for (let guess = 0; guess < 6; guess += 1)
        statuses.push((await at.post('/api/users/second-factor', { ticket, code: '000000' })).status);
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(11);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('sessions of other kinds', () => {
  it('should hold a session only in the scope it was made in', async () => {
    const user = await a.addUser('teacher');
    await expect(
      asTenant(b.tenant, () => startSession(poolOf(system.payload), { kind: 'sso', userId: user.id })),
    ).rejects.toThrow(/user_sessions_user_fk/);
  });
});
