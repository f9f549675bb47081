import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Payload } from 'payload';
import { enableAddOn, linkPublisher } from '../../../marketplace/index.ts';
import { provisionSchool } from '../../administration/index.ts';
import { setPassword } from '../../identity/index.ts';
import type { Settings } from '../../kernel/index.ts';
import { asSystem, asTenant, inTransaction, poolOf, runInScope } from '../../tenancy/index.ts';
import { type DemoPeople, fillDemoSchool } from './demo-school.ts';

const SCHOOLS = [
  {
    subdomain: 'alnoor',
    name: 'Al Noor International School',
    nameAr: 'مدرسة النور الدولية',
    plan: 'standard',
    locale: 'en',
    firstPhone: 55_100_000,
  },
  {
    subdomain: 'lulu',
    name: 'Doha Pearl Academy',
    nameAr: 'أكاديمية لؤلؤة الدوحة',
    plan: 'basic',
    locale: 'ar',
    firstPhone: 66_200_000,
  },
] as const;

type Account = {
  tenant: string | null;
  host: string;
  url: string;
  role: string;
  email: string;
  password: string;
};

/**
 * Fills an empty database with two demo schools and writes `<data dir>/demo-accounts.json`. A database with any
 * school in it is left alone, except that lost account passwords of demo schools are made anew.
 */
export async function seedDemo(payload: Payload, settings: Settings): Promise<string> {
  if (!settings.DAFTAR_DEMO) return 'no demo data wanted';
  const file = path.join(settings.DAFTAR_DATA_DIR, 'demo-accounts.json');
  const { rows } = await asSystem(() => poolOf(payload).query('select subdomain from tenants'));
  const existing = new Set(rows.map((row) => row.subdomain as string));
  const complete = SCHOOLS.every((school) => existing.has(school.subdomain));
  if (complete && existsSync(file)) return 'in place';
  if (existing.size > 0 && !SCHOOLS.some((school) => existing.has(school.subdomain)))
    return 'the database has schools of its own';

  const accounts: Account[] = [];
  const add = (account: Omit<Account, 'host' | 'url'>, host: string) => {
    const full = `${host}.${settings.DAFTAR_BASE_DOMAIN}`;
    accounts.push({
      tenant: account.tenant,
      host: full,
      url: `http://${full}:${settings.PORT}`,
      role: account.role,
      email: account.email,
      password: account.password,
    });
  };
  for (const school of SCHOOLS) {
    const { tenant } = await provisionSchool(payload, {
      ...school,
      adminEmail: `admin@${school.subdomain}.example`,
    });
    await asTenant(tenant, async () => {
      const people = await inTransaction(poolOf(payload), (client) =>
        fillDemoSchool(client, school.subdomain, school.firstPhone),
      );
      for (const account of await ensureAccounts(payload, school.subdomain, school.locale, people)) {
        add({ tenant: school.subdomain, ...account }, school.subdomain);
      }
      if (school.subdomain === 'alnoor')
        await enableAddOn(payload, { pluginId: 'qa.daftar.sms', consent: 'all' });
    });
  }
  for (const [realm, host, role, email] of [
    ['platform', 'console', 'sales', 'sales@daftar.example'],
    ['partner', 'partners', 'partner', 'partner@publisher.example'],
  ] as const) {
    const password = newPassword();
    const userId = await runInScope(
      { kind: 'platform', realm, requestId: 'demo', database: { lost: false } },
      () => ensureUser(payload, { email, password, realm, tenant: null, displayName: role }),
    );
    if (realm === 'partner')
      await asSystem(() => linkPublisher(poolOf(payload), { userId, publisherId: 'daftar' }));
    add({ tenant: null, role, email, password }, host);
  }
  writeFileSync(file, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  return 'two schools';
}

async function ensureAccounts(payload: Payload, school: string, language: 'en' | 'ar', people: DemoPeople) {
  const { rows } = await poolOf(payload).query('select id, code from roles');
  const made: { role: string; email: string; password: string }[] = [];
  for (const role of ['admin', 'teacher', 'accountant', 'guardian', 'student'] as const) {
    const email = `${role}@${school}.example`;
    const password = newPassword();
    await ensureUser(payload, {
      email,
      password,
      realm: 'school',
      role: rows.find((row) => row.code === role)?.id,
      displayName:
        role === 'admin' ? 'Huda Al-Naimi' : role === 'accountant' ? 'Omar Haddad' : people[role].name,
      language,
      ...(role === 'teacher' || role === 'guardian' || role === 'student' ? { [role]: people[role].id } : {}),
    });
    made.push({ role, email, password });
  }
  return made;
}

// A lost password file is made anew, so every account gets the password that is written into it.
async function ensureUser(
  payload: Payload,
  { password, ...data }: Record<string, unknown> & { email: string; password: string },
): Promise<string> {
  const { docs } = await payload.find({
    collection: 'users',
    where: { email: { equals: data.email } },
    limit: 1,
    depth: 0,
    // override: demo data is made before anybody can sign in
    overrideAccess: true,
  });
  const known = docs[0]?.id;
  const user =
    known !== undefined
      ? await payload.update({
          collection: 'users',
          id: known,
          data: { ...data, active: true },
          depth: 0,
          // override: demo data is made before anybody can sign in
          overrideAccess: true,
        })
      : await payload.create({
          collection: 'users',
          data: { active: true, ...data } as never,
          depth: 0,
          // override: demo data is made before anybody can sign in
          overrideAccess: true,
        });
  await setPassword(poolOf(payload), String(user.id), password);
  return String(user.id);
}

// Readable enough to type from a terminal: three groups of four.
function newPassword(): string {
  const letters = randomBytes(9).toString('base64url').replace(/[-_]/g, 'x').toLowerCase();
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8, 12)}`;
}
