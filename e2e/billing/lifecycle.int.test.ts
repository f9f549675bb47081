import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTerms, setCancellation } from '../../core/billing/index.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const staff = { kind: 'system' as const, label: 'test' };

describe('the life of a subscription, from our services through the SDK and back by webhooks', () => {
  let world: BillingWorld;
  const moment = (value: unknown) => (value as Date | null)?.toISOString();
  const state = async (school: BilledTestSchool) => {
    const row = await world.subscription(school);
    return [row.school, row.status];
  };

  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  it('billing S9: should charge nothing in the trial, and a month from its end on', {
    timeout: 180_000,
  }, async () => {
    const school = await world.addSchool('nine', { from: '2026-01-10T09:00:00Z', plan: 'basic' });
    await world.workAt('2026-01-10T09:00:00Z');
    await world.giveCard(school);
    await world.moveTo('2026-01-24T08:59:59Z', [school]);
    expect(await state(school)).toEqual(['trial', 'trialing']);
    expect(await world.invoices(school)).toEqual([]);
    await world.moveTo('2026-01-24T09:00:00Z', [school]);
    await world.moveTo('2026-01-24T10:30:00Z', [school]);
    expect(await state(school)).toEqual(['active', 'active']);
    expect(await world.invoices(school)).toEqual([
      { state: 'paid', reason: 'start', total: 9_900, stripe: 9_900, paid: 9_900 },
    ]);
    const row = await world.subscription(school);
    expect([moment(row.current_period_start), moment(row.current_period_end), row.unpaid_since]).toEqual([
      '2026-01-24T09:00:00.000Z',
      '2026-02-24T09:00:00.000Z',
      null,
    ]);
  });

  it('billing S9c: should keep a school without a payment method a week after its trial, and no second longer', {
    timeout: 180_000,
  }, async () => {
    const school = await world.addSchool('nine-c', { from: '2026-01-10T09:00:00Z', plan: 'basic' });
    await world.workAt('2026-01-10T09:00:00Z');
    await world.moveTo('2026-01-24T09:00:00Z', [school]);
    expect(await state(school)).toEqual(['active', 'past_due']);
    expect(moment((await world.subscription(school)).grace_ends_at)).toBe('2026-01-31T09:00:00.000Z');
    await world.moveTo('2026-01-31T08:59:59Z', [school]);
    expect(await state(school)).toEqual(['active', 'past_due']);
    await world.moveTo('2026-01-31T09:00:00Z', [school]);
    expect(await state(school)).toEqual(['suspended', 'suspended']);
    expect((await world.invoices(school)).map(({ paid }) => paid)).toEqual([0]);
  });

  it('billing S10: should suspend after seven days of grace, bill nothing meanwhile, and resume at once when paid', {
    timeout: 180_000,
  }, async () => {
    const school = await world.addSchool('ten', { from: '2026-01-18T00:00:00Z' });
    await world.workAt('2026-01-18T00:00:00Z');
    await world.giveCard(school);
    await world.moveTo('2026-02-01T00:00:00Z', [school]);
    await world.moveTo('2026-02-02T00:00:00Z', [school]);
    expect(await state(school)).toEqual(['active', 'active']);
    await world.giveCard(school, 'pm_card_chargeCustomerFail');
    await world.moveTo('2026-03-01T00:00:00Z', [school]);
    await world.moveTo('2026-03-01T02:00:00Z', [school]);
    expect(await state(school)).toEqual(['active', 'past_due']);
    await world.moveTo('2026-03-07T23:59:59Z', [school]);
    expect(await state(school)).toEqual(['active', 'past_due']);
    await world.moveTo('2026-03-08T00:00:00Z', [school]);
    expect(await state(school)).toEqual(['suspended', 'suspended']);
    await world.moveTo('2026-03-20T12:00:00Z', [school]);
    expect((await world.invoices(school)).map(({ state: now, total }) => [now, total])).toEqual([
      ['paid', 24_900],
      ['open', 24_900],
    ]);
    await world.giveCard(school);
    await world.workAt('2026-03-20T12:00:01Z');
    await world.workAt('2026-03-20T12:00:02Z');
    expect(await state(school)).toEqual(['active', 'active']);
    const row = await world.subscription(school);
    expect(moment(row.current_period_end)).toBe('2026-04-01T00:00:00.000Z');
    expect((await world.invoices(school)).map((invoice) => invoice.paid)).toEqual([24_900, 24_900]);
    await world.moveTo('2026-04-01T00:00:00Z', [school]);
    await world.moveTo('2026-04-01T02:00:00Z', [school]);
    expect((await world.invoices(school)).map((invoice) => invoice.paid)).toEqual([24_900, 24_900, 24_900]);
  });

  it('billing S11b: should charge the difference of an upgrade by the second, to the same cents as Stripe', {
    timeout: 180_000,
  }, async () => {
    const school = await world.addSchool('eleven', { from: '2026-03-18T00:00:00Z', plan: 'basic' });
    await world.workAt('2026-03-18T00:00:00Z');
    await world.giveCard(school);
    await world.moveTo('2026-04-01T00:00:00Z', [school]);
    await world.moveTo('2026-04-11T06:00:00Z', [school]);
    const change = { tenantId: school.id, wanted: { plan: 'standard' }, actor: staff, expectedCents: 9_875 };
    const preview = await changeTerms(world.system.pool, change, new Date('2026-04-11T06:00:00Z'));
    expect(preview.lines.map(({ amountCents }) => amountCents)).toEqual([-6_518, 16_393]);
    await world.workAt('2026-04-11T06:00:00Z');
    expect((await world.invoices(school)).at(-1)).toEqual({
      state: 'paid',
      reason: 'change',
      total: 9_875,
      stripe: 9_875,
      paid: 9_875,
    });
    expect(await world.subscription(school)).toMatchObject({ plan: 'standard', status: 'active' });
  });

  it('billing S12, S27: should wait with a cheaper plan and with an end for the end of the period', {
    timeout: 180_000,
  }, async () => {
    const school = await world.addSchool('twelve', { from: '2026-03-18T00:00:00Z' });
    await world.workAt('2026-03-18T00:00:00Z');
    await world.giveCard(school);
    await world.moveTo('2026-04-01T00:00:00Z', [school]);
    await world.moveTo('2026-04-10T00:00:00Z', [school]);
    const at = new Date('2026-04-10T00:00:00Z');
    const change = { tenantId: school.id, wanted: { plan: 'basic' }, actor: staff };
    expect(await changeTerms(world.system.pool, change, at)).toMatchObject({
      effective: 'period_end',
      chargedNowCents: 0,
    });
    await world.workAt('2026-04-10T00:00:00Z');
    expect(await world.subscription(school)).toMatchObject({ plan: 'standard', pending_plan: 'basic' });
    await world.moveTo('2026-05-01T00:00:00Z', [school]);
    await world.moveTo('2026-05-01T02:00:00Z', [school]);
    expect(await world.subscription(school)).toMatchObject({ plan: 'basic', pending_plan: null });
    expect((await world.invoices(school)).map(({ total, stripe, paid }) => [total, stripe, paid])).toEqual([
      [24_900, 24_900, 24_900],
      [9_900, 9_900, 9_900],
    ]);
    const ending = { tenantId: school.id, actor: staff, cancel: true };
    await setCancellation(world.system.pool, ending, new Date('2026-05-02T00:00:00Z'));
    await world.moveTo('2026-05-02T00:00:00Z', [school]);
    expect(await state(school)).toEqual(['active', 'active']);
    await world.moveTo('2026-06-01T00:00:00Z', [school]);
    expect(await state(school)).toEqual(['suspended', 'cancelled']);
    // The last month is closed too; nothing was used in it.
    expect((await world.invoices(school)).map(({ total }) => total)).toEqual([24_900, 9_900, 0]);
  });
});
