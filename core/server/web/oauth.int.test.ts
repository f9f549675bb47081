import * as oauth from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpAnswer,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';
import { type MadeKey, makeKey, setPlan, withKey } from '../../identity/testing/api-keys.ts';
import { closeLimiters, sha256Hex } from '../../kernel/index.ts';

const SCOPE = 'https://purl.imsglobal.org/spec/or/v1p2/scope/';
const CORE = `${SCOPE}roster-core.readonly`;

describe('OAuth 2 client credentials', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;
  let admin: HttpClient;
  let client: MadeKey;

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    admin = await alpha.signIn(alpha.admin);
    client = await newClient(['structure.read', 'students.read', 'teachers.read']);
  });
  afterAll(() => system.close());
  beforeEach(() => closeLimiters());

  const newClient = (scopes: string[], wish = {}) =>
    makeKey(admin, scopes, { kind: 'oauth_client', ...wish });

  // The library resolves no made-up names; it offers a place for one's own transport, and only that is replaced.
  const transport: oauth.CustomFetch = async (address, options) => {
    const url = new URL(address);
    const answer = await system.at(url.host).send(options.method, url.pathname + url.search, {
      headers: options.headers as Record<string, string>,
      ...(options.body ? { raw: Buffer.from(String(options.body)) } : {}),
    });
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return new Response(answer.text || null, {
      status: answer.status,
      headers: headers as [string, string][],
    });
  };
  const discover = (school: TestSchool, made: MadeKey, method: oauth.ClientAuth) =>
    oauth.discovery(new URL(`http://${school.host}`), made.prefix, made.secret, method, {
      algorithm: 'oauth2',
      execute: [oauth.allowInsecureRequests],
      [oauth.customFetch]: transport,
    });
  const post = (
    path: string,
    parameters: Record<string, string> | string,
    headers: Record<string, string> = {},
    school = alpha,
  ): Promise<HttpAnswer> =>
    school.anonymous.send('POST', path, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      raw: Buffer.from(new URLSearchParams(parameters).toString()),
    });
  const ask = (parameters: Record<string, string> = {}, made = client, school = alpha) =>
    post(
      '/oauth2/token',
      {
        grant_type: 'client_credentials',
        client_id: made.prefix,
        client_secret: made.secret,
        ...parameters,
      },
      {},
      school,
    );
  const tokenOf = async (parameters: Record<string, string> = {}, made = client) =>
    (await ask(parameters, made)).json<{ access_token: string }>().access_token;
  const read = async (token: string, path = '/api/students', school = alpha) =>
    (await withKey(school, token, 'GET', path)).status;

  it.each([
    ['client_secret_basic', (secret: string) => oauth.ClientSecretBasic(secret)],
    ['client_secret_post', (secret: string) => oauth.ClientSecretPost(secret)],
  ])('should serve an outside client library from discovery to revocation, by %s', async (_name, method) => {
    const config = await discover(alpha, client, method(client.secret));
    expect(config.serverMetadata()).toMatchObject({ issuer: 'http://alpha.daftar.test' });
    const token = await oauth.clientCredentialsGrant(config, { scope: CORE });
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: CORE });
    expect(await read(token.access_token)).toBe(200);
    const resource = await oauth.fetchProtectedResource(
      config,
      token.access_token,
      new URL(`http://${alpha.host}/api/teachers`),
      'GET',
    );
    expect(resource.status).toBe(200);
    await oauth.tokenRevocation(config, token.access_token);
    expect(await read(token.access_token)).toBe(401);
  });

  it('should keep tokens as hashes, out of caches, and for an hour', async () => {
    const answer = await ask();
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const { access_token: token, expires_in: seconds } = answer.json<{
      access_token: string;
      expires_in: number;
    }>();
    expect(seconds).toBe(3600);
    const { rows } = await system.admin.query(
      'select *, extract(epoch from expires_at - now())::int as left from api_access_tokens where token_hash = $1',
      [sha256Hex(token)],
    );
    expect(rows[0].left).toBeGreaterThan(3500);
    expect(JSON.stringify(rows)).not.toContain(token);
    await system.admin.query('update api_access_tokens set expires_at = now() where token_hash = $1', [
      sha256Hex(token),
    ]);
    expect(await read(token)).toBe(401);
  });

  it('should narrow a token to the scopes it asks for, and give no more than the client has', async () => {
    const whole = await newClient(['structure.read', 'students.read', 'teachers.read', 'assessment.write']);
    const all = (await ask({}, whole)).json<{ scope: string }>().scope.split(' ');
    expect(all).toEqual(expect.arrayContaining(['students.read', CORE, `${SCOPE}gradebook.createput`]));
    expect(all).not.toContain(`${SCOPE}roster.readonly`);
    const narrow = await tokenOf({ scope: 'structure.read' }, whole);
    expect([await read(narrow, '/api/subjects'), await read(narrow)]).toEqual([200, 403]);
    const core = await tokenOf({ scope: CORE }, whole);
    expect([await read(core), await read(core, '/api/exam-results')]).toEqual([200, 403]);
    for (const scope of ['guardians.read', `${SCOPE}roster.readonly`, 'no.such', `${CORE} users.write`]) {
      const refused = await ask({ scope }, whole);
      expect(refused.status).toBe(400);
      expect(refused.json()).toMatchObject({ error: 'invalid_scope' });
    }
  });

  it('A7: should end tokens with their client, at the next request', async () => {
    const made = await newClient(['students.read']);
    const [first, second] = [await tokenOf({}, made), await tokenOf({}, made)];
    expect([await read(first), await read(second)]).toEqual([200, 200]);
    await admin.post('/api/keys/roll', { id: made.id, overlapHours: 1 });
    expect(await read(first)).toBe(200);
    await admin.post('/api/keys/roll', { id: made.id, overlapHours: 0 });
    expect(await read(first)).toBe(401);
    const again = await newClient(['students.read']);
    const token = await tokenOf({}, again);
    await admin.post('/api/keys/revoke', { id: again.id });
    expect(await read(token)).toBe(401);
    expect((await ask({}, again)).json()).toMatchObject({ error: 'invalid_client' });
  });

  it('A1: should give nothing to the client of another school, nor take its token', async () => {
    expect((await ask({}, client, beta)).status).toBe(401);
    expect(await read(await tokenOf(), '/api/students', beta)).toBe(401);
    const ofBeta = await makeKey(await beta.signIn(beta.admin), ['students.read'], { kind: 'oauth_client' });
    const token = await tokenOf();
    await post('/oauth2/revoke', { token, client_id: ofBeta.prefix, client_secret: ofBeta.secret }, {}, beta);
    expect(await read(token)).toBe(200);
    const other = await newClient(['students.read']);
    const strange = await post('/oauth2/revoke', {
      token,
      client_id: other.prefix,
      client_secret: other.secret,
    });
    expect([strange.status, await read(token)]).toEqual([200, 200]);
  });

  it('should take neither a key for a client nor a client secret for a key', async () => {
    const key = await makeKey(admin, ['students.read']);
    expect((await ask({}, key)).status).toBe(401);
    expect((await ask({ client_id: client.prefix, client_secret: key.secret })).status).toBe(401);
    expect(await read(client.secret)).toBe(401);
  });

  it('should refuse in the words of RFC 6749', async () => {
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const own = { client_id: client.prefix, client_secret: client.secret };
    const grant = { grant_type: 'client_credentials' };
    const cases: [string, number, Promise<HttpAnswer>][] = [
      ['invalid_request', 400, post('/oauth2/token', own)],
      ['unsupported_grant_type', 400, post('/oauth2/token', { ...own, grant_type: 'password' })],
      ['invalid_client', 401, post('/oauth2/token', grant)],
      ['invalid_client', 401, post('/oauth2/token', { ...own, ...grant, client_secret: 'wrong' })],
      ['invalid_client', 401, post('/oauth2/token', grant, basic(`${client.prefix}:wrong`))],
      ['invalid_client', 401, post('/oauth2/token', grant, { authorization: 'Basic \u00ff???' })],
      ['invalid_client', 401, post('/oauth2/token', grant, basic('%ZZ:%ZZ'))],
      [
        'invalid_request',
        400,
        post('/oauth2/token', { ...own, ...grant }, basic(`${client.prefix}:${client.secret}`)),
      ],
      ['invalid_request', 400, post('/oauth2/token', `grant_type=a&grant_type=b&client_id=${client.prefix}`)],
      ['invalid_request', 400, alpha.anonymous.post('/oauth2/token', { ...own, ...grant })],
      ['invalid_request', 413, post('/oauth2/token', { ...own, ...grant, scope: 'x'.repeat(10_000) })],
      ['invalid_request', 405, alpha.anonymous.get('/oauth2/token')],
      ['invalid_request', 400, post('/oauth2/revoke', own)],
      ['invalid_client', 401, post('/oauth2/revoke', { token: 'x' })],
    ];
    for (const [error, status, sent] of cases) {
      const answer = await sent;
      expect({ status: answer.status, ...answer.json() }).toMatchObject({ status, error });
      expect(answer.headers['cache-control']).toBe('no-store');
      if (status === 401) expect(answer.headers['www-authenticate']).toContain('Basic');
    }
  });

  it('S6: should stop trying secrets of one client, whatever the headers claim', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 25; index += 1) {
      const answer = await post(
        '/oauth2/token',
        { grant_type: 'client_credentials', client_id: client.prefix, client_secret: 'wrong' },
        { 'x-forwarded-for': `198.51.100.${index}` },
      );
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(statuses.indexOf(429)).toBeLessThanOrEqual(21);
    expect(statuses.at(-1)).toBe(429);
    const other = await newClient(['students.read']);
    expect((await ask({}, other)).status).toBe(200);
  });

  it('should be part of Standard and Enterprise', async () => {
    await setPlan(system, alpha, 'basic');
    try {
      expect((await ask()).json()).toMatchObject({ error: 'unauthorized_client' });
    } finally {
      await setPlan(system, alpha, 'standard');
    }
  });

  it('should make its metadata of the configured address, whatever Host spells, and only for schools', async () => {
    const spelled = await system.at('ALPHA.daftar.test:8443').get('/.well-known/oauth-authorization-server');
    expect(spelled.json()).toMatchObject({
      issuer: 'http://alpha.daftar.test',
      token_endpoint: 'http://alpha.daftar.test/oauth2/token',
      grant_types_supported: ['client_credentials'],
    });
    for (const path of ['/.well-known/oauth-authorization-server', '/oauth2/token'])
      expect((await system.at('console.daftar.test').get(path)).status).toBe(404);
  });
});
