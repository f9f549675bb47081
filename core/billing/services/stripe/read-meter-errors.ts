import type Stripe from 'stripe';
import { type MeterErrorReport, readMeterErrorReport } from '../metering/handle-meter-errors.ts';

/** The report behind a `v1.billing.meter.error_report_triggered` message, read anew from Stripe by its id. */
export async function fetchMeterErrors(stripe: Stripe, eventId: string): Promise<MeterErrorReport> {
  const event = await stripe.v2.core.events.retrieve(eventId);
  return readMeterErrorReport((event as { data?: unknown }).data);
}
