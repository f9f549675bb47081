import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { stripeError } from './test-client.ts';
import { amounts, at, startBilling } from './testing/billing-kit.ts';

type Billing = Awaited<ReturnType<typeof startBilling>>;

async function paidInvoice(billing: Billing, amount: number): Promise<Stripe.Invoice> {
  const { stripe, customer } = billing;
  await stripe.invoiceItems.create({ customer: customer.id, amount, currency: 'usd', description: 'Work' });
  const draft = await stripe.invoices.create({
    customer: customer.id,
    pending_invoice_items_behavior: 'include',
  });
  return stripe.invoices.pay(draft.id, { expand: ['payments'] });
}

describe('invoices by hand', () => {
  it('should collect items, be changed while a draft, and be numbered and frozen when final', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const { stripe, customer } = billing;
    const product = await stripe.products.create({ name: 'Storage' });
    const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 500 });
    const empty = await stripe.invoices.create({ customer: customer.id });
    expect(empty).toMatchObject({ status: 'draft', total: 0, auto_advance: false, number: null });
    const item = await stripe.invoiceItems.create({
      customer: customer.id,
      invoice: empty.id,
      pricing: { price: price.id },
      quantity: 8,
    });
    expect(item).toMatchObject({ amount: 4000, invoice: empty.id });
    const added = await stripe.invoices.addLines(empty.id, {
      lines: [{ amount: 300, description: 'SMS of last year' }],
    });
    expect(amounts(added)).toEqual([4000, 300]);
    await stripe.invoiceItems.update(item.id, { quantity: 2 });
    expect((await stripe.invoices.retrieve(empty.id)).total).toBe(1300);
    const final = await stripe.invoices.finalizeInvoice(empty.id);
    expect(final).toMatchObject({
      status: 'open',
      amount_remaining: 1300,
      effective_at: at('2026-01-01T00:00:00Z'),
    });
    expect(final.number).toMatch(/^[0-9A-F]{8}-0001$/);
    const page = await fetch(String(final.hosted_invoice_url));
    expect(await page.text()).toContain('13.00 USD');
    const frozen = await stripeError(stripe.invoiceItems.update(item.id, { quantity: 3 }));
    expect(frozen.code).toBe('invoice_not_editable');
    expect(await stripeError(stripe.invoices.del(empty.id))).toMatchObject({ code: 'invoice_not_editable' });
    expect(await stripe.invoices.voidInvoice(empty.id)).toMatchObject({
      status: 'void',
      amount_remaining: 1300,
    });
    expect((await stripeError(stripe.invoices.pay(empty.id))).statusCode).toBe(400);
  });

  it('should leave pending items alone unless asked, and free them when a draft goes', async () => {
    const { stripe, customer } = await startBilling('2026-01-01T00:00:00Z');
    const { id } = await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: 'usd' });
    expect((await stripe.invoices.create({ customer: customer.id })).total).toBe(0);
    const draft = await stripe.invoices.create({
      customer: customer.id,
      pending_invoice_items_behavior: 'include',
    });
    expect(draft.total).toBe(700);
    expect(await stripe.invoices.del(draft.id)).toMatchObject({ deleted: true });
    expect((await stripe.invoiceItems.retrieve(id)).invoice).toBeNull();
    await stripe.invoiceItems.del(id);
    expect((await stripe.invoiceItems.list({ customer: customer.id })).data).toEqual([]);
  });

  it('should finalise and charge a draft that advances by itself after an hour', async () => {
    const { stripe, customer, advance } = await startBilling('2026-01-01T00:00:00Z');
    await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: 'usd' });
    const { id, automatically_finalizes_at } = await stripe.invoices.create({
      customer: customer.id,
      pending_invoice_items_behavior: 'include',
      auto_advance: true,
    });
    expect(automatically_finalizes_at).toBe(at('2026-01-01T01:00:00Z'));
    await advance('2026-01-01T00:59:59Z');
    expect((await stripe.invoices.retrieve(id)).status).toBe('draft');
    await advance('2026-01-01T01:00:00Z');
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', amount_paid: 700 });
  });

  it('should split a fixed discount to the cent and leave out what may not be discounted', async () => {
    const { stripe, customer } = await startBilling('2026-01-01T00:00:00Z');
    const coupon = await stripe.coupons.create({ amount_off: 100, currency: 'usd', duration: 'once' });
    for (const amount of [100, 100, 100]) {
      await stripe.invoiceItems.create({ customer: customer.id, amount, currency: 'usd' });
    }
    await stripe.invoiceItems.create({
      customer: customer.id,
      amount: 50,
      currency: 'usd',
      discountable: false,
    });
    const draft = await stripe.invoices.create({
      customer: customer.id,
      pending_invoice_items_behavior: 'include',
      discounts: [{ coupon: coupon.id }],
      expand: ['discounts.source.coupon'],
    });
    const shares = draft.lines.data.map((line) => line.discount_amounts?.map((each) => each.amount));
    expect(shares).toEqual([[34], [33], [33], []]);
    expect(draft.total).toBe(250);
    expect((draft.discounts[0] as Stripe.Discount).source.coupon).toMatchObject({
      id: coupon.id,
      amount_off: 100,
    });
  });

  it('should show ten lines and list the others by pages', async () => {
    const { stripe, customer } = await startBilling('2026-01-01T00:00:00Z');
    for (let amount = 1; amount <= 12; amount += 1) {
      await stripe.invoiceItems.create({ customer: customer.id, amount, currency: 'usd' });
    }
    const draft = await stripe.invoices.create({
      customer: customer.id,
      pending_invoice_items_behavior: 'include',
    });
    expect(draft.lines).toMatchObject({ has_more: true });
    expect(draft.lines.data).toHaveLength(10);
    const all: number[] = [];
    for await (const line of stripe.invoices.listLineItems(draft.id, { limit: 5 })) all.push(line.amount);
    expect(all).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  it('should use the credit that a customer has', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const { stripe, customer } = billing;
    await stripe.customers.createBalanceTransaction(customer.id, { amount: -500, currency: 'usd' });
    expect(await paidInvoice(billing, 700)).toMatchObject({
      total: 700,
      starting_balance: -500,
      amount_due: 200,
      amount_paid: 200,
      ending_balance: 0,
    });
    const { data } = await stripe.customers.listBalanceTransactions(customer.id);
    expect(data.map(({ amount, type }) => [amount, type])).toEqual([
      [500, 'applied_to_invoice'],
      [-500, 'adjustment'],
    ]);
  });
});

describe('credit notes', () => {
  it('should lower an open invoice and pay it when nothing is left', async () => {
    const { stripe, customer } = await startBilling('2026-01-01T00:00:00Z');
    await stripe.invoiceItems.create({ customer: customer.id, amount: 1000, currency: 'usd' });
    const draft = await stripe.invoices.create({
      customer: customer.id,
      pending_invoice_items_behavior: 'include',
    });
    const open = await stripe.invoices.finalizeInvoice(draft.id);
    const [line] = open.lines.data;
    const note = await stripe.creditNotes.create({
      invoice: open.id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: line?.id, amount: 1 }],
      reason: 'order_change',
    });
    expect(note).toMatchObject({ type: 'pre_payment', amount: 1, number: `${open.number}-CN-01` });
    expect(await stripe.invoices.retrieve(open.id)).toMatchObject({
      amount_remaining: 999,
      pre_payment_credit_notes_amount: 1,
    });
    expect(await stripe.creditNotes.voidCreditNote(note.id)).toMatchObject({ status: 'void' });
    expect((await stripe.invoices.retrieve(open.id)).amount_remaining).toBe(1000);
    await stripe.creditNotes.create({ invoice: open.id, amount: 1000 });
    expect(await stripe.invoices.retrieve(open.id)).toMatchObject({ status: 'paid', amount_paid: 0 });
  });

  it('should give paid money back to the card or to the balance, never more than there is', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const { stripe, customer } = billing;
    const paid = await paidInvoice(billing, 1999);
    const preview = await stripe.creditNotes.preview({ invoice: paid.id, amount: 1000, refund_amount: 1000 });
    expect(preview).toMatchObject({ amount: 1000, type: 'post_payment' });
    const note = await stripe.creditNotes.create({ invoice: paid.id, amount: 1000, refund_amount: 1000 });
    const refund = await stripe.refunds.retrieve(String(note.refunds[0]?.refund));
    expect(refund).toMatchObject({ amount: 1000, status: 'succeeded' });
    const charge = await stripe.charges.retrieve(String(refund.charge));
    expect(charge).toMatchObject({ amount: 1999, amount_refunded: 1000, refunded: false });
    const credit = await stripe.creditNotes.create({ invoice: paid.id, credit_amount: 999 });
    expect(credit.customer_balance_transaction).toMatch(/^cbtxn_/);
    expect((await stripe.customers.retrieve(customer.id)) as Stripe.Customer).toMatchObject({
      balance: -999,
    });
    expect((await stripe.invoices.retrieve(paid.id)).post_payment_credit_notes_amount).toBe(1999);
    const more = await stripeError(stripe.creditNotes.create({ invoice: paid.id, credit_amount: 1 }));
    expect(more).toMatchObject({ statusCode: 400, param: 'amount' });
    const list = await stripe.creditNotes.list({ invoice: paid.id });
    expect(list.data.map((each) => each.amount)).toEqual([999, 1000]);
  });
});
