import { randomUUID } from 'node:crypto';
import { invalidRequest } from '../core/api-error.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { atCustomer } from '../core/timeline.ts';
import { countDigits, maximumDigits, parseUsage } from '../core/usage-decimal.ts';
import { findActiveMeter } from './meters.ts';
import { triggerAlerts } from './trigger-alerts.ts';

/** How long an identifier stays taken, in seconds. Stripe promises "at least 24 hours"; the emulator keeps the least. */
export const identifierWindow = 24 * 3600;
const oldestTimestamp = 35 * 24 * 3600;
const newestTimestamp = 5 * 60;

export type NewMeterEvent = {
  event_name: string;
  payload: Record<string, string>;
  identifier?: string;
  timestamp?: number;
};

export type RecordedMeterEvent = Required<NewMeterEvent> & { created: number };

/** The payload keys a meter reads: which customer, and how much. */
export function payloadKeys(meter: ApiObject): { customer: string; value: string } {
  const mapping = meter.customer_mapping as JsonObject;
  const settings = meter.value_settings as JsonObject;
  return { customer: String(mapping.event_payload_key), value: String(settings.event_payload_key) };
}

/** Stripe takes one call at a time for a customer on a meter; adjustments wait in the same line. */
export function meterLock(meter: ApiObject | undefined, customer: string | undefined): string | undefined {
  return meter && customer ? `${meter.id}:${customer}` : undefined;
}

function checkTimestamp(timestamp: number, now: number): void {
  const oldest = now - oldestTimestamp;
  const newest = now + newestTimestamp;
  if (timestamp < oldest) {
    throw invalidRequest(
      `The event timestamp cannot be more than 35 days in past. Expected a timestamp greater than or equal to ${oldest}.`,
      'timestamp',
      'timestamp_too_far_in_past',
    );
  }
  if (timestamp > newest) {
    throw invalidRequest(
      `The event timestamp cannot be more than 5 minutes in the future. Expected a timestamp less than or equal to ${newest}.`,
      'timestamp',
      'timestamp_in_future',
    );
  }
}

function checkDigits(value: string | undefined): void {
  if (value === undefined || countDigits(value) <= maximumDigits) return;
  throw invalidRequest(
    `The value in the event payload can have at most ${maximumDigits} digits. Received ${value}.`,
    'payload',
  );
}

/** Real Stripe sends no code and no param with this answer: only the message tells. */
function refuseTakenIdentifier(context: RequestContext, identifier: string): void {
  const taken = context.store.database
    .prepare('SELECT 1 FROM meter_events WHERE identifier = ? AND created > ? LIMIT 1')
    .get(identifier, context.now - identifierWindow);
  if (taken) throw invalidRequest(`An event already exists with identifier ${identifier}.`);
}

type LateError = { code: string; message: string };

/** What Stripe finds only after it has answered 200. The event is then not counted and shows in an error report. */
function findLateError(
  context: RequestContext,
  meter: ApiObject,
  params: NewMeterEvent,
): LateError | undefined {
  const keys = payloadKeys(meter);
  const customerId = params.payload[keys.customer];
  if (!customerId) {
    return {
      code: 'meter_event_no_customer_defined',
      message: `Customer mapping key ${keys.customer} not found in payload.`,
    };
  }
  const customer = context.store.find('customer', customerId);
  if (!customer || customer.deleted) {
    return { code: 'meter_event_customer_not_found', message: `Customer ${customerId} not found.` };
  }
  const formula = (meter.default_aggregation as JsonObject).formula;
  const value = params.payload[keys.value];
  if (formula !== 'count' && (value === undefined || parseUsage(value) === undefined)) {
    return {
      code: 'meter_event_invalid_value',
      message: `Invalid value for ${keys.value} in payload: ${value ?? 'missing'}.`,
    };
  }
  return undefined;
}

/**
 * Checks and stores one meter event and sets off the alerts it reaches.
 * Throws ApiError 400 for an unknown meter, a time outside the window, too many digits and a used identifier; what
 * Stripe finds later is stored as invalid and reported later.
 */
export function recordMeterEvent(given: RequestContext, params: NewMeterEvent): RecordedMeterEvent {
  const meter = findActiveMeter(given, params.event_name);
  if (!meter) {
    throw invalidRequest(`No active meter found for event name "${params.event_name}".`, 'event_name');
  }
  const keys = payloadKeys(meter);
  const customer = params.payload[keys.customer];
  // The limits on times and identifiers hold in the time that the customer lives in.
  const context = customer ? atCustomer(given, customer) : given;
  const timestamp = params.timestamp ?? context.now;
  const identifier = params.identifier ?? randomUUID();
  checkTimestamp(timestamp, context.now);
  checkDigits(params.payload[keys.value]);
  refuseTakenIdentifier(context, identifier);
  const late = findLateError(context, meter, params);
  context.store.database
    .prepare(
      `INSERT INTO meter_events
        (meter, event_name, customer, identifier, value, timestamp, created, payload, status, error_code, error_message)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      meter.id,
      params.event_name,
      customer ?? null,
      identifier,
      params.payload[keys.value] ?? null,
      timestamp,
      context.now,
      JSON.stringify(params.payload),
      late ? 'invalid' : 'counted',
      late?.code ?? null,
      late?.message ?? null,
    );
  if (!late && customer) triggerAlerts(context, meter, customer);
  return {
    event_name: params.event_name,
    payload: params.payload,
    identifier,
    timestamp,
    created: context.now,
  };
}
