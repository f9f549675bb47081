import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { billingNow, ensureFirstBook, may, reserveUsage } from '../../../core/billing/index.ts';
import { watchEntitlements } from '../../../core/billing/worker.ts';
import { createLogger } from '../../../core/observability/index.ts';
import { migrate } from '../../../core/server/database/migrate.ts';
import { ensureRoles } from '../../../core/server/database/roles.ts';
import { startEmbeddedPostgres } from '../../../core/server/embedded/postgres.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  ScopedPool,
  TENANT_COLUMNS,
  type TenantInfo,
  tenantInfo,
} from '../../../core/tenancy/index.ts';
import { openAdminPool, runSql } from '../../support/databases.ts';
import { type Summary, summarize } from '../measure.ts';

const SCHOOLS = 1_000;
const ASKED = 5_000;
const ENTRIES = 10_000;
const STUDENTS = 500;

export type EntitlementResult = {
  /** Milliseconds of one question. */
  kept: Summary;
  fresh: Summary;
  /** Baseline: the smallest statement on the same pool. */
  bare: Summary;
  /** Reserving one message: without a budget, and with one and a month of 10,000 entries behind it. */
  unlimited: Summary;
  budgeted: Summary;
  /** Inserting a student with the count of seats, and with its triggers off. */
  seated: Summary;
  unseated: Summary;
};

/** What it costs to ask whether a school may do something, to hold a budget, and to count a seat. */
export async function entitlements(): Promise<EntitlementResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-bench-'));
  chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres(folder);
  const admin = openAdminPool(server.url('bench'));
  let pool: pg.Pool | undefined;
  try {
    await runSql(server.url('postgres'), 'create database bench');
    const urls = await ensureRoles(server.url('bench'), 'secret-of-the-bench-database-server-0000');
    await migrate(urls.migration);
    const scoped = new ScopedPool({ connectionString: urls.application, max: 4 });
    pool = scoped;
    await asSystem(() => ensureFirstBook(scoped));
    const schools = await fill(admin);
    return { ...(await questions(scoped, schools)), ...(await work(scoped, admin, schools)) };
  } finally {
    await pool?.end();
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(admin: pg.Pool): Promise<TenantInfo[]> {
  await admin.query(
    `insert into tenants (name, subdomain, plan_id, locale, time_zone)
     select 'School ' || n, 'school' || n, (select id from plans where code = 'standard'), 'en', 'Asia/Qatar'
       from generate_series(1, $1::int) n`,
    [SCHOOLS],
  );
  await admin.query(
    `insert into subscriptions (tenant_id, plan_id, starts_at, status, billing_cycle, price_book_version, add_ons)
     select id, plan_id, now(), 'active', 'monthly', 1, '[{"code": "lms", "quantity": 1}]' from tenants`,
  );
  const { rows } = await admin.query(`select t.id, ${TENANT_COLUMNS} from tenants t order by t.id`);
  const schools = rows.map(tenantInfo);
  await admin.query(
    "insert into budget_caps (tenant_id, meter, monthly_cents) values ($1, 'sms_parts', 100000000)",
    [schools[0]?.id],
  );
  await admin.query(
    `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at, created_at)
     select $1, 'sms_parts', 'bench', n::text, 1, now(), now() - interval '1 hour' from generate_series(1, $2::int) n`,
    [schools[0]?.id, ENTRIES],
  );
  await admin.query('analyze');
  return schools;
}

async function questions(pool: ScopedPool, schools: TenantInfo[]) {
  const ask = (index: number) => {
    const school = schools[index % schools.length];
    if (!school) throw new Error('The bench has no schools.');
    return asTenant(school, async () => {
      if (!(await may(pool, 'lms'))) throw new Error('The answer is wrong.');
    });
  };
  const fresh = await timed(ASKED, ask);
  const bare = await timed(ASKED, (index) => {
    const school = schools[index % schools.length];
    return school ? asTenant(school, () => pool.query('select 1')) : Promise.resolve();
  });
  const watch = watchEntitlements({ pool, logger: createLogger('silent') });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await timed(SCHOOLS, ask);
  const kept = await timed(ASKED, ask);
  await watch.stop();
  return { fresh, bare, kept };
}

async function work(pool: ScopedPool, admin: pg.Pool, schools: TenantInfo[]) {
  const [first, second, third] = schools;
  if (!first || !second || !third) throw new Error('The bench has no schools.');
  const reserve = (school: TenantInfo) => (index: number) =>
    asTenant(school, () =>
      inTransaction(pool, (client) =>
        reserveUsage(client, {
          meter: 'sms_parts',
          quantity: 1,
          source: 'sms',
          eventId: `message-${index}`,
          now: billingNow(),
        }),
      ),
    );
  const unlimited = await timed(STUDENTS, reserve(second));
  const budgeted = await timed(STUDENTS, reserve(first));
  const insert = (prefix: string) => (index: number) =>
    asTenant(third, () =>
      pool.query(
        "insert into students (tenant_id, given_name, family_name, admission_number, status) values ($1, 'P', 'P', $2, 'active')",
        [third.id, `${prefix}-${index}`],
      ),
    );
  const seated = await timed(STUDENTS, insert('seated'));
  await admin.query('alter table students disable trigger seats_added');
  const unseated = await timed(STUDENTS, insert('unseated'));
  return { unlimited, budgeted, seated, unseated };
}

async function timed(count: number, run: (index: number) => Promise<unknown>): Promise<Summary> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now();
    await run(index);
    times.push(performance.now() - begun);
  }
  return summarize(times);
}
