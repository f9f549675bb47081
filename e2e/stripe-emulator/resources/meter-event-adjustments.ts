import { invalidRequest } from '../core/api-error.ts';
import { defineRoute, type RequestContext, type Route } from '../core/route.ts';
import { atCustomer } from '../core/timeline.ts';
import { meterEventAdjustmentCreate } from '../schemas/meters.ts';
import { findActiveMeter } from './meters.ts';
import { identifierWindow, meterLock } from './record-meter-event.ts';

type FoundEvent = { seq: number; customer: string | null; created: number; status: string };

function findEvent(context: RequestContext, eventName: string, identifier: string): FoundEvent | undefined {
  const row = context.store.database
    .prepare(
      `SELECT seq, customer, created, status FROM meter_events
       WHERE identifier = ? AND event_name = ? ORDER BY seq DESC LIMIT 1`,
    )
    .get(identifier, eventName);
  if (!row) return undefined;
  return {
    seq: Number(row.seq),
    customer: row.customer === null ? null : String(row.customer),
    created: Number(row.created),
    status: String(row.status),
  };
}

/**
 * Cancels one event. Stripe answers `pending` and settles later; here the summary changes at once, which is the
 * earliest moment Stripe allows. A cancelled identifier stays taken.
 */
const create = defineRoute({
  method: 'POST',
  path: '/v1/billing/meter_event_adjustments',
  params: meterEventAdjustmentCreate,
  lock(context, params) {
    const event = findEvent(context, params.event_name, params.cancel?.identifier ?? '');
    return meterLock(findActiveMeter(context, params.event_name), event?.customer ?? undefined);
  },
  handle(context, params) {
    const identifier = params.cancel?.identifier;
    if (!identifier) {
      throw invalidRequest(
        'Missing required param: cancel[identifier].',
        'cancel[identifier]',
        'parameter_missing',
      );
    }
    if (!findActiveMeter(context, params.event_name)) {
      throw invalidRequest(`No active meter found for event name "${params.event_name}".`, 'event_name');
    }
    const event = findEvent(context, params.event_name, identifier);
    if (!event) throw invalidRequest(`No event found with identifier ${identifier}.`, 'cancel[identifier]');
    const { now } = event.customer ? atCustomer(context, event.customer) : context;
    if (event.created <= now - identifierWindow) {
      throw invalidRequest(
        `The event with identifier ${identifier} was received more than 24 hours ago and cannot be cancelled.`,
        'cancel[identifier]',
      );
    }
    if (event.status === 'cancelled') {
      throw invalidRequest(
        `The event with identifier ${identifier} is already cancelled.`,
        'cancel[identifier]',
      );
    }
    context.store.database
      .prepare("UPDATE meter_events SET status = 'cancelled' WHERE seq = ?")
      .run(event.seq);
    return {
      object: 'billing.meter_event_adjustment',
      cancel: { identifier },
      event_name: params.event_name,
      livemode: false,
      status: 'pending',
      type: 'cancel',
    };
  },
});

export const meterEventAdjustmentRoutes: Route[] = [create];
