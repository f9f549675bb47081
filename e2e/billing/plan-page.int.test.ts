import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billingStates } from '../../core/administration/index.ts';
import {
  agreeContract,
  changeTerms,
  orderOnce,
  type PlanPage,
  type ShownPreview,
} from '../../core/billing/index.ts';
import { carryOutOf, followProvider } from '../../core/billing/worker.ts';
import type { HttpClient } from '../support/index.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const actor = { kind: 'system' as const, label: 'test' };

describe('what a school does with its own plan', () => {
  let world: BillingWorld;
  let school: BilledTestSchool;
  let other: BilledTestSchool;
  const signIn = ({ host, subdomain, adminPassword }: BilledTestSchool): Promise<HttpClient> =>
    world.system.at(host).signIn(`admin@${subdomain}.example`, adminPassword);

  beforeAll(async () => {
    world = await createBillingWorld();
    school = await world.addSchool('page', { from: '2026-03-18T00:00:00Z', plan: 'basic' });
    other = await world.addSchool('neighbour', { from: '2026-03-18T00:00:00Z', plan: 'basic' });
    await world.workAt('2026-03-18T00:00:00Z');
    for (const one of [school, other]) await world.giveCard(one);
    await world.moveTo('2026-04-01T00:00:00Z', [school, other]);
    await world.moveTo('2026-04-16T00:00:00Z', [school, other]);
  });
  afterAll(() => world.close());

  it('billing S11a: should show the cents of an upgrade before it is made, make it once agreed, and touch no other school', {
    timeout: 180_000,
  }, async () => {
    const admin = await signIn(school);
    const page = (await admin.get('/api/plan')).json<PlanPage>();
    expect(page).toMatchObject({
      status: 'active',
      plan: { code: 'basic' },
      periodEnd: '2026-05-01T00:00:00.000Z',
      isTest: true,
    });
    const preview = (await admin.post('/api/plan/preview', { plan: 'standard' })).json<ShownPreview>();
    expect([preview.chargedNowCents, preview.lines.map(({ amountCents }) => amountCents)]).toEqual([
      7_500,
      [-4_950, 12_450],
    ]);
    expect((await admin.get('/api/plan')).json<PlanPage>().plan.code).toBe('basic');
    const wrong = await admin.post('/api/plan/change', { plan: 'standard', expectedCents: 1 });
    expect([wrong.status, wrong.json<Problem>().errors[0]?.code]).toEqual([409, 'subscription.price_moved']);
    expect((await admin.post('/api/plan/change', { plan: 'standard', expectedCents: 7_500 })).status).toBe(
      200,
    );
    await world.workAt('2026-04-16T00:00:00Z');
    expect((await world.invoices(school)).at(-1)).toMatchObject({
      reason: 'change',
      total: 7_500,
      stripe: 7_500,
      paid: 7_500,
    });
    const { rows } = await world.system.admin.query(
      "select actor_label, details from audit_events where tenant_id = $1 and action = 'subscription.changed'",
      [school.id],
    );
    expect(rows).toEqual([{ actor_label: 'admin@page.example', details: { askedBy: 'user' } }]);
    expect((await (await signIn(other)).get('/api/plan')).json<PlanPage>().plan.code).toBe('basic');
    expect(await world.invoices(other)).toHaveLength(1);
  });

  it('should refuse what is not on offer, and everything to people without the permission', {
    timeout: 180_000,
  }, async () => {
    const admin = await signIn(school);
    const refused: [string, Record<string, unknown>, string][] = [
      ['/api/plan/preview', { plan: 'enterprise' }, 'subscription.plan_unknown'],
      ['/api/plan/preview', { plan: 'gold' }, 'subscription.plan_unknown'],
      ['/api/plan/preview', { addOns: [{ code: 'setup', quantity: 1 }] }, 'subscription.add_on_unknown'],
      ['/api/plan/preview', { tenant: other.id, plan: 'basic' }, 'request.invalid'],
    ];
    for (const [path, body, code] of refused)
      expect((await admin.post(path, body)).json<Problem>().errors[0]?.code).toBe(code);
    const nobody = world.system.at(school.host);
    for (const path of [
      '/api/plan/preview',
      '/api/plan/change',
      '/api/plan/cancel',
      '/api/plan/pay',
      '/api/plan/portal',
    ])
      expect((await nobody.post(path, {})).status).toBe(401);
  });

  it('should open the provider’s page for a card, also for a suspended school', {
    timeout: 180_000,
  }, async () => {
    await world.system.admin.query(
      "update tenants set status = 'suspended', suspended_reason = 'payment_overdue' where id = $1",
      [other.id],
    );
    const admin = await signIn(other);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const answer = await admin.post('/api/plan/payment-method', {});
    expect(answer.json<{ url: string }>().url).toMatch(
      /^(http:\/\/127\.0\.0\.1:\d+|https:\/\/checkout\.stripe\.com)\//,
    );
    expect((await admin.post('/api/plan/change', { plan: 'standard', expectedCents: 0 })).status).toBe(423);
    await world.system.admin.query(
      "update tenants set status = 'active', suspended_reason = null where id = $1",
      [other.id],
    );
  });

  it('billing S13: should credit half a month and charge a year when a school goes from monthly to yearly', {
    timeout: 180_000,
  }, async () => {
    const one = await world.addSchool('thirteen', { from: '2026-03-18T00:00:00Z' });
    await world.workAt('2026-03-18T00:00:00Z');
    await world.giveCard(one);
    await world.moveTo('2026-04-01T00:00:00Z', [one]);
    await world.moveTo('2026-04-16T00:00:00Z', [one]);
    const at = new Date('2026-04-16T00:00:00Z');
    const preview = await changeTerms(
      world.system.pool,
      { tenantId: one.id, wanted: { cycle: 'yearly' }, actor },
      at,
    );
    expect(preview.chargedNowCents).toBe(226_590);
    await world.workAt('2026-04-16T00:00:00Z');
    expect((await world.invoices(one)).at(-1)).toMatchObject({
      total: 226_590,
      stripe: 226_590,
      paid: 226_590,
    });
    const row = await world.subscription(one);
    expect((row.current_period_end as Date).toISOString()).toBe('2027-04-16T00:00:00.000Z');
  });

  it('billing S24: should charge the price of a contract from the moment it is agreed', {
    timeout: 180_000,
  }, async () => {
    const one = await world.addSchool('twentyfour', { from: '2026-03-18T00:00:00Z' });
    await world.workAt('2026-03-18T00:00:00Z');
    await world.giveCard(one);
    const contract = {
      tenantId: one.id,
      plan: 'enterprise',
      cycle: 'monthly' as const,
      cents: 120_000,
      actor,
    };
    await agreeContract(world.system.pool, contract, new Date('2026-03-18T00:00:01Z'));
    await world.workAt('2026-03-18T00:00:01Z');
    await world.moveTo('2026-04-01T00:00:00Z', [one]);
    await world.moveTo('2026-04-01T02:00:00Z', [one]);
    expect(await world.invoices(one)).toMatchObject([
      { reason: 'start', total: 120_000, stripe: 120_000, paid: 120_000 },
    ]);
  });

  it('billing S19, S20: should put the set-up on the first paid invoice alone, and support on every one', {
    timeout: 180_000,
  }, async () => {
    const one = await world.addSchool('nineteen', { from: '2026-03-18T00:00:00Z' });
    const { pool } = world.system;
    const now = new Date('2026-03-18T00:00:00Z');
    await world.workAt('2026-03-18T00:00:00Z');
    await world.giveCard(one);
    await changeTerms(
      pool,
      { tenantId: one.id, wanted: { addOns: [{ code: 'premium_support', quantity: 1 }] }, actor },
      now,
    );
    for (let twice = 0; twice < 2; twice += 1)
      await orderOnce(pool, { tenantId: one.id, code: 'setup', actor }, now);
    await world.workAt('2026-03-18T00:00:00Z');
    for (const at of [
      '2026-04-01T00:00:00Z',
      '2026-04-01T02:00:00Z',
      '2026-05-01T00:00:00Z',
      '2026-05-01T02:00:00Z',
    ])
      await world.moveTo(at, [one]);
    expect((await world.invoices(one)).map(({ total, stripe, paid }) => [total, stripe, paid])).toEqual([
      [84_800, 84_800, 84_800],
      [34_800, 34_800, 34_800],
    ]);
  });

  it('should make one subscription when the process dies between the provider’s answer and our note of it', {
    timeout: 180_000,
  }, async () => {
    const one = await world.addSchool('crash', { from: '2026-03-18T00:00:00Z' });
    const { pool, logger } = world.system;
    const now = new Date('2026-03-18T00:00:00Z');
    const { provider } = world.billing;
    const dying = {
      ...provider,
      startSubscription: async (...call: Parameters<typeof provider.startSubscription>) => {
        await provider.startSubscription(...call);
        throw new Error('the process dies here');
      },
    };
    const follow = (id: string, at: Date) =>
      followProvider({ pool, provider, schools: billingStates }, id, at);
    const { tickSubscriptions } = await import('../../core/billing/worker.ts');
    await tickSubscriptions({ pool, logger, schools: billingStates, askProvider: follow }, now);
    expect(await carryOutOf({ pool, logger, provider: dying, follow }, one.id, now)).toBe(0);
    const later = new Date(now.getTime() + 60_000);
    expect(await carryOutOf({ pool, logger, provider, follow }, one.id, later)).toBe(1);
    const all = await world.stripe.subscriptions.list({ customer: one.customerId, status: 'all' });
    expect(all.data).toHaveLength(1);
    expect((await world.subscription(one)).provider_id).toBe(all.data[0]?.id);
  });

  it('should tell a school of the end of its trial in its language, each countdown once', {
    timeout: 180_000,
  }, async () => {
    const one = await world.addSchool('notice', { from: '2026-03-18T00:00:00Z' });
    for (const at of [
      '2026-03-25T00:00:00Z',
      '2026-03-25T00:01:00Z',
      '2026-03-29T00:00:00Z',
      '2026-03-31T00:00:00Z',
    ])
      await world.workAt(at);
    const { rows } = await world.system.admin.query(
      'select kind, key, recipients from billing_notices where tenant_id = $1 order by created_at',
      [one.id],
    );
    expect(rows.map(({ kind, key, recipients }) => [kind, key.split(':')[0], recipients])).toEqual([
      ['trial_ends', '7', 1],
      ['trial_ends', '3', 1],
      ['trial_ends', '1', 1],
    ]);
  });
});

type Problem = { errors: { code: string }[] };
