import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';

describe('the edge', () => {
  let system: TestSystem;
  let school: TestSchool;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    admin = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  it.each([
    'nobody.daftar.test',
    'daftar.test',
    'example.com',
    '127.0.0.1',
    'a.b.daftar.test',
    'www.daftar.test',
  ])('S5: should answer 421 and nothing else at the host %s', async (host) => {
    for (const path of ['/api/students', '/admin', '/api/users/login', '/']) {
      const answer = await system.at(host).get(path);
      expect(answer.status).toBe(421);
      expect(answer.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('host.unknown');
      expect(answer.bytes).not.toContain('alpha');
    }
  });

  it('should hide its health from an unknown host and show it to probes', async () => {
    expect((await system.at('example.com').get('/healthz')).status).toBe(421);
    expect((await system.at('127.0.0.1').get('/healthz')).status).toBe(200);
    const ready = await system.at(BASE_DOMAIN).get('/readyz');
    expect(ready.status, ready.text).toBe(200);
    expect(
      ready.json<{ checks: { name: string; ok: boolean }[] }>().checks.map((check) => check.name),
    ).toEqual(['database', 'migrations', 'outbox', 'secrets']);
  });

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a sibling school', { origin: `http://beta.${BASE_DOMAIN}` }],
    ['a page without Origin', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling page without Origin', { 'sec-fetch-site': 'same-site' }],
  ])('should refuse a change sent by %s', async (_name, headers) => {
    const answer = await admin.send('POST', '/api/announcements', {
      body: { title: 'x' },
      headers: { cookie: 'daftar=session', ...headers },
    });
    expect(answer.status).toBe(403);
    expect(answer.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('request.origin_refused');
  });

  it('should accept a change sent by its own page', async () => {
    const answer = await admin.send('POST', '/api/subjects', {
      body: { title: 'Physics' },
      headers: { origin: `http://${school.host}`, 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.status, answer.text).toBe(201);
  });

  it('should keep the realms apart at sign-in', async () => {
    const staff = await addRealmUser(system.payload, 'platform');
    const hosts = {
      school: school.host,
      console: `console.${BASE_DOMAIN}`,
      partners: `partners.${BASE_DOMAIN}`,
    };
    const tryAt = async (host: string, user: { email: string; password: string }) =>
      (await system.at(host).post('/api/users/login', user)).status;
    expect(await tryAt(hosts.console, staff)).toBe(200);
    expect(await tryAt(hosts.partners, staff)).toBe(401);
    expect(await tryAt(hosts.school, staff)).toBe(401);
    expect(await tryAt(hosts.school, school.admin)).toBe(200);
    expect(await tryAt(hosts.console, school.admin)).toBe(401);
    expect(await tryAt(hosts.partners, school.admin)).toBe(401);
  });

  it('S2: should not take a token of one host at another', async () => {
    const me = await admin.at(`console.${BASE_DOMAIN}`).get('/api/users/me');
    expect(me.json<{ user: unknown }>().user).toBeNull();
    expect((await admin.at(`console.${BASE_DOMAIN}`).get('/api/tenants')).status).toBe(403);
  });

  it('S9: should answer a switched-off account like a wrong password', async () => {
    const user = await school.addUser('teacher');
    const wrong = await school.anonymous.post('/api/users/login', {
      email: user.email,
      password: 'not the password',
    });
    await system.admin.query('update users set active = false where id = $1', [user.id]);
    const off = await school.anonymous.post('/api/users/login', {
      email: user.email,
      password: user.password,
    });
    expect([off.status, off.text]).toEqual([wrong.status, wrong.text]);
    expect(off.status).toBe(401);
  });

  it('R1: should return at most 200 rows whatever is asked', async () => {
    await system.admin.query(
      `insert into subjects (tenant_id, title) select $1, 'Subject ' || n from generate_series(1, 250) n`,
      [school.tenant.id],
    );
    const rows = async (query: string) =>
      (await admin.get(`/api/subjects?${query}`)).json<{ docs: unknown[] }>().docs.length;
    expect(await rows('limit=0')).toBe(200);
    expect(await rows('pagination=false')).toBe(200);
    expect(await rows('limit=200')).toBe(200);
    for (const limit of ['201', '999999']) expect(await rows(`limit=${limit}`)).toBe(200);
  });

  it('should answer in the language of the request', async () => {
    const answer = await system
      .at('nobody.daftar.test')
      .send('GET', '/', { headers: { 'accept-language': 'ar' } });
    expect(answer.json<{ errors: { message: string }[] }>().errors[0]?.message).toBe(
      'هذا العنوان لا يخص أي مدرسة هنا.',
    );
  });
});
