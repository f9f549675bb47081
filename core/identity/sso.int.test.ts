import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CrookedOidc, startCrookedOidc } from '../../e2e/identity-providers/crooked-oidc.ts';
import { type OidcServer, startOidcServer } from '../../e2e/identity-providers/oidc-server.ts';
import { connect, type SsoSchool, toEnterprise } from '../../e2e/identity-providers/sso-school.ts';
import { formIn, newWalker, type Walker } from '../../e2e/identity-providers/walker.ts';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';

describe('single sign-on with OpenID Connect', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;
  let admin: HttpClient;
  let provider: OidcServer;
  let crooked: CrookedOidc;
  let school: SsoSchool;
  let walker: Walker;

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    await toEnterprise(system, [alpha, beta]);
    provider = await startOidcServer(
      ['alpha', 'beta'].map((name) => `http://${name}.daftar.test/sso/directory/callback`),
    );
    crooked = await startCrookedOidc('crooked');
    admin = await alpha.signIn(alpha.admin);
    school = connect(admin);
    await school.saveOidc(provider, { code: 'directory' });
    await school.save({
      code: 'crooked',
      issuer: crooked.issuer,
      clientId: 'crooked',
      clientSecret: 'crooked secret',
    });
    await school.switchOn('directory');
    await school.switchOn('crooked');
  });

  beforeEach(() => {
    walker = newWalker(system.port);
    crooked.spoil(() => undefined);
    crooked.signAs('honest');
  });

  afterAll(async () => {
    await provider?.close();
    await crooked?.close();
    await system?.close();
  });

  const start = (code = 'directory', query = '') => `http://${alpha.host}/sso/${code}/start${query}`;

  async function signIn(person: string, query = '') {
    const page = await walker.go(start('directory', query));
    return walker.go(formIn(page).action, { person });
  }

  const session = () => walker.cookie(alpha.host, 'daftar');
  const me = async () => {
    const answer = await alpha.anonymous.send('GET', '/api/users/me', {
      headers: { cookie: `daftar=${session() ?? 'none'}` },
    });
    return answer.json<{
      user: null | { email: string; displayName: string; language: string; role: { code: string } };
    }>().user;
  };
  const subjects = async (tenant: TestSchool) =>
    (await system.admin.query('select subject from sso_identities where tenant_id = $1', [tenant.tenant.id]))
      .rows;

  it('should make an account with the role of its group at the first sign-in, and find it again', async () => {
    const end = await signIn('p-100', '?to=/admin/register');
    expect(new URL(end.url).pathname, end.text).toBe('/admin/register');
    const { rows } = await system.admin.query(
      `select u.id, u.display_name, u.language, u.email_verified_at, r.code, s.kind from users u join roles r on r.id = u.role_id
         join user_sessions s on s.user_id = u.id where u.tenant_id = $1 and u.email = 'mariam@alnoor.example'`,
      [alpha.tenant.id],
    );
    expect(rows).toEqual([
      expect.objectContaining({ display_name: 'مريم الكواري', language: 'ar', code: 'teacher', kind: 'sso' }),
    ]);
    expect(rows[0].email_verified_at).not.toBeNull();
    expect((await me())?.email).toBe('mariam@alnoor.example');
    expect(provider.tokenRequests.at(-1)?.get('code_verifier')).toMatch(/^[\w-]{43,}$/);
    walker = newWalker(system.port);
    await signIn('p-100');
    const again = await system.admin.query(
      "select count(*)::int as users from users where email = 'mariam@alnoor.example'",
    );
    expect(again.rows[0].users).toBe(1);
    const { rows: log } = await system.admin.query(
      "select outcome, ip, details->>'account' as account from audit_events where tenant_id = $1 and action = 'auth.sso_sign_in' order by created_at",
      [alpha.tenant.id],
    );
    expect(log.map(({ account }) => account)).toEqual(['created', 'known']);
  });

  it('should refuse who is in no group that has a role, in both languages', async () => {
    const end = await signIn('p-102');
    expect(end.status).toBe(403);
    expect(end.text).toContain('None of your groups has a role here');
    expect(end.text).toContain('لا يقابل أيٌّ من مجموعاتك دورًا هنا');
    expect(session()).toBeUndefined();
  });

  it('A7: should change the role at the next sign-in, and keep out who is switched off', async () => {
    await signIn('p-100');
    const before = session();
    // S1: a second sign-in in this browser is another session, and the one before is over.
    await walker.go(start());
    expect(session()).not.toBe(before);
    const old = await alpha.anonymous.send('GET', '/api/users/me', {
      headers: { cookie: `daftar=${before}` },
    });
    expect(old.json()).toMatchObject({ user: null });
    await school.saveOidc(provider, {
      code: 'directory',
      roleMapping: [{ value: 'teachers', role: 'accountant' }],
    });
    walker = newWalker(system.port);
    await signIn('p-100');
    const role = async () =>
      (
        await system.admin.query(
          "select r.code from users u join roles r on r.id = u.role_id where u.email = 'mariam@alnoor.example'",
        )
      ).rows[0].code;
    expect(await role()).toBe('accountant');
    expect(session()).not.toBe(before);
    await system.admin.query("update users set active = false where email = 'mariam@alnoor.example'");
    expect(await me()).toBeNull();
    walker = newWalker(system.port);
    const end = await signIn('p-100');
    expect(end.status).toBe(403);
    expect(end.text).toContain('switched off');
    await system.admin.query("update users set active = true where email = 'mariam@alnoor.example'");
    await school.saveOidc(provider, { code: 'directory' });
  });

  it('should take over an account by its address only where the school trusts the provider for it', async () => {
    const adam = await alpha.run(async () =>
      system.pool.query(
        `insert into users (tenant_id, realm, email, display_name, role_id, active)
         select $1, 'school', 'adam@alnoor.example', 'Adam', id, true from roles where code = 'accountant' returning id`,
        [alpha.tenant.id],
      ),
    );
    await school.saveOidc(provider, { code: 'directory', trustedDomains: 'elsewhere.example' });
    expect((await signIn('p-101')).text).toContain('Another account here has your e-mail address');
    await school.saveOidc(provider, { code: 'directory' });
    await system.admin.query('update users set break_glass = true where id = $1', [adam.rows[0].id]);
    walker = newWalker(system.port);
    expect((await signIn('p-101')).status).toBe(403);
    await system.admin.query('update users set break_glass = false where id = $1', [adam.rows[0].id]);
    walker = newWalker(system.port);
    expect(new URL((await signIn('p-101')).url).pathname).toBe('/admin');
    const { rows } = await system.admin.query('select user_id from sso_identities where subject = $1', [
      'p-101',
    ]);
    expect(rows[0].user_id).toBe(adam.rows[0].id);
  });

  it('should bind an answer to the browser that asked, and take it once', async () => {
    const page = await walker.go(start());
    let answer = await walker.ask(formIn(page).action, { person: 'p-100' });
    while (answer.next !== undefined && !answer.next.includes('/callback?'))
      answer = await walker.ask(answer.next);
    const callback = answer.next ?? '';
    const victim = newWalker(system.port);
    const planted = await victim.ask(callback);
    expect(planted.status).toBe(401);
    expect(victim.cookie(alpha.host, 'daftar')).toBeUndefined();
    // Used up by the attempt, so that nobody can try until the right browser is found.
    expect((await walker.ask(callback)).status).toBe(401);
    await signIn('p-100');
    expect(session()).toBeDefined();
  });

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['another code', (url: URL) => url.searchParams.set('code', 'guessed')],
    ['another issuer beside the code', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    [
      'the callback of another connection',
      (url: URL) => {
        url.pathname = '/sso/crooked/callback';
      },
    ],
  ])('should refuse a callback with %s', async (_name, change) => {
    const page = await walker.go(start());
    let answer = await walker.ask(formIn(page).action, { person: 'p-100' });
    while (answer.next !== undefined && !answer.next.includes('/callback?'))
      answer = await walker.ask(answer.next);
    const callback = new URL(answer.next ?? '');
    change(callback);
    expect((await walker.ask(callback.href)).status).toBe(401);
    expect(session()).toBeUndefined();
  });

  it('should not accept the answer of one school at another', async () => {
    const other = connect(await beta.signIn(beta.admin));
    await other.saveOidc(provider, { code: 'directory' });
    await other.switchOn('directory');
    const page = await walker.go(start());
    let answer = await walker.ask(formIn(page).action, { person: 'p-100' });
    while (answer.next !== undefined && !answer.next.includes('/callback?'))
      answer = await walker.ask(answer.next);
    const stolen = new URL(answer.next ?? '');
    stolen.host = beta.host;
    expect((await walker.ask(stolen.href)).status).toBe(401);
    expect(await subjects(beta)).toEqual([]);
  });

  it('should let the honest answer of the crooked provider in, so that the refusals below mean something', async () => {
    crooked.spoil(({ claims }) => Object.assign(claims, { email: 'new@alnoor.example', sub: 'honest' }));
    const end = await walker.go(start('crooked'));
    expect(new URL(end.url).pathname, end.text).toBe('/admin');
  });

  const hour = Math.floor(Date.now() / 1000) - 3600;
  it.each<[string, Parameters<CrookedOidc['spoil']>[0]]>([
    ['for another audience', ({ claims }) => Object.assign(claims, { aud: 'somebody else' })],
    [
      'for two audiences without saying for whom',
      ({ claims }) => Object.assign(claims, { aud: ['crooked', 'other'], azp: 'other' }),
    ],
    ['of another issuer', ({ claims }) => Object.assign(claims, { iss: 'https://evil.example' })],
    ['that has expired', ({ claims }) => Object.assign(claims, { iat: hour, exp: hour + 60 })],
    ['that begins later', ({ claims }) => Object.assign(claims, { nbf: hour + 7200 })],
    ['without an end', ({ claims }) => void delete claims.exp],
    ['with another nonce', ({ claims }) => Object.assign(claims, { nonce: 'another' })],
    ['without a nonce', ({ claims }) => void delete claims.nonce],
    ['without a subject', ({ claims }) => void delete claims.sub],
    ['that calls itself HS256', ({ header }) => Object.assign(header, { alg: 'HS256' })],
    ['with an unknown key', ({ header }) => Object.assign(header, { kid: 'unknown' })],
  ])('S2: should refuse an ID token %s', async (_name, spoil) => {
    crooked.spoil(spoil);
    const end = await walker.go(start('crooked'));
    expect(end.status, end.url).toBe(401);
    expect(session()).toBeUndefined();
  });

  it.each(['none', 'hmac', 'stranger', 'cut'] as const)(
    'S2: should refuse an ID token signed by %s',
    async (how) => {
      crooked.signAs(how);
      const end = await walker.go(start('crooked'));
      expect(end.status, end.url).toBe(401);
      expect(session()).toBeUndefined();
    },
  );

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    'https://evil.example/admin',
    '/%2F/evil',
    '/admin/../../x',
    '/adminx',
    '/\t/evil.example',
    '/admin@evil.example',
  ])('R6: should go to the panel and never to %s after the sign-in', async (to) => {
    const end = await signIn('p-100', `?to=${encodeURIComponent(to)}`);
    expect(end.url).toBe(`http://${alpha.host}/admin`);
  });

  it('should build its redirect address from the settings and never from the Host header', async () => {
    await system.admin.query(
      "update tenants set custom_domain = 'school.daftar.test', custom_domain_verified_at = now() where id = $1",
      [beta.tenant.id],
    );
    const moved = await walker.ask(`http://${beta.host}/sso/directory/start?to=/admin`);
    expect(moved.next).toBe('http://school.daftar.test/sso/directory/start?to=/admin');
    const odd = await system.at(`${alpha.host}:8080`).get('/sso/directory/start');
    expect(odd.headers.location).toBe(`http://${alpha.host}/sso/directory/start`);
    await system.admin.query(
      'update tenants set custom_domain = null, custom_domain_verified_at = null where id = $1',
      [beta.tenant.id],
    );
  });
});
