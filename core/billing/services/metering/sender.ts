import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, whileAlone } from '../../../tenancy/index.ts';
import { DUE_GROUPS, DUE_SHIPMENTS, TOO_OLD_FOR_EVENTS } from '../../sql/shipments.ts';
import { billingNow } from '../clock.ts';
import { cutShipments } from './cut-shipments.ts';
import { inParallel } from './in-parallel.ts';
import { type Attempt, type DueShipment, postpone, type SendContext, sendShipment } from './send-shipment.ts';
import { isStateMeter } from './ship-states.ts';
import type { UsageSink } from './usage-sink.ts';

export type SenderOptions = {
  pool: pg.Pool;
  sink: UsageSink;
  logger: Logger;
  /** The moment to work at; that of the billing clock by default. */
  now?: Date;
  /** One school alone, at once whatever the time of the next attempt is: before its invoice is made. */
  tenantId?: string;
  /** How many customers and meters are worked on at a time in this process. */
  workers?: number;
};

type Group = {
  tenant_id: string;
  meter: string;
  stripe_customer_id: string | null;
  name: string;
  subdomain: string;
};

/** So many silences in a row mean that Stripe is away: the rest waits for the next round instead of for its timeouts. */
const AWAY_AFTER = 5;
/** In the same round, when Stripe was busy. */
const BUSY_WAITS_MS = [50, 150, 400];

/**
 * Cuts and sends what the ledger holds and Stripe does not. A customer and meter is worked on by one worker of one process at a
 * time (advisory lock), several of them beside each other. Killing it anywhere changes no total: an unanswered shipment
 * goes again under its identifier, which Stripe counts once. Returns how many were acknowledged.
 */
export async function shipUsage(options: SenderOptions): Promise<number> {
  const { pool, logger, tenantId, workers = 4, now = billingNow() } = options;
  return asSystem(async () => {
    await cutShipments(pool, now);
    await pool.query(TOO_OLD_FOR_EVENTS, [now]);
    const isUrgent = tenantId !== undefined;
    const { rows } = await pool.query<Group>(DUE_GROUPS, [now, tenantId ?? null, isUrgent]);
    let acknowledged = 0;
    let silences = 0;
    await inParallel(
      rows,
      workers,
      async (group) => {
        const attempts = await sendGroup({ ...options, now }, group, isUrgent);
        acknowledged += attempts.filter((attempt) => attempt === 'acknowledged').length;
        silences = attempts.at(-1) === 'silent' ? silences + 1 : 0;
      },
      () => silences >= AWAY_AFTER,
    );
    if (silences >= AWAY_AFTER) logger.warn({ msg: 'no answers to usage; the rest is sent later' });
    return acknowledged;
  }, 'usage-sender');
}

/** Everything due of one customer and meter, in order, up to the first silence. Nothing when another worker is at it. */
async function sendGroup(
  options: SenderOptions & { now: Date },
  group: Group,
  isUrgent: boolean,
): Promise<Attempt[]> {
  const key = `daftar.usage:${group.tenant_id}:${group.meter}`;
  const attempts = await whileAlone(options.pool, key, (client) =>
    sendAll(options, { client, group, isUrgent }),
  );
  return attempts ?? [];
}

type Work = { client: pg.PoolClient; group: Group; isUrgent: boolean };

async function sendAll(
  { sink, logger, now }: SenderOptions & { now: Date },
  { client, group, isUrgent }: Work,
): Promise<Attempt[]> {
  const { tenant_id: tenantId, meter } = group;
  const { rows } = await client.query<DueShipment>(DUE_SHIPMENTS, [tenantId, meter, now, isUrgent]);
  const attempts: Attempt[] = [];
  let customerId = group.stripe_customer_id ?? undefined;
  for (const shipment of rows) {
    const context: SendContext = { client, sink, tenantId, meter, customerId: customerId ?? '', now };
    try {
      customerId ??= await makeCustomer(client, sink, group);
      await sink.ensureMeter(meter, isStateMeter(meter) ? 'last' : 'sum');
      attempts.push(await sendPatiently({ ...context, customerId }, shipment));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ err: error, shipment: shipment.identifier, msg: 'a shipment was not answered' });
      await postpone(context, shipment, reason, false);
      attempts.push('silent');
      return attempts;
    }
  }
  return attempts;
}

async function sendPatiently(context: SendContext, shipment: DueShipment): Promise<Attempt> {
  for (const wait of BUSY_WAITS_MS) {
    const attempt = await sendShipment(context, shipment);
    if (attempt !== 'busy') return attempt;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return sendShipment(context, shipment);
}

async function makeCustomer(client: pg.PoolClient, sink: UsageSink, group: Group): Promise<string> {
  const id = await sink.ensureCustomer({
    tenantId: group.tenant_id,
    name: group.name,
    subdomain: group.subdomain,
  });
  await client.query(
    'update tenants set stripe_customer_id = $2 where id = $1 and stripe_customer_id is null',
    [group.tenant_id, id],
  );
  const { rows } = await client.query('select stripe_customer_id as id from tenants where id = $1', [
    group.tenant_id,
  ]);
  return rows[0].id;
}

/** Runs shipUsage every `seconds` until stopped; stopping waits for the round in work. */
export function startSender(options: Omit<SenderOptions, 'now' | 'tenantId'> & { seconds: number }): {
  stop: () => Promise<void>;
} {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<unknown> = Promise.resolve();
  const next = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      round = shipUsage(options)
        .catch((err: Error) => options.logger.warn({ err, msg: 'usage could not be shipped; trying again' }))
        .finally(next);
    }, options.seconds * 1000);
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
