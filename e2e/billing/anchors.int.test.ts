import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeContract } from '../../core/billing/index.ts';
import { type BillingKit, billingKit, paidInvoice } from './kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const actor = { kind: 'system' as const, label: 'test' };

describe('when periods begin, and what a change in them costs', () => {
  let world: BillingWorld;
  let kit: BillingKit;
  const base = (cents: number): [string, number] => ['base', cents];
  const periodOf = async (school: BilledTestSchool) => {
    const { current_period_start, current_period_end } = await world.subscription(school);
    return [current_period_start, current_period_end].map((at) => (at as Date).toISOString());
  };
  const pass = async (moments: string[], school: BilledTestSchool) => {
    for (const at of moments) await kit.moveTo(at, [school]);
  };

  beforeAll(async () => {
    world = await createBillingWorld();
    kit = billingKit(world);
  });
  afterAll(() => world.close());

  // First, while there is no other school whose years have to pass.
  it('billing S14: should renew a year of the leap day on 2029-02-28', { timeout: 240_000 }, async () => {
    const begins = '2028-02-29T10:00:00Z';
    const school = await kit.addSchool('leap-day', { begins, plan: 'basic', cycle: 'yearly' });
    await pass([begins], school);
    expect(await periodOf(school)).toEqual(['2028-02-29T10:00:00.000Z', '2029-02-28T10:00:00.000Z']);
    await kit.moveTo('2029-02-28T09:59:59Z', [school]);
    expect(await kit.stripeTotals(school)).toEqual([95_040]);
    await pass(['2029-02-28T10:00:00Z'], school);
    expect(await periodOf(school)).toEqual(['2029-02-28T10:00:00.000Z', '2030-02-28T10:00:00.000Z']);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 95_040, [base(95_040)]),
      paidInvoice('period', 95_040, [base(95_040)]),
    ]);
  });

  it('billing S14: should begin the months of a school of January 31 on 02-28, 03-31 and 04-30, 9,900 each', {
    timeout: 240_000,
  }, async () => {
    const school = await kit.addSchool('month-end', { begins: '2026-01-31T10:00:00Z', plan: 'basic' });
    const begun: string[] = [];
    for (const at of [
      '2026-01-31T10:00:00Z',
      '2026-02-28T10:00:00Z',
      '2026-03-31T10:00:00Z',
      '2026-04-30T10:00:00Z',
    ]) {
      await kit.moveTo(new Date(Date.parse(at) - 1000).toISOString(), [school]);
      const before = await world.subscription(school);
      await kit.moveTo(at, [school]);
      const after = await world.subscription(school);
      expect(before.current_period_end).toEqual(new Date(at));
      begun.push((after.current_period_start as Date).toISOString());
    }
    expect(begun).toEqual([
      '2026-01-31T10:00:00.000Z',
      '2026-02-28T10:00:00.000Z',
      '2026-03-31T10:00:00.000Z',
      '2026-04-30T10:00:00.000Z',
    ]);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 9_900, [base(9_900)]),
      ...Array(3).fill(paidInvoice('period', 9_900, [base(9_900)])),
    ]);
    expect(await kit.stripePeriods(school)).toEqual([
      ['2026-01-31T10:00:00.000Z', '2026-02-28T10:00:00.000Z'],
      ['2026-02-28T10:00:00.000Z', '2026-03-31T10:00:00.000Z'],
      ['2026-03-31T10:00:00.000Z', '2026-04-30T10:00:00.000Z'],
      ['2026-04-30T10:00:00.000Z', '2026-05-31T10:00:00.000Z'],
    ]);
  });

  it('billing S11c: should charge 4,716 for an upgrade at an odd second', { timeout: 240_000 }, async () => {
    const school = await kit.addSchool('odd-second', { begins: '2026-04-01T00:00:00Z', plan: 'basic' });
    await pass(['2026-04-01T00:00:00Z'], school);
    await kit.moveTo('2026-04-21T13:37:11Z', [school]);
    const client = await kit.signIn(school);
    const answer = await client.post('/api/plan/change', { plan: 'standard', expectedCents: 4_716 });
    expect(answer.json()).toMatchObject({
      effective: 'now',
      chargedNowCents: 4_716,
      lines: [{ amountCents: -3_113 }, { amountCents: 7_829 }],
    });
    await kit.moveTo('2026-04-21T13:38:00Z', [school]);
    await pass(['2026-05-01T00:00:00Z'], school);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 9_900, [base(9_900)]),
      paidInvoice('change', 4_716, [
        ['proration_credit', -3_113],
        ['proration_charge', 7_829],
      ]),
      paidInvoice('period', 24_900, [base(24_900)]),
    ]);
  });

  it('billing S12: should go to Basic at the end of the month, and charge its overage a month later, 11,900', {
    timeout: 240_000,
  }, async () => {
    const school = await kit.addSchool('smaller', { begins: '2026-04-01T00:00:00Z', students: 620 });
    await pass(['2026-04-01T00:00:00Z'], school);
    await kit.moveTo('2026-04-16T00:00:00Z', [school]);
    const client = await kit.signIn(school);
    const answer = await client.post('/api/plan/change', { plan: 'basic', expectedCents: 0 });
    expect(answer.json()).toMatchObject({ effective: 'period_end', chargedNowCents: 0, lines: [] });
    await kit.moveTo('2026-04-16T00:01:00Z', [school]);
    expect(await kit.stripeTotals(school)).toEqual([24_900]);
    await pass(['2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'], school);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 24_900, [base(24_900)]),
      // April ran on Standard, which includes the 620.
      paidInvoice('period', 9_900, [base(9_900)]),
      paidInvoice('period', 11_900, [base(9_900), ['student_overage', 2_000]]),
    ]);
  });

  it('should bill the month of an upgrade by the dearer of both plans, to the same cents as Stripe', {
    timeout: 240_000,
  }, async () => {
    const school = await kit.addSchool('dearer', {
      begins: '2026-04-01T00:00:00Z',
      plan: 'basic',
      students: 620,
    });
    await pass(['2026-04-01T00:00:00Z'], school);
    await kit.moveTo('2026-04-16T00:00:00Z', [school]);
    await kit.change(school, { plan: 'standard' }, '2026-04-16T00:00:00Z');
    await kit.moveTo('2026-04-16T00:01:00Z', [school]);
    await pass(['2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'], school);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 9_900, [base(9_900)]),
      paidInvoice('change', 7_500, [
        ['proration_credit', -4_950],
        ['proration_charge', 12_450],
      ]),
      // Half of the month ran on Basic, with two started blocks above its 500.
      paidInvoice('period', 26_900, [base(24_900), ['student_overage', 2_000]]),
      paidInvoice('period', 24_900, [base(24_900)]),
    ]);
  });

  it('billing S11d: should charge 104,548 for an upgrade inside of a year, which keeps its end', {
    timeout: 240_000,
  }, async () => {
    const begins = '2026-01-01T00:00:00Z';
    const school = await kit.addSchool('year-up', { begins, plan: 'basic', cycle: 'yearly' });
    await pass([begins], school);
    await kit.moveTo('2026-04-11T00:00:00Z', [school]);
    const client = await kit.signIn(school);
    const answer = await client.post('/api/plan/change', { plan: 'standard', expectedCents: 104_548 });
    expect(answer.json()).toMatchObject({ effective: 'now', chargedNowCents: 104_548 });
    await kit.moveTo('2026-04-11T00:01:00Z', [school]);
    expect(await periodOf(school)).toEqual(['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']);
    await kit.moveTo('2026-12-31T12:00:00Z', [school]);
    await pass(['2027-01-01T00:00:00Z'], school);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 95_040, [base(95_040)]),
      paidInvoice('change', 104_548, [
        ['proration_credit', -69_002],
        ['proration_charge', 173_550],
      ]),
      paidInvoice('period', 239_040, [base(239_040)]),
    ]);
  });

  it('should begin a contract anew on a school that already pays, and close the month that it cuts off', {
    timeout: 240_000,
  }, async () => {
    const school = await kit.addSchool('contract', { begins: '2026-04-01T00:00:00Z', students: 2_340 });
    await pass(['2026-04-01T00:00:00Z'], school);
    await kit.moveTo('2026-04-11T00:00:00Z', [school]);
    const contract = { plan: 'enterprise', cycle: 'monthly' as const, cents: 120_000 };
    const at = new Date('2026-04-11T00:00:00Z');
    await agreeContract(world.system.pool, { tenantId: school.id, ...contract, actor }, at);
    await kit.moveTo('2026-04-11T00:00:30Z', [school]);
    // Stripe began when it was told, half a minute later.
    await pass(['2026-05-11T00:00:30Z', '2026-06-11T00:00:30Z'], school);
    expect(await periodOf(school)).toEqual(['2026-06-11T00:00:00.000Z', '2026-07-11T00:00:00.000Z']);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 24_900, [base(24_900)]),
      // What Standard had left is not given back; what was used on it is still owed. A contract has no overage.
      paidInvoice('start', 124_000, [base(120_000), ['student_overage', 4_000]], [4_000, 120_000]),
      paidInvoice('period', 120_000, [base(120_000)]),
      paidInvoice('period', 120_000, [base(120_000)]),
    ]);
    expect(await kit.stripeTotals(school)).toEqual([24_900, 124_000, 120_000, 120_000]);
  });

  it('billing S13: should also charge the overage of the month that a year cuts off, 226,590 and 4,000', {
    timeout: 240_000,
  }, async () => {
    const school = await kit.addSchool('longer', { begins: '2026-04-01T00:00:00Z', students: 2_340 });
    await pass(['2026-04-01T00:00:00Z'], school);
    await kit.moveTo('2026-04-16T00:00:00Z', [school]);
    await kit.change(school, { cycle: 'yearly' }, '2026-04-16T00:00:00Z');
    await world.workAt('2026-04-16T00:00:00Z');
    expect(await periodOf(school)).toEqual(['2026-04-16T00:00:00.000Z', '2027-04-16T00:00:00.000Z']);
    await pass(['2026-05-16T00:00:00Z'], school);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 24_900, [base(24_900)]),
      paidInvoice(
        'change',
        230_590,
        [
          ['proration_credit', -12_450],
          ['base', 239_040],
          ['student_overage', 4_000],
        ],
        [-12_450, 4_000, 239_040],
      ),
      paidInvoice('period', 4_000, [['student_overage', 4_000]]),
    ]);
  });
});
