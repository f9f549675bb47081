import type Stripe from 'stripe';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { listEnvelope } from '../core/list.ts';
import {
  defineRoute,
  pathPart,
  previousAttributes,
  type RequestContext,
  type Route,
  sdkRoute,
} from '../core/route.ts';
import type { ApiObject } from '../core/store.ts';
import { meterCreate, meterUpdate } from '../schemas/meters.ts';

const kind = 'billing.meter';

/** The meter named in the path. Throws 404 resource_missing. */
export function requireMeter(context: RequestContext): ApiObject {
  const id = pathPart(context, 'id');
  const meter = context.store.find(kind, id);
  if (!meter) throw resourceMissing('billing meter', id);
  return meter;
}

/** The active meter that takes events of this name. At most one: creating a second one is refused. */
export function findActiveMeter(context: RequestContext, eventName: string): ApiObject | undefined {
  return context.store.findByLookup(kind, eventName).find((meter) => meter.status === 'active');
}

function refuseSecondMeter(context: RequestContext, eventName: string): void {
  if (!findActiveMeter(context, eventName)) return;
  throw invalidRequest(`An active meter with event name "${eventName}" already exists.`, 'event_name');
}

const create = defineRoute({
  method: 'POST',
  path: '/v1/billing/meters',
  params: meterCreate,
  handle(context, params) {
    refuseSecondMeter(context, params.event_name);
    const meter: ApiObject = {
      id: newId('mtr_test', 32),
      object: kind,
      created: context.now,
      customer_mapping: params.customer_mapping ?? { event_payload_key: 'stripe_customer_id', type: 'by_id' },
      default_aggregation: params.default_aggregation,
      display_name: params.display_name,
      event_name: params.event_name,
      event_time_window: params.event_time_window ?? null,
      livemode: false,
      status: 'active',
      status_transitions: { deactivated_at: null },
      updated: context.now,
      value_settings: params.value_settings ?? { event_payload_key: 'value' },
    };
    context.store.insert(kind, meter, params.event_name);
    emitEvent(context, 'billing.meter.created', meter);
    return meter;
  },
});

function change(
  context: RequestContext,
  before: ApiObject,
  members: Partial<ApiObject>,
  type: string,
): ApiObject {
  const meter = { ...before, ...members, updated: context.now } as ApiObject;
  context.store.save(kind, meter, String(meter.event_name));
  emitEvent(context, type, meter, previousAttributes(before, meter));
  return meter;
}

const update = defineRoute({
  method: 'POST',
  path: '/v1/billing/meters/:id',
  params: meterUpdate,
  handle(context, params) {
    const before = requireMeter(context);
    if (params.display_name === undefined || params.display_name === before.display_name) return before;
    return change(context, before, { display_name: params.display_name }, 'billing.meter.updated');
  },
});

const retrieve = sdkRoute<Stripe.Billing.MeterRetrieveParams>({
  method: 'GET',
  path: '/v1/billing/meters/:id',
  handle: (context) => requireMeter(context),
});

const list = sdkRoute<Stripe.Billing.MeterListParams>({
  method: 'GET',
  path: '/v1/billing/meters',
  handle(context, params) {
    const all = context.store.list(kind);
    const matching = all.filter((meter) => params.status === undefined || meter.status === params.status);
    return listEnvelope('/v1/billing/meters', matching, params, 'billing meter', all);
  },
});

const deactivate = sdkRoute<Stripe.Billing.MeterRetrieveParams>({
  method: 'POST',
  path: '/v1/billing/meters/:id/deactivate',
  handle(context) {
    const meter = requireMeter(context);
    if (meter.status !== 'active') throw invalidRequest('This meter is already inactive.', 'id');
    const members = { status: 'inactive', status_transitions: { deactivated_at: context.now } };
    return change(context, meter, members, 'billing.meter.deactivated');
  },
});

const reactivate = sdkRoute<Stripe.Billing.MeterRetrieveParams>({
  method: 'POST',
  path: '/v1/billing/meters/:id/reactivate',
  handle(context) {
    const meter = requireMeter(context);
    if (meter.status === 'active') throw invalidRequest('This meter is already active.', 'id');
    refuseSecondMeter(context, String(meter.event_name));
    const members = { status: 'active', status_transitions: { deactivated_at: null } };
    return change(context, meter, members, 'billing.meter.reactivated');
  },
});

export const meterRoutes: Route[] = [create, update, retrieve, list, deactivate, reactivate];
