import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { asSystem, inTransaction } from '../tenancy/index.ts';
import type { FigureRow, ProjectionMonth } from './index.ts';
import {
  adoptMovements,
  bookVersion,
  type Figures,
  mrrOf,
  recordMovement,
  type SubscriptionTerms,
  setBillingClock,
} from './index.ts';
import { monthlyMovements } from './services/figures/monthly-movements.ts';
import { readMovements } from './services/figures/read-figures.ts';
import { monthsFrom } from './services/months.ts';
import { addInvoice } from './testing/add-invoice.ts';

type Rows = { rows: FigureRow[]; totalCents: number };
type Status = 'trialing' | 'active' | 'past_due' | 'suspended';

const NOW = new Date('2026-05-10T12:00:00Z');
const codeOf = (answer: { json: <T>() => T }) =>
  answer.json<{ errors: { code: string }[] }>().errors[0]?.code;

describe('figures of the platform', () => {
  let system: TestSystem;
  let staff: HttpClient;
  const schools: Record<string, TestSchool> = {};

  beforeAll(async () => {
    system = await createTestSystem();
    setBillingClock(() => NOW);
    const user = await addRealmUser(system.payload, 'platform');
    staff = await system.at(`console.${BASE_DOMAIN}`).signIn(user.email, user.password, user.totpSecret);
    for (const name of ['basic', 'grouped', 'yearly', 'trial', 'suspended', 'grace'])
      schools[name] = await system.addSchool(name);
  });

  it('should agree from a school’s first moment on, also where an older database had written nothing down', async () => {
    const whole = { movementsCents: 6 * 24_900, subscriptionsCents: 6 * 24_900, differences: [] };
    expect((await figures()).proof).toEqual(whole);
    // As it was before movements were written; with one school that has no price before its contract.
    await system.admin.query('truncate subscription_movements');
    expect((await figures()).proof.differences).toHaveLength(6);
    await system.admin.query(
      `update subscriptions set plan_id = (select id from plans where code = 'enterprise') where tenant_id = $1`,
      [idOf('basic')],
    );
    expect(await adoptMovements(system.pool)).toBe(6);
    expect((await figures()).proof).toEqual({
      ...{ movementsCents: 5 * 24_900, subscriptionsCents: 5 * 24_900, differences: [] },
    });
    const moved = () =>
      system.admin.query('select at, kind, delta_cents::int as cents from subscription_movements');
    const { rows: once } = await moved();
    expect(once).toEqual(Array(5).fill({ at: NOW, kind: 'new', cents: 24_900 }));
    await adoptMovements(system.pool);
    expect((await moved()).rows).toEqual(once);
    // The tests below write their own history.
    await system.admin.query('truncate subscription_movements');
  });
  afterAll(async () => {
    setBillingClock(undefined);
    await system.close();
  });

  const figures = async (query = ''): Promise<Figures> =>
    (await staff.get(`/api/console/figures${query}`)).json<Figures>();
  const rows = async (query: string): Promise<Rows> =>
    (await staff.get(`/api/console/figures/rows?${query}`)).json<Rows>();
  const idOf = (name: string) => (schools[name] as TestSchool).tenant.id;

  /** Sets a school's terms and state, with the movement that services write for it. */
  const subscribe = async (
    name: string,
    status: Status,
    at: string,
    more: Partial<SubscriptionTerms> = {},
  ) => {
    const terms: SubscriptionTerms = {
      plan: 'basic',
      cycle: 'monthly',
      groupPercent: '0',
      addOns: [],
      ...more,
    };
    const tenantId = idOf(name);
    await asSystem(() =>
      inTransaction(system.pool, async (client) => {
        const { content } = await bookVersion(client, 1);
        const pays = status === 'active' || status === 'past_due';
        const mrr = pays ? mrrOf(content, terms) : 0;
        await recordMovement(client, mrr, {
          tenantId,
          at: new Date(at),
          reason: status,
          priceBookVersion: 1,
        });
      }),
    );
    await system.admin.query('delete from subscriptions where tenant_id = $1', [tenantId]);
    await system.admin.query(
      `insert into subscriptions (tenant_id, plan_id, starts_at, status, billing_cycle, group_percent, price_book_version)
       select $1, id, $2, $3::text::enum_subscriptions_status, $4::text::enum_subscriptions_billing_cycle, $5, 1
         from plans where code = $6`,
      [tenantId, at, status, terms.cycle, terms.groupPercent, terms.plan],
    );
  };
  const closeOf = (answer: Figures) => answer.months.at(-1);

  it('billing S32: should tell MRR 50,238, ARR 602,856 and ARPA 16,746', async () => {
    await subscribe('basic', 'active', '2026-04-02T08:00:00Z');
    await subscribe('grouped', 'active', '2026-04-03T08:00:00Z', { plan: 'standard', groupPercent: '10' });
    await subscribe('yearly', 'active', '2026-04-30T23:59:59Z', {
      ...{ plan: 'standard', groupPercent: '10', cycle: 'yearly' as const },
    });
    expect(closeOf(await figures('?month=2026-04'))).toMatchObject({
      month: '2026-04',
      schools: 3,
      openedCents: 0,
      cents: { new: 50_238 },
      economics: { mrrCents: 50_238, arrCents: 602_856, arpaCents: 16_746 },
      retention: { schools: 0 },
    });
    expect((await rows('of=schools&month=2026-04')).totalCents).toBe(50_238);
    expect((await rows('of=new&month=2026-04')).rows.map(({ name, cents }) => [name, cents])).toEqual([
      ['School basic', 9_900],
      ['School grouped', 22_410],
      ['School yearly', 17_928],
    ]);
  });

  it('billing S32b: should count grace, neither trial nor suspension, and show usage apart', async () => {
    await subscribe('trial', 'trialing', '2026-04-05T08:00:00Z');
    await subscribe('grace', 'active', '2026-04-06T08:00:00Z');
    await subscribe('grace', 'past_due', '2026-04-20T08:00:00Z');
    await subscribe('suspended', 'active', '2026-04-07T08:00:00Z');
    await subscribe('suspended', 'suspended', '2026-04-21T08:00:00Z');
    await addInvoice(system.admin, {
      tenantId: idOf('yearly'),
      at: new Date('2026-04-30T10:00:00Z'),
      lines: [
        { kind: 'setup', code: 'setup', cents: 50_000 },
        { kind: 'student_overage', code: 'standard', cents: 4_000 },
        { kind: 'metered', code: 'sms_parts', cents: 1_947 },
      ],
    });
    const answer = await figures('?month=2026-04');
    expect(closeOf(answer)).toMatchObject({
      schools: 4,
      economics: { mrrCents: 60_138 },
      usageCents: 5_947,
      onceCents: 50_000,
      cents: { new: 70_038, churn: -9_900 },
    });
    expect(answer.proof).toEqual({ movementsCents: 60_138, subscriptionsCents: 60_138, differences: [] });
    expect((await rows('of=usage&month=2026-04')).totalCents).toBe(5_947);
    expect((await rows('of=churn&month=2026-04')).rows).toMatchObject([
      { name: 'School suspended', reason: 'suspended', beforeCents: 9_900, afterCents: 0, cents: -9_900 },
    ]);
  });

  it('billing S35: should tell NRR 85.25 % and GRR 55.39 %, and movements that add up', async () => {
    await subscribe('grace', 'suspended', '2026-04-27T08:00:00Z');
    await subscribe('basic', 'active', '2026-05-04T08:00:00Z', { plan: 'standard' });
    await subscribe('grouped', 'suspended', '2026-05-05T08:00:00Z', { plan: 'standard', groupPercent: '10' });
    const answer = await figures();
    const month = closeOf(answer);
    expect(answer).toMatchObject({ month: '2026-05', isRunning: true });
    expect(month).toMatchObject({
      openedCents: 50_238,
      closedCents: 42_828,
      cents: { new: 0, reactivation: 0, expansion: 15_000, contraction: 0, churn: -22_410 },
      lostSchools: 1,
    });
    expect((Number(month?.retention.net) * 100).toFixed(2)).toBe('85.25');
    expect((Number(month?.retention.gross) * 100).toFixed(2)).toBe('55.39');
    expect(answer.proof.differences).toEqual([]);
    const retention = await rows('of=retention&month=2026-05');
    expect(retention.rows.map(({ beforeCents = 0 }) => beforeCents).reduce((a, b) => a + b)).toBe(50_238);
    expect(retention.totalCents).toBe(42_828 - 50_238);
    const movements = await rows('of=movements&month=2026-05&span=2');
    expect(movements.totalCents).toBe(42_828);
    const cohort = await rows('of=cohort&month=2026-05&cohort=2026-04');
    expect(cohort.totalCents).toBe(answer.cohorts[0]?.cells[1]?.cents);
  });

  it('billing S33, S34: should tell what staff’s inputs make of it, and nothing without them', async () => {
    expect(closeOf(await figures('?month=2026-04'))?.economics.churnMonthly).toBeUndefined();
    const before = closeOf(await figures())?.economics;
    expect(before?.lifetimeValueCents).toBeUndefined();
    expect(before?.acquisitionCostCents).toBeUndefined();
    const saved = await staff.post('/api/console/figures/input', {
      month: '2026-04',
      save: { month: '2026-04', acquisitionCents: 600_000, marginPercent: '80' },
    });
    // Five schools began in April.
    expect(closeOf(saved.json<Figures>())?.economics).toMatchObject({ acquisitionCostCents: 120_000 });
    // Of three schools one left: 42,828 / 2 x 0.8 / (1 / 3).
    expect(closeOf(await figures())?.economics).toMatchObject({ lifetimeValueCents: 51_394 });
    expect(closeOf(await figures('?span=3'))?.economics.acquisitionCostCents).toBeUndefined();
    expect((await figures()).inputs).toMatchObject([{ month: '2026-04', acquisitionCents: 600_000 }]);
  });

  it('billing S35: should add up in every month whatever services have recorded', async () => {
    const step = fc.record({
      name: fc.constantFrom(...Object.keys(schools)),
      day: fc.integer({ min: 0, max: 400 }),
      mrr: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300_000 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const mrr = new Map<string, number>();
        const months = await asSystem(async () => {
          const client = await system.pool.connect();
          try {
            await client.query('begin');
            for (const { tenantId, mrrCents } of await readMovements(client)) mrr.set(tenantId, mrrCents);
            for (const { name, day, mrr: cents } of steps) {
              const at = new Date(Date.UTC(2026, 4, 6) + day * 86_400_000);
              mrr.set(idOf(name), cents);
              const cause = { tenantId: idOf(name), at, reason: 'test', priceBookVersion: 1 };
              await recordMovement(client, cents, cause);
            }
            return monthlyMovements(await readMovements(client), monthsFrom('2026-04', '2027-12'));
          } finally {
            await client.query('rollback');
            client.release();
          }
        });
        for (const { openedCents, cents, closedCents } of months)
          expect(Object.values(cents).reduce((sum, moved) => sum + moved, openedCents)).toBe(closedCents);
        expect(months.at(-1)?.closedCents).toBe([...mrr.values()].reduce((sum, cents) => sum + cents, 0));
      }),
      { numRuns: 20 },
    );
  });

  it('should project with the assumptions that the staff share', async () => {
    const assumptions = {
      ...{ newSchools: '2', growthPercent: '5', churnPercent: '1.5' },
      ...{ arpaCents: 20_000, acquisitionCostCents: 100_000, marginPercent: '75' },
    };
    const start = { month: '2026-05', schools: 2, mrrCents: 42_828 };
    const project = (more: object) =>
      staff.post('/api/console/figures/projection', { start, assumptions, save: false, ...more });
    const { projection } = (await project({})).json<{ projection: ProjectionMonth[] }>();
    expect(projection).toHaveLength(36);
    expect((await figures()).assumptions.saved).toBeUndefined();
    await project({ save: true });
    const answer = await figures();
    expect(answer.assumptions).toMatchObject({
      content: assumptions,
      saved: { updatedAt: NOW.toISOString() },
    });
    expect(answer.projection).toEqual(projection);
    expect(codeOf(await project({ assumptions: { ...assumptions, churnPercent: '101' } }))).toBe(
      'request.invalid',
    );
  });

  it('should leave an entry in the audit trail for what staff enter', async () => {
    const { rows: trail } = await system.admin.query(
      "select action from audit_events where action like 'figures.%' order by created_at",
    );
    expect(trail.map(({ action }) => action)).toEqual(['figures.save_input', 'figures.save_assumptions']);
  });

  it('should be closed to schools, partners and strangers', async () => {
    const partner = await addRealmUser(system.payload, 'partner');
    const school = schools.basic as TestSchool;
    const admin = await school.signIn(school.admin);
    const clients = [
      admin,
      admin.at(`console.${BASE_DOMAIN}`),
      await system.at(`partners.${BASE_DOMAIN}`).signIn(partner.email, partner.password, partner.totpSecret),
      system.at(`console.${BASE_DOMAIN}`),
    ];
    for (const client of clients) {
      for (const path of ['figures', 'figures/rows?of=schools&month=2026-04'])
        expect([401, 403], `${client.host} ${path}`).toContain(
          (await client.get(`/api/console/${path}`)).status,
        );
      for (const path of ['figures/projection', 'figures/input'])
        expect([401, 403]).toContain((await client.post(`/api/console/${path}`, {})).status);
    }
    for (const table of ['kpi_inputs', 'kpi_assumptions', 'partner_agreements'])
      await expect(school.run(() => system.pool.query(`select 1 from ${table}`))).rejects.toThrow(
        /permission denied/,
      );
  });
});
