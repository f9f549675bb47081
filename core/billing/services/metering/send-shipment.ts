import type pg from 'pg';
import {
  COUNTED_IN_HOUR,
  MARK_ACKNOWLEDGED,
  MARK_CANCELLED,
  MARK_SENT,
  POSTPONE,
  TO_INVOICE,
} from '../../sql/shipments.ts';
import { raiseAlarm } from './alarms.ts';
import { nextAttempt } from './backoff.ts';
import type { UsageSink } from './usage-sink.ts';

/** Stripe forgets identifiers after 24 hours; an hour less, so that a slow request cannot cross the line. */
const IDENTIFIER_MS = 23 * 3_600_000;
/** From this many refusals on somebody has to look. */
const ALARMING_ATTEMPTS = 5;

export type DueShipment = {
  id: string;
  value: string;
  event_timestamp: Date;
  window_start: Date;
  identifier: string;
  state: 'pending' | 'sent' | 'needs_correction';
  correction: 'offset' | 'recut' | null;
  attempts: string;
  sent_at: Date | null;
  /** Whether identifier and value are those that were cut. */
  is_whole: boolean;
};

export type SendContext = {
  client: pg.PoolClient;
  sink: UsageSink;
  tenantId: string;
  meter: string;
  customerId: string;
  now: Date;
};

/**
 * How one attempt ended. `busy` and `postponed` were surely not counted; `silent` is no answer at all, and the shipment may or
 * may not have been counted.
 */
export type Attempt =
  | 'acknowledged'
  | 'cancelled'
  | 'busy'
  | 'postponed'
  | 'invoiced'
  | 'conflict'
  | 'silent';

/**
 * One attempt to bring a shipment, or its taking back, to Stripe. The attempt is written before the request. An answer that
 * never came leaves the shipment `sent`; it goes again under its identifier, which counts once for a day. After a day Stripe
 * may have forgotten the identifier, so the summary is read first.
 */
export async function sendShipment(context: SendContext, shipment: DueShipment): Promise<Attempt> {
  if (shipment.state === 'needs_correction') return takeBack(context, shipment);
  const { client, now } = context;
  if (!shipment.is_whole) return conflict(context, shipment, 'it was changed after it was cut');
  const unknownSince = shipment.state === 'sent' ? shipment.sent_at : null;
  if (unknownSince !== null && now.getTime() - unknownSince.getTime() > IDENTIFIER_MS) {
    if (await isInSummary(context, shipment)) return acknowledge(context, shipment);
    await client.query(POSTPONE, [shipment.id, now, 'not in the summary after a day', null, true]);
  }
  await client.query(MARK_SENT, [shipment.id, now]);
  const outcome = await context.sink.send({
    meter: context.meter,
    customerId: context.customerId,
    value: Number(shipment.value),
    identifier: shipment.identifier,
    timestamp: shipment.event_timestamp,
  });
  switch (outcome.kind) {
    case 'accepted':
      return acknowledge(context, shipment);
    case 'known':
      // We never asked before, so somebody else used our identifier, for a value that nobody knows; the summary will tell.
      if (Number(shipment.attempts) === 0) await alarm(context, shipment, 'conflict', 'identifier taken');
      return acknowledge(context, shipment);
    case 'too_old':
      await client.query(TO_INVOICE, [shipment.id, now]);
      return 'invoiced';
    default:
      if (outcome.kind === 'refused' && Number(shipment.attempts) + 1 >= ALARMING_ATTEMPTS)
        await alarm(context, shipment, 'refused', outcome.reason);
      await postpone(context, shipment, outcome.reason, true);
      return outcome.kind === 'busy' ? 'busy' : 'postponed';
  }
}

/** Notes that no answer came, and when to try again. */
export async function postpone(
  { client, now }: SendContext,
  shipment: DueShipment,
  reason: string,
  isSurelyNotCounted: boolean,
): Promise<void> {
  const next = nextAttempt(now, Number(shipment.attempts) + 1);
  await client.query(POSTPONE, [shipment.id, now, reason.slice(0, 500), next, isSurelyNotCounted]);
}

async function acknowledge({ client, now }: SendContext, shipment: DueShipment): Promise<'acknowledged'> {
  await client.query(MARK_ACKNOWLEDGED, [shipment.id, now]);
  return 'acknowledged';
}

async function takeBack(context: SendContext, shipment: DueShipment): Promise<Attempt> {
  const { client, sink, meter, now } = context;
  const outcome = await sink.cancel({ meter, identifier: shipment.identifier });
  if (outcome === 'too_late') {
    await alarm(context, shipment, 'refused', 'Stripe takes an event back within 24 hours only');
    await postpone(context, shipment, 'too late to take it back', true);
    return 'postponed';
  }
  await client.query(MARK_CANCELLED, [shipment.id, now]);
  return 'cancelled';
}

async function isInSummary(context: SendContext, shipment: DueShipment): Promise<boolean> {
  const { client, sink, tenantId, meter, customerId } = context;
  const hour = new Date(Math.floor(shipment.window_start.getTime() / 3_600_000) * 3_600_000);
  const hours = await sink.hours({
    meter,
    customerId,
    from: hour,
    until: new Date(hour.getTime() + 3_600_000),
  });
  const { rows } = await client.query(COUNTED_IN_HOUR, [tenantId, meter, hour]);
  return (hours.get(hour.getTime()) ?? 0) >= Number(rows[0].value) + Number(shipment.value);
}

async function conflict(context: SendContext, shipment: DueShipment, reason: string): Promise<'conflict'> {
  await alarm(context, shipment, 'conflict', reason);
  await postpone(context, shipment, reason, false);
  return 'conflict';
}

function alarm(
  { client, tenantId, meter, now }: SendContext,
  { identifier, value }: DueShipment,
  kind: 'conflict' | 'refused',
  reason: string,
): Promise<void> {
  return raiseAlarm(client, {
    tenantId,
    kind,
    meter,
    key: identifier,
    detail: { reason, value: Number(value) },
    now,
  });
}
