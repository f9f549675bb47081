import type pg from 'pg';
import type { HttpClient, TestSchool, TestUser } from '../../../e2e/support/index.ts';

/** Makes a role past the wall, as somebody with every right would have made it. Returns its id. */
export async function addRole(
  admin: pg.Pool,
  school: TestSchool,
  role: { code: string; rowScope?: string; codes: string[] },
): Promise<string> {
  const { rows } = await admin.query(
    'insert into roles (tenant_id, code, name, row_scope) values ($1, $2, $2, $3::enum_roles_row_scope) returning id',
    [school.tenant.id, role.code, role.rowScope ?? 'school'],
  );
  await admin.query(
    'insert into role_permissions (tenant_id, role_id, code) select $1, $2, unnest($3::text[])',
    [school.tenant.id, rows[0].id, role.codes],
  );
  return rows[0].id;
}

/** The id of a role of a school by its code. */
export async function roleId(admin: pg.Pool, school: TestSchool, code: string): Promise<string> {
  const { rows } = await admin.query('select id from roles where tenant_id = $1 and code = $2', [
    school.tenant.id,
    code,
  ]);
  return rows[0].id;
}

/** Somebody signed in who has a role of the test's own making. */
export async function addHolder(
  admin: pg.Pool,
  school: TestSchool,
  role: string,
): Promise<{ user: TestUser; client: HttpClient }> {
  const user = await school.addUser('student');
  await admin.query('update users set role_id = $2 where id = $1', [user.id, role]);
  return { user, client: await school.signIn(user) };
}

/** One row of a table as it is on disk. */
export async function rowOf(admin: pg.Pool, table: string, id: string): Promise<Record<string, unknown>> {
  return (await admin.query(`select * from ${table} where id = $1`, [id])).rows[0];
}

/** The code of the first error of an answer. */
export function errorCode(answer: { text: string }): string | undefined {
  try {
    return (JSON.parse(answer.text) as { errors?: { code?: string }[] }).errors?.[0]?.code;
  } catch {
    return undefined;
  }
}
