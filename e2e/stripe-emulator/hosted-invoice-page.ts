import { html, jsonReply, type Reply, type SafeHtml } from '../emulator-kit/index.ts';
import { parseDecimal, roundHalfAway, toDecimalText } from './billing/fraction.ts';
import type { Invoice } from './billing/types.ts';
import type { Store } from './core/store.ts';

/** Minor units of a currency as people read them. All currencies have two decimals here. */
function money(amount: number, currency: string): string {
  const text = toDecimalText({ top: BigInt(amount), bottom: 100n }, 2);
  const [whole = '0', cents = ''] = text.split('.');
  return `${whole}.${cents.padEnd(2, '0')} ${currency.toUpperCase()}`;
}

function unitPrice(decimal: string | null | undefined, currency: string): string {
  if (!decimal) return '';
  const unit = parseDecimal(decimal);
  const isWhole = unit.top % unit.bottom === 0n;
  return isWhole
    ? money(roundHalfAway(unit), currency)
    : `${toDecimalText({ top: unit.top, bottom: unit.bottom * 100n })} ${currency.toUpperCase()}`;
}

const style = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #17202a; background: #f5f7f8; }
main { max-inline-size: 46rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border: 1px solid #dde3e8; border-radius: .6rem; }
.test { background: #fff4d6; padding: .4rem .8rem; border-radius: .4rem; } table { inline-size: 100%; border-collapse: collapse; }
th, td { text-align: start; padding: .4rem .6rem .4rem 0; border-block-end: 1px solid #dde3e8; } .number { text-align: end; font-variant-numeric: tabular-nums; }
`;

/** GET /_emulator/hosted-invoices/:id: what hosted_invoice_url and invoice_pdf of an invoice lead to; 404 for others. */
export function hostedInvoicePage(store: Store, id: string): Reply {
  const invoice = store.find<Invoice>('invoice', id);
  if (!invoice) return jsonReply(404, { error: { message: `There is no invoice ${id}.` } });
  const { currency } = invoice;
  const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
  const rows: SafeHtml[] = invoice.lines.data.map(
    (
      line,
    ) => html`<tr><td><span dir="auto">${line.description}</span><br><small>${day(line.period.start)} – ${day(line.period.end)}</small></td>
<td class="number">${line.quantity_decimal}</td><td class="number">${unitPrice(line.pricing?.unit_amount_decimal, currency)}</td><td class="number">${money(line.amount, currency)}</td></tr>`,
  );
  const sums: Array<[string, number]> = [
    ['Subtotal', invoice.subtotal],
    ['Discounts', invoice.total - invoice.subtotal],
    ['Total', invoice.total],
    ['Amount due', invoice.amount_due],
    ['Amount paid', invoice.amount_paid],
  ];
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Invoice ${invoice.number}</title><link rel="icon" href="data:,"><style>${{ safe: style }}</style></head>
<body><main><p class="test">Test mode: no real money</p>
<h1>Invoice ${invoice.number}</h1><p><span dir="auto">${String(invoice.customer_name ?? invoice.customer_email ?? invoice.customer)}</span> · ${invoice.status} · ${day(invoice.created)}</p>
<table><thead><tr><th>Item</th><th class="number">Quantity</th><th class="number">Unit price</th><th class="number">Amount</th></tr></thead><tbody>${rows}</tbody>
<tfoot>${sums.map(([name, amount]) => html`<tr><th colspan="3" class="number">${name}</th><td class="number">${money(amount, currency)}</td></tr>`)}</tfoot></table>
</main></body></html>
`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    },
    body: page.safe,
  };
}
