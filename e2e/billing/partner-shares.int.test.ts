import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordUsage } from '../../core/billing/index.ts';
import { openPartner, type PartnerKit } from './partner-kit.ts';
import { inSchool } from './people.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const FIRST_DAY = '2026-02-01T00:00:00Z';
const PAID = '2026-02-01T02:00:00Z';

describe('partners’ shares, from a school’s purchase to the transfer at Stripe', () => {
  let world: BillingWorld;
  let partner: PartnerKit;

  beforeAll(async () => {
    world = await createBillingWorld();
    partner = await openPartner(world);
  });
  afterAll(() => world.close());

  /** A school on Standard in its trial, which ends with January. */
  const begin = async (subdomain: string, card?: string): Promise<BilledTestSchool> => {
    const school = await world.addSchool(subdomain, { from: '2026-01-18T00:00:00Z' });
    await world.workAt('2026-01-18T00:00:00Z');
    await world.giveCard(school, card);
    return school;
  };
  const endTrials = async (schools: BilledTestSchool[]) => {
    await world.moveTo(FIRST_DAY, schools);
    await world.moveTo(PAID, schools);
  };
  /** A school that buys at the first instant of a paid month: an invoice over the whole price and nothing else. */
  const buyAlone = async (subdomain: string, code: string, cents: number): Promise<BilledTestSchool> => {
    const school = await begin(subdomain);
    await world.moveTo(FIRST_DAY, [school]);
    await partner.buy(school, FIRST_DAY, [code], cents);
    return school;
  };
  const refund = async (school: BilledTestSchool, invoice: number, amount: number) => {
    const { rows } = await world.system.admin.query(
      'select stripe_invoice_id from billing_invoices where tenant_id = $1 and total_cents = $2',
      [school.id, invoice],
    );
    const { data } = await world.stripe.invoicePayments.list({ invoice: rows[0].stripe_invoice_id });
    const intent = data[0]?.payment.payment_intent;
    await world.stripe.refunds.create({ payment_intent: String(intent), amount });
  };
  const disputeOf = async (school: BilledTestSchool) => {
    const { data } = await world.stripe.charges.list({ customer: school.customerId, limit: 10 });
    const [charge] = data.filter(({ disputed }) => disputed);
    const disputes = await world.stripe.disputes.list({ charge: String(charge?.id) });
    return String(disputes.data[0]?.id);
  };
  const decide = (dispute: string, text: 'winning_evidence' | 'losing_evidence') =>
    world.stripe.disputes.update(dispute, { evidence: { uncategorized_text: text }, submit: true });

  it('billing S18a: should transfer 1,330 of an add-on of 1,900 to the partner and keep 570', {
    timeout: 120_000,
  }, async () => {
    const school = await begin('share-a');
    await partner.buy(school, '2026-01-20T00:00:00Z', ['acme_helper'], 0);
    await partner.share('2026-01-31T00:00:00Z');
    expect(await partner.entries(school)).toEqual([]);
    await endTrials([school]);
    expect(await world.invoices(school)).toEqual([
      { state: 'paid', reason: 'start', total: 26_800, stripe: 26_800, paid: 26_800 },
    ]);
    await partner.share(PAID);
    await partner.share(PAID);
    const sold = await partner.sold(school);
    expect(sold).toEqual([
      { kind: 'add_on', code: 'acme_helper', cents: 1_900, transfers: [{ sent: 1_330, reversed: 0 }] },
    ]);
    expect(sold.map(({ cents, transfers }) => cents - (transfers[0]?.sent ?? 0))).toEqual([570]);
  });

  it('billing S18b, S18c: should transfer 1,399 of 1,999 and take 700 back when half is refunded at Stripe', {
    timeout: 120_000,
  }, async () => {
    const school = await buyAlone('share-b', 'acme_tutor', 1_999);
    await world.moveTo(PAID, [school]);
    expect((await world.invoices(school)).sort((a, b) => b.total - a.total)).toEqual([
      { state: 'paid', reason: 'start', total: 24_900, stripe: 24_900, paid: 24_900 },
      { state: 'paid', reason: 'change', total: 1_999, stripe: 1_999, paid: 1_999 },
    ]);
    await partner.share(PAID);
    const [sold] = await partner.sold(school);
    expect(sold).toMatchObject({ cents: 1_999, transfers: [{ sent: 1_399, reversed: 0 }] });
    expect(1_999 - (sold?.transfers[0]?.sent ?? 0)).toBe(600);
    await refund(school, 1_999, 1_000);
    await world.workAt('2026-02-02T00:00:00Z');
    await partner.share('2026-02-02T00:00:00Z');
    await partner.share('2026-02-02T00:00:00Z');
    expect(await partner.entries(school)).toEqual([
      ['payment', 1_399, 1_399],
      ['refund', 699, -700],
    ]);
    expect(await partner.sold(school)).toMatchObject([{ transfers: [{ sent: 1_399, reversed: 700 }] }]);
  });

  it('billing S18d: should transfer 5,596 for four schools, floored for each', {
    timeout: 180_000,
  }, async () => {
    const schools: BilledTestSchool[] = [];
    for (const name of ['four-a', 'four-b', 'four-c', 'four-d']) schools.push(await begin(name));
    for (const school of schools) await partner.buy(school, '2026-01-20T00:00:00Z', ['acme_tutor'], 0);
    await endTrials(schools);
    await partner.share(PAID);
    const sold = (await Promise.all(schools.map((school) => partner.sold(school)))).flat();
    expect(sold.map(({ transfers }) => transfers)).toEqual(Array(4).fill([{ sent: 1_399, reversed: 0 }]));
    expect(sold.flatMap(({ transfers }) => transfers).reduce((sum, { sent }) => sum + sent, 0)).toBe(5_596);
  });

  it('billing S18e: should share 864 of a metered add-on as 604 and 260', { timeout: 120_000 }, async () => {
    const school = await begin('share-e');
    await endTrials([school]);
    await world.workAt('2026-02-10T10:00:00Z');
    const usage = {
      ...{ meter: 'ai_predictions', source: 'test', eventId: 'predictions', quantity: 4_321 },
      occurredAt: new Date('2026-02-10T10:00:00Z'),
    };
    await inSchool(world, school, (client) => recordUsage(client, usage));
    await world.moveTo('2026-03-01T00:00:00Z', [school]);
    await world.moveTo('2026-03-01T02:00:00Z', [school]);
    expect((await world.invoices(school)).at(-1)).toEqual({
      ...{ state: 'paid', reason: 'period', total: 25_764, stripe: 25_764, paid: 25_764 },
    });
    await partner.share('2026-03-01T02:00:00Z');
    const sold = await partner.sold(school);
    expect(sold).toEqual([
      { kind: 'metered', code: 'ai_predictions', cents: 864, transfers: [{ sent: 604, reversed: 0 }] },
    ]);
    expect(sold.map(({ cents, transfers }) => cents - (transfers[0]?.sent ?? 0))).toEqual([260]);
  });

  it('billing S18f: should transfer nothing before the money is there', { timeout: 120_000 }, async () => {
    const school = await begin('share-f', 'pm_card_chargeCustomerFail');
    await partner.buy(school, '2026-01-20T00:00:00Z', ['acme_tutor'], 0);
    await endTrials([school]);
    await partner.share(PAID);
    expect(await world.invoices(school)).toMatchObject([{ state: 'open', total: 26_899, paid: 0 }]);
    expect(await partner.entries(school)).toEqual([]);
    expect(await partner.sold(school)).toMatchObject([{ cents: 1_999, transfers: [] }]);
    await world.giveCard(school);
    await world.workAt('2026-02-03T00:00:00Z');
    await world.workAt('2026-02-03T00:00:01Z');
    await partner.share('2026-02-03T00:00:01Z');
    expect(await partner.sold(school)).toMatchObject([{ transfers: [{ sent: 1_399, reversed: 0 }] }]);
  });

  it('billing S18f: should reverse all 1,399 after a lost dispute, once, and give it back after a won one', {
    timeout: 120_000,
  }, async () => {
    const outcome = async (name: string, text: 'winning_evidence' | 'losing_evidence') => {
      const school = await begin(name, 'pm_card_createDispute');
      await partner.buy(school, '2026-01-20T00:00:00Z', ['acme_tutor'], 0);
      await endTrials([school]);
      for (const _time of [1, 2]) await partner.share(PAID);
      expect(await partner.sold(school)).toMatchObject([{ transfers: [{ sent: 1_399, reversed: 1_399 }] }]);
      await decide(await disputeOf(school), text);
      await world.workAt('2026-02-10T00:00:00Z');
      for (const _time of [1, 2]) await partner.share('2026-02-10T00:00:00Z');
      return { entries: await partner.entries(school), sold: await partner.sold(school) };
    };
    expect(await outcome('share-lost', 'losing_evidence')).toMatchObject({
      entries: [
        ['payment', 1_399, 1_399],
        ['dispute', 0, -1_399],
      ],
      sold: [{ transfers: [{ sent: 1_399, reversed: 1_399 }] }],
    });
    expect(await outcome('share-won', 'winning_evidence')).toMatchObject({
      entries: [
        ['payment', 1_399, 1_399],
        ['dispute', 0, -1_399],
        ['dispute_won', 1_399, 1_399],
      ],
      sold: [
        {
          transfers: [
            { sent: 1_399, reversed: 1_399 },
            { sent: 1_399, reversed: 0 },
          ],
        },
      ],
    });
  });

  it('billing S30: should come to one payment of 24,900 and one transfer of 1,330, whatever is told how often', {
    timeout: 120_000,
  }, async () => {
    const school = await begin('share-thirty');
    await world.silence();
    await world.moveTo(FIRST_DAY, [school]);
    await partner.buy(school, FIRST_DAY, ['acme_helper'], 1_900);
    await world.moveTo(PAID, [school]);
    await world.resume();
    const { data } = await world.stripe.events.list({ limit: 100 });
    const own = data.filter((event) => ownerOf(event) === school.customerId);
    const of = (...types: string[]) => own.filter(({ type }) => types.includes(type));
    // The trial's over nothing, the plan's and the add-on's.
    expect(of('invoice.paid')).toHaveLength(3);
    const begun = of('customer.subscription.updated').at(-1);
    if (!begun) throw new Error('Stripe did not tell that the subscription is active.');
    // What a subscription looked like before it was paid, told after it is active.
    const older = {
      ...begun,
      ...{ id: 'evt_older_than_active', type: 'customer.subscription.created' },
      data: { object: { ...begun.data.object, status: 'incomplete' } },
    } as Stripe.Event;
    const second = of('invoice.paid').map((event) => ({ ...event, id: `${event.id}_second` }));
    const rest = own.filter((event) => event !== begun && event.type !== 'invoice.paid');
    await world.deliver([begun, older]);
    await world.billing.runAt(new Date(PAID));
    for (const _time of [1, 2, 3]) {
      await world.deliver(of('invoice.paid'));
      await world.billing.runAt(new Date(PAID));
      await partner.share(PAID);
    }
    await world.deliver([...second, ...rest, older]);
    await world.billing.runAt(new Date(PAID));
    for (const _time of [1, 2]) await partner.share(PAID);
    expect(await world.subscription(school)).toMatchObject({ status: 'active', school: 'active' });
    const { rows } = await world.system.admin.query(
      'select kind, amount_cents::int as cents from billing_payments where tenant_id = $1 order by 2 desc',
      [school.id],
    );
    expect(rows).toEqual([
      { kind: 'payment', cents: 24_900 },
      { kind: 'payment', cents: 1_900 },
    ]);
    expect(await partner.sold(school)).toEqual([
      {
        ...{ kind: 'proration_charge', code: 'acme_helper', cents: 1_900 },
        transfers: [{ sent: 1_330, reversed: 0 }],
      },
    ]);
  });

  it('should tell the partner the same cents as Stripe holds, and none of the schools', async () => {
    const { rows, closedCents, transferredCents, waitingCents } = await partner.statement('2026-02');
    expect(rows.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(closedCents);
    const march = await partner.statement('2026-03');
    expect([march.openedCents, march.sharesCents]).toEqual([closedCents, 604]);
    expect([transferredCents, waitingCents]).toEqual([closedCents + 604, 0]);
    expect(JSON.stringify(rows)).not.toMatch(/share-|four-/);
  });

  const ownerOf = ({ data: { object } }: Stripe.Event) => {
    const { customer, id } = object as { customer?: string; id?: string };
    return customer ?? id;
  };
});
