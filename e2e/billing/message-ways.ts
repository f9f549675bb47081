import { randomBytes } from 'node:crypto';
import Stripe from 'stripe';
import { billingNow } from '../../core/billing/index.ts';
import type { TestSystem } from '../support/index.ts';
import type { Sandbox } from './sandbox.ts';

/** How the messages of Stripe come to the product. */
export type MessageWay = {
  /** Brings everything that was not told yet. */
  flush: () => Promise<void>;
  /** Hands messages over as they are given, signed, through the product's own door; throws when it does not take one. */
  deliver: (messages: Stripe.Event[]) => Promise<void>;
  /** Keeps back what happens from here on, for good: `resume` goes on with what happens after it. */
  silence: () => Promise<void>;
  resume: () => Promise<void>;
};

/** The emulator sends its messages by itself to an endpoint that is registered there. */
export async function pushedMessages(system: TestSystem): Promise<MessageWay> {
  const { stripe, stripeUrl } = system.emulators;
  const endpoint = await stripe.webhookEndpoints.create({ url: urlOf(system), enabled_events: ['*'] });
  Object.assign(system.settings, { STRIPE_WEBHOOK_SECRET: endpoint.secret });
  const flush = async () => {
    await fetch(`${stripeUrl}/_emulator/webhooks/flush`, { method: 'POST' });
  };
  return {
    flush,
    deliver: (messages) => post(system, messages),
    silence: async () => {
      await flush();
      const fault = { kind: 'webhook_lost', probability: 1 };
      await fetch(`${stripeUrl}/_emulator/faults`, { method: 'POST', body: JSON.stringify(fault) });
    },
    resume: async () => {
      await flush();
      await system.emulators.heal();
    },
  };
}

/**
 * Stripe cannot reach a test: what happened is read from its list of events and posted to the product, signed with a secret of
 * our own. Everything counts as told once nothing new came for a while.
 */
export async function polledMessages(
  system: TestSystem,
  stripe: Stripe,
  { quietMs }: Sandbox,
): Promise<MessageWay> {
  Object.assign(system.settings, { STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('hex')}` });
  let last = (await stripe.events.list({ limit: 1 })).data[0]?.id;
  const news = async () => {
    const messages: Stripe.Event[] = [];
    for await (const message of stripe.events.list({ limit: 100, ...(last ? { ending_before: last } : {}) }))
      messages.push(message);
    // With a cursor the oldest comes first; without one, the newest.
    const ordered = last ? messages : messages.reverse();
    last = ordered.at(-1)?.id ?? last;
    return ordered;
  };
  let isSilent = false;
  const flush = async () => {
    for (let quietSince = Date.now(); Date.now() - quietSince < quietMs; ) {
      const messages = await news();
      if (!isSilent) await post(system, messages);
      if (messages.length > 0) quietSince = Date.now();
      else await new Promise((resolve) => setTimeout(resolve, quietMs / 4));
    }
  };
  const setSilent = (silent: boolean) => async () => {
    await flush();
    isSilent = silent;
  };
  return {
    flush,
    deliver: (messages) => post(system, messages),
    silence: setSilent(true),
    resume: setSilent(false),
  };
}

function urlOf({ port }: TestSystem): string {
  return `http://127.0.0.1:${port}/webhooks/stripe`;
}

async function post(system: TestSystem, messages: Stripe.Event[]): Promise<void> {
  const secret = system.settings.STRIPE_WEBHOOK_SECRET ?? '';
  const { webhooks } = new Stripe('sk_test_signs_and_sends_nothing');
  for (const message of messages) {
    const payload = JSON.stringify(message);
    const timestamp = Math.floor(billingNow().getTime() / 1000);
    const answer = await fetch(urlOf(system), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'stripe-signature': webhooks.generateTestHeaderString({ payload, secret, timestamp }),
      },
      body: payload,
    });
    if (answer.status !== 200) throw new Error(`${message.type} was answered with ${answer.status}`);
  }
}
