import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BillingKit, billingKit, paidInvoice } from './kit.ts';
import { type BillingWorld, createBillingWorld } from './world.ts';

const begins = '2026-04-01T00:00:00Z';
const may = '2026-05-01T00:00:00Z';
const early = '2026-03-31T00:00:00Z';

describe('the discount of a group', () => {
  let world: BillingWorld;
  let kit: BillingKit;
  const base = (cents: number): [string, number] => ['base', cents];
  const off = (cents: number): [string, number] => ['discount', -cents];
  const pass = async (moments: string[], ...args: Parameters<BillingKit['moveTo']>[1]) => {
    for (const at of moments) await kit.moveTo(at, args);
  };

  beforeAll(async () => {
    world = await createBillingWorld();
    kit = billingKit(world);
  });
  afterAll(() => world.close());

  // First, while there are few schools whose year has to pass.
  it('billing S7c: should keep 215,136 of a running year when one of three leaves, and charge 239,040 for the next', {
    timeout: 240_000,
  }, async () => {
    const group = await kit.addGroup('Three for a year');
    const yearly = { plan: 'basic', cycle: 'yearly' as const, group };
    const others = [
      await kit.addSchool('year-one', { ...yearly, begins: early }),
      await kit.addSchool('year-two', { ...yearly, begins: early }),
    ];
    const school = await kit.addSchool('year-long', { begins, cycle: 'yearly', group });
    await pass([early], ...others);
    await pass([begins], school);
    await kit.moveTo('2026-08-20T00:00:00Z', [school]);
    const [leaver] = others;
    if (leaver) await kit.putIntoGroup(leaver, null);
    await kit.moveTo('2026-08-20T00:01:00Z', [school]);
    await kit.moveTo('2027-03-31T12:00:00Z', [school]);
    expect(await kit.stripeTotals(school)).toEqual([215_136]);
    await pass(['2027-04-01T00:00:00Z'], school);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 215_136, [base(239_040), off(23_904)], [215_136]),
      paidInvoice('period', 239_040, [base(239_040)]),
    ]);
    expect(await kit.stripeTotals(school)).toEqual([215_136, 239_040]);
  });

  it('billing S7a: should give two schools of a group no discount, 24,900 each', {
    timeout: 240_000,
  }, async () => {
    const group = await kit.addGroup('Two');
    const schools = [
      await kit.addSchool('two-one', { begins, group }),
      await kit.addSchool('two-two', { begins, group }),
    ];
    await pass([begins, may], ...schools);
    for (const school of schools)
      expect(await kit.invoicesOf(school)).toEqual([
        paidInvoice('start', 24_900, [base(24_900)]),
        paidInvoice('period', 24_900, [base(24_900)]),
      ]);
  });

  it('billing S7b: should give a third school 8,910 at once, and the others 22,410 from their next renewal', {
    timeout: 240_000,
  }, async () => {
    const group = await kit.addGroup('Three');
    const others = [
      await kit.addSchool('three-one', { begins, group }),
      await kit.addSchool('three-two', { begins, group }),
    ];
    const third = await kit.addSchool('three-new', { begins: '2026-04-16T00:00:00Z', plan: 'basic' });
    await pass([begins], ...others);
    // By staff, while it is on its trial and half-way through the month of the others.
    await kit.moveTo('2026-04-14T12:00:00Z', [third]);
    await kit.putIntoGroup(third, group);
    await kit.moveTo('2026-04-14T12:01:00Z', [third]);
    await pass(['2026-04-16T00:00:00Z'], third);
    expect(await kit.invoicesOf(third)).toEqual([
      paidInvoice('start', 8_910, [base(9_900), off(990)], [8_910]),
    ]);
    await pass([may], ...others);
    for (const school of others) {
      expect(await kit.invoicesOf(school)).toEqual([
        // No credit for the half month that ran.
        paidInvoice('start', 24_900, [base(24_900)]),
        paidInvoice('period', 22_410, [base(24_900), off(2_490)], [22_410]),
      ]);
      expect(await kit.stripeTotals(school)).toEqual([24_900, 22_410]);
    }
    await pass(['2026-05-16T00:00:00Z'], third);
    expect((await kit.invoicesOf(third)).at(-1)).toEqual(
      paidInvoice('period', 8_910, [base(9_900), off(990)], [8_910]),
    );
  });

  it('billing S7b: should give a school its discount that comes into a group of two while it pays', {
    timeout: 240_000,
  }, async () => {
    const group = await kit.addGroup('Later three');
    const others = [
      await kit.addSchool('later-one', { begins, plan: 'basic', group }),
      await kit.addSchool('later-two', { begins, plan: 'basic', group }),
    ];
    const third = await kit.addSchool('later-new', { begins, plan: 'basic' });
    const all = [...others, third];
    await pass([begins], ...all);
    await kit.moveTo('2026-04-16T00:00:00Z', all);
    await kit.putIntoGroup(third, group);
    await kit.moveTo('2026-04-16T00:01:00Z', all);
    await pass([may], ...all);
    for (const school of all)
      expect(await kit.invoicesOf(school)).toEqual([
        paidInvoice('start', 9_900, [base(9_900)]),
        paidInvoice('period', 8_910, [base(9_900), off(990)], [8_910]),
      ]);
  });

  it('billing S19, S19b: should take the discount of the plan and not of the set-up, 265,136 and 58,910', {
    timeout: 240_000,
  }, async () => {
    const group = await kit.addGroup('Set up');
    const others = [
      await kit.addSchool('setup-one', { begins: early, plan: 'basic', group }),
      await kit.addSchool('setup-two', { begins: early, plan: 'basic', group }),
    ];
    const yearly = await kit.addSchool('setup-year', { begins, cycle: 'yearly', group, setUp: true });
    const monthly = await kit.addSchool('setup-month', { begins, plan: 'basic', group, setUp: true });
    await pass([early], ...others);
    await pass([begins], yearly, monthly);
    expect(await kit.invoicesOf(yearly)).toEqual([
      paidInvoice('start', 265_136, [base(239_040), off(23_904), ['setup', 50_000]], [50_000, 215_136]),
    ]);
    await pass([may], monthly);
    expect(await kit.invoicesOf(monthly)).toEqual([
      paidInvoice('start', 58_910, [base(9_900), off(990), ['setup', 50_000]], [8_910, 50_000]),
      paidInvoice('period', 8_910, [base(9_900), off(990)], [8_910]),
    ]);
  });
});
