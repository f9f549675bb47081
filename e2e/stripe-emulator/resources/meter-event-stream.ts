import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import { ApiError, invalidRequest } from '../core/api-error.ts';
import { makeThinEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { toIso } from './meter-error-reports.ts';
import { findActiveMeter } from './meters.ts';
import { meterLock, type NewMeterEvent, payloadKeys, recordMeterEvent } from './record-meter-event.ts';

/** How long a session's token may send, in seconds. */
const sessionLifetime = 15 * 60;
const eventLimit = 100;

/** The SDK does not export this type by name. */
type StreamParams = Parameters<Stripe['v2']['billing']['meterEventStream']['create']>[0];

type ThinMeterEvent = Omit<NewMeterEvent, 'timestamp'> & { timestamp?: string };

/** The v2 API writes times as ISO texts; billing counts in whole seconds. */
function toNewEvent(event: ThinMeterEvent): NewMeterEvent {
  if (event.timestamp === undefined) return { ...event, timestamp: undefined };
  const milliseconds = Date.parse(event.timestamp);
  if (Number.isNaN(milliseconds)) {
    throw invalidRequest(`Invalid timestamp: ${event.timestamp}`, 'timestamp', 'invalid_timestamp');
  }
  return { ...event, timestamp: Math.floor(milliseconds / 1000) };
}

const create = sdkRoute<Stripe.V2.Billing.MeterEventCreateParams>({
  method: 'POST',
  path: '/v2/billing/meter_events',
  lock(context, params) {
    const meter = findActiveMeter(context, params.event_name);
    return meterLock(meter, meter && params.payload[payloadKeys(meter).customer]);
  },
  handle(context, params) {
    const { created, timestamp, ...event } = recordMeterEvent(context, toNewEvent(params));
    return {
      object: 'v2.billing.meter_event',
      ...event,
      created: toIso(created),
      livemode: false,
      timestamp: toIso(timestamp),
    };
  },
});

const createSession = sdkRoute<Stripe.V2.Billing.MeterEventSessionCreateParams>({
  method: 'POST',
  path: '/v2/billing/meter_event_session',
  handle(context) {
    const token = `mes_token_test_${randomBytes(24).toString('hex')}`;
    const session = {
      id: newId('mes_test', 32),
      object: 'v2.billing.meter_event_session',
      created: context.now,
      expires: context.now + sessionLifetime,
    };
    context.store.insert(session.object, session, token);
    return {
      id: session.id,
      object: session.object,
      authentication_token: token,
      created: toIso(session.created),
      expires_at: toIso(session.expires),
      livemode: false,
    };
  },
});

function reportMissingMeter(context: RequestContext, event: ThinMeterEvent): void {
  const report = makeThinEvent({
    type: 'v1.billing.meter.no_meter_found',
    created: context.now,
    relatedObject: null,
    data: {
      developer_message_summary: 'There is 1 invalid event',
      reason: {
        error_count: 1,
        error_types: [
          {
            code: 'no_meter',
            error_count: 1,
            sample_errors: [
              {
                error_message: `No active meter found for event name ${event.event_name}.`,
                request: { identifier: event.identifier ?? '' },
              },
            ],
          },
        ],
      },
      validation_start: toIso(context.now),
      validation_end: toIso(context.now + 1),
    },
  });
  context.store.insert('v2.core.event', report);
}

/**
 * The stream answers before it looks: whatever is wrong with an event is told later, and never takes the others
 * down. Repeated identifiers and times outside the window are dropped without a report here.
 */
const stream = sdkRoute<StreamParams>({
  method: 'POST',
  path: '/v2/billing/meter_event_stream',
  handle(context, params) {
    if (params.events.length > eventLimit) {
      throw invalidRequest(`At most ${eventLimit} events can be sent in one request.`, 'events');
    }
    for (const event of params.events) {
      if (!findActiveMeter(context, event.event_name)) {
        reportMissingMeter(context, event);
        continue;
      }
      try {
        recordMeterEvent(context, toNewEvent(event));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    }
    return {};
  },
});

export const meterEventStreamRoutes: Route[] = [create, createSession, stream];
