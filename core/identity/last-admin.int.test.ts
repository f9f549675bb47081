import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
  type TestUser,
  until,
} from '../../e2e/support/index.ts';
import { errorCode, roleId } from './testing/made-roles.ts';

/** A school always keeps an active user who may manage users and roles, whichever way somebody tries. */
describe('the last admin', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let adminRole: string;
  let teacherRole: string;
  let second: TestUser;
  let first: HttpClient;

  const patch = (client: HttpClient, path: string, body: unknown) => client.send('PATCH', path, { body });
  const admins = async () =>
    Number(
      (
        await system.admin.query(
          'select count(*) from users where tenant_id = $1 and active and role_id = $2',
          [school.tenant.id, adminRole],
        )
      ).rows[0].count,
    );

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    other = await system.addSchool('beta');
    adminRole = await roleId(system.admin, school, 'admin');
    teacherRole = await roleId(system.admin, school, 'teacher');
    second = await school.addUser('admin');
    first = await school.signIn(school.admin);
  });
  beforeEach(async () => {
    await system.admin.query('update users set active = true, role_id = $2 where id = any($1)', [
      [school.admin.id, second.id],
      adminRole,
    ]);
  });
  afterAll(() => system.close());

  it('should stay when deleted, switched off or given another role', async () => {
    expect((await patch(first, `/api/users/${second.id}`, { active: false })).status).toBe(200);
    for (const body of [{ active: false }, { role: teacherRole }, { role: null }]) {
      const answer = await patch(first, `/api/users/${school.admin.id}`, body);
      expect([answer.status, errorCode(answer)], JSON.stringify(body)).toEqual([409, 'roles.last_admin']);
    }
    const deleted = await first.send('DELETE', `/api/users/${school.admin.id}`);
    expect([deleted.status, errorCode(deleted)]).toEqual([409, 'roles.last_admin']);
    expect(await admins()).toBe(1);
    expect((await patch(first, `/api/users/${school.admin.id}`, { displayName: 'Still here' })).status).toBe(
      200,
    );
  });

  it('should stay when everybody is changed or deleted at once', async () => {
    for (const [method, body] of [
      ['PATCH', { active: false }],
      ['PATCH', { role: teacherRole }],
      ['DELETE', undefined],
    ] as const) {
      const path = `/api/users?where[role][equals]=${adminRole}`;
      const answer = await first.send(method, path, { body });
      expect([answer.status, errorCode(answer)], answer.text).toEqual([409, 'roles.last_admin']);
      expect(await admins(), `${method} ${JSON.stringify(body)}`).toBe(2);
    }
  });

  it('should stay when the permission or the role goes', async () => {
    for (const code of ['users.write', 'roles.write']) {
      const { rows } = await system.admin.query(
        'select id from role_permissions where role_id = $1 and code = $2',
        [adminRole, code],
      );
      const answer = await first.send('DELETE', `/api/role-permissions/${rows[0].id}`);
      expect([answer.status, errorCode(answer)], answer.text).toEqual([409, 'roles.last_admin']);
      expect(
        (await patch(first, `/api/role-permissions/${rows[0].id}`, { code: 'roles.read' })).status,
      ).toBeGreaterThanOrEqual(400);
      expect(
        errorCode(await patch(first, `/api/role-permissions/${rows[0].id}`, { role: teacherRole })),
      ).toBe('roles.last_admin');
    }
    expect((await first.send('DELETE', `/api/roles/${adminRole}`)).status).toBe(409);
  });

  it('should stay on every way of SQL that the application has', async () => {
    const run = (sql: string) => school.run(() => system.pool.query(sql, [adminRole]));
    for (const sql of [
      'update users set active = false where role_id = $1',
      'update users set role_id = null where role_id = $1',
      'delete from users where role_id = $1',
      "delete from role_permissions where role_id = $1 and code = 'users.write'",
      'delete from role_permissions where role_id = $1',
      "update role_permissions set code = 'other.code' where role_id = $1 and code = 'roles.write'",
    ])
      await expect(run(sql), sql).rejects.toMatchObject({ code: '23514', constraint: 'last_admin' });
    expect(await admins()).toBeGreaterThan(0);
    // Another school's people are no comfort: each counts its own.
    await other.addUser('admin');
    await expect(run('update users set active = false where role_id = $1')).rejects.toThrow();
  });

  it('should stay when two admins demote each other at the same moment', async () => {
    const colleague = await school.signIn(second);
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([
        patch(first, `/api/users/${second.id}`, { role: teacherRole }),
        patch(colleague, `/api/users/${school.admin.id}`, { role: teacherRole }),
      ]);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      expect(await admins(), `round ${round}`).toBeGreaterThan(0);
      await patchBack();
    }
  });

  it('should make the slower of two transactions wait and see', async () => {
    const [a, b] = await school.run(() => Promise.all([system.pool.connect(), system.pool.connect()]));
    try {
      await a.query('begin');
      await b.query('begin');
      await a.query('update users set active = false where id = $1', [second.id]);
      const slower = b.query('update users set active = false where id = $1', [school.admin.id]);
      const refused = expect(slower).rejects.toMatchObject({ constraint: 'last_admin' });
      await until('the slower one waits', async () => {
        const { rows } = await system.admin.query(
          "select 1 from pg_locks where locktype = 'advisory' and not granted",
        );
        return rows.length > 0;
      });
      await a.query('commit');
      await refused;
    } finally {
      for (const client of [a, b]) {
        await client.query('rollback');
        client.release();
      }
    }
    expect(await admins()).toBe(1);
  });

  async function patchBack(): Promise<void> {
    await system.admin.query('update users set active = true, role_id = $2 where id = any($1)', [
      [school.admin.id, second.id],
      adminRole,
    ]);
  }
});
