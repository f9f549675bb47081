import { html, pageReply, type Reply, type SafeHtml, tableSection } from '../emulator-kit/index.ts';
import type { ApiObject, JsonObject, Store } from './core/store.ts';
import { aggregate, readEvents } from './resources/meter-event-summaries.ts';

const rowLimit = 50;

/** The page at `/`: what is stored, with a total for each meter and customer. Refreshes itself. */
export function overviewPage(store: Store): Reply {
  const live = html`${totalsSection(store)}${customersSection(store)}${productsSection(store)}${pricesSection(store)}${metersSection(store)}${eventsSection(store)}`;
  const subtitle = 'Local stand-in for the payment service. Nothing here is real money.';
  return pageReply({ title: 'Stripe emulator', subtitle, live });
}

const code = (value: unknown): SafeHtml => html`<code>${String(value ?? '')}</code>`;
const text = (value: unknown): SafeHtml => html`<span dir="auto">${String(value ?? '')}</span>`;
const tag = (value: unknown): SafeHtml => html`<span class="tag">${String(value ?? '')}</span>`;
const time = (seconds: unknown): SafeHtml =>
  html`${new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ')}`;

function totalsSection(store: Store): SafeHtml {
  const pairs = store.database
    .prepare(
      `SELECT meter, customer, count(*) AS events FROM meter_events
       WHERE status = 'counted' GROUP BY meter, customer ORDER BY meter, customer LIMIT ?`,
    )
    .all(rowLimit);
  const rows = pairs.map((pair) => {
    const meter = store.find('billing.meter', String(pair.meter));
    const customer = store.find('customer', String(pair.customer));
    const events = readEvents(
      { store },
      String(pair.meter),
      String(pair.customer),
      0,
      Number.MAX_SAFE_INTEGER,
    );
    const total = meter ? aggregate(meter, events) : 0;
    return [
      text(meter?.display_name ?? pair.meter),
      text(customer?.name ?? customer?.email ?? pair.customer),
      code(pair.customer),
      html`${Number(pair.events)}`,
      html`${total}`,
    ];
  });
  return tableSection('Usage by meter and customer', ['Meter', 'Customer', 'Id', '#Events', '#Total'], rows);
}

function customersSection(store: Store): SafeHtml {
  const customers = store.list('customer').filter((customer) => !customer.deleted);
  const rows = customers
    .slice(0, rowLimit)
    .map((customer) => [
      text(customer.name),
      text(customer.email),
      code(customer.id),
      time(customer.created),
    ]);
  return tableSection(`Customers (${customers.length})`, ['Name', 'Mail', 'Id', 'Created (UTC)'], rows);
}

function productsSection(store: Store): SafeHtml {
  const products = store.list('product');
  const rows = products
    .slice(0, rowLimit)
    .map((product) => [text(product.name), tag(product.active ? 'active' : 'archived'), code(product.id)]);
  return tableSection(`Products (${products.length})`, ['Name', 'State', 'Id'], rows);
}

function describeInterval(price: ApiObject): string {
  const recurring = price.recurring as JsonObject | null;
  if (!recurring) return 'one time';
  const count = recurring.interval_count === 1 ? '' : `${recurring.interval_count} `;
  return `${recurring.usage_type}, every ${count}${recurring.interval}`;
}

function pricesSection(store: Store): SafeHtml {
  const prices = store.list('price');
  const rows = prices
    .slice(0, rowLimit)
    .map((price) => [
      code(price.lookup_key ?? price.id),
      text(store.find('product', String(price.product))?.name ?? price.product),
      html`${describeInterval(price)}`,
      tag(price.active ? 'active' : 'archived'),
      html`${String(price.unit_amount_decimal ?? 'tiers')} ${String(price.currency)}`,
    ]);
  return tableSection(
    `Prices (${prices.length})`,
    ['Price', 'Product', 'Kind', 'State', '#Minor units'],
    rows,
  );
}

function metersSection(store: Store): SafeHtml {
  const meters = store.list('billing.meter');
  const rows = meters
    .slice(0, rowLimit)
    .map((meter) => [
      text(meter.display_name),
      code(meter.event_name),
      html`${String((meter.default_aggregation as JsonObject).formula)}`,
      tag(meter.status),
      code(meter.id),
    ]);
  return tableSection(`Meters (${meters.length})`, ['Name', 'Event name', 'Formula', 'State', 'Id'], rows);
}

function eventsSection(store: Store): SafeHtml {
  const rows = store.database
    .prepare('SELECT * FROM meter_events ORDER BY seq DESC LIMIT ?')
    .all(rowLimit)
    .map((event) => [
      time(event.timestamp),
      code(event.event_name),
      code(event.customer),
      code(event.identifier),
      tag(event.error_code ?? event.status),
      html`${String(event.value ?? '')}`,
    ]);
  return tableSection(
    'Latest meter events',
    ['Time (UTC)', 'Event', 'Customer', 'Identifier', 'State', '#Value'],
    rows,
  );
}
