import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Payload } from 'payload';
import { enableAddOn, linkPublisher } from '../../../marketplace/index.ts';
import { provisionSchool, TRIAL_DAYS } from '../../administration/index.ts';
import { setBudgets } from '../../billing/index.ts';
import { setPassword } from '../../identity/index.ts';
import type { Settings } from '../../kernel/index.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  poolOf,
  type Queryable,
  runInScope,
} from '../../tenancy/index.ts';
import { fillConsole } from './demo-console.ts';
import { type DemoCustomer, liveThrough } from './demo-history.ts';
import { type DemoPeople, fillDemoSchool } from './demo-school.ts';

const DAY_MS = 86_400_000;

const BUDGETS = {
  '*': { cents: 2_500, isHard: false },
  sms_parts: { cents: 2_000, isHard: true },
};

const SCHOOLS = [
  {
    subdomain: 'alnoor',
    name: 'Al Noor International School',
    nameAr: 'مدرسة النور الدولية',
    plan: 'standard',
    locale: 'en',
    firstPhone: 55_100_000,
    customerForDays: 64,
    isLively: true,
  },
  {
    subdomain: 'lulu',
    name: 'Doha Pearl Academy',
    nameAr: 'أكاديمية لؤلؤة الدوحة',
    plan: 'basic',
    locale: 'ar',
    firstPhone: 66_200_000,
    customerForDays: 38,
    isLively: false,
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
 * school in it is left alone, except that lost account passwords of demo schools are made anew. With the local Stripe
 * emulator the schools have been customers for weeks: they used, were billed and paid.
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
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const hasPast = settings.STRIPE_SECRET_KEY === undefined && settings.PORT !== 0;
  const customers: DemoCustomer[] = [];
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
    const start = new Date(now.getTime() - school.customerForDays * DAY_MS);
    const { tenant, created } = await provisionSchool(payload, {
      ...school,
      adminEmail: `admin@${school.subdomain}.example`,
      ...(hasPast ? { state: 'trial', now: start } : {}),
    });
    if (hasPast && created) {
      const trial = { start, end: new Date(start.getTime() + TRIAL_DAYS * DAY_MS) };
      customers.push({ tenant, trial, isLively: school.isLively });
    }
    await asTenant(tenant, async () => {
      const people = await inTransaction(poolOf(payload), async (client) => {
        const filled = await fillDemoSchool(client, school.subdomain, school.firstPhone);
        if (created && hasPast) await enrolledSince(client, start);
        if (created && school.isLively)
          await setBudgets(
            client,
            BUDGETS,
            { kind: 'system', label: `admin@${school.subdomain}.example` },
            now,
          );
        return filled;
      });
      for (const account of await ensureAccounts(payload, school.subdomain, school.locale, people)) {
        add({ tenant: school.subdomain, ...account }, school.subdomain);
      }
      if (school.subdomain === 'alnoor')
        await enableAddOn(payload, { pluginId: 'qa.daftar.sms', consent: 'all' });
    });
  }
  if (customers.length > 0) await liveThrough(payload, customers, now);
  for (const [realm, host, role, email] of [
    ['platform', 'console', 'sales', 'sales@daftar.example'],
    ['partner', 'partners', 'partner', 'partner@publisher.example'],
  ] as const) {
    const password = newPassword();
    const userId = await runInScope(
      { kind: 'platform', realm, requestId: 'demo', database: { lost: false } },
      () => ensureUser(payload, { email, password, realm, tenant: null, displayName: role }),
    );
    if (realm === 'platform' && customers.length > 0)
      await asSystem(() => fillConsole(payload, { id: userId, label: email }, now));
    if (realm === 'partner')
      await asSystem(() => linkPublisher(poolOf(payload), { userId, publisherId: 'daftar' }));
    add({ tenant: null, role, email, password }, host);
  }
  writeFileSync(file, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  return 'two schools';
}

// The pupils of the demo were there from the first day on; what counts the days between is told so.
async function enrolledSince(client: Queryable, start: Date): Promise<void> {
  await client.query(
    `insert into active_student_changes (delta, changed_at)
     select n * sign, case sign when 1 then $1::timestamptz else clock_timestamp() end
       from (select count(*)::int as n from students where status = 'active') counted, (values (1), (-1)) as steps (sign)
      where n > 0`,
    [new Date(start.getTime() - DAY_MS)],
  );
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
