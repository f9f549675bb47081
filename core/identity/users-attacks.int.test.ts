import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  ROLES,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { permissionsOfTemplate, ROLE_TEMPLATES } from './index.ts';
import { roleId, rowOf } from './testing/made-roles.ts';

/** What accounts must withstand, over REST, with a second school beside. */
describe('attacks on accounts and functions', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    other = await system.addSchool('beta');
    classes = await addClasses(system.admin, school);
    admin = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  /** Everything that decides who somebody is and when the account was made; a person may set none of it. */
  const planted = async () => ({
    id: '0199aaaa-0000-4000-8000-00000000000a',
    tenant: other.tenant.id,
    realm: 'platform',
    createdAt: '2001-01-01T00:00:00.000Z',
    updatedAt: '2001-01-01T00:00:00.000Z',
    lastLoginAt: '2001-01-01T00:00:00.000Z',
    emailVerifiedAt: '2001-01-01T00:00:00.000Z',
    _verified: true,
    collection: 'tenants',
    hash: 'planted',
    salt: 'planted',
    sessions: [{ id: 'planted', createdAt: '2001-01-01', expiresAt: '2101-01-01' }],
    resetPasswordToken: 'planted',
    resetPasswordExpiration: '2101-01-01T00:00:00.000Z',
    loginAttempts: 99,
    lockUntil: '2101-01-01T00:00:00.000Z',
    apiKey: 'planted',
    enableAPIKey: true,
    ...(await foreignLinks()),
  });
  const foreignLinks = async () => ({
    permissions: ['users.write'],
    codes: ['users.write'],
    rowScope: 'school',
  });

  const KEPT = [
    ...['id', 'tenant_id', 'realm', 'created_at', 'last_login_at', 'email_verified_at', 'hash', 'salt'],
    ...['reset_password_token', 'reset_password_expiration', 'login_attempts', 'lock_until'],
  ];

  it('A2: should ignore what a person plants in the own account', async () => {
    const adminRole = await roleId(system.admin, school, 'admin');
    for (const role of ROLES.filter((code) => code !== 'admin')) {
      const user = await school.addUser(role);
      const client = await school.signIn(user);
      const before = await rowOf(system.admin, 'users', user.id);
      const own = {
        ...(await planted()),
        role: adminRole,
        active: false,
        teacher: classes.other.teacherId,
        guardian: classes.pupils[0]?.guardianId,
        student: classes.pupils[0]?.id,
        displayName: 'Renamed',
      };
      for (const path of [`/api/users/${user.id}`, `/api/users?where[id][equals]=${user.id}`]) {
        const answer = await client.send('PATCH', path, { body: own });
        expect(answer.status, answer.text).toBeLessThan(500);
      }
      const form = new URLSearchParams({ _payload: JSON.stringify(own) }).toString();
      await client.send('PATCH', `/api/users/${user.id}`, {
        raw: Buffer.from(form),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      const after = await rowOf(system.admin, 'users', user.id);
      for (const column of [...KEPT, 'role_id', 'active', 'teacher_id', 'guardian_id', 'student_id', 'email'])
        expect([column, after[column]]).toEqual([column, before[column]]);
      expect(after.display_name).toBe('Renamed');
      expect(String((after.updated_at as Date).getFullYear())).not.toBe('2001');
    }
  });

  it('A2: should make and change accounts of the own school and realm alone, even for an admin', async () => {
    const body = {
      ...(await planted()),
      email: 'planted@alpha.example',
      password: 'a long enough password',
      role: await roleId(system.admin, school, 'teacher'),
    };
    const made = await admin.post('/api/users', body);
    expect(made.status, made.text).toBe(201);
    const { id } = made.json<{ doc: { id: string } }>().doc;
    expect(id).not.toBe(body.id);
    const row = await rowOf(system.admin, 'users', id);
    expect(row).toMatchObject({ tenant_id: school.tenant.id, realm: 'school' });
    expect(row.hash).not.toBe('planted');
    expect(row.reset_password_token ?? null).toBeNull();
    expect((row.created_at as Date).getFullYear()).toBeGreaterThan(2020);
    const changed = await admin.send('PATCH', `/api/users/${id}`, {
      body: { ...(await planted()), email: body.email },
    });
    expect(changed.status, changed.text).toBe(200);
    const after = await rowOf(system.admin, 'users', id);
    for (const column of KEPT) expect([column, after[column]]).toEqual([column, row[column]]);
    const sessions = await school.anonymous.send('GET', '/api/users/me', {
      headers: { authorization: 'JWT planted' },
    });
    expect(sessions.status).toBe(401);
  });

  it('A2: should take no template, revision, school or time of a role from a request', async () => {
    const body = {
      ...(await planted()),
      code: 'planted',
      name: 'Planted',
      rowScope: 'self',
      templateCode: 'admin',
      templateVersion: 1,
      revision: 40,
    };
    const made = await admin.post('/api/roles', body);
    expect(made.status, made.text).toBe(201);
    const { id } = made.json<{ doc: { id: string } }>().doc;
    await admin.send('PATCH', `/api/roles/${id}`, { body: { ...body, code: 'again' } });
    const row = await rowOf(system.admin, 'roles', id);
    expect(row).toMatchObject({ tenant_id: school.tenant.id, template_code: null, template_version: null });
    expect(Number(row.revision)).toBe(2);
    expect((row.created_at as Date).getFullYear()).toBeGreaterThan(2020);
  });

  it('A6: should refuse every function to every role without its permission, and change nothing', async () => {
    const endpoints = system.payload.config.endpoints.filter(({ custom }) => custom?.permission);
    expect(endpoints.length).toBeGreaterThan(10);
    const print = async () =>
      (
        await system.admin.query(
          `select (select count(*) from import_runs) || '/' || (select count(*) from attendance_registers) || '/' ||
                  (select count(*) from plugin_installs) || '/' || (select count(*) from roles) || '/' ||
                  (select sum(revision) from roles) as print`,
        )
      ).rows[0].print;
    const before = await print();
    let driven = 0;
    for (const template of ROLE_TEMPLATES) {
      const client = await school.signIn(await school.addUser(template.code as (typeof ROLES)[number]));
      const held = permissionsOfTemplate(template);
      for (const { method, path, custom } of endpoints) {
        const send = (who: HttpClient) =>
          who.send(method.toUpperCase(), `/api${path}`, method === 'post' ? { body: {} } : {});
        const answer = await send(client);
        const allowed = held.includes(String(custom?.permission));
        driven += 1;
        if (allowed)
          expect(answer.text, `${template.code} ${method} ${path}`).not.toContain('auth.forbidden');
        else expect(answer.status, `${template.code} ${method} ${path}`).toBe(403);
        expect((await send(school.anonymous)).status, path).toBe(401);
        // The token of one school opens nothing at the other.
        expect((await send(client.at(other.host))).status, path).toBe(401);
      }
      const upload = await client.send('POST', '/api/imports/upload', { raw: Buffer.from('x') });
      expect(upload.status === 403, template.code).toBe(!held.includes('imports.write'));
    }
    expect(driven).toBe(endpoints.length * ROLE_TEMPLATES.length);
    // The admin alone may upload, and did.
    expect(await print()).toBe(before.replace(/^(\d+)/, (count: string) => String(Number(count) + 1)));
  });

  it('A6: should refuse partners and staff the functions of schools', async () => {
    const { addRealmUser } = await import('../../e2e/support/index.ts');
    for (const [realm, host] of [
      ['platform', 'console.daftar.test'],
      ['partner', 'partners.daftar.test'],
    ] as const) {
      const user = await addRealmUser(system.payload, realm);
      const client = await system.at(host).signIn(user.email, user.password, user.totpSecret);
      for (const { method, path, custom } of system.payload.config.endpoints) {
        if (!custom?.permission || (custom.isForStaffToo && realm === 'platform')) continue;
        const answer = await client.send(
          method.toUpperCase(),
          `/api${path}`,
          method === 'post' ? { body: {} } : {},
        );
        expect(answer.status, `${realm} ${path}`).toBe(custom.isForStaffToo ? 403 : 401);
      }
    }
  });

  it('A11: should answer for an address of another school exactly as for a free one', async () => {
    const role = await roleId(system.admin, school, 'student');
    const body = (email: string) => ({ email, password: 'a long enough password', displayName: 'New', role });
    const shape = (text: string, email: string) =>
      text
        .replaceAll(email, 'ADDRESS')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
    const taken = await admin.post('/api/users', body(other.admin.email));
    const free = await admin.post('/api/users', body('free@somewhere.example'));
    expect(taken.status, taken.text).toBe(201);
    expect([taken.status, shape(taken.text, other.admin.email)]).toEqual([
      free.status,
      shape(free.text, 'free@somewhere.example'),
    ]);
    const own = await admin.post('/api/users', body(other.admin.email));
    expect(own.status).toBeGreaterThanOrEqual(400);
    expect(own.status).toBeLessThan(500);
    const theirs = await other.anonymous.post('/api/users/login', other.admin);
    expect(theirs.status).toBe(200);
    const count = await system.admin.query('select count(*)::int as n from users where email = $1', [
      other.admin.email,
    ]);
    expect(count.rows[0].n).toBe(2);
  });
});
