import { afterAll, beforeAll, describe, expect } from 'vitest';
import { setBillingClock } from '../../core/billing/index.ts';
import { createStripeCli } from '../stripe-emulator/testing/stripe-cli.ts';
import { triggers } from '../stripe-emulator/testing/triggers.ts';
import { staffOf } from './people.ts';
import { itWithEmulator } from './sandbox.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

type Kept = {
  event_id: string;
  type: string;
  customer_id: string | null;
  state: string;
  last_error: string | null;
};

describe('the fixtures of Stripe’s own command line, at the product’s inbox', () => {
  let world: BillingWorld;
  let school: BilledTestSchool;
  let cli: ReturnType<typeof createStripeCli>;

  beforeAll(async () => {
    world = await createBillingWorld();
    school = await world.addSchool('trigger', { from: '2026-01-10T00:00:00Z' });
    await world.workAt('2026-01-10T00:00:00Z');
    const { STRIPE_API_BASE_URL: url = '', STRIPE_SECRET_KEY: key = '' } = world.system.settings;
    cli = createStripeCli(url, key);
  });
  afterAll(async () => {
    cli.remove();
    await world.close();
  });

  const kept = async (): Promise<Kept[]> =>
    (
      await world.system.admin.query(
        'select event_id, type, customer_id, state, last_error from stripe_inbox order by occurred_at, event_id',
      )
    ).rows;
  const belongsTo = (customer: string) =>
    world.system.admin.query('update tenants set stripe_customer_id = $2 where id = $1', [
      school.id,
      customer,
    ]);

  itWithEmulator.each(triggers)(
    'should handle or knowingly ignore every message of %s',
    { timeout: 120_000 },
    async (trigger) => {
      await world.system.admin.query('delete from stripe_inbox');
      // Time goes on, so that nothing waits for its next attempt.
      const now = new Date(Date.now());
      setBillingClock(() => now);
      await cli.call('trigger', trigger);
      await world.flush();
      const told = await kept();
      expect(told.map(({ type }) => type)).toContain(trigger);
      // The fixture's customer becomes our school, so that its messages are followed and not only put away.
      const customer = told.find(({ customer_id }) => customer_id)?.customer_id;
      if (customer) await belongsTo(customer);
      // Following it may charge its card, which is told in turn.
      for (const _round of [1, 2, 3]) {
        await world.billing.runAt(now);
        await world.flush();
      }
      await belongsTo(school.customerId);
      const outcome = (await kept()).map(({ type, state, last_error, customer_id }) => [
        ...[type, customer_id === customer ? 'ours' : customer_id === null ? 'nobody’s' : 'a stranger’s'],
        ...[state, last_error],
      ]);
      for (const [type, whose, state, problem] of outcome) {
        expect([type, problem]).toEqual([type, null]);
        const mayIgnore = whose !== 'ours' || trigger === 'invoice.deleted';
        expect([type, state]).toEqual([type, mayIgnore ? expect.stringMatching(/^(done|ignored)$/) : 'done']);
      }
    },
  );

  itWithEmulator('should leave staff nothing to look after', async () => {
    const staff = await staffOf(world);
    const inbox = (await staff.get('/api/console/billing/inbox')).json<{ waiting: number; dead: number }>();
    expect(inbox).toMatchObject({ waiting: 0, dead: 0 });
  });
});
