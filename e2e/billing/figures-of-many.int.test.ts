import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FigureRow, type Figures, setBillingClock } from '../../core/billing/index.ts';
import type { HttpClient } from '../support/index.ts';
import { adminOf, answered, staffOf } from './people.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

/** A year of a contract: 16,746 a month, the ARPA of S32. */
const YEAR = { plan: 'enterprise', cycle: 'yearly', cents: 200_952, reason: 'Signed on paper' };

describe('the economics of forty schools that subscribed', () => {
  let world: BillingWorld;
  let staff: HttpClient;

  beforeAll(async () => {
    world = await createBillingWorld();
    staff = await staffOf(world);
  });
  afterAll(() => world.close());

  /** Schools that agree to a contract in their trial and pay its first year when that ends, two weeks after `from`. */
  const sign = async (count: number, prefix: string, from: string, until: string) => {
    const signed: BilledTestSchool[] = [];
    for (let index = 1; index <= count; index += 1)
      signed.push(await world.addSchool(`${prefix}-${index}`, { from }));
    await world.workAt(from);
    for (const school of signed) {
      await answered(staff.post('/api/console/account/contract', { id: school.id, ...YEAR }));
      await world.giveCard(school);
    }
    await world.workAt(from);
    await world.moveTo(until, signed);
    expect(
      (await world.invoices(signed[0] as BilledTestSchool)).map(({ paid, stripe }) => [paid, stripe]),
    ).toEqual([[200_952, 200_952]]);
  };
  const figures = async (at: string, query = ''): Promise<Figures['months'][number] | undefined> => {
    setBillingClock(() => new Date(at));
    return (await answered<Figures>(staff.get(`/api/console/figures${query}`))).months.at(-1);
  };
  const rows = async (of: string) =>
    (await answered<{ rows: FigureRow[] }>(staff.get(`/api/console/figures/rows?of=${of}&month=2026-04`)))
      .rows;

  it('billing S33: should tell a lifetime value of 535,872 with one of forty lost, and none without a loss', {
    timeout: 900_000,
  }, async () => {
    const leaver = await world.addSchool('leaver', { from: '2026-03-02T08:00:00Z', plan: 'basic' });
    await world.workAt('2026-03-02T08:00:00Z');
    await world.giveCard(leaver);
    await sign(39, 'old', '2026-03-02T09:00:00Z', '2026-03-16T09:00:00Z');
    await world.moveTo('2026-03-16T10:00:00Z', [leaver]);
    setBillingClock(() => new Date('2026-04-02T08:00:00Z'));
    const admin = await adminOf(world, leaver);
    await answered(admin.post('/api/plan/cancel', { cancel: true }));
    await world.workAt('2026-04-02T08:00:00Z');
    await world.moveTo('2026-04-16T08:00:00Z', [leaver]);
    const margin = { month: '2026-04', acquisitionCents: 1_200_000, marginPercent: '80' };
    await answered(staff.post('/api/console/figures/input', { save: margin }));
    const april = await figures('2026-04-16T09:00:00Z');
    expect(april).toMatchObject({
      ...{ openedSchools: 40, lostSchools: 1, schools: 39, logoChurn: '0.025' },
      economics: { arpaCents: 16_746, churnMonthly: '0.025', lifetimeValueCents: 535_872 },
    });
    expect((await rows('churn')).map(({ subdomain, cents }) => [subdomain, cents])).toEqual([
      ['leaver', -9_900],
    ]);
    const march = await figures('2026-04-16T09:00:00Z', '?month=2026-03');
    expect(march?.lostSchools).toBe(0);
    expect(march?.economics).not.toHaveProperty('lifetimeValueCents');
  });

  it('billing S34: should tell a CAC of 120,000, LTV:CAC 4.47 and a payback of 8.96 months', {
    timeout: 600_000,
  }, async () => {
    await sign(10, 'new', '2026-04-16T09:00:00Z', '2026-04-30T09:00:00Z');
    expect(await figures('2026-04-30T10:00:00Z')).toMatchObject({
      ...{ schools: 49, counts: { new: 10, churn: 1 }, closedCents: 820_554 },
      economics: {
        ...{ arpaCents: 16_746, lifetimeValueCents: 535_872, acquisitionCostCents: 120_000 },
        ...{ lifetimeValueToCost: '4.47', paybackMonths: '8.96' },
      },
    });
    const begun = await rows('new');
    expect([begun.length, begun.reduce((sum, { cents }) => sum + cents, 0)]).toEqual([10, 167_460]);
    const paying = await rows('schools');
    expect([paying.length, paying.reduce((sum, { cents }) => sum + cents, 0)]).toEqual([49, 820_554]);
  });
});
