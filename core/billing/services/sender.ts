import type pg from 'pg';
import type { Logger } from '../../observability/index.ts';
import { asSystem } from '../../tenancy/index.ts';
import {
  CUT_SHIPMENTS,
  DUE_SHIPMENTS,
  MARK_SHIPMENT_ACKNOWLEDGED,
  MARK_SHIPMENT_SENT,
  NOTE_SHIPMENT_ERROR,
} from '../sql/shipments.ts';
import type { UsageSink } from './usage-sink.ts';

export type SenderOptions = { pool: pg.Pool; sink: UsageSink; logger: Logger };

type DueShipment = {
  id: string;
  tenant_id: string;
  meter: string;
  value: string;
  event_timestamp: Date;
  identifier: string;
  stripe_customer_id: string | null;
  name: string;
  subdomain: string;
};

/**
 * Cuts and sends what the ledger holds and Stripe does not. One process at a time (advisory lock), so that a
 * customer and meter never have two requests in the air. Killing it anywhere changes no total: an unanswered
 * shipment goes again under its identifier, which Stripe counts once. Returns how many were acknowledged.
 */
export async function shipUsage(options: SenderOptions): Promise<number> {
  return asSystem(async () => {
    const client = await options.pool.connect();
    let broken: Error | undefined;
    try {
      const { rows } = await client.query(
        "select pg_try_advisory_lock(hashtext('daftar.usage-sender')) as locked",
      );
      if (!rows[0].locked) return 0;
      try {
        await client.query(CUT_SHIPMENTS);
        return await sendDue(options);
      } finally {
        await client
          .query("select pg_advisory_unlock(hashtext('daftar.usage-sender'))")
          .catch((error: Error) => {
            broken = error;
          });
      }
    } finally {
      client.release(broken);
    }
  }, 'usage-sender');
}

async function sendDue({ pool, sink, logger }: SenderOptions): Promise<number> {
  const { rows } = await pool.query<DueShipment>(DUE_SHIPMENTS);
  const customers = new Map<string, string>();
  let acknowledged = 0;
  for (const shipment of rows) {
    try {
      const customerId =
        shipment.stripe_customer_id ??
        customers.get(shipment.tenant_id) ??
        (await makeCustomer(pool, sink, shipment));
      customers.set(shipment.tenant_id, customerId);
      await sink.ensureMeter(shipment.meter);
      await pool.query(MARK_SHIPMENT_SENT, [shipment.id]);
      await sink.send({
        meter: shipment.meter,
        customerId,
        value: Number(shipment.value),
        identifier: shipment.identifier,
        timestamp: shipment.event_timestamp,
      });
      await pool.query(MARK_SHIPMENT_ACKNOWLEDGED, [shipment.id]);
      acknowledged += 1;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      logger.warn({
        err: error,
        shipment: shipment.identifier,
        msg: 'a shipment was not acknowledged; it goes again',
      });
      await pool.query(NOTE_SHIPMENT_ERROR, [shipment.id, message.slice(0, 500)]);
    }
  }
  return acknowledged;
}

async function makeCustomer(pool: pg.Pool, sink: UsageSink, shipment: DueShipment): Promise<string> {
  const id = await sink.ensureCustomer({
    tenantId: shipment.tenant_id,
    name: shipment.name,
    subdomain: shipment.subdomain,
  });
  await pool.query(
    'update tenants set stripe_customer_id = $2 where id = $1 and stripe_customer_id is null',
    [shipment.tenant_id, id],
  );
  return id;
}

/** Runs shipUsage every `seconds` until stopped; stopping waits for the round in work. */
export function startSender(options: SenderOptions & { seconds: number }): { stop: () => Promise<void> } {
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
