import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  inOrder,
  plantCanaries,
  ROLES,
  type TestSystem,
  tableOf,
} from '../../e2e/support/index.ts';
import {
  attackCollection,
  crossReferences,
  fingerprints,
  leaksOf,
  type Matrix,
  openAllDoors,
  plantReferences,
} from './testing/wall-matrix.ts';

// Payload is one a process, so both rounds share it; opening the doors comes last.
let system: TestSystem;
beforeAll(async () => {
  system = await createTestSystem();
});
afterAll(() => system.close());

const define = (name: string, run: () => Promise<void>): unknown => it(name, run);

/** The same attacks twice: with the doors as they are, and with every access function answering true. */
describe.each(['with its doors', 'with every door open'])('the wall over REST, %s', (doors) => {
  const onlyWithDoors: typeof define = (...test) => doors === 'with its doors' && define(...test);
  const onlyOpen: typeof define = (...test) => doors === 'with every door open' && define(...test);
  let matrix: Matrix;
  let before: Record<string, string>;
  const people = new Map<string, HttpClient>();

  beforeAll(async () => {
    const suffix = doors === 'with its doors' ? 'one' : 'two';
    const [a, b] = [await system.addSchool(`alpha-${suffix}`), await system.addSchool(`beta-${suffix}`)];
    const ofA = await plantCanaries(system.payload, system.admin, a, 'canary-of-alpha');
    const ofB = await plantCanaries(system.payload, system.admin, b, 'canary-of-beta');
    matrix = { system, a, b, ofA, ofB };
    for (const role of ROLES) {
      const links = ['teacher', 'guardian', 'student'].includes(role)
        ? { [role]: ofA.ids.get(`${role}s`) }
        : {};
      people.set(role, await a.signIn(await a.addUser(role, links)));
    }
    people.set('anonymous', a.anonymous);
    if (doors === 'with every door open') openAllDoors(system.payload);
    before = await fingerprints(matrix, b);
  });
  it('should find a row of B in every tenant collection, and the canary in it', async () => {
    const slugs = inOrder(matrix.system.payload.config);
    expect(slugs.length).toBeGreaterThan(25);
    for (const slug of slugs) {
      const { rows } = await matrix.system.admin.query(
        `select t::text as row from ${tableOf(slug)} t where id = $1 and tenant_id = $2`,
        [matrix.ofB.ids.get(slug), matrix.b.tenant.id],
      );
      expect(rows, slug).toHaveLength(1);
    }
  });

  it('should show A its own row, so that silence is not mistaken for safety', async () => {
    const admin = people.get('admin') ?? matrix.a.anonymous;
    for (const slug of inOrder(matrix.system.payload.config)) {
      const answer = await admin.get(`/api/${slug}/${matrix.ofA.ids.get(slug)}`);
      expect(answer.status, `${slug} ${answer.text}`).toBe(200);
    }
  });

  it.each([...ROLES, 'anonymous'])('should keep B unseen and unchanged by the %s of A', async (role) => {
    const client = people.get(role) ?? matrix.a.anonymous;
    const leaks: string[] = [];
    const faults: string[] = [];
    for (const host of [matrix.a.host, matrix.b.host]) {
      // On B’s host the doors are all there is for somebody who is not signed in; opened, B shows itself.
      if (host === matrix.b.host && doors === 'with every door open') continue;
      for (const slug of inOrder(matrix.system.payload.config)) {
        for (const attack of await attackCollection(matrix, slug, client.at(host))) {
          leaks.push(...leaksOf(matrix, attack).map((leak) => `${host} ${leak}`));
          if (attack.answer.status >= 500) faults.push(`${host} ${attack.name}: ${attack.answer.text}`);
        }
      }
    }
    expect(leaks).toEqual([]);
    expect(await fingerprints(matrix, matrix.b)).toEqual(before);
    expect(faults).toEqual([]);
  });

  it('should refuse every reference from A to a row of B', async () => {
    const admin = people.get('admin') ?? matrix.a.anonymous;
    const sent = [...matrix.ofB.ids.values()];
    let planted = 0;
    for (const slug of inOrder(matrix.system.payload.config)) {
      for (const attack of await plantReferences(matrix, slug, admin)) {
        planted += 1;
        expect(leaksOf(matrix, attack, sent)).toEqual([]);
        expect([400, 403, 404, 409], `${attack.name}: ${attack.answer.text}`).toContain(attack.answer.status);
      }
    }
    expect(planted).toBeGreaterThan(60);
    expect(await crossReferences(matrix)).toEqual([]);
    expect(await fingerprints(matrix, matrix.b)).toEqual(before);
  });

  it('should write every row that A made for A', async () => {
    for (const slug of inOrder(matrix.system.payload.config)) {
      const { rows } = await matrix.system.admin.query(
        `select distinct tenant_id from ${tableOf(slug)} t
          where (t::text like '%intruder%' or t::text like '%planted%') and tenant_id <> $1 and created_at > now() - interval '10 min'`,
        [matrix.a.tenant.id],
      );
      const others = rows.filter((row) => row.tenant_id === matrix.b.tenant.id);
      expect(others, slug).toEqual([]);
    }
    const made = await matrix.system.admin.query(
      "select tenant_id from subjects where title like 'intruder%'",
    );
    expect(made.rows.length).toBeGreaterThan(0);
  });

  it('should keep users, preferences and inner endpoints of B closed', async () => {
    const victim = matrix.b.admin;
    const leaks: string[] = [];
    for (const client of people.values()) {
      // With open doors the console shows the platform's own tables to anybody; that door is not the wall.
      const hosts = doors === 'with its doors' ? [matrix.a.host, `console.${BASE_DOMAIN}`] : [matrix.a.host];
      for (const host of hosts) {
        const at = client.at(host);
        for (const [method, path, body] of [
          ['GET', '/api/users?limit=200&depth=2'],
          ['GET', `/api/users/${victim.id}`],
          ['PATCH', `/api/users/${victim.id}`, { password: 'taken over by another' }],
          ['DELETE', `/api/users/${victim.id}`],
          ['POST', '/api/users/unlock', { email: victim.email }],
          ['GET', '/api/access'],
          ['GET', '/api/payload-preferences'],
          ['GET', '/api/payload-preferences/nav'],
          ['POST', '/api/payload-preferences/nav', { value: { open: true } }],
          ['GET', '/api/payload-migrations'],
          ['GET', '/api/outbox'],
          ['GET', '/api/tenants?limit=200'],
          ['GET', `/api/tenants/${matrix.b.tenant.id}`],
          ['PATCH', `/api/tenants/${matrix.b.tenant.id}`, { name: 'Renamed by A' }],
          ['DELETE', `/api/tenants/${matrix.b.tenant.id}`],
          ['GET', '/api/school-groups'],
          ['GET', `/api/register/classes?date=2026-01-15`],
          ['GET', `/api/register?kind=classroom&id=${matrix.ofB.ids.get('classrooms')}&date=2026-01-15`],
          ['GET', `/api/imports/run?id=${matrix.ofB.ids.get('import-runs')}`],
          ['POST', '/api/imports/confirm', { id: matrix.ofB.ids.get('import-runs'), removalConfirmed: true }],
          ['GET', '/api/add-ons'],
        ] as const) {
          const answer = await at.send(method, path, { body });
          const attack = { name: `${host} ${method} ${path}`, answer };
          leaks.push(...leaksOf(matrix, attack));
          const told =
            answer.bytes.includes(matrix.b.tenant.name) && !JSON.stringify(body ?? '').includes('Renamed');
          if (told || answer.bytes.includes(victim.email)) leaks.push(attack.name);
        }
      }
    }
    expect(leaks).toEqual([]);
    expect(await fingerprints(matrix, matrix.b)).toEqual(before);
    expect((await matrix.b.anonymous.post('/api/users/login', victim)).status).toBe(200);
    // Signing in leaves its own traces in the account of B.
    before = await fingerprints(matrix, matrix.b);
    const { rows } = await matrix.system.admin.query('select name from tenants where id = $1', [
      matrix.b.tenant.id,
    ]);
    expect(rows[0].name).toBe(matrix.b.tenant.name);
  });

  onlyWithDoors('should be closed for schools where the platform works', async () => {
    const admin = people.get('admin') ?? matrix.a.anonymous;
    const status = async (method: string, path: string, body?: unknown) =>
      (await admin.send(method, path, { body })).status;
    expect(await status('GET', '/api/outbox')).toBe(403);
    expect(await status('GET', '/api/payload-migrations')).toBe(501);
    expect(await status('GET', '/api/school-groups')).toBe(403);
    expect(await status('POST', '/api/tenants', { name: 'x' })).toBe(403);
    expect(await status('POST', '/api/plugins', { name: 'x' })).toBe(403);
    expect(await status('POST', '/api/plans', { name: 'x' })).toBe(403);
    const own = (await admin.get('/api/tenants')).json<{ docs: { id: string }[] }>().docs;
    expect(own.map((tenant) => tenant.id)).toEqual([matrix.a.tenant.id]);
    for (const client of people.values())
      expect(
        (await client.post('/api/users/first-register', { email: 'x@example.org', password: 'x'.repeat(12) }))
          .status,
      ).toBe(403);
  });

  onlyWithDoors('should close children’s records to the platform’s staff', async () => {
    const staff = await addRealmUser(matrix.system.payload, 'platform');
    const client = await matrix.system
      .at(`console.${BASE_DOMAIN}`)
      .signIn(staff.email, staff.password, staff.totpSecret);
    for (const slug of inOrder(matrix.system.payload.config)) {
      const answer = await client.get(`/api/${slug}?limit=200&depth=2`);
      expect(answer.status, slug).toBe(403);
      expect(answer.bytes).not.toContain('canary');
    }
    const users = (await client.get('/api/users')).json<{ docs: { realm: string }[] }>().docs;
    expect(users.every((user) => user.realm === 'platform')).toBe(true);
  });

  onlyOpen('should hold even when A empties every collection', async () => {
    const admin = people.get('admin') ?? matrix.a.anonymous;
    for (const slug of inOrder(matrix.system.payload.config).reverse()) {
      await admin.send('PATCH', `/api/${slug}?where[id][exists]=true`, {
        body: { tenant: matrix.b.tenant.id },
      });
      await admin.send('DELETE', `/api/${slug}?where[id][exists]=true`);
    }
    expect(await fingerprints(matrix, matrix.b)).toEqual(before);
    const left = await matrix.system.admin.query(
      'select count(*)::int as n from students where tenant_id = $1',
      [matrix.a.tenant.id],
    );
    expect(left.rows[0].n).toBe(0);
  });
});
