import { html, type SafeHtml, tableSection } from '../../emulator-kit/index.ts';
import type { ApiObject, JsonObject, Store } from '../core/store.ts';
import { link, money, tag, text, time, valueTree } from './cells.ts';
import { invoicesSection, metersSection, subscriptionsSection } from './sections.ts';

function linesSection(store: Store, invoice: ApiObject): SafeHtml {
  const { data } = invoice.lines as { data: JsonObject[] };
  const rows = data.map((line) => {
    const details = (line.pricing as JsonObject | null)?.price_details as JsonObject | undefined;
    const period = line.period as { start: number; end: number };
    const discounts = (line.discount_amounts ?? []) as Array<{ amount: number }>;
    return [
      text(line.description ?? ''),
      link(store, details?.price),
      html`${time(period.start)} – ${time(period.end)}`,
      html`${String(line.quantity ?? '')}`,
      money(line.amount, line.currency),
      money(-discounts.reduce((sum, one) => sum + one.amount, 0), line.currency),
    ];
  });
  const headings = ['Line', 'Price', 'Period (UTC)', '#Quantity', '#Amount', '#Discount'];
  return html`${tableSection('Lines', headings, rows)}${totals(invoice)}`;
}

function totals(invoice: ApiObject): SafeHtml {
  const rows = ['subtotal', 'total', 'amount_due', 'amount_paid', 'amount_remaining'].map((name) => [
    text(name.replaceAll('_', ' ')),
    money(invoice[name], invoice.currency),
  ]);
  return tableSection('Sums', ['', '#Amount'], rows);
}

/** The sections of one object: what belongs to its kind, then every member, with links to other objects. */
export function objectSections(store: Store, object: ApiObject): SafeHtml {
  const whole = html`<section><h2>${object.object} <code>${object.id}</code> ${object.status ? tag(object.status) : ''}</h2>
<pre>${valueTree(store, object)}</pre></section>`;
  if (object.object === 'invoice') return html`${linesSection(store, object)}${whole}`;
  if (object.object !== 'customer') return whole;
  const only = { customer: object.id };
  return html`${subscriptionsSection(store, only)}${invoicesSection(store, only)}${metersSection(store, only)}${whole}`;
}
