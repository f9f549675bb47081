import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InvoicePage, PlanPage, ReadInvoice } from '../../core/billing/index.ts';
import { adminOf, answered } from './people.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const PAID = '2026-02-01T02:00:00Z';

describe('money that goes back: refunds and disputes of plan invoices', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  /** A school on Standard whose first month was just paid: 24,900. */
  const payMonth = async (subdomain: string, card?: string): Promise<BilledTestSchool> => {
    const school = await world.addSchool(subdomain, { from: '2026-01-18T00:00:00Z' });
    await world.workAt('2026-01-18T00:00:00Z');
    await world.giveCard(school, card);
    await world.moveTo('2026-02-01T00:00:00Z', [school]);
    await world.moveTo(PAID, [school]);
    return school;
  };
  /** What the school reads on its own host: the list, the one invoice, and its plan. */
  const seenBy = async (school: BilledTestSchool) => {
    const admin = await adminOf(world, school);
    const { rows } = await answered<InvoicePage>(admin.get('/api/billing/invoices'));
    const [head] = rows;
    const invoice = await answered<ReadInvoice>(admin.get(`/api/billing/invoice?id=${head?.id}`));
    const plan = await answered<PlanPage>(admin.get('/api/plan'));
    return {
      listed: rows.map(({ state, totalCents, paidCents }) => [state, totalCents, paidCents]),
      payments: invoice.payments.map(({ kind, amountCents }) => [kind, amountCents]),
      plan: plan.status,
    };
  };
  const chargeOf = async ({ customerId }: BilledTestSchool) => {
    const { data } = await world.stripe.charges.list({ customer: customerId, limit: 10 });
    return String(data.find(({ amount, paid }) => amount === 24_900 && paid)?.id);
  };
  const disputeOf = async (school: BilledTestSchool) => {
    const { data } = await world.stripe.disputes.list({ charge: await chargeOf(school) });
    return String(data[0]?.id);
  };
  const decide = async (school: BilledTestSchool, text: 'winning_evidence' | 'losing_evidence') => {
    const evidence = { uncategorized_text: text };
    await world.stripe.disputes.update(await disputeOf(school), { evidence, submit: true });
    await world.workAt('2026-02-10T00:00:00Z');
  };
  const refund = async (school: BilledTestSchool, amount: number) =>
    world.stripe.refunds.create({ charge: await chargeOf(school), amount });

  it('billing refund in parts: should write each down once, and leave the invoice paid and the school active', {
    timeout: 120_000,
  }, async () => {
    const school = await payMonth('refund-parts');
    expect(await seenBy(school)).toEqual({
      ...{ listed: [['paid', 24_900, 24_900]], payments: [['payment', 24_900]], plan: 'active' },
    });
    await refund(school, 5_000);
    await world.workAt('2026-02-03T00:00:00Z');
    await refund(school, 3_000);
    await world.workAt('2026-02-04T00:00:00Z');
    await world.workAt('2026-02-05T00:00:00Z');
    expect(await seenBy(school)).toEqual({
      listed: [['paid', 24_900, 16_900]],
      payments: [
        ['payment', 24_900],
        ['refund', 5_000],
        ['refund', 3_000],
      ],
      plan: 'active',
    });
    await world.moveTo('2026-03-01T00:00:00Z', [school]);
    await world.moveTo('2026-03-01T02:00:00Z', [school]);
    expect((await world.invoices(school)).map(({ total, stripe, paid }) => [total, stripe, paid])).toEqual([
      [24_900, 24_900, 16_900],
      [24_900, 24_900, 24_900],
    ]);
  });

  it('billing refund in full: should leave nothing paid and the school with what it has', {
    timeout: 120_000,
  }, async () => {
    const school = await payMonth('refund-full');
    await refund(school, 24_900);
    await world.workAt('2026-02-03T00:00:00Z');
    expect(await seenBy(school)).toEqual({
      listed: [['paid', 24_900, 0]],
      payments: [
        ['payment', 24_900],
        ['refund', 24_900],
      ],
      plan: 'active',
    });
  });

  it('billing refund told first: should bring the payment that was never told with it', {
    timeout: 120_000,
  }, async () => {
    const school = await world.addSchool('refund-first', { from: '2026-01-18T00:00:00Z' });
    await world.workAt('2026-01-18T00:00:00Z');
    await world.giveCard(school);
    await world.silence();
    await world.moveTo('2026-02-01T00:00:00Z', [school]);
    await world.moveTo(PAID, [school]);
    expect((await world.invoices(school)).map(({ state, paid }) => [state, paid])).toEqual([['draft', 0]]);
    await world.resume();
    await refund(school, 1_000);
    await world.workAt('2026-02-02T00:00:00Z');
    expect(await seenBy(school)).toEqual({
      listed: [['paid', 24_900, 23_900]],
      payments: [
        ['payment', 24_900],
        ['refund', 1_000],
      ],
      plan: 'active',
    });
  });

  it('billing dispute lost: should open the invoice again, and tell the school', {
    timeout: 120_000,
  }, async () => {
    const school = await payMonth('dispute-lost', 'pm_card_createDispute');
    const taken = {
      listed: [['open', 24_900, 0]],
      payments: [
        ['payment', 24_900],
        ['dispute', 24_900],
      ],
      plan: 'active',
    };
    expect(await seenBy(school)).toEqual(taken);
    await decide(school, 'losing_evidence');
    expect(await seenBy(school)).toEqual(taken);
  });

  it('billing dispute won: should pay the invoice again', { timeout: 120_000 }, async () => {
    const school = await payMonth('dispute-won', 'pm_card_createDispute');
    await decide(school, 'winning_evidence');
    expect(await seenBy(school)).toEqual({
      listed: [['paid', 24_900, 24_900]],
      payments: [
        ['payment', 24_900],
        ['dispute', 24_900],
        ['dispute_won', 24_900],
      ],
      plan: 'active',
    });
  });

  it('billing dispute inquiry: should take nothing while a bank only asks', {
    timeout: 120_000,
  }, async () => {
    const school = await payMonth('inquiry', 'pm_card_createDisputeInquiry');
    expect(await disputeOf(school)).toMatch(/^(dp|du)_/);
    await world.workAt('2026-02-03T00:00:00Z');
    expect(await seenBy(school)).toEqual({
      ...{ listed: [['paid', 24_900, 24_900]], payments: [['payment', 24_900]], plan: 'active' },
    });
  });
});
