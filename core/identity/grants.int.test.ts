import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
  type TestUser,
} from '../../e2e/support/index.ts';
import { addHolder, addRole, errorCode, roleId, rowOf } from './testing/made-roles.ts';

/** The rules of who may give what, over REST and the local API. The second school must never notice. */
describe('nobody grants what they lack', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let admin: HttpClient;
  let officeRole: string;
  let adminRole: string;
  let teacherRole: string;
  let office: { user: TestUser; client: HttpClient };

  const OFFICE = ['users.read', 'users.write', 'roles.read', 'roles.write', 'students.read'];
  const patch = (client: HttpClient, path: string, body: unknown) => client.send('PATCH', path, { body });
  const newUser = (role: string | null, name: string) => ({
    email: `${name}@alpha.example`,
    password: 'a long enough password',
    displayName: name,
    role,
  });
  const countUsers = async () =>
    (
      await system.admin.query('select count(*)::int as n from users where tenant_id = $1', [
        school.tenant.id,
      ])
    ).rows[0].n;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    other = await system.addSchool('beta');
    admin = await school.signIn(school.admin);
    officeRole = await addRole(system.admin, school, { code: 'office', codes: OFFICE });
    office = await addHolder(system.admin, school, officeRole);
    adminRole = await roleId(system.admin, school, 'admin');
    teacherRole = await roleId(system.admin, school, 'teacher');
  });
  afterAll(() => system.close());

  it('should refuse a role with more rights for a new user, for another user and for oneself', async () => {
    const before = await countUsers();
    const created = await office.client.post('/api/users', newUser(adminRole, 'raised'));
    expect([created.status, errorCode(created)]).toEqual([403, 'roles.grant_beyond']);
    expect(created.text).toContain('finance.write');
    const helper = await school.addUser('student');
    const studentRole = await roleId(system.admin, school, 'student');
    expect((await patch(office.client, `/api/users/${office.user.id}`, { role: adminRole })).status).toBe(
      403,
    );
    // The pupil's role holds more than the office does (attendance.read): it is not the office's to change.
    expect(errorCode(await patch(office.client, `/api/users/${helper.id}`, { role: officeRole }))).toBe(
      'roles.user_above',
    );
    expect(await rowOf(system.admin, 'users', helper.id)).toMatchObject({ role_id: studentRole });
    expect(await rowOf(system.admin, 'users', office.user.id)).toMatchObject({ role_id: officeRole });
    expect(await countUsers()).toBe(before + 1);
    const fine = await office.client.post('/api/users', newUser(officeRole, 'colleague'));
    expect(fine.status, fine.text).toBe(201);
  });

  it('should refuse it in bulk too, and change nobody', async () => {
    const colleague = (await admin.post('/api/users', newUser(officeRole, 'bulk'))).json<{
      doc: { id: string };
    }>();
    await patch(office.client, '/api/users?where[email][equals]=bulk@alpha.example', { role: adminRole });
    await patch(office.client, '/api/users?where[role][exists]=true', { active: false });
    expect(await rowOf(system.admin, 'users', colleague.doc.id)).toMatchObject({ role_id: officeRole });
    expect(await rowOf(system.admin, 'users', school.admin.id)).toMatchObject({ active: true });
    await patch(admin, '/api/users?where[role][exists]=true', { active: true });
  });

  it('should keep the account of somebody with more rights as it is', async () => {
    const before = await rowOf(system.admin, 'users', school.admin.id);
    for (const body of [
      { password: 'taken over by the office' },
      { email: 'taken@alpha.example' },
      { active: false },
      { role: officeRole },
      { displayName: 'x' },
    ]) {
      const answer = await patch(office.client, `/api/users/${school.admin.id}`, body);
      expect([answer.status, errorCode(answer)], JSON.stringify(body)).toEqual([403, 'roles.user_above']);
    }
    const gone = await office.client.send('DELETE', `/api/users/${school.admin.id}`);
    expect([gone.status, errorCode(gone)]).toEqual([403, 'roles.user_above']);
    const after = await rowOf(system.admin, 'users', school.admin.id);
    for (const column of ['email', 'hash', 'active', 'role_id', 'display_name'])
      expect(after[column], column).toEqual(before[column]);
  });

  it('should refuse permissions, row scopes and roles beyond one’s own over REST', async () => {
    const beyond = await office.client.post('/api/role-permissions', {
      role: officeRole,
      code: 'finance.read',
    });
    expect([beyond.status, errorCode(beyond)]).toEqual([403, 'roles.grant_beyond']);
    const own = await office.client.post('/api/role-permissions', { role: teacherRole, code: 'users.read' });
    expect(own.status, own.text).toBe(201);
    const { id } = own.json<{ doc: { id: string } }>().doc;
    expect(
      errorCode(await patch(office.client, `/api/role-permissions/${id}`, { code: 'finance.read' })),
    ).toBe('roles.grant_beyond');
    expect((await office.client.send('DELETE', `/api/role-permissions/${id}`)).status).toBe(200);
    const unknown = await admin.post('/api/role-permissions', { role: officeRole, code: 'everything.write' });
    expect([unknown.status, errorCode(unknown)]).toEqual([400, 'roles.permission_unknown']);
    // What one does not hold one does not take away either.
    const { rows } = await system.admin.query(
      "select id from role_permissions where role_id = $1 and code = 'attendance.write'",
      [teacherRole],
    );
    expect((await office.client.send('DELETE', `/api/role-permissions/${rows[0].id}`)).status).toBe(403);

    const narrowRole = await addRole(system.admin, school, {
      code: 'class-office',
      rowScope: 'own_classes',
      codes: OFFICE,
    });
    const narrow = await addHolder(system.admin, school, narrowRole);
    for (const rowScope of ['school', 'own_children']) {
      const made = await narrow.client.post('/api/roles', {
        code: `wide-${rowScope}`,
        name: 'Wide',
        rowScope,
      });
      expect([made.status, errorCode(made)]).toEqual([403, 'roles.scope_beyond']);
      expect(errorCode(await patch(narrow.client, `/api/roles/${narrowRole}`, { rowScope }))).toBe(
        'roles.scope_beyond',
      );
    }
    expect(errorCode(await patch(narrow.client, `/api/users/${narrow.user.id}`, { role: officeRole }))).toBe(
      'roles.scope_beyond',
    );
    const made = await narrow.client.post('/api/roles', {
      code: 'same',
      name: 'Same',
      rowScope: 'own_classes',
    });
    expect(made.status, made.text).toBe(201);
    expect(await rowOf(system.admin, 'roles', narrowRole)).toMatchObject({ row_scope: 'own_classes' });
  });

  it('should let who reaches own classes link nobody to another record', async () => {
    const { rows } = await system.admin.query(
      `insert into teachers (tenant_id, given_name, family_name, display_name, staff_number)
       values ($1, 'Noor', 'Said', 'Noor Said', 'T-1') returning id`,
      [school.tenant.id],
    );
    const role = await addRole(system.admin, school, {
      code: 'linker',
      rowScope: 'own_classes',
      codes: OFFICE,
    });
    const { user, client } = await addHolder(system.admin, school, role);
    expect(errorCode(await patch(client, `/api/users/${user.id}`, { teacher: rows[0].id }))).toBe(
      'roles.scope_beyond',
    );
    expect(await rowOf(system.admin, 'users', user.id)).toMatchObject({ teacher_id: null });
    expect((await patch(admin, `/api/users/${user.id}`, { teacher: rows[0].id })).status).toBe(200);
  });

  it('should hold the local API with a user to the same rules, and trust the product’s own work', async () => {
    const { payload } = system;
    const user = {
      ...(await rowOf(system.admin, 'users', office.user.id)),
      realm: 'school',
      role: officeRole,
    };
    const data = newUser(adminRole, 'local') as never;
    await expect(
      school.run(() =>
        payload.create({ collection: 'users', data, overrideAccess: true, user: user as never }),
      ),
    ).rejects.toMatchObject({ code: 'roles.grant_beyond' });
    const grant = { role: officeRole, code: 'finance.read' } as never;
    await expect(
      school.run(() =>
        payload.create({
          collection: 'role-permissions',
          data: grant,
          overrideAccess: true,
          user: user as never,
        }),
      ),
    ).rejects.toMatchObject({ code: 'roles.grant_beyond' });
    const made = await school.run(() => payload.create({ collection: 'users', data, overrideAccess: true }));
    expect(made.id).toBeTruthy();
  });

  it('should refuse the role of another school like one that does not exist', async () => {
    const foreign = await roleId(system.admin, other, 'admin');
    const answer = await admin.post('/api/users', newUser(foreign, 'foreign'));
    const missing = await admin.post(
      '/api/users',
      newUser('0199aaaa-0000-7000-8000-000000000001', 'foreign'),
    );
    expect(answer.status).toBe(400);
    expect(answer.text.replaceAll(foreign, '')).toBe(
      missing.text.replaceAll('0199aaaa-0000-7000-8000-000000000001', ''),
    );
  });

  it('should refuse to delete a role that users hold or that an announcement is meant for', async () => {
    const inUse = await admin.send('DELETE', `/api/roles/${officeRole}`);
    expect([inUse.status, errorCode(inUse)]).toEqual([409, 'roles.in_use']);
    await expect(
      school.run(() => system.pool.query('delete from roles where id = $1', [officeRole])),
    ).rejects.toMatchObject({ code: '23503' });
    const empty = await addRole(system.admin, school, { code: 'empty', codes: ['students.read'] });
    const { rows } = await system.admin.query(
      "insert into announcements (tenant_id, title, target_role_id) values ($1, 'For one role', $2) returning id",
      [school.tenant.id, empty],
    );
    expect((await admin.send('DELETE', `/api/roles/${empty}`)).status).toBe(409);
    await system.admin.query('delete from announcements where id = $1', [rows[0].id]);
    const gone = await admin.send('DELETE', `/api/roles/${empty}`);
    expect(gone.status, gone.text).toBe(200);
    const left = await system.admin.query('select 1 from role_permissions where role_id = $1', [empty]);
    expect(left.rows).toEqual([]);
  });

  it('should answer in Arabic too', async () => {
    const answer = await office.client.send('POST', '/api/users', {
      body: newUser(adminRole, 'arabic'),
      headers: { cookie: 'payload-lng=ar' },
    });
    expect(answer.text).toMatch(/أنت لا تملك/);
  });
});
