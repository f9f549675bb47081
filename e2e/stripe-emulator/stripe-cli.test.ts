import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStripeEmulator } from './index.ts';
import { connectStripe } from './test-client.ts';
import { createStripeCli } from './testing/stripe-cli.ts';
import { triggers } from './testing/triggers.ts';

describe("Stripe's own command line", () => {
  let emulator: Awaited<ReturnType<ReturnType<typeof createStripeEmulator>['listen']>>;
  let stripe: Stripe;
  let cli: ReturnType<typeof createStripeCli>;
  beforeAll(async () => {
    emulator = await createStripeEmulator().listen(0);
    stripe = connectStripe(emulator.port);
    cli = createStripeCli(emulator.url);
  });
  afterAll(async () => {
    cli.remove();
    await emulator.close();
  });

  it('should create a customer and read it back', async () => {
    const made = JSON.parse(await cli.call('customers', 'create', '--name', 'Al Noor'));
    const read = JSON.parse(await cli.call('get', `/v1/customers/${made.id}`));
    expect(read).toMatchObject({ id: made.id, name: 'Al Noor' });
    const changed = await cli.call('post', `/v1/customers/${made.id}`, '-d', 'metadata[tenant]=7');
    expect(JSON.parse(changed).metadata).toEqual({ tenant: '7' });
  });

  it.each(triggers)('should play the fixture of %s', async (trigger) => {
    const before = (await stripe.events.list({ limit: 1 })).data[0]?.id;
    await cli.call('trigger', trigger);
    const events = await stripe.events.list({ limit: 100, ...(before ? { ending_before: before } : {}) });
    expect(events.data.map((event) => event.type)).toContain(trigger);
  });
});
