import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import {
  createTestSystem,
  METER_EVENT_ROUTE,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';
import { inTransaction } from '../../tenancy/index.ts';
import { recordUsage, setBillingClock } from '../index.ts';
import {
  freezePeriod,
  type ReconcileOptions,
  reconcileUsage,
  type SenderOptions,
  type Settlement,
  shipUsage,
  stripeClient,
  stripeEventName,
  stripeSink,
  type UsageSink,
} from '../worker.ts';

export const METER = 'sms_parts';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type ShipmentRow = {
  meter: string;
  window_start: Date;
  window_end: Date;
  revision: string;
  value: string;
  event_timestamp: Date;
  state: string;
  way: string;
  purpose: string;
  correction: string | null;
  attempts: string;
  identifier: string;
  last_error: string | null;
};

type Recorded = { eventId?: string; at?: Date; meter?: string };

export type MeteringWorld = Awaited<ReturnType<typeof openMetering>>;

/** The product with a clock that billing and the Stripe emulator share, and short words for what tests of metering do. */
export async function openMetering(start = new Date('2026-03-10T12:20:00Z')) {
  const clock = { now: start };
  setBillingClock(() => clock.now);
  const system: TestSystem = await createTestSystem();
  const sink = stripeSink(stripeClient(system.settings));
  let schools = 0;

  const ship = (through: Partial<UsageSink> = {}, options: Partial<SenderOptions> = {}) =>
    shipUsage({ pool: system.pool, logger: system.logger, ...options, sink: { ...sink, ...through } });
  const reconcile = (options: Partial<ReconcileOptions> = {}) =>
    reconcileUsage({ pool: system.pool, sink, logger: system.logger, ...options });
  const shipments = async (school: TestSchool): Promise<ShipmentRow[]> =>
    (
      await system.admin.query(
        'select * from shipments where tenant_id = $1 order by meter, window_start, revision',
        [school.tenant.id],
      )
    ).rows;
  const sum = async (sql: string, school: TestSchool): Promise<number> =>
    Number((await system.admin.query(sql, [school.tenant.id])).rows[0].n);

  return {
    system,
    sink,
    clock,
    ship,
    reconcile,
    shipments,
    /** Time goes on for billing and Stripe. */
    wait: (milliseconds: number) => {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
    newSchool: () => {
      schools += 1;
      return system.addSchool(`school${schools}`);
    },
    record: (school: TestSchool, quantity: number, { eventId, at, meter }: Recorded = {}) =>
      school.run(() =>
        inTransaction(system.pool, (client) =>
          recordUsage(client, {
            meter: meter ?? METER,
            source: 'test',
            eventId: eventId ?? randomUUID(),
            quantity,
            occurredAt: at ?? clock.now,
          }),
        ),
      ),
    /** Ships and compares until nothing more happens; an hour passes between two rounds. */
    settle: async () => {
      for (let round = 0; round < 4; round += 1) {
        await ship();
        await reconcile();
        clock.now = new Date(clock.now.getTime() + HOUR);
      }
    },
    freeze: (school: TestSchool, start: Date, end: Date, settlement?: Settlement) =>
      freezePeriod({
        pool: system.pool,
        sink,
        logger: system.logger,
        tenantId: school.tenant.id,
        period: { start, end },
        now: clock.now,
        ...(settlement && { settlement }),
      }),
    ledgerTotal: (school: TestSchool) =>
      sum('select coalesce(sum(quantity), 0) as n from usage_events where tenant_id = $1', school),
    /** What the shipments claim of the ledger. */
    claimedTotal: (school: TestSchool) =>
      sum(
        `select coalesce(sum(value), 0) as n from shipments
          where tenant_id = $1 and purpose = 'usage' and state <> 'failed'
            and not (state = 'needs_correction' and correction in ('replace', 'recut'))`,
        school,
      ),
    stripeTotal: async (school: TestSchool, meter = METER): Promise<number> => {
      const { rows } = await system.admin.query(
        'select stripe_customer_id as id from tenants where id = $1',
        [school.tenant.id],
      );
      return rows[0].id ? system.emulators.meterTotal(rows[0].id, stripeEventName(meter)) : 0;
    },
    customerOf: async (school: TestSchool): Promise<string> =>
      (
        await system.admin.query('select stripe_customer_id as id from tenants where id = $1', [
          school.tenant.id,
        ])
      ).rows[0].id,
    alarms: async (school: TestSchool) =>
      (
        await system.admin.query(
          'select kind, key, meter, detail, resolved_at from usage_alarms where tenant_id = $1 order by raised_at',
          [school.tenant.id],
        )
      ).rows,
    subscribe: (school: TestSchool, columns: Record<string, string | Date | null>) => {
      const names = Object.keys(columns);
      return system.admin.query(
        `update subscriptions set ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} where tenant_id = $1`,
        [school.tenant.id, ...Object.values(columns)],
      );
    },
    /** Meter events meet a fault. */
    spoil: (fault: { kind: 'lost_reply' | 'status'; status?: 400 | 409 | 429 | 500; times: number }) =>
      system.emulators.spoil('stripe', { route: METER_EVENT_ROUTE, ...fault }),
    close: async () => {
      setBillingClock(undefined);
      await system.close();
    },
  };
}

/** A pool whose statement number `at` fails, before it runs or after it ran, as when the connection is lost there. */
export function failAt(pool: pg.Pool, at: number, moment: 'before' | 'after') {
  let count = 0;
  const guard = async <T>(run: () => Promise<T>): Promise<T> => {
    count += 1;
    if (count !== at) return run();
    if (moment === 'after') await run();
    throw new Error(`The connection was lost ${moment} statement ${at}.`);
  };
  const failing = {
    query: (...args: unknown[]) =>
      guard(() => (pool.query as (...args: unknown[]) => Promise<unknown>)(...args)),
    connect: async () => {
      const client = await pool.connect();
      return {
        query: (...args: unknown[]) =>
          guard(() => (client.query as (...args: unknown[]) => Promise<unknown>)(...args)),
        // A connection that failed is never used again, and gives its locks back.
        release: () => client.release(true),
      };
    },
  };
  return { pool: failing as unknown as pg.Pool, count: () => count };
}
