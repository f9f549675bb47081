import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { ensureFirstBook, recordUsage, recordUsageBatch } from '../../../core/billing/index.ts';
import {
  cutShipments,
  reconcileUsage,
  shipUsage,
  stripeClient,
  stripeSink,
  tickUsage,
} from '../../../core/billing/worker.ts';
import type { Settings } from '../../../core/kernel/index.ts';
import { createLogger } from '../../../core/observability/index.ts';
import { migrate } from '../../../core/server/database/migrate.ts';
import { ensureRoles } from '../../../core/server/database/roles.ts';
import { startEmbeddedPostgres } from '../../../core/server/embedded/postgres.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  ScopedPool,
  type TenantInfo,
} from '../../../core/tenancy/index.ts';
import { createStripeEmulator } from '../../stripe-emulator/index.ts';
import { openAdminPool, runSql } from '../../support/databases.ts';
import { type Summary, summarize } from '../measure.ts';

const SCHOOLS = 1_000;
const METERS = ['sms_parts', 'ai_predictions', 'report_renders'];
const EVENTS_OF_A_DAY = 1_000_000;
const ROUNDS = 8;
const A_ROUND = 150;
const KEY = `sk_test_${'bench'.padEnd(24, '0')}`;
const HOUR = 3_600_000;

export type MeteringResult = {
  plain: Summary;
  captured: Summary;
  capturesPerSecond: number;
  batchedPerSecond: number;
  firstCutSeconds: number;
  nextCutMs: number;
  tickSeconds: number;
  shipments: number;
  shippedPerSecond: number;
  groups: number;
  reconcileSeconds: number;
};

type Bench = { pool: pg.Pool; admin: pg.Pool; tenants: TenantInfo[] };

/**
 * Metering at size, on a PostgreSQL that waits for its disk as in production: capturing one event beside a plain insert,
 * capturing for some seconds, cutting a day of a million events, sending and comparing an hour of 1,000 schools with three meters each.
 */
export async function metering(): Promise<MeteringResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-bench-'));
  chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres(folder);
  const admin = openAdminPool(server.url('bench'));
  let pool: pg.Pool | undefined;
  try {
    await runSql(server.url('postgres'), 'create database bench');
    const urls = await ensureRoles(server.url('bench'), 'secret-of-the-bench-database-server-0000');
    await migrate(urls.migration);
    const scoped = new ScopedPool({ connectionString: urls.application, max: 12 });
    pool = scoped;
    await asSystem(() => ensureFirstBook(scoped));
    const bench = { pool: scoped, admin, tenants: await addSchools(admin) };
    const capture = await capturing(bench);
    const cut = await cutting(bench);
    return { ...capture, ...cut, tickSeconds: await ticking(bench), ...(await comparing(bench)) };
  } finally {
    await pool?.end();
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function addSchools(admin: pg.Pool): Promise<TenantInfo[]> {
  const { rows } = await admin.query(
    `insert into tenants (name, subdomain, status, plan_id, locale, time_zone)
     select 'School ' || n, 'school' || n, 'active', (select id from plans where code = 'standard'), 'en', 'UTC'
       from generate_series(1, $1) n returning id, subdomain, name`,
    [SCHOOLS],
  );
  return rows.map(
    (row) => ({ ...row, nameAr: null, locale: 'en', timeZone: 'UTC', status: 'active' }) as TenantInfo,
  );
}

/** One event in a transaction of its own: our way, and the same columns into a table with a primary key and the unique key alone. */
async function capturing({ pool, admin, tenants }: Bench) {
  await admin.query(`create table plain_usage (id uuid primary key default gen_random_uuid(), tenant_id uuid not null, meter varchar not null,
    source varchar not null, event_id varchar not null, quantity numeric not null, occurred_at timestamptz not null,
    created_at timestamptz not null default now(), unique (tenant_id, source, event_id))`);
  const tenant = tenants[0] as TenantInfo;
  const entry = () => ({
    meter: 'sms_parts',
    source: 'bench',
    eventId: randomUUID(),
    quantity: 1,
    // Of days ago, so that the comparison of today has its own alone.
    occurredAt: new Date(Date.now() - 20 * 24 * HOUR),
  });
  const plainly = () =>
    inTransaction(admin, (client) => {
      const { meter, source, eventId, quantity, occurredAt } = entry();
      return client.query({
        name: 'plain',
        text: 'insert into plain_usage (tenant_id, meter, source, event_id, quantity, occurred_at) values ($1, $2, $3, $4, $5, $6)',
        values: [tenant.id, meter, source, eventId, quantity, occurredAt],
      });
    });
  const ours = (of: TenantInfo) =>
    asTenant(of, () => inTransaction(pool, (client) => recordUsage(client, entry())));
  const times = { plain: [] as number[], captured: [] as number[] };
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, work] of [
      ['plain', plainly],
      ['captured', () => ours(tenant)],
    ] as const) {
      for (let index = 0; index < A_ROUND; index += 1) {
        const begun = performance.now();
        await work();
        if (round >= 0) times[name].push(performance.now() - begun);
      }
    }
  }
  const each = async (of: TenantInfo) => {
    await ours(of);
    return 1;
  };
  const batch = (of: TenantInfo) =>
    asTenant(of, () =>
      inTransaction(pool, (client) => recordUsageBatch(client, Array.from({ length: 100 }, entry))),
    );
  return {
    plain: summarize(times.plain),
    captured: summarize(times.captured),
    capturesPerSecond: await sustained(tenants, each),
    batchedPerSecond: await sustained(tenants, batch),
  };
}

async function sustained(
  tenants: TenantInfo[],
  work: (tenant: TenantInfo) => Promise<number>,
): Promise<number> {
  const begun = performance.now();
  let done = 0;
  let next = 0;
  const drive = async () => {
    while (performance.now() - begun < 5_000) {
      next += 1;
      done += await work(tenants[next % tenants.length] as TenantInfo);
    }
  };
  await Promise.all(Array.from({ length: 8 }, drive));
  return done / ((performance.now() - begun) / 1000);
}

/** A day of a million events, cut in one go, and then the entries of the next moments. */
async function cutting({ pool, admin, tenants }: Bench) {
  await asSystem(() => cutShipments(pool, new Date()));
  const day = new Date(Date.now() - 10 * 24 * HOUR);
  await admin.query(
    `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at)
     select ($1::uuid[])[1 + n % $4], ($2::varchar[])[1 + n % 3], 'day', n::text, 1, $3::timestamptz + (n % 86400) * interval '1 second'
       from generate_series(1, $5::int) n`,
    [tenants.map(({ id }) => id), METERS, day, tenants.length, EVENTS_OF_A_DAY],
  );
  await admin.query('analyze usage_events');
  const firstCutSeconds = (await timed(() => asSystem(() => cutShipments(pool, new Date())))) / 1000;
  await admin.query("update shipments set state = 'confirmed'");
  await admin.query('analyze shipments');
  const nextCuts: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    // A minute of that day.
    await admin.query(
      `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at)
       select ($1::uuid[])[1 + (n * 7) % $3], ($2::varchar[])[1 + n % 3], 'minute', $5 || n::text, 1, $4
         from generate_series(1, 700) n`,
      [tenants.map(({ id }) => id), METERS, tenants.length, day, `${round}-`],
    );
    nextCuts.push(await timed(() => asSystem(() => cutShipments(pool, new Date()))));
  }
  const { rows } = await admin.query(
    "select (select sum(quantity) from usage_events where occurred_at < now() - interval '5 days')::int as ledger, (select sum(value) from shipments where window_start < now() - interval '5 days')::int as cut",
  );
  if (rows[0].ledger !== rows[0].cut) throw new Error(`cut ${rows[0].cut} of ${rows[0].ledger}`);
  await admin.query("update shipments set state = 'confirmed'");
  return { firstCutSeconds, nextCutMs: summarize(nextCuts).p50 };
}

/** Looking for marks of budgets and quotas, with a budget over everything in each school. */
async function ticking({ pool, admin, tenants }: Bench): Promise<number> {
  await admin.query(
    `insert into budget_caps (tenant_id, meter, monthly_cents, is_hard, updated_at)
     select unnest($1::uuid[]), '*', 100, false, now()`,
    [tenants.map(({ id }) => id)],
  );
  const logger = createLogger('error');
  return (await timed(() => tickUsage({ pool, logger, now: new Date(Date.now() - 10 * 24 * HOUR) }))) / 1000;
}

/** An hour of every school and meter: sent, and compared, with the emulator on the same cores. */
async function comparing({ pool, admin, tenants }: Bench) {
  const emulator = await createStripeEmulator({ apiKey: KEY, lockLatencyMs: 0 }).listen(0);
  try {
    const sink = stripeSink(
      stripeClient({ STRIPE_SECRET_KEY: KEY, STRIPE_API_BASE_URL: emulator.url } as unknown as Settings),
    );
    const logger = createLogger('silent');
    await admin.query(
      `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at)
       select t, m, 'hour', t::text || m, 5, now() - interval '3 hours' from unnest($1::uuid[]) t, unnest($2::varchar[]) m`,
      [tenants.map(({ id }) => id), METERS],
    );
    let shipments = 0;
    const shipMs = await timed(async () => {
      shipments = await shipUsage({ pool, sink, logger, now: new Date() });
    });
    if (shipments !== tenants.length * METERS.length) throw new Error(`${shipments} were acknowledged`);
    let groups = 0;
    const reconcileMs = await timed(async () => {
      const result = await reconcileUsage({ pool, sink, logger, now: new Date() });
      if (result.difference !== 0 || result.confirmed !== shipments) throw new Error(JSON.stringify(result));
      groups = result.groups;
    });
    return {
      shipments,
      shippedPerSecond: shipments / (shipMs / 1000),
      groups,
      reconcileSeconds: reconcileMs / 1000,
    };
  } finally {
    await emulator.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
