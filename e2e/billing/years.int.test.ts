import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BillingKit, billingKit, paidInvoice, type SeenInvoice } from './kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const begins = '2026-01-01T00:00:00Z';
const NEXT_YEAR = '2027-01-01T00:00:00Z';
const monthEnds = Array.from({ length: 11 }, (_, index) =>
  new Date(Date.UTC(2026, index + 1, 1)).toISOString(),
);

describe('plans that are paid by the year', () => {
  let world: BillingWorld;
  let kit: BillingKit;
  let basic: BilledTestSchool;
  let standard: BilledTestSchool;
  let alone: BilledTestSchool;
  let grouped: BilledTestSchool;
  let setUp: BilledTestSchool;
  let leaving: BilledTestSchool;
  let shorter: BilledTestSchool;
  const years = new Map<BilledTestSchool, SeenInvoice[]>();

  // One year for all of them; only those with overage have something to pay in its months.
  beforeAll(async () => {
    world = await createBillingWorld();
    kit = billingKit(world);
    const group = await kit.addGroup('Three and more');
    const early = '2025-12-31T00:00:00Z';
    const others = [
      await kit.addSchool('group-one', { begins: early, plan: 'basic', cycle: 'yearly', group }),
      await kit.addSchool('group-two', { begins: early, plan: 'basic', cycle: 'yearly', group }),
    ];
    const year = { begins, cycle: 'yearly' as const };
    basic = await kit.addSchool('four-a', { ...year, plan: 'basic' });
    standard = await kit.addSchool('four-b', year);
    alone = await kit.addSchool('five', { ...year, students: 2_340 });
    grouped = await kit.addSchool('six', { ...year, students: 2_340, group });
    setUp = await kit.addSchool('nineteen', { ...year, setUp: true });
    leaving = await kit.addSchool('twentyseven', { ...year, group });
    shorter = await kit.addSchool('shorter', year);
    const all = [basic, standard, alone, grouped, setUp, leaving, shorter];
    await kit.moveTo(early, others);
    await kit.moveTo(begins, all);
    for (const at of monthEnds) {
      await kit.moveTo(at, [alone, grouped]);
      if (at === '2026-04-01T00:00:00.000Z') {
        const answer = await (await kit.signIn(leaving)).post('/api/plan/cancel', { cancel: true });
        expect(answer.json()).toEqual({ endsAt: '2027-01-01T00:00:00.000Z' });
      }
      if (at === '2026-06-01T00:00:00.000Z') {
        const client = await kit.signIn(shorter);
        const answer = await client.post('/api/plan/change', { cycle: 'monthly', expectedCents: 0 });
        expect(answer.json()).toMatchObject({ effective: 'period_end', chargedNowCents: 0 });
      }
    }
    await kit.holdStudents(shorter, 2_340, '2026-12-10T00:00:00Z');
    await kit.moveTo('2026-12-31T12:00:00Z', all);
    await kit.moveTo(NEXT_YEAR, all);
    for (const school of all) years.set(school, await kit.invoicesOf(school));
  }, 600_000);
  afterAll(() => world.close());

  const yearOf = (school: BilledTestSchool) => years.get(school) ?? [];
  const base = (cents: number): [string, number] => ['base', cents];
  const off = (cents: number): [string, number] => ['discount', -cents];
  const sum = (invoices: SeenInvoice[]) => [
    invoices.reduce((cents, { total }) => cents + total, 0),
    invoices.reduce((cents, { stripe }) => cents + stripe.paid, 0),
  ];

  it('billing S4a, S4b: should charge a year of Basic and of Standard at its start and at the next one', () => {
    expect(yearOf(basic)).toEqual([
      paidInvoice('start', 95_040, [base(95_040)]),
      paidInvoice('period', 95_040, [base(95_040)]),
    ]);
    expect(yearOf(standard)).toEqual([
      paidInvoice('start', 239_040, [base(239_040)]),
      paidInvoice('period', 239_040, [base(239_040)]),
    ]);
  });

  it('billing S5: should charge 239,040 at the start and twelve times 4,000 in arrears, 287,040 for the year', () => {
    const invoices = yearOf(alone);
    const overage = paidInvoice('period', 4_000, [['student_overage', 4_000]]);
    expect(invoices.slice(0, -1)).toEqual([
      paidInvoice('start', 239_040, [base(239_040)]),
      ...Array(11).fill(overage),
    ]);
    // The twelfth month is on the invoice of the next year.
    expect(invoices.at(-1)).toEqual(
      paidInvoice('period', 243_040, [base(239_040), ['student_overage', 4_000]]),
    );
    expect(sum(invoices)).toEqual([287_040 + 239_040, 287_040 + 239_040]);
  });

  it('billing S6: should take the discount of a group of three of the year alone, 263,136 in all', () => {
    const invoices = yearOf(grouped);
    const overage = paidInvoice('period', 4_000, [['student_overage', 4_000]]);
    expect(invoices.slice(0, -1)).toEqual([
      paidInvoice('start', 215_136, [base(239_040), off(23_904)], [215_136]),
      ...Array(11).fill(overage),
    ]);
    expect(invoices.at(-1)).toEqual(
      paidInvoice(
        'period',
        219_136,
        [base(239_040), off(23_904), ['student_overage', 4_000]],
        [4_000, 215_136],
      ),
    );
    expect(sum(invoices)).toEqual([263_136 + 215_136, 263_136 + 215_136]);
  });

  it('billing S6’: should come to none of the sums that other readings of the discount would give', () => {
    const [first] = yearOf(grouped);
    const ours = (sum(yearOf(grouped))[0] ?? 0) - 215_136;
    const bases = { five: 227_088, fifteen: 203_184, added: 209_160 };
    for (const cents of Object.values(bases)) {
      expect([first?.total, first?.stripe.total]).not.toContain(cents);
      expect(ours).not.toBe(cents + 48_000);
    }
    const totals = { offOverage: 258_336, prepaid: 253_536, prepaidInGroup: 249_696 };
    for (const cents of Object.values(totals)) expect(ours).not.toBe(cents);
    expect(ours).toBe(263_136);
  });

  it('billing S19: should put the set-up beside the first year, 289,040, and on no other invoice', () => {
    expect(yearOf(setUp)).toEqual([
      paidInvoice('start', 289_040, [base(239_040), ['setup', 50_000]], [50_000, 239_040]),
      paidInvoice('period', 239_040, [base(239_040)]),
    ]);
  });

  it('billing S27: should give nothing back of a year that is ended after 90 days, and let it run out', async () => {
    expect(yearOf(leaving)).toEqual([paidInvoice('start', 215_136, [base(239_040), off(23_904)], [215_136])]);
    expect(await kit.stripeTotals(leaving)).toEqual([215_136]);
    const notes = await world.stripe.creditNotes.list({ customer: leaving.customerId });
    expect(notes.data).toEqual([]);
    const subscription = await world.subscription(leaving);
    expect([subscription.status, subscription.ends_at, subscription.school]).toEqual([
      'cancelled',
      new Date(NEXT_YEAR),
      'suspended',
    ]);
  });

  it('should go from a year to months at its end, each month charged once', async () => {
    await kit.moveTo('2027-02-01T00:00:00Z', [shorter]);
    expect(await kit.invoicesOf(shorter)).toEqual([
      paidInvoice('start', 239_040, [base(239_040)]),
      // The first month after the year, which is another subscription at Stripe, and the last of the year: usage is waited for.
      paidInvoice('start', 24_900, [base(24_900)]),
      paidInvoice('period', 4_000, [['student_overage', 4_000]]),
      paidInvoice('period', 28_900, [base(24_900), ['student_overage', 4_000]]),
    ]);
    expect(await kit.stripeTotals(shorter)).toEqual([239_040, 4_000, 24_900, 28_900]);
    expect(await world.subscription(shorter)).toMatchObject({
      status: 'active',
      billing_cycle: 'monthly',
      pending_cycle: null,
      current_period_end: new Date('2027-03-01T00:00:00Z'),
    });
  });
});
