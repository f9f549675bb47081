import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeContract } from '../../core/billing/index.ts';
import { type BillingKit, billingKit, paidInvoice } from './kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const begins = '2026-04-01T00:00:00Z';
const ends = '2026-05-01T00:00:00Z';

const actor = { kind: 'system' as const, label: 'test' };

describe('what plans cost by the number of students', () => {
  let world: BillingWorld;
  let kit: BillingKit;
  const schools = new Map<string, BilledTestSchool>();

  beforeAll(async () => {
    world = await createBillingWorld();
    kit = billingKit(world);
    for (const [scenario, plan, students] of [
      ['S1', 'basic', 500],
      ['S2a', 'basic', 501],
      ['S2b', 'basic', 600],
      ['S2c', 'basic', 601],
      ['S2d', 'basic', 2_340],
      ['S3a', 'standard', 2_000],
      ['S3b', 'standard', 2_001],
      ['S3c', 'standard', 2_340],
    ] as const)
      schools.set(scenario, await kit.addSchool(`${plan}-${students}`, { begins, plan, students }));
    const enterprise = await kit.addSchool('enterprise', { begins, students: 50_000 });
    const contract = { plan: 'enterprise', cycle: 'monthly' as const, cents: 120_000, actor };
    const agreedAt = new Date('2026-03-18T00:00:01Z');
    await agreeContract(world.system.pool, { tenantId: enterprise.id, ...contract }, agreedAt);
    await world.workAt('2026-03-18T00:00:01Z');
    schools.set('S24', enterprise);
    for (const at of [begins, ends]) await kit.moveTo(at, [...schools.values()]);
  }, 240_000);
  afterAll(() => world.close());

  it.each([
    { scenario: 'S1', what: 'Basic with 500 students', base: 9_900, overage: 0, total: 9_900 },
    { scenario: 'S2a', what: 'Basic with 501 students', base: 9_900, overage: 1_000, total: 10_900 },
    { scenario: 'S2b', what: 'Basic with 600 students', base: 9_900, overage: 1_000, total: 10_900 },
    { scenario: 'S2c', what: 'Basic with 601 students', base: 9_900, overage: 2_000, total: 11_900 },
    { scenario: 'S2d', what: 'Basic with 2,340 students', base: 9_900, overage: 19_000, total: 28_900 },
    { scenario: 'S3a', what: 'Standard with 2,000 students', base: 24_900, overage: 0, total: 24_900 },
    { scenario: 'S3b', what: 'Standard with 2,001 students', base: 24_900, overage: 1_000, total: 25_900 },
    { scenario: 'S24', what: 'a contract with 50,000 students', base: 120_000, overage: 0, total: 120_000 },
    { scenario: 'S3c', what: 'Standard with 2,340 students', base: 24_900, overage: 4_000, total: 28_900 },
  ])('billing S1, S2a-d, S3a-c, S24: should charge $total for a month of $what', async (row) => {
    const school = schools.get(row.scenario) as BilledTestSchool;
    const overage: [string, number][] = row.overage === 0 ? [] : [['student_overage', row.overage]];
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', row.base, [['base', row.base]]),
      paidInvoice('period', row.total, [['base', row.base], ...overage]),
    ]);
  });
});
