import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FigureMonth,
  type FigureRow,
  type Figures,
  recordUsage,
  setBillingClock,
  takeSnapshots,
} from '../../core/billing/index.ts';
import { type HttpClient, setActiveStudents } from '../support/index.ts';
import { adminOf, answered, inSchool, staffOf } from './people.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

type Rows = { rows: FigureRow[]; totalCents: number };
type Name = 'grouped' | 'third' | 'yearly' | 'basic' | 'suspended' | 'grace' | 'trial';

/** What the schools subscribe to; each trial takes fourteen days. The third member is there for the group's discount alone. */
const SCHOOLS: Record<Name, { from: string; plan: string; isGrouped?: true; hasCard: boolean }> = {
  grouped: { from: '2026-01-04T08:00:00Z', plan: 'standard', isGrouped: true, hasCard: true },
  third: { from: '2026-01-06T08:00:00Z', plan: 'basic', isGrouped: true, hasCard: true },
  yearly: { from: '2026-01-22T08:00:00Z', plan: 'standard', isGrouped: true, hasCard: true },
  basic: { from: '2026-01-25T08:00:00Z', plan: 'basic', hasCard: true },
  suspended: { from: '2026-02-06T12:00:00Z', plan: 'basic', hasCard: false },
  grace: { from: '2026-02-07T12:00:00Z', plan: 'basic', hasCard: false },
  trial: { from: '2026-02-20T12:00:00Z', plan: 'standard', hasCard: true },
};

describe('the figures of schools that really subscribed', () => {
  let world: BillingWorld;
  let staff: HttpClient;
  const schools = new Map<Name, BilledTestSchool>();
  let group: string;

  beforeAll(async () => {
    world = await createBillingWorld();
    staff = await staffOf(world);
    const { rows } = await world.system.admin.query(
      "insert into school_groups (name) values ('A group') returning id",
    );
    group = rows[0].id;
  });
  afterAll(() => world.close());

  const of = (name: Name): BilledTestSchool => {
    const school = schools.get(name);
    if (!school) throw new Error(`${name} has not begun.`);
    return school;
  };
  const begin = async (name: Name) => {
    const { from, plan, isGrouped, hasCard } = SCHOOLS[name];
    const school = await world.addSchool(name, { from, plan, ...(isGrouped ? { group } : {}) });
    schools.set(name, school);
    await world.workAt(from);
    if (hasCard) await world.giveCard(school);
  };
  const moveTo = (at: string, ...names: Name[]) => world.moveTo(at, names.map(of));
  const asked = async (name: Name, at: string, path: string, body: object) => {
    setBillingClock(() => new Date(at));
    await answered((await adminOf(world, of(name))).post(path, body));
    await world.workAt(at);
  };
  const figures = async (at: string, query = ''): Promise<Figures> => {
    setBillingClock(() => new Date(at));
    return answered<Figures>(staff.get(`/api/console/figures${query}`));
  };
  const last = ({ months }: Figures): FigureMonth => {
    const month = months.at(-1);
    if (!month) throw new Error('There is no month.');
    return month;
  };
  const rows = (of: string, month: string, more = '') =>
    answered<Rows>(staff.get(`/api/console/figures/rows?of=${of}&month=${month}${more}`));
  const sumOf = ({ rows: list }: Rows) => list.reduce((sum, { cents }) => sum + cents, 0);

  /** Opens the rows behind every figure of a month: each list sums to its figure. */
  const openAll = async (shown: Figures) => {
    const { month, openedCents, closedCents, cents, counts, usageCents, onceCents, retention } = last(shown);
    const moved = Object.values(cents).reduce((sum, part) => sum + part, 0);
    expect(openedCents + moved).toBe(closedCents);
    const expected: Record<string, number> = {
      ...cents,
      ...{ schools: closedCents, movements: closedCents - openedCents, usage: usageCents, once: onceCents },
      retention: retention.keptCents - retention.startCents,
    };
    for (const [kind, total] of Object.entries(expected)) {
      const behind = await rows(kind, month);
      expect([kind, sumOf(behind), behind.totalCents]).toEqual([kind, total, total]);
    }
    for (const [kind, count] of Object.entries(counts))
      expect([kind, (await rows(kind, month)).rows.length]).toEqual([kind, count]);
    let inCohorts = 0;
    for (const cohort of shown.cohorts) {
      const cell = cohort.cells.find((entry) => entry.month === month);
      const behind = await rows('cohort', month, `&cohort=${cohort.month}`);
      expect(sumOf(behind)).toBe(cell?.cents ?? 0);
      inCohorts += sumOf(behind);
    }
    expect(inCohorts).toBe(closedCents);
    expect(shown.proof).toMatchObject({ differences: [], movementsCents: shown.proof.subscriptionsCents });
  };

  it('billing S32: should tell MRR 50,238, ARR 602,856 and ARPA 16,746', { timeout: 600_000 }, async () => {
    await begin('grouped');
    await begin('third');
    await moveTo('2026-01-18T08:00:00Z', 'grouped');
    await setActiveStudents(world.system.admin, of('grouped').id, 2_340, new Date('2026-01-19T09:00:00Z'));
    await moveTo('2026-01-20T08:00:00Z', 'third');
    await begin('yearly');
    await asked('yearly', '2026-01-22T09:00:00Z', '/api/plan/change', { cycle: 'yearly', expectedCents: 0 });
    const ordered = await staff.post('/api/console/billing/order', {
      tenant: of('yearly').id,
      code: 'setup',
    });
    expect([ordered.status, ordered.text]).toEqual([200, '{}']);
    await begin('basic');
    for (const [meter, quantity] of [
      ['sms_parts', 1_331],
      ['ai_predictions', 4_322],
      ['report_renders', 17],
    ] as const)
      await inSchool(world, of('grouped'), (client) =>
        recordUsage(client, {
          ...{ meter, quantity, source: 'test', eventId: meter },
          occurredAt: new Date('2026-01-26T10:00:00Z'),
        }),
      );
    await moveTo('2026-02-04T12:00:00Z', 'yearly');
    await moveTo('2026-02-05T08:00:00Z', 'yearly');
    await begin('suspended');
    await begin('grace');
    await moveTo('2026-02-08T08:00:00Z', 'basic');
    await asked('third', '2026-02-09T08:00:00Z', '/api/plan/cancel', { cancel: true });
    await moveTo('2026-02-17T12:00:00Z', 'grouped');
    await takeSnapshots({ pool: world.system.pool, now: new Date('2026-02-18T08:00:00Z') });
    await moveTo('2026-02-18T08:00:00Z', 'grouped');
    await moveTo('2026-02-20T08:00:00Z', 'third');
    expect(
      (await world.invoices(of('yearly'))).map(({ total, stripe, paid }) => [total, stripe, paid]),
    ).toEqual([[265_136, 265_136, 265_136]]);
    expect(
      (await world.invoices(of('grouped'))).map(({ total, stripe, paid }) => [total, stripe, paid]),
    ).toEqual([
      [24_900, 24_900, 24_900],
      [28_357, 28_357, 28_357],
    ]);
    const shown = await figures('2026-02-20T10:00:00Z');
    expect(last(shown)).toMatchObject({
      ...{ month: '2026-02', schools: 3, closedCents: 50_238 },
      economics: { mrrCents: 50_238, arrCents: 602_856, arpaCents: 16_746 },
    });
    expect((await rows('schools', '2026-02')).rows.map(({ subdomain, cents }) => [subdomain, cents])).toEqual(
      [
        ['grouped', 22_410],
        ['yearly', 17_928],
        ['basic', 9_900],
      ],
    );
    await openAll(shown);
  });

  it('billing S32b: should tell MRR 60,138 with grace, and usage of 5,947 and the set-up apart', {
    timeout: 600_000,
  }, async () => {
    await moveTo('2026-02-20T12:00:00Z', 'suspended');
    await begin('trial');
    await moveTo('2026-02-21T12:00:00Z', 'grace');
    await moveTo('2026-02-27T12:00:00Z', 'suspended');
    await moveTo('2026-02-28T11:00:00Z', 'grace');
    const states = await Promise.all(
      (['trial', 'suspended', 'grace'] as const).map(
        async (name) => (await world.subscription(of(name))).status,
      ),
    );
    expect(states).toEqual(['trialing', 'suspended', 'past_due']);
    const shown = await figures('2026-02-28T11:00:00Z');
    expect(last(shown)).toMatchObject({
      ...{ closedCents: 60_138, usageCents: 5_947, onceCents: 50_000, schools: 4 },
      economics: { mrrCents: 60_138, arrCents: 721_656 },
    });
    expect(
      (await rows('usage', '2026-02')).rows.map(({ kind, reason, cents }) => [kind, reason, cents]),
    ).toEqual([
      ['student_overage', 'standard', 4_000],
      ['metered', 'sms_parts', 998],
      ['metered', 'ai_predictions', 864],
      ['metered', 'report_renders', 85],
    ]);
    await openAll(shown);
  });

  it('billing S35: should tell NRR 85.25 % and GRR 55.39 %, and movements that add up to the change', {
    timeout: 600_000,
  }, async () => {
    // The grace ends an hour later, so that March begins with the three schools of S32.
    await moveTo('2026-02-28T12:00:00Z', 'grace');
    await moveTo('2026-03-05T08:00:00Z', 'basic', 'yearly');
    const upgrade = { plan: 'standard', expectedCents: 1_607 };
    await asked('basic', '2026-03-05T08:00:00Z', '/api/plan/change', upgrade);
    expect((await world.invoices(of('basic'))).at(-1)).toMatchObject({
      total: 1_607,
      stripe: 1_607,
      paid: 1_607,
    });
    await asked('grouped', '2026-03-06T08:00:00Z', '/api/plan/cancel', { cancel: true });
    // The trial of S32b ends meanwhile: a new school, which counts in no retention.
    await moveTo('2026-03-06T12:00:00Z', 'trial');
    await moveTo('2026-03-06T14:00:00Z', 'trial');
    await moveTo('2026-03-08T08:00:00Z', 'basic');
    await moveTo('2026-03-08T10:00:00Z', 'basic');
    await moveTo('2026-03-18T08:00:00Z', 'grouped');
    const shown = await figures('2026-03-20T08:00:00Z');
    const { retention, cents, ...month } = last(shown);
    expect(month).toMatchObject({ month: '2026-03', openedCents: 50_238, closedCents: 67_728 });
    expect(cents).toMatchObject({ new: 24_900, expansion: 15_000, churn: -22_410 });
    expect(retention).toMatchObject({ startCents: 50_238, keptCents: 42_828 });
    expect((Number(retention.net) * 100).toFixed(2)).toBe('85.25');
    expect((Number(retention.gross) * 100).toFixed(2)).toBe('55.39');
    await openAll(shown);
    const february = await figures('2026-03-20T08:00:00Z', '?month=2026-02');
    expect(last(february).closedCents).toBe(50_238);
    await openAll(february);
  });
});
