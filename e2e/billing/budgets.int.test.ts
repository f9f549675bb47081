import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureUsage, entitlementOf, reserveUsage } from '../../core/billing/index.ts';
import { tickUsage } from '../../core/billing/worker.ts';
import { inTransaction, isLostDatabase } from '../../core/tenancy/index.ts';
import { addClasses } from '../support/index.ts';
import {
  atStripe,
  count,
  deliverMessage,
  endMonth,
  inSchool,
  LEDGER,
  newestInvoice,
  payingSchool,
  queueMessage,
  recordOnes,
  SMS,
  ship,
} from './metering-kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const LONG = { timeout: 180_000 };
const AT = '2026-02-10T10:00:00Z';
const FEBRUARY = { from: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' };
const REFUSED = { code: 'budget.exhausted', status: 402 };

describe('a budget of 1,000 cents for messages, held before the work and billed after it', () => {
  let world: BillingWorld;
  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  const limited = async (subdomain: string): Promise<BilledTestSchool> => {
    const school = await payingSchool(world, subdomain);
    await world.moveTo(AT, [school]);
    const client = await world.system
      .at(school.host)
      .signIn(`admin@${subdomain}.example`, school.adminPassword);
    const budgets = { [SMS]: { cents: 1_000, isHard: true } };
    const answer = await client.post('/api/budgets/set', { budgets });
    expect(answer.status, answer.text).toBe(200);
    return school;
  };
  /** Reserves, works and captures, as every metered action does. */
  const send = (school: BilledTestSchool, isCaptured = true) =>
    inSchool(world, school, () =>
      inTransaction(world.system.pool, async (client) => {
        const entry = { meter: SMS, source: 'sms', eventId: randomUUID(), quantity: 1 };
        await reserveUsage(client, { ...entry, now: new Date(AT) });
        if (isCaptured) await captureUsage(client, { ...entry, occurredAt: new Date(AT) });
      }),
    );
  const patiently = async (call: () => Promise<void>): Promise<void> => {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        // On a busy machine a call may find no connection in time.
        if (!isLostDatabase(error)) throw error;
      }
    }
  };
  const alerts = async ({ id }: BilledTestSchool) =>
    (
      await world.system.admin.query(
        "select payload ->> 'percent' as percent from outbox where tenant_id = $1 and type = 'usage.alert' order by created_at",
        [id],
      )
    ).rows.map(({ percent }) => Number(percent));

  it(
    'billing S21a, S21b: should pass 1,333 messages, refuse the next, alert once at 667 and 1,067, and bill 1,000',
    LONG,
    async () => {
      const school = await limited('budget-a');
      const classes = await addClasses(world.system.admin, { tenant: { id: school.id } }, { pupils: 1 });
      const guardian = classes.pupils[0]?.guardianId ?? '';
      await recordOnes(world, school, { count: 665, at: AT });
      await send(school);
      expect(await alerts(school)).toEqual([]);
      await send(school);
      expect(await alerts(school)).toEqual([50]);
      await recordOnes(world, school, { count: 398, at: AT });
      await send(school);
      expect(await alerts(school)).toEqual([50]);
      await send(school);
      expect(await alerts(school)).toEqual([50, 80]);
      await send(school);
      await recordOnes(world, school, { count: 264, at: AT });
      expect(await count(world, school, LEDGER)).toBe(1_332);
      // The last one that fits and the first that does not go the way of a real message.
      const last = await queueMessage(world, school, guardian);
      expect(await queueMessage(world, school, guardian)).toEqual({ code: 'budget.exhausted' });
      await deliverMessage(world, last);
      await expect(send(school)).rejects.toMatchObject(REFUSED);
      expect(await alerts(school)).toEqual([50, 80, 100]);
      expect(await count(world, school, LEDGER)).toBe(1_333);
      await ship(world, AT);
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      const { both, metered } = await newestInvoice(world, school);
      expect(metered).toEqual([[SMS, 1_000]]);
      expect(both).toEqual(['paid', 25_900, 'paid', 25_900]);
      expect(await atStripe(world, school, FEBRUARY)).toBe(1_333);
    },
  );

  it(
    'billing S21c: should let exactly 33 of 100 parallel messages pass after 1,300, and bill 1,000',
    LONG,
    async () => {
      const school = await limited('budget-c');
      await recordOnes(world, school, { count: 1_300, at: AT });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 100 }, () => patiently(() => send(school))),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(33);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(67);
      for (const { reason } of refused) expect(reason).toMatchObject(REFUSED);
      expect(await count(world, school, LEDGER)).toBe(1_333);
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      const { both, metered } = await newestInvoice(world, school);
      expect([both, metered]).toEqual([['paid', 25_900, 'paid', 25_900], [[SMS, 1_000]]]);
    },
  );

  it('should give back and remove what a process held that ended, a day after', LONG, async () => {
    const school = await limited('budget-swept');
    await recordOnes(world, school, { count: 1_332, at: AT });
    await send(school, false);
    await expect(send(school)).rejects.toMatchObject(REFUSED);
    const { pool, logger } = world.system;
    const held = `select count(*) as n from usage_reservations where tenant_id = $1 and state = 'held'`;
    const used = (at: string) =>
      inSchool(world, school, () => entitlementOf(pool, SMS, { now: new Date(at) })).then((it) => it.used);
    await tickUsage({ pool, logger, now: new Date('2026-02-11T09:59:59Z') });
    expect([await count(world, school, held), await used('2026-02-11T09:59:59Z')]).toEqual([1, 999.75]);
    await tickUsage({ pool, logger, now: new Date('2026-02-11T10:00:00Z') });
    expect([await count(world, school, held), await used('2026-02-11T10:00:00Z')]).toEqual([0, 999]);
    // What was captured is the ledger's and stays.
    await send(school);
    await tickUsage({ pool, logger, now: new Date('2026-02-20T10:00:00Z') });
    expect(await count(world, school, LEDGER)).toBe(1_333);
  });
});
