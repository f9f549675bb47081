import Stripe from 'stripe';
import { billingNow } from '../../core/billing/index.ts';
import { createMessageEmulator, type Outbox } from '../message-emulator/index.ts';
import { createStripeEmulator } from '../stripe-emulator/index.ts';

export type FaultWanted = {
  route?: string;
  kind: 'lost_reply' | 'status';
  status?: 400 | 409 | 429 | 500;
  times?: number;
};

export type TestEmulators = {
  messagesUrl: string;
  stripeUrl: string;
  stripe: Stripe;
  outbox: (to?: string) => Promise<Outbox>;
  /** Spoils requests of one of the emulators. */
  spoil: (which: 'messages' | 'stripe', fault: FaultWanted) => Promise<void>;
  heal: () => Promise<void>;
  /** What Stripe counted for a customer on a meter in the days around now. */
  meterTotal: (customerId: string, eventName: string) => Promise<number>;
  environment: Record<string, string>;
  close: () => Promise<void>;
};

const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`;
const STRIPE_KEY = `sk_test_${'integration'.padEnd(24, '0')}`;
export const SMS_ROUTE = 'POST /2010-04-01/Accounts/:sid/Messages.json';
export const METER_EVENT_ROUTE = 'POST /v1/billing/meter_events';

/** Both emulators in this process on free ports, with nothing kept on disk. */
export async function startEmulators(): Promise<TestEmulators> {
  const messages = await createMessageEmulator({
    accountSid: ACCOUNT,
    authToken: 'integration-token',
    stepMs: 20,
  }).listen({
    httpPort: 0,
    smtpPort: 0,
  });
  const billing = await createStripeEmulator({
    apiKey: STRIPE_KEY,
    // Stripe lives in the time that billing lives in: tests set one clock.
    now: () => billingNow().getTime(),
  }).listen(0);
  const stripe = connectStripe(billing.url, STRIPE_KEY);
  const addresses = { messages: messages.url, stripe: billing.url };
  return {
    messagesUrl: messages.url,
    stripeUrl: billing.url,
    stripe,
    outbox: (to) => readOutbox(messages.url, to),
    spoil: async (which, fault) => {
      const answer = await fetch(`${addresses[which]}/_emulator/faults`, {
        method: 'POST',
        body: JSON.stringify(fault),
      });
      if (answer.status !== 201) throw new Error(await answer.text());
    },
    heal: async () => {
      for (const url of Object.values(addresses))
        await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
    },
    meterTotal: (customerId, eventName) => readMeterTotal(stripe, customerId, eventName),
    environment: {
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: 'integration-token',
      TWILIO_API_BASE_URL: messages.url,
      SMTP_URL: `smtp://127.0.0.1:${messages.smtpPort}`,
      STRIPE_SECRET_KEY: STRIPE_KEY,
      STRIPE_API_BASE_URL: billing.url,
    },
    close: async () => {
      await Promise.all([messages.close(), billing.close()]);
    },
  };
}

/** The unmodified Stripe SDK at an emulator's address. */
export function connectStripe(url: string, key: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(key, { host: hostname, port: Number(port), protocol: 'http', telemetry: false });
}

/** Everything that was sent, or what went to one number or address. */
export async function readOutbox(url: string, to?: string): Promise<Outbox> {
  const query = to ? `?to=${encodeURIComponent(to)}` : '';
  return (await (await fetch(`${url}/outbox.json${query}`)).json()) as Outbox;
}

/** The sum of the meter event summaries of a customer from 35 days ago until tomorrow; 0 when there is no such meter. */
export async function readMeterTotal(stripe: Stripe, customerId: string, eventName: string): Promise<number> {
  const meters = await stripe.billing.meters.list({ limit: 100 });
  const meter = meters.data.find((candidate) => candidate.event_name === eventName);
  if (!meter) return 0;
  const day = 86_400;
  const today = Math.floor(billingNow().getTime() / 1000 / day) * day;
  let total = 0;
  for await (const summary of stripe.billing.meters.listEventSummaries(meter.id, {
    customer: customerId,
    start_time: today - 35 * day,
    end_time: today + day,
    limit: 100,
  }))
    total += summary.aggregated_value;
  return total;
}
