import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import {
  ADD_CORRECTION,
  COMPARE_GROUPS,
  CONFIRM_HOURS,
  EXPECTED_HOURS,
  TAKE_BACK_ONE,
} from '../../sql/reconcile.ts';
import { billingNow } from '../clock.ts';
import { raiseAlarm, resolveAlarm } from './alarms.ts';
import { type HourState, judgeHour } from './compare-hours.ts';
import { inParallel } from './in-parallel.ts';
import { type Settlement, settleLater } from './settle-later.ts';
import { writeDayStatements } from './statements.ts';
import type { UsageSink } from './usage-sink.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type ReconcileOptions = {
  pool: pg.Pool;
  sink: UsageSink;
  logger: Logger;
  now?: Date;
  tenantId?: string;
  /** What to compare although it was confirmed: the UTC days that touch this range; today and yesterday by default. */
  range?: { from: Date; until: Date };
  workers?: number;
  /** What is done about differences whose invoice is final. */
  settlement?: Settlement;
};

export type ReconcileResult = {
  groups: number;
  confirmed: number;
  corrected: number;
  /** Hours that wait for what is on its way. */
  waiting: number;
  /** Units that ledger and Stripe differ by after all that, both signs counted as positive. */
  difference: number;
};

type Group = { tenant_id: string; meter: string; stripe_customer_id: string; days: Date[] };

/**
 * Compares ledger, shipments and Stripe hour by hour, and puts right what differs: what is missing goes as an event of its own, what
 * is too much is taken back while Stripe allows it, and what belongs to a final invoice is settled there. Writes the day's
 * statements. To be run every hour; running it twice, or in two processes, corrects nothing twice.
 */
export async function reconcileUsage(options: ReconcileOptions): Promise<ReconcileResult> {
  const { pool, now = billingNow(), workers = 4 } = options;
  const range = options.range ?? {
    from: new Date(dayOf(now) - DAY_MS),
    until: new Date(dayOf(now) + DAY_MS),
  };
  return asSystem(async () => {
    const { rows } = await pool.query<Group>(COMPARE_GROUPS, [
      now,
      options.tenantId ?? null,
      range.from,
      range.until,
    ]);
    const result: ReconcileResult = {
      groups: rows.length,
      confirmed: 0,
      corrected: 0,
      waiting: 0,
      difference: 0,
    };
    await inParallel(rows, workers, async (group) => {
      try {
        await reconcileGroup({ ...options, now }, group, result);
      } catch (err) {
        options.logger.warn({
          err,
          meter: group.meter,
          msg: 'usage could not be compared; the next hour tries again',
        });
        result.waiting += 1;
      }
    });
    return result;
  }, 'usage-reconciler');
}

async function reconcileGroup(
  options: ReconcileOptions & { now: Date },
  group: Group,
  result: ReconcileResult,
): Promise<void> {
  const { pool, now } = options;
  const { tenant_id: tenantId, meter, days } = group;
  const states = await readHours(options, group);
  const confirmed: Date[] = [];
  let isWaiting = false;
  for (const state of states) {
    const verdict = judgeHour(state, now);
    if (verdict.kind === 'confirm') {
      confirmed.push(state.hour);
      continue;
    }
    if (verdict.kind === 'wait') {
      isWaiting = true;
      result.waiting += 1;
      continue;
    }
    result.difference += Math.abs(state.stripe - state.claimed);
    const isDone = await correct(options, group, state, verdict);
    if (isDone) result.corrected += 1;
  }
  if (confirmed.length > 0) {
    const { rowCount } = await pool.query(CONFIRM_HOURS, [tenantId, meter, confirmed, now]);
    result.confirmed += rowCount ?? 0;
    for (const hour of confirmed)
      await resolveAlarm(pool, { tenantId, kind: 'difference', key: keyOf(meter, hour), now });
  }
  await writeDayStatements(pool, { tenantId, meter, days, states, now, isWaiting });
}

async function readHours(
  { pool, sink }: ReconcileOptions,
  { tenant_id: tenantId, meter, stripe_customer_id: customerId, days }: Group,
): Promise<(HourState & { trial: number; late: number; counted: number })[]> {
  const { rows } = await pool.query(EXPECTED_HOURS, [tenantId, meter, days]);
  const counted = new Map<number, number>();
  for (const [from, until] of spans(days))
    for (const [hour, value] of await sink.hours({ meter, customerId, from, until }))
      counted.set(hour, value);
  const hours = new Map(rows.map((row) => [(row.hour as Date).getTime(), row]));
  // An hour that only Stripe knows is compared with nothing.
  return [...new Set([...hours.keys(), ...counted.keys()])]
    .sort((a, b) => a - b)
    .map((hour) => {
      const row = hours.get(hour);
      return {
        hour: new Date(hour),
        claimed: Number(row?.claimed ?? 0),
        trial: Number(row?.trial ?? 0),
        late: Number(row?.late ?? 0),
        counted: Number(row?.counted ?? 0),
        stripe: counted.get(hour) ?? 0,
        open: Number(row?.open ?? 0),
        lastAt: row?.last_at ?? undefined,
        isClosed: row?.is_closed ?? false,
      };
    });
}

type Action = Exclude<ReturnType<typeof judgeHour>, { kind: 'wait' | 'confirm' }>;

/** Puts one hour right, or raises the alarm when nothing more can be done by itself. */
async function correct(
  options: ReconcileOptions & { now: Date },
  { tenant_id: tenantId, meter }: Group,
  { hour, stripe, claimed }: HourState,
  action: Action,
): Promise<boolean> {
  const { pool, now, logger, settlement } = options;
  const isDone = await inTransaction(pool, async (client) => {
    // Two reconcilers see the same difference; the second one finds the hour open and waits.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 26))', [
      keyOf(meter, hour, tenantId),
    ]);
    if (await isOpen(client, tenantId, meter, hour)) return true;
    if (action.kind === 'settle')
      return settleLater(client, settlement, { tenantId, meter, hour, tooMuch: action.value, now });
    if (action.kind === 'top_up') {
      const { rowCount } = await client.query(ADD_CORRECTION, [tenantId, meter, hour, action.value, now]);
      return rowCount === 1;
    }
    return takeBack(client, { tenantId, meter, hour, tooMuch: action.value, now });
  });
  if (!isDone) {
    const detail = { hour: hour.toISOString(), ledger: claimed, stripe };
    await raiseAlarm(pool, { tenantId, kind: 'difference', meter, key: keyOf(meter, hour), detail, now });
    logger.error({
      tenantId,
      meter,
      ...detail,
      msg: 'ledger and Stripe differ and cannot be put right by themselves',
    });
  }
  return isDone;
}

async function isOpen(client: pg.PoolClient, tenantId: string, meter: string, hour: Date): Promise<boolean> {
  const { rows } = await client.query(
    `select exists (select from shipments where tenant_id = $1 and meter = $2 and way = 'meter_event'
       and window_start >= $3 and window_start < $3::timestamptz + interval '1 hour'
       and state not in ('acknowledged', 'confirmed', 'failed')) as open`,
    [tenantId, meter, hour],
  );
  return rows[0].open;
}

type TooMuch = { tenantId: string; meter: string; hour: Date; tooMuch: number; now: Date };

/** Takes events back until at least the surplus is gone, and sends again what went too far. */
async function takeBack(
  client: pg.PoolClient,
  { tenantId, meter, hour, tooMuch, now }: TooMuch,
): Promise<boolean> {
  let left = tooMuch;
  while (left > 0) {
    const { rows } = await client.query(TAKE_BACK_ONE, [tenantId, meter, hour, left, now]);
    if (rows.length === 0) return false;
    left -= Number(rows[0].value);
  }
  if (left < 0) await client.query(ADD_CORRECTION, [tenantId, meter, hour, -left, now]);
  return true;
}

function spans(days: Date[]): [Date, Date][] {
  const result: [Date, Date][] = [];
  for (const day of days) {
    const last = result.at(-1);
    const until = new Date(day.getTime() + DAY_MS);
    if (last && last[1].getTime() === day.getTime()) last[1] = until;
    else result.push([day, until]);
  }
  return result;
}

function keyOf(meter: string, hour: Date, tenantId = ''): string {
  return `${tenantId}${meter}:${hour.toISOString()}`;
}

function dayOf(moment: Date): number {
  return Math.floor(moment.getTime() / DAY_MS) * DAY_MS;
}
