import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addThreeSchools, type TestGroup } from './group-world.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

describe('one payer for the schools of a group', () => {
  let world: BillingWorld;
  const statusOf = async (schools: BilledTestSchool[]) =>
    Promise.all(schools.map(async (school) => (await world.subscription(school)).status));
  const own = async (school: BilledTestSchool) =>
    (await world.invoices(school)).map(({ state, total, paid }) => [state, total, paid]);
  const theirs = async (customer: string) =>
    (await world.stripe.invoices.list({ customer })).data
      .filter(({ total }) => total !== 0)
      .map(({ status, total }) => [status, total]);

  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  describe('who renew together', () => {
    let group: TestGroup;
    let schools: [BilledTestSchool, BilledTestSchool, BilledTestSchool];

    it('billing S28: should put 8,910 + 22,410 + 215,136 on the first invoice of the group, and be paid by webhook', {
      timeout: 180_000,
    }, async () => {
      group = await addGroup(world, '2026-01-01T00:00:00Z');
      schools = await addThreeSchools(world, group, { from: '2026-01-01T00:00:00Z', prefix: 's28' });
      await group.giveCard();
      await group.turn(true);
      await group.moveTo('2026-01-10T00:00:00Z', schools);
      for (const school of schools) {
        const row = await world.subscription(school);
        expect([row.payer_group, row.provider_id]).toEqual([group.id, null]);
      }
      await group.moveTo('2026-02-01T00:00:00Z', schools);
      expect(await group.invoices()).toEqual([]);
      await group.moveTo('2026-02-01T01:00:00Z', schools);
      expect(await group.invoices()).toEqual([
        { state: 'paid', total: 246_456, stripe: 246_456, paid: 246_456 },
      ]);
      expect(await Promise.all(schools.map(own))).toEqual([
        [['paid', 8_910, 8_910]],
        [['paid', 22_410, 22_410]],
        [['paid', 215_136, 215_136]],
      ]);
      expect(await statusOf(schools)).toEqual(['active', 'active', 'active']);
      expect(await theirs(group.customerId)).toEqual([['paid', 246_456]]);
      for (const school of schools) expect(await theirs(school.customerId)).toEqual([]);
      const [invoice] = (await world.stripe.invoices.list({ customer: group.customerId })).data;
      const lines = (await world.stripe.invoices.listLineItems(invoice?.id ?? '', { limit: 100 })).data;
      expect(lines.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([
        -23_904, -2_490, -990, 9_900, 24_900, 239_040,
      ]);
    });
  });
});
