import { discountLines } from '../billing/discounting.ts';
import type { Customer, Invoice, Line } from '../billing/types.ts';
import type { RequestContext } from '../core/route.ts';
import { termsOf } from './discounts.ts';
import { sumTaxes, taxesOf } from './taxes.ts';

/** Which discounts may work on a line: its own, and the invoice's unless the line is a proration. */
function discountsFor(line: Line, invoice: Invoice): string[] {
  const { invoice_item_details: byItem, subscription_item_details: bySubscription } = line.parent;
  const isProration = byItem?.proration === true || bySubscription?.proration === true;
  return isProration ? line.discounts : [...line.discounts, ...invoice.discounts];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The invoice with discounts, sums and amounts worked out from its lines and the customer's balance. */
export function withTotals(context: RequestContext, invoice: Invoice): Invoice {
  const names = invoice.lines.data.map((line) => discountsFor(line, invoice));
  const terms = termsOf(context, [...new Set(names.flat())], invoice.created);
  const taken = discountLines(
    invoice.lines.data.map((line, index) => ({
      amount: line.amount,
      discountable: line.discountable,
      product: line.pricing?.price_details?.product,
      discounts: names[index] ?? [],
    })),
    terms,
  );
  const lines = invoice.lines.data.map((line, index) => ({
    ...line,
    invoice: invoice.id,
    discount_amounts: taken[index] ?? [],
    taxes: taxesOf(
      line.amount - sum((taken[index] ?? []).map((share) => share.amount)),
      invoice.default_tax_rates,
    ),
    pretax_credit_amounts: (taken[index] ?? []).map((share) => ({ ...share, type: 'discount' })),
  }));
  const totals = terms.map((discount) => ({
    amount: sum(taken.flat().flatMap((share) => (share.discount === discount.id ? [share.amount] : []))),
    discount: discount.id,
  }));
  const subtotal = sum(lines.map((line) => line.amount));
  const taxes = sumTaxes(lines.flatMap((line) => line.taxes));
  const untaxed = subtotal - sum(totals.map((share) => share.amount));
  const total = untaxed + sum(taxes.map((tax) => tax.amount));
  const startingBalance =
    invoice.status === 'draft' ? customerBalance(context, invoice) : invoice.starting_balance;
  const withBalance = total + startingBalance;
  const due = Math.max(0, withBalance);
  return {
    ...invoice,
    lines: { ...invoice.lines, data: lines },
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_excluding_tax: untaxed,
    total_discount_amounts: totals,
    total_pretax_credit_amounts: totals.map((share) => ({ ...share, type: 'discount' })),
    total_taxes: taxes,
    starting_balance: startingBalance,
    amount_due: due,
    amount_remaining: due - invoice.amount_paid,
  };
}

function customerBalance(context: RequestContext, invoice: Invoice): number {
  return context.store.find<Customer>('customer', invoice.customer)?.balance ?? 0;
}
