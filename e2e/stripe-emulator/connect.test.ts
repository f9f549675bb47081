import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { startTestEmulator, stripeError } from './test-client.ts';

/** A payment of this amount (minor units), already succeeded. */
async function pay(stripe: Stripe, amount: number, method = 'pm_card_visa'): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({ amount, currency: 'usd', payment_method: method, confirm: true });
}

async function makePartner(stripe: Stripe): Promise<Stripe.Account> {
  return stripe.accounts.create({ type: 'express', capabilities: { transfers: { requested: true } } });
}

const available = async (stripe: Stripe) => (await stripe.balance.retrieve()).available[0]?.amount ?? 0;

/** The net of every balance transaction, which the balance must equal. */
async function sumOfMovements(stripe: Stripe): Promise<number> {
  let sum = 0;
  for await (const one of stripe.balanceTransactions.list({ limit: 100 })) sum += one.net;
  return sum;
}

describe('accounts', () => {
  it('should answer all questions of a partner by the page behind the link', async () => {
    const { stripe } = await startTestEmulator();
    const account = await makePartner(stripe);
    expect(account).toMatchObject({
      type: 'express',
      details_submitted: false,
      capabilities: { transfers: 'inactive' },
    });
    const link = await stripe.accountLinks.create({
      account: account.id,
      type: 'account_onboarding',
      return_url: 'https://shop.example/return',
      refresh_url: 'https://shop.example/refresh',
    });
    const page = await (await fetch(link.url, { headers: { 'accept-language': 'ar' } })).text();
    expect(page).toContain('dir="rtl"');
    const sent = await fetch(link.url, { method: 'POST', redirect: 'manual' });
    expect(sent.headers.get('location')).toBe('https://shop.example/return');
    const after = await stripe.accounts.retrieve(account.id);
    expect(after).toMatchObject({
      details_submitted: true,
      payouts_enabled: true,
      capabilities: { transfers: 'active' },
    });
    expect((await stripe.events.list({ type: 'account.updated' })).data).toHaveLength(1);
  });
});

describe('transfers', () => {
  it('should pay a partner, take back in parts and keep the balance equal to its movements', async () => {
    const { stripe } = await startTestEmulator();
    const partner = await makePartner(stripe);
    const tooEarly = stripe.transfers.create({ amount: 1330, currency: 'usd', destination: partner.id });
    expect(await stripeError(tooEarly)).toMatchObject({ code: 'balance_insufficient' });
    const charge = String((await pay(stripe, 1999)).latest_charge);
    const transfer = await stripe.transfers.create({
      amount: 1399,
      currency: 'usd',
      destination: partner.id,
      source_transaction: charge,
      metadata: { line: 'S18b' },
    });
    const overdrawn = stripe.transfers.create({
      amount: 601,
      currency: 'usd',
      destination: partner.id,
      source_transaction: charge,
    });
    expect(await stripeError(overdrawn)).toMatchObject({ statusCode: 400, param: 'amount' });
    await stripe.transfers.createReversal(transfer.id, { amount: 700 });
    const half = await stripe.transfers.retrieve(transfer.id);
    expect(half).toMatchObject({ amount_reversed: 700, reversed: false });
    expect(half.reversals.data).toHaveLength(1);
    const tooMuch = stripe.transfers.createReversal(transfer.id, { amount: 700 });
    expect(await stripeError(tooMuch)).toMatchObject({ statusCode: 400, param: 'amount' });
    await stripe.transfers.createReversal(transfer.id);
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({
      amount_reversed: 1399,
      reversed: true,
    });
    expect(await available(stripe)).toBe(await sumOfMovements(stripe));
    expect((await stripe.transfers.list({ destination: partner.id })).data).toHaveLength(1);
  });
});

describe('refunds', () => {
  it('should give back in parts and never more than was paid', async () => {
    const { stripe } = await startTestEmulator();
    const intent = await pay(stripe, 1999);
    const before = await available(stripe);
    const first = await stripe.refunds.create({ payment_intent: intent.id, amount: 1000 });
    expect(first).toMatchObject({ amount: 1000, status: 'succeeded', payment_intent: intent.id });
    expect(await available(stripe)).toBe(before - 1000);
    const tooMuch = stripe.refunds.create({ charge: String(intent.latest_charge), amount: 1000 });
    expect(await stripeError(tooMuch)).toMatchObject({ statusCode: 400, param: 'amount' });
    await stripe.refunds.create({ charge: String(intent.latest_charge) });
    const charge = await stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge).toMatchObject({ amount_refunded: 1999, refunded: true });
    expect(await stripeError(stripe.refunds.create({ charge: charge.id }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    expect((await stripe.refunds.list({ charge: charge.id })).data.map((one) => one.amount)).toEqual([
      999, 1000,
    ]);
    expect((await stripe.events.list({ type: 'charge.refunded' })).data).toHaveLength(2);
  });
});

describe('disputes', () => {
  it.each([
    ['winning_evidence', 'won', 0],
    ['losing_evidence', 'lost', -1999],
  ])('should be decided by %s', async (evidence, outcome, change) => {
    const { stripe } = await startTestEmulator();
    const intent = await pay(stripe, 1999, 'pm_card_createDispute');
    const dispute = (await stripe.disputes.list({ payment_intent: intent.id })).data[0];
    expect(dispute).toMatchObject({ amount: 1999, status: 'needs_response', is_charge_refundable: false });
    const id = String(dispute?.id);
    const staged = await stripe.disputes.update(id, { evidence: { customer_name: 'A' }, submit: false });
    expect(staged.status).toBe('needs_response');
    const closed = await stripe.disputes.update(id, { evidence: { uncategorized_text: evidence } });
    expect(closed.status).toBe(outcome);
    const movements = closed.balance_transactions.reduce((sum, one) => sum + one.amount, 0);
    expect(movements).toBe(change);
    expect(await available(stripe)).toBe(await sumOfMovements(stripe));
    expect(await stripeError(stripe.disputes.close(id))).toMatchObject({ statusCode: 400 });
    expect((await stripe.charges.retrieve(String(intent.latest_charge))).disputed).toBe(true);
    const types = (await stripe.events.list({ types: ['charge.dispute.*'] })).data.map((event) => event.type);
    expect(types.filter((type) => type === 'charge.dispute.closed')).toHaveLength(1);
    expect(types.includes('charge.dispute.funds_reinstated')).toBe(outcome === 'won');
  });
});
