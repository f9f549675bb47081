import type { Payload } from 'payload';
import { provisionSchool } from '../../core/administration/index.ts';
import { beginTotp, setPassword } from '../../core/identity/index.ts';
import { asTenant, poolOf, runInScope, type TenantInfo } from '../../core/tenancy/index.ts';
import { type HttpClient, httpClient } from './http-client.ts';

export const ROLES = ['admin', 'teacher', 'accountant', 'guardian', 'student'] as const;
export type RoleCode = (typeof ROLES)[number];

export type TestUser = {
  id: string;
  email: string;
  password: string;
  /** Of staff and partners, who cannot sign in without a second factor. */
  totpSecret?: string;
};

export type TestSchool = {
  tenant: TenantInfo;
  host: string;
  admin: TestUser;
  /** Runs work in the scope of this school. */
  run: <T>(work: () => T) => T;
  /** Makes a user of a role; `links` name the person's record (teacher, guardian or student). */
  addUser: (
    role: RoleCode,
    links?: Partial<Record<'teacher' | 'guardian' | 'student', string>>,
  ) => Promise<TestUser>;
  signIn: (user: TestUser) => Promise<HttpClient>;
  anonymous: HttpClient;
};

type Where = { payload: Payload; port: number; baseDomain: string };

const PASSWORD = 'a long enough password';
let userNumber = 0;

/** A school made the way the product makes one, with its first admin. */
export async function provisionTestSchool(
  { payload, port, baseDomain }: Where,
  subdomain: string,
): Promise<TestSchool> {
  const adminEmail = `admin@${subdomain}.example`;
  const { tenant, adminPassword } = await provisionSchool(payload, {
    subdomain,
    name: `School ${subdomain}`,
    nameAr: `مدرسة ${subdomain}`,
    plan: 'standard',
    adminEmail,
  });
  const host = `${subdomain}.${baseDomain}`;
  const run: TestSchool['run'] = (work) => asTenant(tenant, work);
  const { rows } = await run(() =>
    poolOf(payload).query('select id from users where email = $1', [adminEmail]),
  );
  return {
    tenant,
    host,
    admin: { id: rows[0].id, email: adminEmail, password: adminPassword ?? '' },
    run,
    addUser: (role, links = {}) =>
      run(async () => {
        userNumber += 1;
        const email = `${role}${userNumber}@${subdomain}.example`;
        const roles = await poolOf(payload).query('select id from roles where code = $1', [role]);
        const user = await payload.create({
          collection: 'users',
          data: {
            ...links,
            email,
            realm: 'school',
            active: true,
            role: roles.rows[0].id,
            displayName: `${role} ${userNumber}`,
          } as never,
          depth: 0,
          // override: fixtures are made past the rules they test
          overrideAccess: true,
        });
        await givePassword(payload, String(user.id));
        return { id: String(user.id), email, password: PASSWORD };
      }),
    signIn: (user) => httpClient(port, host).signIn(user.email, user.password),
    anonymous: httpClient(port, host),
  };
}

/** Somebody of the platform's staff or of a partner. */
export async function addRealmUser(payload: Payload, realm: 'platform' | 'partner'): Promise<TestUser> {
  userNumber += 1;
  const email = `${realm}${userNumber}@daftar.example`;
  return runInScope({ kind: 'platform', realm, requestId: 'test', database: { lost: false } }, async () => {
    const user = await payload.create({
      collection: 'users',
      data: { email, realm, tenant: null, active: true, displayName: realm } as never,
      depth: 0,
      // override: fixtures are made past the rules they test
      overrideAccess: true,
    });
    await givePassword(payload, String(user.id));
    const { secret } = await beginTotp(poolOf(payload), String(user.id), { issuer: 'Test', account: email });
    await poolOf(payload).query('update user_totp set confirmed_at = now() where user_id = $1', [user.id]);
    return { id: String(user.id), email, password: PASSWORD, totpSecret: secret };
  });
}

// One password for all of them, hashed once: a hash is meant to be slow.
let hashed: string | undefined;
async function givePassword(payload: Payload, userId: string): Promise<void> {
  const pool = poolOf(payload);
  if (hashed === undefined) {
    await setPassword(pool, userId, PASSWORD);
    const { rows } = await pool.query('select password_hash from user_credentials where user_id = $1', [
      userId,
    ]);
    hashed = String(rows[0].password_hash);
    return;
  }
  await pool.query('insert into user_credentials (user_id, password_hash) values ($1, $2)', [userId, hashed]);
}
