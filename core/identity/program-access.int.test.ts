import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plantSet, type RowSet } from '../../e2e/isolation/world/plant.ts';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { closeLimiters } from '../kernel/index.ts';
import { TENANT_COLLECTIONS } from '../tenancy/index.ts';
import { PERMISSION_CATALOGUE } from './index.ts';
import { makeKey, withKey } from './testing/api-keys.ts';

describe('a program with a key', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let admin: HttpClient;
  let readAll: string;
  let rows: RowSet;
  let grantable: string[];
  let reads: string[];

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    admin = await alpha.signIn(alpha.admin);
    rows = await plantSet(system.payload, system.admin, alpha, 'own', await sharedRows());
    grantable = (await admin.get('/api/keys')).json<{ grantable: string[] }>().grantable;
    reads = grantable.filter((code) => code.endsWith('.read'));
    readAll = (await makeKey(admin, reads, { requestsPerMinute: 6000 })).secret;
  });
  afterAll(() => system.close());
  beforeEach(() => closeLimiters());

  const sharedRows = async (): Promise<RowSet> => {
    const shared: RowSet = new Map();
    for (const table of ['plugins', 'plugin_versions', 'plans'])
      shared.set(
        table.replace('_', '-'),
        (await system.admin.query(`select id from ${table} limit 1`)).rows[0].id,
      );
    return shared;
  };
  const slugs = () => Object.keys(system.payload.collections).sort();

  it('should write nothing anywhere with scopes that only read', async () => {
    const before = await counts();
    for (const slug of slugs()) {
      const id = rows.get(slug) ?? '018f0000-0000-7000-8000-000000000000';
      const tries: [string, string][] = [
        ['POST', `/api/${slug}`],
        ['PATCH', `/api/${slug}/${id}`],
        ['PATCH', `/api/${slug}?where[id][exists]=true`],
        ['DELETE', `/api/${slug}/${id}`],
        ['DELETE', `/api/${slug}?where[id][exists]=true`],
        ['POST', `/api/${slug}/${id}/duplicate`],
        ['PUT', `/api/${slug}/${id}`],
      ];
      for (const [method, path] of tries) {
        const { status } = await withKey(alpha, readAll, method, path, { body: { name: 'changed' } });
        expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
        expect(status, `${method} ${path}`).toBeLessThan(500);
      }
    }
    expect(await counts()).toEqual(before);
  });

  it('should see of every collection exactly what its one scope names', async () => {
    for (const code of reads) {
      const { secret } = await makeKey(admin, [code], { requestsPerMinute: 6000 });
      for (const slug of slugs()) {
        const answer = await withKey(alpha, secret, 'GET', `/api/${slug}?limit=5`);
        const open = answer.status === 200 && answer.json<{ totalDocs?: number }>().totalDocs !== 0;
        const named = (await permissionOf(slug)) === code;
        if (open) expect(named, `${code} opens ${slug}`).toBe(true);
        if (named && TENANT_COLLECTIONS.has(slug)) expect(answer.status, `${code} and ${slug}`).toBe(200);
      }
    }
  });

  it('should not reach over a relation what its scopes do not name', async () => {
    const { secret } = await makeKey(admin, ['structure.read', 'attendance.read']);
    for (const path of [
      `/api/students/${rows.get('students')}`,
      `/api/guardians/${rows.get('guardians')}`,
      '/api/student-guardians?depth=2',
      '/api/attendance?where[student.givenName][like]=zebra',
      '/api/class-members?where[student.givenName][like]=zebra',
      // No permission code guards the school's own row: a program would read it by asking.
      '/api/subjects?where[tenant.subdomain][equals]=alpha',
    ]) {
      const answer = await withKey(alpha, secret, 'GET', path);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.text, path).not.toContain('zebra');
    }
    const populated = await withKey(alpha, secret, 'GET', '/api/attendance?depth=2');
    expect(populated.status).toBe(200);
    expect(populated.text).toContain(String(rows.get('students')));
    expect(populated.text).not.toContain('zebra givenName');
  });

  it('should write with a scope that writes, and carry its school', async () => {
    const { secret } = await makeKey(admin, ['structure.read', 'structure.write']);
    const answer = await withKey(alpha, secret, 'POST', '/api/subjects', {
      body: { code: 'api', title: 'Made by a program' },
    });
    expect(answer.status).toBe(201);
    const { rows } = await system.admin.query('select tenant_id from subjects where id = $1', [
      answer.json<{ doc: { id: string } }>().doc.id,
    ]);
    expect(rows[0].tenant_id).toBe(alpha.tenant.id);
  });

  it('A8: should not use anything that is for people', async () => {
    const { secret } = await makeKey(admin, grantable, { requestsPerMinute: 6000 });
    const tries: [string, string][] = [
      ['GET', '/api/users/me'],
      ['GET', '/api/users/init'],
      ['POST', '/api/users/login'],
      ['POST', '/api/users/logout'],
      ['POST', '/api/users/refresh-token'],
      ['POST', '/api/users/forgot-password'],
      ['POST', '/api/users/reset-password'],
      ['POST', '/api/users/unlock'],
      ['POST', '/api/users'],
      ['GET', '/api/access'],
      ['GET', '/api/payload-preferences/anything'],
      ['POST', '/api/payload-preferences/anything'],
      ['GET', '/api/payload-locked-documents'],
      ['GET', '/api/payload-jobs/run'],
      ['GET', '/api/tenants'],
      ['GET', '/api/plans'],
      ['GET', '/api/keys'],
      ['POST', '/api/keys/create'],
      ['POST', '/api/keys/roll'],
      ['POST', '/api/keys/revoke'],
      ['GET', '/api/api-keys'],
      ['POST', '/api/imports/confirm'],
      ['POST', '/api/add-ons/install'],
      ['POST', '/api/register'],
      ['GET', '/api/Users/me/'],
      ['GET', '/api/users//me'],
    ];
    for (const [method, path] of tries) {
      const answer = await withKey(alpha, secret, method, path, method === 'POST' ? { body: {} } : {});
      expect([400, 403, 404], `${method} ${path}`).toContain(answer.status);
      expect(answer.headers['set-cookie'], path).toBeUndefined();
    }
    const override = await withKey(alpha, secret, 'POST', '/api/users/me', {
      headers: { 'x-payload-http-method-override': 'GET' },
    });
    expect([400, 403]).toContain(override.status);
  });

  it('should be nobody outside of /api', async () => {
    // No panel runs here: the strategy alone decides, and without the edge's word it knows nobody.
    const strategy = system.payload.authStrategies.find(({ name }) => name === 'api-key');
    const headers = new Headers({ authorization: `Bearer ${readAll}` });
    const found = await alpha.run(() => strategy?.authenticate({ headers, payload: system.payload }));
    expect(found).toEqual({ user: null });
  });

  it('should not come together with the cookie of a session', async () => {
    for (const name of ['payload-token', 'daftar', '__Host-daftar']) {
      const answer = await withKey(alpha, readAll, 'GET', '/api/students', {
        headers: { cookie: `a=b; ${name}=${admin.token}` },
      });
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({ errors: [{ code: 'api.two_credentials' }] });
    }
  });

  it('R1: should answer 401, never 500, to garbage in Authorization', async () => {
    const garbage = [
      'Bearer',
      'Bearer ',
      'Bearer \u00ff\u00fe',
      'Bearer a b',
      `Bearer ${readAll} ${readAll}`,
      `Bearer ${readAll},Bearer x`,
      `Bearer daftar_live_${'a'.repeat(5000)}`,
      "Bearer daftar_live_' or 1=1--",
      'Bearer {"$ne":""}',
      'Bearer daftar_token_',
      'Bearer daftar_secret_x',
      `Bearer ${readAll.toUpperCase()}`,
      `Bearer ${readAll}%00`,
      `Bearer ${'%0d%0aX-Injected: yes'}`,
      'Basic ????',
      'Digest username="x"',
      `${readAll}`,
      'JWT eyJhbGciOiJub25lIn0.eyJpZCI6MX0.',
      `Bearer ${'a'.repeat(42)}`,
    ];
    for (const authorization of garbage) {
      const answer = await alpha.anonymous.send('GET', '/api/students', { headers: { authorization } });
      expect(answer.status, authorization).toBe(401);
      expect(answer.headers['x-injected']).toBeUndefined();
    }
    for (const authorization of ['Bearer a\r\n b', 'Bearer a\rb', 'Bearer a\u0000b'])
      expect(await rawStatus(authorization)).toBe(400);
  });

  async function rawStatus(authorization: string): Promise<number> {
    const socket = connect(system.port, '127.0.0.1');
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
        socket.end();
      });
      socket.on('close', () => resolve(received));
      socket.on('error', reject);
      socket.write(
        `GET /api/students HTTP/1.1\r\nHost: ${alpha.host}\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
        'latin1',
      );
    });
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  }

  async function counts(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const slug of slugs()) {
      const table = slug.replaceAll('-', '_');
      const { rows } = await system.admin
        .query(`select md5(coalesce(string_agg(t::text, '|' order by t.id), '')) as sum from ${table} t`)
        .catch(() => ({ rows: [{ sum: 'no table' }] }));
      // The key's own use is stamped, and a refusal may be in the trail.
      if (slug !== 'api-keys' && slug !== 'audit-events') found[slug] = rows[0].sum;
    }
    return found;
  }

  async function permissionOf(slug: string): Promise<string | undefined> {
    const reads: Record<string, string> = { users: 'users.read', 'audit-events': 'audit.read' };
    if (reads[slug]) return reads[slug];
    if (!TENANT_COLLECTIONS.has(slug)) return undefined;
    // The access function itself says which single code opens it.
    const read = system.payload.config.collections.find((config) => config.slug === slug)?.access.read;
    for (const code of Object.keys(PERMISSION_CATALOGUE)) {
      const user = { id: 'x', realm: 'school', active: true, apiKey: { id: 'x', scopes: [code] } };
      const req = { user, payload: system.payload, context: {} };
      if (await alpha.run(() => read?.({ req } as never))) return code;
    }
    return undefined;
  }
});
