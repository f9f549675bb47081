import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterEach, describe, expect, it } from 'vitest';
import { addFault } from './test-client.ts';
import { at, startBilling } from './testing/billing-kit.ts';

type Received = { event: Stripe.Event; signature: string; body: string };
const closers: Array<() => void> = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function readAll(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** A listener as an application has one; `answer` decides its status. */
async function listen(answer: (event: Stripe.Event) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    const event = JSON.parse(body) as Stripe.Event;
    received.push({ event, body, signature: String(request.headers['stripe-signature']) });
    response.writeHead(answer(event)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { url, received, types: () => received.map(({ event }) => event.type) };
}

async function flush(url: string): Promise<{ delivered: number; failed: number }> {
  const response = await fetch(`${url}/_emulator/webhooks/flush`, { method: 'POST' });
  return (await response.json()) as { delivered: number; failed: number };
}

describe('webhooks', () => {
  it('should send signed events that the SDK accepts, to each endpoint what it asked for', async () => {
    const { stripe, url, customer, price } = await startBilling('2026-01-01T00:00:00Z');
    const [everything, payments] = [await listen(), await listen()];
    const all = await stripe.webhookEndpoints.create({ url: everything.url, enabled_events: ['*'] });
    await stripe.webhookEndpoints.create({ url: payments.url, enabled_events: ['invoice.paid'] });
    expect(all.secret).toMatch(/^whsec_/);
    expect((await stripe.webhookEndpoints.retrieve(all.id)).secret).toBeUndefined();
    const basic = await price(9900);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: basic.id }],
    });
    await flush(url);
    expect(payments.types()).toEqual(['invoice.paid']);
    expect(everything.types()).toEqual([
      'product.created',
      'price.created',
      'customer.subscription.created',
      'invoice.created',
      'payment_intent.created',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated',
    ]);
    const last = everything.received.at(-1);
    const event = stripe.webhooks.constructEvent(last?.body ?? '', last?.signature ?? '', String(all.secret));
    expect(event.data.previous_attributes).toMatchObject({ status: 'incomplete' });
    expect(event.created).toBe(at('2026-01-01T00:00:00Z'));
    expect((event.data.object as Stripe.Subscription).id).toBe(id);
    expect(() =>
      stripe.webhooks.constructEvent(`${last?.body} `, last?.signature ?? '', String(all.secret)),
    ).toThrow(Stripe.errors.StripeSignatureVerificationError);
    expect((await stripe.events.retrieve(event.id)).pending_webhooks).toBe(0);
    await stripe.webhookEndpoints.update(all.id, { disabled: true });
    await stripe.customers.update(customer.id, { name: 'Other' });
    expect(await flush(url)).toEqual({ delivered: 0, failed: 0 });
    expect(await stripe.webhookEndpoints.del(all.id)).toMatchObject({ deleted: true });
  });

  it('should hold an invoice back until invoice.created is answered, in virtual time', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-01T00:00:00Z');
    let isDown = true;
    const endpoint = await listen((event) => (isDown && event.type === 'invoice.created' ? 500 : 200));
    const basic = await price(9900);
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: basic.id }] });
    await stripe.webhookEndpoints.create({ url: endpoint.url, enabled_events: ['*'] });
    await advance('2026-02-01T05:00:00Z');
    const [, waiting] = await invoices();
    expect(waiting).toMatchObject({ status: 'draft', webhooks_delivered_at: null });
    const attempts = endpoint.types().filter((type) => type === 'invoice.created').length;
    expect(attempts).toBeGreaterThan(2);
    isDown = false;
    await advance('2026-02-01T20:00:00Z');
    const [, final] = await invoices();
    expect(final).toMatchObject({ status: 'paid' });
    expect(final?.webhooks_delivered_at).toBeGreaterThan(at('2026-02-01T05:00:00Z'));
  });

  it('should finalise after three days although invoice.created was never answered', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-01T00:00:00Z');
    const endpoint = await listen(() => 500);
    const basic = await price(9900);
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: basic.id }] });
    await stripe.webhookEndpoints.create({ url: endpoint.url, enabled_events: ['invoice.created'] });
    await advance('2026-02-03T23:00:00Z');
    expect((await invoices()).at(-1)?.status).toBe('draft');
    await advance('2026-02-04T02:00:00Z');
    expect((await invoices()).at(-1)).toMatchObject({
      status: 'paid',
      status_transitions: { finalized_at: at('2026-02-04T01:00:00Z') },
    });
  });

  it('should let a listener act on a draft before it is final', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-01T00:00:00Z');
    const basic = await price(9900);
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: basic.id }] });
    const server = createServer(async (request, response) => {
      const event = JSON.parse(await readAll(request)) as Stripe.InvoiceCreatedEvent;
      const { id, currency } = event.data.object;
      await stripe.invoiceItems.create({
        customer: customer.id,
        invoice: id,
        amount: 300,
        currency,
        description: 'Late usage of December',
      });
      response.writeHead(200).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await stripe.webhookEndpoints.create({ url, enabled_events: ['invoice.created'] });
    await advance('2026-02-01T02:00:00Z');
    expect((await invoices()).at(-1)).toMatchObject({ status: 'paid', amount_paid: 10_200 });
  });

  it('should lose, repeat, copy, reorder and delay events on demand', async () => {
    const { stripe, url, customer } = await startBilling('2026-01-01T00:00:00Z');
    const endpoint = await listen();
    await stripe.webhookEndpoints.create({ url: endpoint.url, enabled_events: ['customer.updated'] });
    const names = () => endpoint.received.map(({ event }) => (event.data.object as Stripe.Customer).name);
    const rename = async (...names: string[]) => {
      for (const name of names) await stripe.customers.update(customer.id, { name });
      await flush(url);
    };
    await addFault(url, { kind: 'webhook_lost' });
    await rename('lost', 'kept');
    expect(names()).toEqual(['kept']);
    await addFault(url, { kind: 'webhook_twice', event: 'customer.updated' });
    await rename('twice');
    expect(names()).toEqual(['kept', 'twice', 'twice']);
    expect(endpoint.received[1]?.event.id).toBe(endpoint.received[2]?.event.id);
    await addFault(url, { kind: 'webhook_second_event' });
    await rename('copied');
    const copies = endpoint.received.slice(3).map(({ event }) => event.id);
    expect(new Set(copies).size).toBe(2);
    await addFault(url, { kind: 'webhook_reordered' });
    await rename('first', 'second');
    expect(names().slice(5)).toEqual(['second', 'first']);
    const listed = (await (await fetch(`${url}/_emulator/faults`)).json()) as {
      faults: Array<{ hits: number }>;
    };
    expect(listed.faults.map((fault) => fault.hits)).toEqual([1, 1, 1, 1]);
  });

  it('should send a late event when its clock has reached the time', async () => {
    const { stripe, url, customer, advance } = await startBilling('2026-01-01T00:00:00Z');
    const endpoint = await listen();
    await stripe.webhookEndpoints.create({ url: endpoint.url, enabled_events: ['customer.updated'] });
    await addFault(url, { kind: 'webhook_late', seconds: 3 * 86_400 });
    await stripe.customers.update(customer.id, { name: 'late' });
    await advance('2026-01-03T23:59:59Z');
    expect(endpoint.received).toEqual([]);
    await advance('2026-01-04T00:00:00Z');
    expect(endpoint.received.map(({ event }) => event.created)).toEqual([at('2026-01-01T00:00:00Z')]);
  });

  it('should try again with growing pauses while an endpoint is down', async () => {
    const { stripe, customer, advance } = await startBilling('2026-01-01T00:00:00Z');
    const endpoint = await listen(() => 503);
    await stripe.webhookEndpoints.create({ url: endpoint.url, enabled_events: ['customer.updated'] });
    await stripe.customers.update(customer.id, { name: 'unheard' });
    const attempts: number[] = [];
    for (const moment of ['00:00:59', '00:01:00', '00:06:00', '00:36:00', '02:36:00']) {
      await advance(`2026-01-01T${moment}Z`);
      attempts.push(endpoint.received.length);
    }
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
  });
});
