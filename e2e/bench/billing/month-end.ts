import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import {
  draftInvoice,
  ensureFirstBook,
  finaliseInvoice,
  type Period,
  takeSnapshots,
} from '../../../core/billing/index.ts';
import { migrate } from '../../../core/server/database/migrate.ts';
import { ensureRoles } from '../../../core/server/database/roles.ts';
import { startEmbeddedPostgres } from '../../../core/server/embedded/postgres.ts';
import { asSystem, inTransaction, ScopedPool } from '../../../core/tenancy/index.ts';
import { metered, overage, PLANS, paid, RATES } from '../../billing-oracle/prices.ts';
import { openAdminPool, runSql } from '../../support/databases.ts';

const SCHOOLS = 1_000;
const EVENTS_A_DAY = 10;
const MONTH: Period = { start: new Date('2026-06-01T00:00:00Z'), end: new Date('2026-07-01T00:00:00Z') };
const NEXT: Period = { start: MONTH.end, end: new Date('2026-08-01T00:00:00Z') };
const AT_ONCE = 2;
const METERS = Object.keys(RATES) as (keyof typeof RATES)[];

export type MonthEndResult = {
  schools: number;
  events: number;
  /** Taking the last day of every school. */
  snapshotSeconds: number;
  /** Drafting and finalising every invoice. */
  invoiceSeconds: number;
  /** Baseline: the sums of the same ledger in one statement. */
  sumSeconds: number;
};

/**
 * The end of a month: 1,000 schools with three meters on 30 days, the last day not counted yet. Takes the day, rates every
 * school's month and makes its invoice final, on a PostgreSQL that waits for its disk as in production. Every total is
 * compared with the oracle's.
 */
export async function monthEnd(): Promise<MonthEndResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-bench-'));
  chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres(folder);
  const admin = openAdminPool(server.url('bench'));
  let pool: pg.Pool | undefined;
  try {
    await runSql(server.url('postgres'), 'create database bench');
    const urls = await ensureRoles(server.url('bench'), 'secret-of-the-bench-database-server-0000');
    await migrate(urls.migration);
    const scoped = new ScopedPool({ connectionString: urls.application, max: AT_ONCE + 2 });
    pool = scoped;
    await asSystem(() => ensureFirstBook(scoped));
    await fill(admin);
    const now = new Date(MONTH.end.getTime() + 60_000);
    const snapshotSeconds = await seconds(async () => {
      const looked = await takeSnapshots({ pool: scoped, now });
      if (looked !== SCHOOLS) throw new Error(`${looked} schools were counted`);
    });
    const ids: string[] = (await admin.query('select id from tenants order by subdomain')).rows.map(
      ({ id }) => id,
    );
    const invoiceSeconds = await seconds(() => invoiceAll(scoped, ids, now));
    const sumSeconds = await seconds(() =>
      admin.query('select tenant_id, meter, sum(quantity) from usage_events group by 1, 2'),
    );
    const events = Number((await admin.query('select count(*) as n from usage_events')).rows[0].n);
    return { schools: SCHOOLS, events, snapshotSeconds, invoiceSeconds, sumSeconds };
  } finally {
    await pool?.end();
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function invoiceAll(pool: pg.Pool, ids: readonly string[], now: Date): Promise<void> {
  const terms = { plan: 'standard', cycle: 'monthly' as const, groupPercent: '0', addOns: [] };
  const waiting = ids.map((tenantId, index) => ({ tenantId, index }));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { tenantId, index } = next;
      const { totalCents } = await asSystem(() =>
        inTransaction(pool, async (client) => {
          const { id } = await draftInvoice(
            client,
            {
              tenantId,
              reason: 'period',
              period: MONTH,
              arrears: { month: MONTH, version: 1, segments: [{ version: 1, terms, period: MONTH }] },
              ahead: { version: 1, terms, base: NEXT, month: NEXT },
            },
            now,
          );
          return finaliseInvoice(client, { tenantId, invoiceId: id, now });
        }),
      );
      if (totalCents !== expected(index)) throw new Error(`School ${index} was billed ${totalCents}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function expected(index: number): number {
  const quantity = 30 * EVENTS_A_DAY * (1 + (index % 7));
  const meters = METERS.map((meter) => metered(RATES[meter], quantity));
  return (
    paid(PLANS.standard, 'monthly') +
    overage(PLANS.standard, 1_900 + index) +
    meters.reduce((sum, cents) => sum + cents)
  );
}

async function fill(admin: pg.Pool): Promise<void> {
  await admin.query(
    `insert into tenants (name, subdomain, plan_id, locale, time_zone, status)
     select 'School ' || n, 'bench' || lpad(n::text, 4, '0'), (select id from plans where code = 'standard'), 'en', 'UTC', 'active'
       from generate_series(0, $1::int - 1) as n`,
    [SCHOOLS],
  );
  await admin.query(
    `insert into subscriptions (tenant_id, plan_id, starts_at, status, billing_cycle)
     select id, plan_id, '2026-06-01Z', 'active', 'monthly' from tenants`,
  );
  await admin.query(
    `insert into day_snapshots (tenant_id, day, ends_at, active_students, storage_bytes, taken_at)
     select t.id, d::date, d + interval '1 day', 1900 + right(t.subdomain, 4)::int - (d::date - '2026-06-01'), 0, d + interval '1 day'
       from tenants t, generate_series('2026-06-01Z'::timestamptz, '2026-06-29Z', interval '1 day') as d`,
  );
  await admin.query(
    `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at)
     select t.id, m, 'bench', m || d || n, 1 + right(t.subdomain, 4)::int % 7, d + n * interval '137 minutes'
       from tenants t, unnest($1::text[]) as m, generate_series('2026-06-01Z'::timestamptz, '2026-06-30Z', interval '1 day') as d,
            generate_series(0, $2::int - 1) as n`,
    [METERS, EVENTS_A_DAY],
  );
  await admin.query('analyze');
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
