import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OidcServer, startOidcServer } from '../../e2e/identity-providers/oidc-server.ts';
import { connect, type SsoSchool, toEnterprise } from '../../e2e/identity-providers/sso-school.ts';
import { formIn, newWalker, type Walker } from '../../e2e/identity-providers/walker.ts';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';

type Overview = { connections: { code: string; enforced: boolean; testedAt: string | null }[] };

describe('setting up single sign-on', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;
  let admin: HttpClient;
  let school: SsoSchool;
  let provider: OidcServer;

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    provider = await startOidcServer([`http://${alpha.host}/sso/directory/callback`]);
    admin = await alpha.signIn(alpha.admin);
    school = connect(admin);
  });

  afterAll(async () => {
    await provider?.close();
    await system?.close();
  });

  const overview = async () => (await admin.get('/api/sso')).json<Overview>();
  const state = async () => (await overview()).connections.find(({ code }) => code === 'directory');
  const codeOf = (answer: { json: <T>() => T }) =>
    answer.json<{ errors: { code: string }[] }>().errors[0]?.code;

  /** A test sign-in by the admin's browser; returns the ticket of its result. */
  async function tryOut(person: string, walker: Walker = newWalker(system.port)): Promise<string> {
    const { address } = (await admin.post('/api/sso/test', { code: 'directory' })).json<{
      address: string;
    }>();
    const end = await walker.go(formIn(await walker.go(address)).action, { person });
    expect(walker.cookie(alpha.host, 'daftar')).toBeUndefined();
    const ticket = new URL(end.url).searchParams.get('test');
    expect(ticket, end.text).toMatch(/^[\w-]{43}$/);
    return ticket ?? '';
  }

  it('should be part of the Enterprise plan: nothing can be set up or used without it', async () => {
    const answer = await school.trySave({ code: 'directory', issuer: provider.issuer, clientId: 'x' });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'plan.feature_missing']);
    await toEnterprise(system, [alpha, beta]);
    await school.saveOidc(provider, { code: 'directory' });
    expect((await school.switchOn('directory')).status).toBe(200);
    await system.admin.query(
      "update tenants set plan_id = (select id from plans where code = 'standard') where id = $1",
      [alpha.tenant.id],
    );
    expect((await system.at(alpha.host).get('/sso/directory/start')).status).toBe(402);
    await toEnterprise(system, [alpha]);
    expect((await system.at(alpha.host).get('/sso/directory/start')).status).toBe(303);
  });

  it('should keep the client secret sealed and show it to nobody', async () => {
    const { rows } = await system.admin.query('select sealed_secret from sso_secrets where tenant_id = $1', [
      alpha.tenant.id,
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0].sealed_secret).not.toContain(provider.clientSecret);
    for (const path of ['/api/sso', '/api/sso-connections', '/api/audit-events?limit=100'])
      expect((await admin.get(path)).bytes).not.toContain(provider.clientSecret);
    const log = await system.admin.query('select * from audit_events where tenant_id = $1', [
      alpha.tenant.id,
    ]);
    expect(JSON.stringify(log.rows)).not.toContain(provider.clientSecret);
    expect(log.rows.map(({ action }) => action)).toContain('sso.made');
  });

  it('should be read and written with the permissions alone', async () => {
    const teacher = await alpha.signIn(await alpha.addUser('teacher'));
    expect((await teacher.get('/api/sso')).status).toBe(403);
    expect((await connect(teacher).trySave({ code: 'mine' })).status).toBe(403);
    expect((await teacher.post('/api/sso/test', { code: 'directory' })).status).toBe(403);
    expect((await alpha.anonymous.get('/api/sso')).status).toBe(401);
    const other = await beta.signIn(beta.admin);
    expect((await other.get('/api/sso')).json<Overview>().connections).toEqual([]);
    expect((await connect(other).switchOn('directory')).status).toBe(404);
  });

  it('should not let anybody hand out a role that may do more than they', async () => {
    const clerk = await alpha.addUser('accountant');
    await system.admin.query(
      `insert into roles (tenant_id, code, name, row_scope) values ($1, 'clerk', 'Clerk', 'school')`,
      [alpha.tenant.id],
    );
    await system.admin.query(
      `insert into role_permissions (tenant_id, role_id, code)
       select $1, r.id, p.code from roles r, unnest(array['sso.read', 'sso.write', 'students.read']) as p(code)
        where r.code = 'clerk' and r.tenant_id = $1`,
      [alpha.tenant.id],
    );
    await system.admin.query(
      "update users set role_id = (select id from roles where code = 'clerk' and tenant_id = $1) where id = $2",
      [alpha.tenant.id, clerk.id],
    );
    const weak = connect(await alpha.signIn(clerk));
    const fields = { code: 'mine', issuer: 'https://idp.example', clientId: 'x' };
    for (const change of [
      { roleMapping: [{ value: 'anything', role: 'admin' }] },
      { roleMapping: [], defaultRole: 'teacher' },
    ]) {
      const answer = await weak.trySave({ ...fields, ...change });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'sso.role_beyond']);
    }
    // Nor by changing whose word counts in a connection that hands out more.
    const taken = await weak.trySave({ ...fields, code: 'directory', issuer: 'https://evil.example' });
    expect(codeOf(taken)).toBe('sso.role_beyond');
    expect((await weak.trySave({ ...fields, roleMapping: [{ value: 'x', role: 'clerk' }] })).status).toBe(
      200,
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['an issuer that is no address', { issuer: 'entra' }],
    ['an issuer with a password', { issuer: 'https://a:b@idp.example' }],
    ['an issuer with a query', { issuer: 'https://idp.example/?x' }],
    ['no client id', { issuer: 'https://idp.example', clientId: '' }],
    ['an unknown role', { issuer: 'https://idp.example', clientId: 'x', defaultRole: 'nobody' }],
    ['an odd domain', { issuer: 'https://idp.example', clientId: 'x', trustedDomains: 'com' }],
    [
      'a certificate that is none',
      { protocol: 'saml', issuer: 'x', entryPoint: 'https://idp.example', certificate: 'AAAA' },
    ],
    ['a script as sign-in address', { protocol: 'saml', issuer: 'x', entryPoint: 'javascript:alert(1)' }],
    ['a code that is a path', { code: '../x', issuer: 'https://idp.example', clientId: 'x' }],
  ])('should refuse %s', async (_name, fields) => {
    expect((await school.trySave({ code: 'odd', ...fields })).status).toBe(400);
  });

  it('should show a test with its claims and role, once, and sign nobody in', async () => {
    const ticket = await tryOut('p-100');
    const answer = await admin.post('/api/sso/test-result', { ticket });
    expect(answer.json()).toMatchObject({
      code: 'directory',
      decision: { account: 'created', roleCode: 'teacher' },
      claims: { email: 'mariam@alnoor.example', groups: ['teachers', 'everyone'] },
    });
    expect((await admin.post('/api/sso/test-result', { ticket })).status).toBe(401);
    const { rows } = await system.admin.query(
      "select (select count(*)::int from user_sessions where kind = 'sso') as sessions, (select count(*)::int from sso_identities) as people",
    );
    expect(rows[0]).toEqual({ sessions: 0, people: 0 });
  });

  it('should become the only way in after a test by the same person, with an emergency account', async () => {
    await school.saveOidc(provider, { code: 'directory' });
    // Saving a secret again is a change of the way to the provider: the test above no longer counts.
    expect((await state())?.testedAt).toBeNull();
    const refused = async () => codeOf(await school.switchOn('directory', true));
    expect(await refused()).toBe('sso.enforce_refused');
    await tryOut('p-102');
    expect((await state())?.testedAt).toBeNull();
    await tryOut('p-100');
    expect(await refused()).toBe('sso.enforce_refused');
    await system.admin.query('update users set break_glass = true where id = $1', [alpha.admin.id]);
    const teacher = await alpha.addUser('teacher');
    expect((await school.switchOn('directory', true)).status).toBe(200);
    expect((await state())?.enforced).toBe(true);

    const login = (email: string, password: string) =>
      alpha.anonymous.post('/api/users/login', { email, password });
    expect((await login(teacher.email, teacher.password)).status).toBe(403);
    expect((await login(alpha.admin.email, alpha.admin.password)).status).toBe(200);
    const other = await beta.addUser('teacher');
    await beta.signIn(other);
    // The last emergency account stays one.
    const own = `/api/users/${alpha.admin.id}`;
    for (const change of [{ breakGlass: false }, { active: false }])
      expect((await admin.send('PATCH', own, { body: change })).status).toBeGreaterThanOrEqual(400);
    expect((await admin.send('DELETE', own)).status).toBeGreaterThanOrEqual(400);
    const { rows } = await system.admin.query('select active, break_glass from users where id = $1', [
      alpha.admin.id,
    ]);
    expect(rows).toEqual([{ active: true, break_glass: true }]);
    // Another way to the provider has to be tried out first, and until then passwords are there.
    await school.saveOidc(provider, { code: 'directory' });
    expect((await state())?.enforced).toBe(false);
    expect((await login(teacher.email, teacher.password)).status).toBe(200);
  });

  it('should give passwords back to a school whose plan lost single sign-on', async () => {
    await tryOut('p-100');
    expect((await school.switchOn('directory', true)).status).toBe(200);
    const teacher = await alpha.addUser('teacher');
    const login = () =>
      alpha.anonymous.post('/api/users/login', { email: teacher.email, password: teacher.password });
    expect((await login()).status).toBe(403);
    await system.admin.query(
      "update tenants set plan_id = (select id from plans where code = 'basic') where id = $1",
      [alpha.tenant.id],
    );
    expect((await login()).status).toBe(200);
    await toEnterprise(system, [alpha]);
  });

  it('should part people from a provider that was exchanged for another', async () => {
    await system.admin.query(
      `insert into sso_identities (tenant_id, realm, connection_id, user_id, subject)
       select $1, 'school', c.id, $2, 'old' from sso_connections c where c.tenant_id = $1 and c.code = 'directory'`,
      [alpha.tenant.id, alpha.admin.id],
    );
    await school.saveOidc(provider, { code: 'directory', issuer: 'https://other.example' });
    const { rows } = await system.admin.query("select 1 from sso_identities where subject = 'old'");
    expect(rows).toEqual([]);
  });

  it('R5: should call no private address in production, whatever a school writes as its issuer', async () => {
    let called = 0;
    const listener = createServer((socket) => {
      called += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    process.env.DAFTAR_ENV = 'production';
    try {
      // What was saved before, or straight into the database, is stopped at the call.
      await system.admin.query(
        "update sso_connections set issuer = $2, enabled = true where tenant_id = $1 and code = 'directory'",
        [alpha.tenant.id, `https://127.0.0.1:${port}`],
      );
      const answer = await system.at(alpha.host).get('/sso/directory/start');
      expect(answer.status).toBe(502);
      const saved = await school.trySave({ code: 'inner', issuer: 'http://169.254.169.254', clientId: 'x' });
      expect(saved.status).toBe(400);
    } finally {
      process.env.DAFTAR_ENV = 'development';
      listener.close();
    }
    expect(called).toBe(0);
  });
});
