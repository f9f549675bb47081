import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTerms } from '../../core/billing/index.ts';
import { sandboxOf } from './sandbox.ts';
import { type BillingWorld, createBillingWorld } from './world.ts';

const MAIN = path.join(import.meta.dirname, '..', 'stripe-emulator', 'main.ts');
const KEY = 'sk_test_anothersaccount';

/**
 * The way that the tests of billing take to a Stripe account, with another process in its place: nothing of the emulator's own
 * doors is used, and nothing reaches the emulator of the test.
 */
describe('billing’s tests against a Stripe account', () => {
  let account: ChildProcess;
  let stripe: Stripe;
  let world: BillingWorld;

  beforeAll(async () => {
    account = spawn(
      process.execPath,
      [MAIN, '--port', '0', '--api-key', KEY, '--parent-pid', String(process.pid)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await once(account.stdout ?? account, 'data');
    const { url, port } = JSON.parse(String(line)) as { url: string; port: number };
    stripe = new Stripe(KEY, { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
    Object.assign(process.env, { STRIPE_SECRET_KEY: KEY, STRIPE_API_BASE_URL: url });
    world = await createBillingWorld();
  });
  afterAll(async () => {
    account.kill();
    await once(account, 'exit');
  });

  it('should refuse a key that moves real money, and take the emulator without one', () => {
    for (const key of ['sk_live_1', 'rk_live_1', 'pk_test_1'])
      expect(() => sandboxOf({ NODE_ENV: 'test', STRIPE_SECRET_KEY: key })).toThrow(
        /not a test key.*Nothing was sent/,
      );
    expect(sandboxOf({ NODE_ENV: 'test' })).toBeUndefined();
  });

  it('billing S9, S11b: should drive the account by its API and its list of events alone, and clean up', {
    timeout: 300_000,
  }, async () => {
    expect(world.mode).toBe('sandbox');
    const school = await world.addSchool('sandboxed', { from: '2026-03-18T00:00:00Z', plan: 'basic' });
    await world.workAt('2026-03-18T00:00:00Z');
    await world.giveCard(school);
    await world.moveTo('2026-04-01T00:00:00Z', [school]);
    await world.moveTo('2026-04-11T06:00:00Z', [school]);
    const change = { tenantId: school.id, wanted: { plan: 'standard' }, actor: { kind: 'system' as const } };
    await changeTerms(world.system.pool, change, new Date('2026-04-11T06:00:00Z'));
    await world.workAt('2026-04-11T06:00:00Z');
    expect(await world.invoices(school)).toEqual([
      { state: 'paid', reason: 'start', total: 9_900, stripe: 9_900, paid: 9_900 },
      { state: 'paid', reason: 'change', total: 9_875, stripe: 9_875, paid: 9_875 },
    ]);
    // The customer is the account's, under a name that no other run has; no address of ours was registered there.
    const customer = await stripe.customers.retrieve(school.customerId);
    expect(customer).toMatchObject({ name: expect.stringMatching(/^sandboxed [0-9a-f]{6}$/) });
    expect((await stripe.webhookEndpoints.list()).data).toEqual([]);
    expect((await world.system.emulators.stripe.customers.list()).data).toEqual([]);
    await world.close();
    expect((await stripe.testHelpers.testClocks.list()).data).toEqual([]);
    expect((await stripe.customers.list()).data).toEqual([]);
  });
});
