import { afterAll, beforeAll, describe, expect } from 'vitest';
import { itWithEmulator } from './sandbox.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

describe('payments that Stripe tries again by itself', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await createBillingWorld();
    await fetch(`${world.system.emulators.stripeUrl}/_emulator/retries`, {
      method: 'POST',
      body: JSON.stringify({ days: [3, 10, 19] }),
    });
  });
  afterAll(() => world.close());

  const state = async (school: BilledTestSchool) => {
    const { school: door, status } = await world.subscription(school);
    return [door, status, (await world.invoices(school)).map(({ total, paid }) => [total, paid])];
  };

  itWithEmulator(
    'billing S10: should keep grace and suspension as they are through every retry, and resume by the one that pays',
    {
      timeout: 300_000,
    },
    async () => {
      const school = await world.addSchool('retried', { from: '2026-01-18T00:00:00Z' });
      await world.workAt('2026-01-18T00:00:00Z');
      await world.giveCard(school);
      await world.moveTo('2026-02-01T00:00:00Z', [school]);
      await world.moveTo('2026-02-02T00:00:00Z', [school]);
      await world.giveCard(school, 'pm_card_chargeCustomerFail');
      await world.workAt('2026-02-02T00:00:01Z');
      await world.moveTo('2026-03-01T00:00:00Z', [school]);
      await world.moveTo('2026-03-01T02:00:00Z', [school]);
      const owing = [
        [24_900, 24_900],
        [24_900, 0],
      ];
      await world.moveTo('2026-03-04T02:00:00Z', [school]);
      expect(await state(school)).toEqual(['active', 'past_due', owing]);
      await world.moveTo('2026-03-07T23:59:59Z', [school]);
      expect(await state(school)).toEqual(['active', 'past_due', owing]);
      await world.moveTo('2026-03-08T00:00:00Z', [school]);
      expect(await state(school)).toEqual(['suspended', 'suspended', owing]);
      await world.moveTo('2026-03-11T02:00:00Z', [school]);
      expect(await state(school)).toEqual(['suspended', 'suspended', owing]);
      const failures = await world.stripe.events.list({ type: 'invoice.payment_failed', limit: 100 });
      expect(failures.data).toHaveLength(3);
      // A card that nobody tells us of: we do not collect, Stripe does.
      await world.silence();
      await world.giveCard(school);
      await world.resume();
      await world.moveTo('2026-03-19T00:00:00Z', [school]);
      expect(await state(school)).toEqual(['suspended', 'suspended', owing]);
      await world.moveTo('2026-03-20T02:00:00Z', [school]);
      expect(await state(school)).toEqual([
        ...['active', 'active'],
        [
          [24_900, 24_900],
          [24_900, 24_900],
        ],
      ]);
      const { current_period_end: end } = await world.subscription(school);
      expect((end as Date).toISOString()).toBe('2026-04-01T00:00:00.000Z');
    },
  );
});
