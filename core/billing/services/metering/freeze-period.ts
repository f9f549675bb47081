import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import { MONTH_UNTIL, PERIOD_FIGURES } from '../../sql/periods.ts';
import { WRITE_STATEMENTS } from '../../sql/reconcile.ts';
import { takeSnapshots } from '../invoices/day-snapshots.ts';
import { compareStates } from './compare-states.ts';
import { type ReconcileOptions, reconcileUsage } from './reconcile.ts';
import { type SenderOptions, shipUsage } from './sender.ts';
import { cutStatesOfMonth } from './ship-states.ts';

const HOUR_MS = 3_600_000;

export type Period = { start: Date; end: Date };

export type FrozenMeter = {
  meter: string;
  /** What the ledger holds of the period, and of that what is free (trial) and what goes on an invoice by itself. */
  ledger: number;
  trial: number;
  late: number;
  /** What the shipments claim and what Stripe counted. */
  shipped: number;
  stripe: number;
};

/** `waiting`: something is still on its way, or Stripe did not answer; ask again before the invoice is made final. */
export type Frozen = { outcome: 'equal' | 'different' | 'waiting'; meters: FrozenMeter[] };

export type FreezeOptions = Omit<SenderOptions & ReconcileOptions, 'now' | 'tenantId' | 'range'> & {
  tenantId: string;
  period: Period;
  now: Date;
};

/**
 * Before an invoice is made: counts the days that ended, cuts and ships what the ledger holds of the school, compares, puts right
 * what can be, and says whether ledger and Stripe are equal for the period. May be asked as often as wanted, the last time right
 * before the invoice becomes final: what comes after that is late and goes on the next one.
 */
export async function freezePeriod(options: FreezeOptions): Promise<Frozen> {
  const { pool, tenantId, period, now } = options;
  // The day that ends with the period is its last: it counts although the round that counts days has not come by yet.
  await takeSnapshots({ pool, now, tenantId });
  await cutStatesOfMonth(pool, now, { tenantId, month: period });
  await shipUsage(options);
  const compare = () => reconcileUsage({ ...options, range: { from: period.start, until: period.end } });
  let compared = await compare();
  if (compared.corrected > 0) {
    await shipUsage(options);
    compared = await compare();
  }
  return asSystem(async () => {
    const figures = [...(await readFigures(options)), ...(await compareStates(options))];
    for (const line of figures) await writePeriod(pool, tenantId, period, line, now);
    const meters = figures.map(({ open: _, ...meter }) => meter);
    if (figures.some(({ open }) => open > 0)) return { outcome: 'waiting', meters };
    const isEqual = meters.every(
      ({ ledger, trial, late, shipped, stripe }) => ledger === shipped && ledger - trial - late === stripe,
    );
    if (isEqual) return { outcome: 'equal', meters };
    return { outcome: compared.waiting > 0 ? 'waiting' : 'different', meters };
  }, 'usage-freeze');
}

/**
 * The same for the month that a change cut off at `until`, before the provider charges it; undefined when no invoice of ours
 * counts one. What it charges at once it counts at once.
 */
export async function freezeUntil({
  until,
  ...options
}: Omit<FreezeOptions, 'period'> & { until: Date }): Promise<Frozen | undefined> {
  const { rows } = await asSystem(() => options.pool.query(MONTH_UNTIL, [options.tenantId, until]));
  return rows[0] && freezePeriod({ ...options, period: { start: rows[0].start, end: until } });
}

async function readFigures({
  pool,
  sink,
  tenantId,
  period: { start, end },
}: FreezeOptions): Promise<(FrozenMeter & { open: number })[]> {
  const { rows } = await pool.query(PERIOD_FIGURES, [tenantId, start, end]);
  const from = new Date(Math.floor(start.getTime() / HOUR_MS) * HOUR_MS);
  const until = new Date(Math.ceil(end.getTime() / HOUR_MS) * HOUR_MS);
  return Promise.all(
    rows.map(async ({ meter, stripe_customer_id: customerId, ...row }) => {
      const hours = customerId
        ? await sink.hours({ meter, customerId, from, until })
        : new Map<number, number>();
      const [claimed, trial, late] = [Number(row.claimed), Number(row.trial), Number(row.late)];
      return {
        meter,
        ledger: Number(row.ledger),
        trial,
        late,
        shipped: claimed + trial + late,
        stripe: [...hours.values()].reduce((sum, value) => sum + value, 0) - Number(row.outside),
        open: Number(row.open),
      };
    }),
  );
}

function writePeriod(
  pool: pg.Pool,
  tenantId: string,
  { start, end }: Period,
  { meter, ledger, trial, late, shipped, stripe }: FrozenMeter,
  now: Date,
): Promise<unknown> {
  return pool.query(WRITE_STATEMENTS, [
    ...[tenantId, 'period', meter, [start], [end]],
    ...[[ledger], [trial], [late], [shipped], [stripe], now],
  ]);
}
