import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Payload } from 'payload';
import type pg from 'pg';
import { setPassword } from '../../identity/index.ts';
import type { Settings } from '../../kernel/index.ts';
import { asTenant, poolOf, type TenantInfo } from '../../tenancy/index.ts';
import { copyRows } from './copy-rows.ts';
import { schoolIds } from './school-rows.ts';
import { seedPeople } from './seed-people.ts';
import type { SchoolPlan } from './seed-plan.ts';

/** Accounts of one school: the whole staff, and as many families and pupils as load tests sign in. */
const FAMILIES_WITH_ACCOUNT = 50;

export type SeedAccount = {
  tenant: string;
  host: string;
  url: string;
  role: string;
  email: string;
  password: string;
};

/** One password for all accounts of a seed; its hash is made once, because a hash is meant to be slow. */
export type SeedPassword = { password: string; hash: string | undefined };

/** The password that was asked for, or a new one. */
export function seedPassword(wanted: string | undefined): SeedPassword {
  return { password: wanted ?? `seed-${randomBytes(9).toString('base64url')}`, hash: undefined };
}

/** The address the first admin of a seeded school signs in with. */
export function adminOf({ subdomain }: SchoolPlan): string {
  return `admin@${subdomain}.example`;
}

/** Accounts for every teacher, an accountant, and the first families and pupils; the admin is there already. */
export async function writeAccounts(
  { payload, client }: { payload: Payload; client: pg.ClientBase },
  plan: SchoolPlan,
  tenant: TenantInfo,
  shared: SeedPassword,
): Promise<void> {
  const ids = schoolIds(plan);
  const people = seedPeople(plan);
  const { rows } = await client.query('select id, code from roles where tenant_id = $1', [plan.tenantId]);
  const roleOf = new Map(rows.map(({ id, code }) => [code as string, id as string]));
  const users: Record<string, unknown>[] = [];
  const add = (role: string, number: number, displayName: string, links: Record<string, string>) =>
    users.push({
      id: ids.user(users.length),
      tenant_id: plan.tenantId,
      realm: 'school',
      display_name: displayName,
      role_id: roleOf.get(role),
      active: true,
      language: plan.locale,
      teacher_id: links.teacher,
      guardian_id: links.guardian,
      student_id: links.student,
      email: `${role}${number}@${plan.subdomain}.example`,
    });
  add('accountant', 1, 'Omar Haddad', {});
  for (let index = 0; index < plan.teachers; index += 1)
    add('teacher', index + 1, people.teacher(index).displayName, { teacher: ids.teacher(index) });
  const families = Math.min(FAMILIES_WITH_ACCOUNT, people.families);
  for (let index = 0; index < families; index += 1) {
    const father = index * 2;
    add('guardian', index + 1, people.guardian(father).displayName, { guardian: ids.guardian(father) });
    add('student', index + 1, people.student(index).displayName, { student: ids.student(index) });
  }
  await copyRows(client, { table: 'users', rows: users }, () => undefined);
  await givePassword({ payload, client }, plan, tenant, shared, users);
}

async function givePassword(
  { payload, client }: { payload: Payload; client: pg.ClientBase },
  plan: SchoolPlan,
  tenant: TenantInfo,
  shared: SeedPassword,
  users: Record<string, unknown>[],
): Promise<void> {
  const admin = await client.query('select id from users where tenant_id = $1 and email = $2', [
    plan.tenantId,
    adminOf(plan),
  ]);
  const adminId = String(admin.rows[0].id);
  if (shared.hash === undefined) {
    await asTenant(tenant, () => setPassword(poolOf(payload), adminId, shared.password));
    const made = await client.query('select password_hash from user_credentials where user_id = $1', [
      adminId,
    ]);
    shared.hash = String(made.rows[0].password_hash);
  }
  await client.query('update user_credentials set password_hash = $2 where user_id = $1', [
    adminId,
    shared.hash,
  ]);
  const credentials = users.map(({ id }) => ({ user_id: id, password_hash: shared.hash }));
  await copyRows(client, { table: 'user_credentials', rows: credentials }, () => undefined);
}

/** Writes one account a role and school into `<data dir>/seed-accounts.json` and returns the file's path. */
export function writeAccountsFile(
  plans: readonly SchoolPlan[],
  { password }: SeedPassword,
  settings: Settings,
): string {
  const accounts = plans.flatMap((plan) =>
    ['admin', 'accountant', 'teacher', 'guardian', 'student'].map((role): SeedAccount => {
      const host = `${plan.subdomain}.${settings.DAFTAR_BASE_DOMAIN}`;
      const name = role === 'admin' ? 'admin' : `${role}1`;
      return {
        tenant: plan.subdomain,
        host,
        url: `http://${host}:${settings.PORT}`,
        role,
        email: `${name}@${plan.subdomain}.example`,
        password,
      };
    }),
  );
  const file = path.join(settings.DAFTAR_DATA_DIR, 'seed-accounts.json');
  writeFileSync(file, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  return file;
}
