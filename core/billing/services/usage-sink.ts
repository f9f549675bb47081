import Stripe from 'stripe';
import { type Settings, sha256Hex } from '../../kernel/index.ts';

export type MeterEvent = {
  meter: string;
  customerId: string;
  value: number;
  identifier: string;
  timestamp: Date;
};

/** Where usage goes: Stripe today, something else tomorrow, without the ledger knowing. */
export type UsageSink = {
  /** Makes the customer of a school once; the same school always gives the same customer. */
  ensureCustomer: (school: { tenantId: string; name: string; subdomain: string }) => Promise<string>;
  ensureMeter: (meter: string) => Promise<void>;
  /** Counts a value once for its identifier. An identifier that was taken before counts as delivered. */
  send: (event: MeterEvent) => Promise<'accepted' | 'known'>;
};

const METER_NAMES: Record<string, string> = { sms_parts: 'SMS parts' };

/** What Stripe takes of a name or an identifier. */
const MAX_NAME = 100;

/** The name under which a meter's events are known at Stripe; a long one of an add-on ends in its hash. */
export function stripeEventName(meter: string): string {
  return shortened(`daftar_${meter.replaceAll('/', ':')}`);
}

function shortened(name: string): string {
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

/** Stripe Billing meters, API v1 meter events. */
export function stripeSink(stripe: Stripe): UsageSink {
  const ensured = new Set<string>();
  return {
    ensureCustomer: async ({ tenantId, name, subdomain }) => {
      const customer = await stripe.customers.create(
        { name, metadata: { tenantId, subdomain } },
        { idempotencyKey: `customer:${tenantId}` },
      );
      return customer.id;
    },
    ensureMeter: async (meter) => {
      if (ensured.has(meter)) return;
      const event_name = stripeEventName(meter);
      for await (const known of stripe.billing.meters.list({ status: 'active', limit: 100 })) {
        if (known.event_name === event_name) {
          ensured.add(meter);
          return;
        }
      }
      await stripe.billing.meters.create(
        {
          display_name: (METER_NAMES[meter] ?? meter).slice(0, 250),
          event_name,
          default_aggregation: { formula: 'sum' },
          customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
          value_settings: { event_payload_key: 'value' },
        },
        { idempotencyKey: `meter:${event_name}` },
      );
      ensured.add(meter);
    },
    send: async (event) => {
      try {
        await stripe.billing.meterEvents.create({
          event_name: stripeEventName(event.meter),
          identifier: shortened(event.identifier),
          timestamp: Math.floor(event.timestamp.getTime() / 1000),
          payload: { stripe_customer_id: event.customerId, value: String(event.value) },
        });
        return 'accepted';
      } catch (error) {
        // Only the message tells a used identifier from another bad request. Ours are never reused for another
        // value, so a used one is a delivery whose answer was lost.
        if (
          error instanceof Stripe.errors.StripeInvalidRequestError &&
          /already exists with identifier/i.test(error.message)
        )
          return 'known';
        throw error;
      }
    },
  };
}
