import { html, type SafeHtml, tableSection } from '../../emulator-kit/index.ts';
import type { ApiObject, JsonObject, Store } from '../core/store.ts';
import { aggregate, readEvents } from '../resources/meter-event-summaries.ts';
import { customerLink, link, money, tag, text, time } from './cells.ts';

const rowLimit = 50;

type Only = { customer?: string };
const mine = (only: Only) => (one: ApiObject) =>
  only.customer === undefined || one.customer === only.customer;

export function customersSection(store: Store): SafeHtml {
  const customers = store.list('customer').filter((customer) => !customer.deleted);
  const rows = customers
    .slice(0, rowLimit)
    .map((customer) => [
      link(store, customer.id, customer.name ?? customer.id),
      text(customer.email),
      link(store, customer.test_clock),
      time(customer.created),
    ]);
  return tableSection(`Customers (${customers.length})`, ['Name', 'Mail', 'Clock', 'Created (UTC)'], rows);
}

export function subscriptionsSection(store: Store, only: Only = {}): SafeHtml {
  const subscriptions = store.list('subscription').filter(mine(only));
  const rows = subscriptions.slice(0, rowLimit).map((subscription) => {
    const { data } = subscription.items as { data: JsonObject[] };
    const names = data.map((item) => {
      const price = item.price as JsonObject;
      const product = store.find('product', String(price.product));
      const quantity = typeof item.quantity === 'number' && item.quantity !== 1 ? ` × ${item.quantity}` : '';
      return html`<div>${link(store, String(price.id), product?.name ?? price.id)}${quantity}</div>`;
    });
    const ends = data.map((item) => Number(item.current_period_end));
    return [
      link(store, subscription.id),
      customerLink(store, subscription.customer),
      html`${names}`,
      html`${tag(subscription.status)}${subscription.cancel_at_period_end ? tag('ends') : ''}`,
      time(Math.min(...ends)),
    ];
  });
  return tableSection(
    `Subscriptions (${subscriptions.length})`,
    ['Subscription', 'Customer', 'Items', 'State', 'Next period (UTC)'],
    rows,
  );
}

export function invoicesSection(store: Store, only: Only = {}): SafeHtml {
  const invoices = store.list('invoice').filter(mine(only));
  const rows = invoices
    .slice(0, rowLimit)
    .map((invoice) => [
      link(store, invoice.id, invoice.number ?? invoice.id),
      customerLink(store, invoice.customer),
      tag(invoice.status),
      text(String(invoice.billing_reason ?? '').replaceAll('_', ' ')),
      time(invoice.created),
      money(invoice.total, invoice.currency),
      money(invoice.amount_remaining, invoice.currency),
    ]);
  return tableSection(
    `Invoices (${invoices.length})`,
    ['Invoice', 'Customer', 'State', 'Why', 'Created (UTC)', '#Total', '#Open'],
    rows,
  );
}

export function metersSection(store: Store, only: Only = {}): SafeHtml {
  const pairs = store.database
    .prepare(
      `SELECT meter, customer, count(*) AS events FROM meter_events
       WHERE status = 'counted' AND (?1 IS NULL OR customer = ?1)
       GROUP BY meter, customer ORDER BY meter, customer LIMIT ?2`,
    )
    .all(only.customer ?? null, rowLimit);
  const rows = pairs.map((pair) => {
    const meter = store.find('billing.meter', String(pair.meter));
    const all = readEvents({ store }, String(pair.meter), String(pair.customer), 0, Number.MAX_SAFE_INTEGER);
    return [
      link(store, String(pair.meter), meter?.display_name ?? pair.meter),
      html`${String((meter?.default_aggregation as JsonObject | undefined)?.formula ?? '')}`,
      customerLink(store, pair.customer),
      html`${Number(pair.events)}`,
      html`${meter ? aggregate(meter, all) : 0}`,
    ];
  });
  return tableSection(
    'Usage by meter and customer',
    ['Meter', 'Formula', 'Customer', '#Events', '#Value'],
    rows,
  );
}

function deliveriesOf(store: Store, event: string): SafeHtml {
  const rows = store.database
    .prepare('SELECT endpoint, status, attempts, last_answer FROM deliveries WHERE event = ? ORDER BY seq')
    .all(event);
  return html`${rows.map(
    (row) =>
      html`<div>${tag(row.status)} ${link(store, row.endpoint)} <span class="soft">${Number(row.attempts)} tries ${String(row.last_answer ?? '')}</span></div>`,
  )}`;
}

export function eventsSection(store: Store, limit = rowLimit): SafeHtml {
  const events = store.list('event');
  const rows = events.slice(0, limit).map((event) => {
    const object = (event.data as JsonObject).object as JsonObject;
    return [
      link(store, event.id, event.type),
      link(store, object.id),
      time(event.created),
      deliveriesOf(store, event.id),
    ];
  });
  return tableSection(`Events (${events.length})`, ['Event', 'Object', 'Created (UTC)', 'Delivery'], rows);
}

export function endpointsSection(store: Store): SafeHtml {
  const endpoints = store.list('webhook_endpoint').filter((endpoint) => !endpoint.deleted);
  const rows = endpoints.map((endpoint) => [
    link(store, endpoint.id),
    text(endpoint.url),
    tag(endpoint.status),
    text((endpoint.enabled_events as string[]).join(', ')),
  ]);
  return tableSection('Webhook endpoints', ['Endpoint', 'Address', 'State', 'Events'], rows);
}

/** Test clocks, each with a form that moves it on. */
export function clocksSection(store: Store): SafeHtml {
  const clocks = store.list('test_helpers.test_clock').filter((clock) => !clock.deleted);
  const rows = clocks.slice(0, rowLimit).map((clock) => [
    link(store, clock.id, clock.name ?? clock.id),
    time(clock.frozen_time),
    tag(clock.status),
    html`<form method="post" action="/_emulator/clocks/${clock.id}" class="inline">
<label>by <input name="amount" inputmode="numeric" value="1" size="4" aria-label="how many"></label>
${['hours', 'days', 'months'].map((unit) => html`<button name="unit" value="${unit}">${unit}</button>`)}</form>`,
  ]);
  return tableSection('Test clocks', ['Clock', 'Now (UTC)', 'State', 'Advance'], rows);
}
