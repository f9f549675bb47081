import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { type Matrix, type MatrixRole, syncRoles } from './index.ts';
import { addHolder, addRole, errorCode, roleId } from './testing/made-roles.ts';

type ConflictBody = { errors: { data: { theirs: MatrixRole[]; mine: { id: string }[] } }[] };

describe('the matrix of roles', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let admin: HttpClient;
  let stranger: HttpClient;

  const matrix = async (client: HttpClient) => (await client.get('/api/roles-matrix')).json<Matrix>();
  const roleOf = async (client: HttpClient, code: string): Promise<MatrixRole> => {
    const role = (await matrix(client)).roles.find((candidate) => candidate.code === code);
    if (!role) throw new Error(`no role ${code}`);
    return role;
  };
  const save = (client: HttpClient, ...roles: unknown[]) => client.post('/api/roles-matrix', { roles });

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    other = await system.addSchool('beta');
    admin = await school.signIn(school.admin);
    stranger = await other.signIn(other.admin);
  });
  afterAll(() => system.close());

  it('should show every role with its permissions, users and revision, and the catalogue in groups', async () => {
    const { roles, groups, own } = await matrix(admin);
    expect(roles.map(({ code }) => code)).toEqual(['admin', 'teacher', 'accountant', 'guardian', 'student']);
    expect(roles[0]).toMatchObject({ users: 1, rowScope: 'school', news: [] });
    expect(own.canWrite).toBe(true);
    expect(groups.flatMap(({ permissions }) => permissions.map(({ code }) => code)).sort()).toEqual(
      own.codes,
    );
    const teacher = await school.signIn(await school.addUser('teacher'));
    expect((await teacher.get('/api/roles-matrix')).status).toBe(403);
    expect((await school.anonymous.get('/api/roles-matrix')).status).toBe(401);
  });

  it('should save several roles at once and act on the next request', async () => {
    const accountant = await school.signIn(await school.addUser('accountant'));
    expect((await accountant.get('/api/teachers')).status).toBe(403);
    const [a, t] = [await roleOf(admin, 'accountant'), await roleOf(admin, 'teacher')];
    const saved = await save(
      admin,
      {
        id: a.id,
        revision: a.revision,
        add: ['teachers.read'],
        remove: ['billing.read'],
        name: 'Finance office',
      },
      { id: t.id, revision: t.revision, add: ['messages.read'] },
    );
    expect(saved.status, saved.text).toBe(200);
    const after = saved.json<Matrix>().roles.find(({ id }) => id === a.id);
    expect(after).toMatchObject({ name: 'Finance office' });
    expect(after?.permissions).toContain('teachers.read');
    expect(after?.permissions).not.toContain('billing.read');
    expect(after?.revision).toBeGreaterThan(a.revision);
    expect((await accountant.get('/api/teachers')).status).toBe(200);
    expect((await accountant.get('/api/usage')).status).toBe(403);
    expect((await roleOf(stranger, 'accountant')).permissions).toContain('billing.read');
  });

  it('should save nothing of a request of which one part is refused', async () => {
    const office = await addRole(system.admin, school, {
      code: 'office',
      codes: ['roles.read', 'roles.write', 'students.read'],
    });
    const { client } = await addHolder(system.admin, school, office);
    const [own, student] = [await roleOf(client, 'office'), await roleOf(client, 'student')];
    for (const beyond of [{ add: ['finance.read'] }, { remove: ['attendance.read'] }]) {
      const answer = await save(
        client,
        { id: own.id, revision: own.revision, name: 'Renamed' },
        { id: student.id, revision: student.revision, ...beyond },
      );
      expect([answer.status, errorCode(answer)]).toEqual([403, 'roles.grant_beyond']);
    }
    expect(await roleOf(client, 'office')).toEqual(own);
    expect(await roleOf(client, 'student')).toEqual(student);
    const unknown = await save(admin, { id: own.id, revision: own.revision, add: ['all.write'] });
    expect([unknown.status, errorCode(unknown)]).toEqual([400, 'roles.permission_unknown']);
    const copy = await client.post('/api/roles-matrix/create', { name: 'Copy', copyOf: student.id });
    expect([copy.status, errorCode(copy)]).toEqual([403, 'roles.grant_beyond']);
  });

  it('should tell the second of two editors, with both versions', async () => {
    const seen = await roleOf(admin, 'teacher');
    const colleague = await school.signIn(await school.addUser('admin'));
    expect(
      (await save(colleague, { id: seen.id, revision: seen.revision, add: ['finance.read'] })).status,
    ).toBe(200);
    const late = await save(admin, { id: seen.id, revision: seen.revision, add: ['billing.read'] });
    expect([late.status, errorCode(late)]).toEqual([409, 'roles.conflict']);
    const { theirs, mine } = late.json<ConflictBody>().errors[0]?.data ?? { theirs: [], mine: [] };
    expect(theirs[0]?.permissions).toContain('finance.read');
    expect(mine[0]?.id).toBe(seen.id);
    expect((await roleOf(admin, 'teacher')).permissions).not.toContain('billing.read');
    // The generic views count as editors too.
    const again = await roleOf(admin, 'teacher');
    await colleague.post('/api/role-permissions', { role: seen.id, code: 'messages.read' });
    await colleague.send('PATCH', `/api/roles/${seen.id}`, { body: { name: 'Teaching staff' } });
    expect((await save(admin, { id: seen.id, revision: again.revision, name: 'Mine' })).status).toBe(409);
    // Two at the very same moment: one wins.
    const now = await roleOf(admin, 'teacher');
    const both = await Promise.all(
      [admin, colleague].map((client, index) =>
        save(client, { id: now.id, revision: now.revision, name: `Version ${index}` }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('should add, duplicate and delete roles, and refuse to delete one in use', async () => {
    const teacher = await roleOf(admin, 'teacher');
    const made = await admin.post('/api/roles-matrix/create', {
      name: 'Registrar',
      nameAr: 'مسجّل',
      rowScope: 'school',
    });
    expect(made.status, made.text).toBe(200);
    const copied = await admin.post('/api/roles-matrix/create', { name: 'Assistant', copyOf: teacher.id });
    const { created, roles } = copied.json<Matrix & { created: string }>();
    const copy = roles.find(({ id }) => id === created);
    expect(copy).toMatchObject({ rowScope: 'own_classes', users: 0, news: [] });
    expect(copy?.permissions).toEqual(teacher.permissions);
    const { user } = await addHolder(system.admin, school, created);
    const inUse = await admin.post('/api/roles-matrix/delete', { id: created, revision: copy?.revision });
    expect([inUse.status, errorCode(inUse)]).toEqual([409, 'roles.in_use']);
    await system.admin.query('delete from users where id = $1', [user.id]);
    const gone = await admin.post('/api/roles-matrix/delete', { id: created, revision: copy?.revision });
    expect(gone.status, gone.text).toBe(200);
    expect(gone.json<Matrix>().roles.some(({ id }) => id === created)).toBe(false);
  });

  it('should refuse to take the last admin’s permissions, and move them from role to role', async () => {
    const role = await roleOf(admin, 'admin');
    const answer = await save(admin, { id: role.id, revision: role.revision, remove: ['users.write'] });
    expect([answer.status, errorCode(answer)], answer.text).toEqual([409, 'roles.last_admin']);
    const heads = await addRole(system.admin, school, { code: 'head', codes: role.permissions });
    await addHolder(system.admin, school, heads);
    const fresh = await roleOf(admin, 'admin');
    const moved = await save(admin, { id: fresh.id, revision: fresh.revision, remove: ['users.write'] });
    expect(moved.status, moved.text).toBe(200);
  });

  it('should know no role of another school', async () => {
    const foreign = await roleOf(admin, 'student');
    for (const [path, body] of [
      ['/api/roles-matrix', { roles: [{ id: foreign.id, revision: foreign.revision, name: 'Taken' }] }],
      ['/api/roles-matrix/create', { name: 'Copy', copyOf: foreign.id }],
      ['/api/roles-matrix/delete', { id: foreign.id, revision: foreign.revision }],
      ['/api/roles-matrix/template', { id: foreign.id, revision: foreign.revision, takeOver: true }],
    ] as const) {
      const answer = await stranger.post(path, body);
      expect([answer.status, errorCode(answer)], path).toEqual([404, 'resource.not_found']);
    }
    expect(await roleOf(admin, 'student')).toEqual(foreign);
  });

  it('should offer what the template gained, and grant it only when asked', async () => {
    const client = await other.signIn(other.admin);
    const id = await roleId(system.admin, other, 'admin');
    // A school of the first version: its admin role lacks what came later, and something it gave up itself.
    await system.admin.query(
      "delete from role_permissions where role_id = $1 and (code ~ '^(api_keys|sso|support|settings|audit)' or code = 'addons.write')",
      [id],
    );
    await system.admin.query('update roles set template_version = 1 where id = $1', [id]);
    const before = await roleOf(client, 'admin');
    expect(before.news).toHaveLength(10);
    expect(before.news).not.toContain('addons.write');
    const partly = await addRole(system.admin, other, {
      code: 'partly',
      codes: ['roles.read', 'roles.write'],
    });
    const { client: lesser } = await addHolder(system.admin, other, partly);
    const body = { id, revision: before.revision, takeOver: true };
    const refused = await lesser.post('/api/roles-matrix/template', body);
    expect([refused.status, errorCode(refused)]).toEqual([403, 'roles.grant_beyond']);
    // This admin gave up a permission of the first version and is no full admin any more.
    expect((await client.post('/api/roles-matrix/template', body)).status).toBe(403);
    await system.admin.query(
      "insert into role_permissions (tenant_id, role_id, code) values ($1, $2, 'addons.write')",
      [other.tenant.id, id],
    );
    const { revision } = await roleOf(client, 'admin');
    const taken = await client.post('/api/roles-matrix/template', { id, revision, takeOver: true });
    expect(taken.status, taken.text).toBe(200);
    const after = await roleOf(client, 'admin');
    expect(after.news).toEqual([]);
    expect(after.permissions).toEqual([...before.permissions, ...before.news, 'addons.write'].sort());
  });

  it('should leave a role as it is when the school says so, and not ask again', async () => {
    const client = await other.signIn(other.admin);
    const id = await roleId(system.admin, other, 'admin');
    await system.admin.query("delete from role_permissions where role_id = $1 and code like 'sso.%'", [id]);
    await system.admin.query('update roles set template_version = 1 where id = $1', [id]);
    const before = await roleOf(client, 'admin');
    expect(before.news).toEqual(['sso.read', 'sso.write']);
    const left = await client.post('/api/roles-matrix/template', {
      id,
      revision: before.revision,
      takeOver: false,
    });
    expect(left.status, left.text).toBe(200);
    const after = await roleOf(client, 'admin');
    expect(after).toMatchObject({ news: [], permissions: before.permissions });
  });

  it('should tell an operator what is new, and complete the admin role alone when told to', async () => {
    const client = await other.signIn(other.admin);
    await system.admin.query(
      "update roles set template_version = 1 where tenant_id = $1 and template_code = 'admin'",
      [other.tenant.id],
    );
    const { news } = await roleOf(client, 'admin');
    const sync = (completeAdmin: boolean) => other.run(() => syncRoles(system.pool, { completeAdmin }));
    expect(news).toEqual(['sso.read', 'sso.write']);
    expect(await sync(false)).toEqual([{ role: 'admin', news, takenOver: false }]);
    expect((await roleOf(client, 'admin')).news).toEqual(news);
    expect(await sync(true)).toEqual([{ role: 'admin', news, takenOver: true }]);
    expect((await roleOf(client, 'admin')).permissions).toEqual(expect.arrayContaining(news));
    expect(await sync(true)).toEqual([]);
    // It was asked about one school, and the other school stays as it is.
    expect(await school.run(() => syncRoles(system.pool, { completeAdmin: false }))).toEqual([]);
  });
});
