import { defineRoute, type Route } from '../core/route.ts';
import { meterEventCreate } from '../schemas/meters.ts';
import { findActiveMeter } from './meters.ts';
import { meterLock, payloadKeys, recordMeterEvent } from './record-meter-event.ts';

const create = defineRoute({
  method: 'POST',
  path: '/v1/billing/meter_events',
  params: meterEventCreate,
  lock(context, params) {
    const meter = findActiveMeter(context, params.event_name);
    return meterLock(meter, meter && params.payload[payloadKeys(meter).customer]);
  },
  handle(context, params) {
    const event = recordMeterEvent(context, params);
    return { object: 'billing.meter_event', ...event, livemode: false };
  },
});

export const meterEventRoutes: Route[] = [create];
