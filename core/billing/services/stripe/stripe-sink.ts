import Stripe from 'stripe';
import { type Settings, sha256Hex } from '../../../kernel/index.ts';
import type { SendOutcome, UsageQuestion, UsageSink } from '../metering/usage-sink.ts';

/** What Stripe takes of a name or an identifier. */
const MAX_NAME = 100;

/** The name under which a meter's events are known at Stripe; a long one of an add-on ends in its hash. */
export function stripeEventName(meter: string): string {
  const name = `daftar_${meter.replaceAll('/', ':')}`;
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 33)}:${sha256Hex(name).slice(0, 32)}`;
}

/** The unmodified Stripe SDK, pointed at STRIPE_API_BASE_URL when that is set. */
export function stripeClient(settings: Settings): Stripe {
  if (!settings.STRIPE_SECRET_KEY) throw new Error('STRIPE_SECRET_KEY must be set to send usage.');
  const base = settings.STRIPE_API_BASE_URL ? new URL(settings.STRIPE_API_BASE_URL) : undefined;
  return new Stripe(settings.STRIPE_SECRET_KEY, {
    telemetry: false,
    maxNetworkRetries: 2,
    timeout: 15_000,
    ...(base && {
      host: base.hostname,
      port: Number(base.port || (base.protocol === 'https:' ? 443 : 80)),
      protocol: base.protocol === 'http:' ? ('http' as const) : ('https' as const),
    }),
  });
}

/** Stripe Billing meters, API v1 meter events. The sender has its own patience, so the SDK repeats no event by itself. */
export function stripeSink(stripe: Stripe): UsageSink {
  const meters = new Map<string, string>();
  const meterId = async (meter: string): Promise<string | undefined> => {
    const event_name = stripeEventName(meter);
    if (!meters.has(meter)) {
      for await (const known of stripe.billing.meters.list({ status: 'active', limit: 100 }))
        if (known.event_name === event_name) meters.set(meter, known.id);
    }
    return meters.get(meter);
  };
  const summaries = async (
    { meter, customerId, from, until }: UsageQuestion,
    grouping?: 'hour',
  ): Promise<Stripe.Billing.MeterEventSummary[]> => {
    const id = await meterId(meter);
    if (id === undefined) return [];
    const rows: Stripe.Billing.MeterEventSummary[] = [];
    for await (const row of stripe.billing.meters.listEventSummaries(id, {
      customer: customerId,
      start_time: from.getTime() / 1000,
      end_time: until.getTime() / 1000,
      limit: 100,
      ...(grouping && { value_grouping_window: grouping }),
    }))
      rows.push(row);
    return rows;
  };
  return {
    ensureCustomer: async ({ tenantId, name, subdomain }) => {
      const customer = await stripe.customers.create(
        { name, metadata: { tenantId, subdomain } },
        { idempotencyKey: `customer:${tenantId}` },
      );
      return customer.id;
    },
    ensureMeter: async (meter, aggregation = 'sum', title = meter) => {
      if ((await meterId(meter)) !== undefined) return;
      const event_name = stripeEventName(meter);
      const made = await stripe.billing.meters.create(
        {
          display_name: title.slice(0, 250),
          event_name,
          default_aggregation: { formula: aggregation },
          customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
          value_settings: { event_payload_key: 'value' },
        },
        { idempotencyKey: `meter:${event_name}` },
      );
      meters.set(meter, made.id);
    },
    send: async (event) => {
      try {
        await stripe.billing.meterEvents.create(
          {
            event_name: stripeEventName(event.meter),
            identifier: event.identifier,
            timestamp: Math.floor(event.timestamp.getTime() / 1000),
            payload: { stripe_customer_id: event.customerId, value: String(event.value) },
          },
          { maxNetworkRetries: 0 },
        );
        return { kind: 'accepted' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    cancel: async ({ meter, identifier }) => {
      try {
        await stripe.billing.meterEventAdjustments.create({
          event_name: stripeEventName(meter),
          type: 'cancel',
          cancel: { identifier },
        });
        return 'cancelled';
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        if (/already cancel/i.test(error.message)) return 'cancelled';
        if (/24 hours/i.test(error.message)) return 'too_late';
        if (/no event found/i.test(error.message)) return 'unknown';
        throw error;
      }
    },
    hours: async (question) =>
      new Map(
        (await summaries(question, 'hour')).map((row) => [row.start_time * 1000, row.aggregated_value]),
      ),
    total: async (question) =>
      (await summaries(question)).reduce((sum, { aggregated_value }) => sum + aggregated_value, 0),
  };
}

// What Stripe surely did not count is told apart from what nobody knows: that goes on as the exception.
function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const reason = error.message;
  if (error.statusCode === 429 || error.statusCode === 409) return { kind: 'busy', reason };
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  // Only the message tells a used identifier from another bad request.
  if (/already exists with identifier/i.test(reason)) return { kind: 'known' };
  if (error.code === 'timestamp_too_far_in_past') return { kind: 'too_old', reason };
  return { kind: 'refused', reason };
}
