import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureUsage, recordUsage } from '../../core/billing/index.ts';
import { inTransaction } from '../../core/tenancy/index.ts';
import { addClasses } from '../support/index.ts';
import {
  alarms,
  atStripe,
  count,
  deliverMessage,
  endMonth,
  inSchool,
  LEDGER,
  meteringHour,
  newestInvoice,
  payingSchool,
  queueMessage,
  recordOnes,
  SMS,
  sendForeign,
  ship,
} from './metering-kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const LONG = { timeout: 180_000 };
const FEBRUARY = { from: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' };
const MARCH = { from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' };

describe('usage that is told of more than once, or late', () => {
  let world: BillingWorld;
  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  const capture = (school: BilledTestSchool, quantity: number, eventId: string, at: string) =>
    inSchool(world, school, () =>
      inTransaction(world.system.pool, (client) =>
        captureUsage(client, { meter: SMS, source: 'sms', eventId, quantity, occurredAt: new Date(at) }),
      ),
    );

  it('billing S16a: should count an event once that comes at 0 h, 1 h and 30 h', LONG, async () => {
    const school = await payingSchool(world, 'sixteen-a');
    const eventId = randomUUID();
    const outcomes: string[] = [];
    for (const at of ['2026-02-10T10:00:00Z', '2026-02-10T11:00:00Z', '2026-02-11T16:00:00Z']) {
      await world.moveTo(at, [school]);
      outcomes.push(await capture(school, 1, eventId, '2026-02-10T09:59:00Z'));
      await ship(world, at);
      await meteringHour(world, at);
    }
    expect(outcomes).toEqual(['recorded', 'known', 'known']);
    expect(await count(world, school, LEDGER)).toBe(1);
    expect(await atStripe(world, school, FEBRUARY)).toBe(1);
    await endMonth(world, '2026-03-01T00:00:00Z', [school]);
    const { both, metered } = await newestInvoice(world, school);
    // 0.75 of a cent is one.
    expect([both, metered]).toEqual([['paid', 24_901, 'paid', 24_901], [[SMS, 1]]]);
  });

  it('billing S16b: should count an event once that comes 50 times at once', LONG, async () => {
    const school = await payingSchool(world, 'sixteen-b');
    const at = '2026-02-10T10:00:00Z';
    await world.moveTo(at, [school]);
    const eventId = randomUUID();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => capture(school, 1, eventId, at)));
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
    await Promise.all([ship(world, at), ship(world, at)]);
    expect(await count(world, school, LEDGER)).toBe(1);
    expect(await atStripe(world, school, FEBRUARY)).toBe(1);
    await endMonth(world, '2026-03-01T00:00:00Z', [school]);
    expect((await newestInvoice(world, school)).both).toEqual(['paid', 24_901, 'paid', 24_901]);
  });

  it(
    'billing S16c: should keep the first value of a message, refuse another and raise an alarm',
    LONG,
    async () => {
      const school = await payingSchool(world, 'sixteen-c');
      const classes = await addClasses(world.system.admin, { tenant: { id: school.id } }, { pupils: 1 });
      await world.moveTo('2026-02-10T10:00:00Z', [school]);
      const queued = await queueMessage(world, school, classes.pupils[0]?.guardianId ?? '');
      const message = 'messageId' in queued ? queued.messageId : '';
      // Somebody counted the message before it was sent, with four parts.
      await capture(school, 4, message, '2026-02-10T10:00:00Z');
      await deliverMessage(world, queued);
      expect(await alarms(world, school)).toEqual(['conflict']);
      expect(await count(world, school, LEDGER)).toBe(4);
      const { rows } = await world.system.admin.query('select status from notifications where id = $1', [
        message,
      ]);
      expect(['sent', 'delivered']).toContain(rows[0].status);
      await expect(capture(school, 3, message, '2026-02-10T10:00:00Z')).rejects.toMatchObject({
        code: 'usage.conflict',
      });
      // At Stripe: the identifier is taken, for another value.
      await ship(world, '2026-02-10T10:00:00Z', {
        through: {
          send: async (event) => {
            const { value, identifier } = { value: 9, identifier: event.identifier };
            await sendForeign(world, school, { value, identifier, at: '2026-02-10T10:00:00Z' });
            return world.billing.sink.send(event);
          },
        },
      });
      expect((await alarms(world, school)).filter((kind) => kind === 'conflict')).toHaveLength(2);
      // The foreign nine are taken back, then the four of the ledger are sent under an identifier of their own.
      for (const at of ['2026-02-10T12:00:00Z', '2026-02-10T13:00:00Z', '2026-02-10T14:00:00Z']) {
        await world.moveTo(at, [school]);
        await meteringHour(world, at);
        await ship(world, at);
      }
      expect(await atStripe(world, school, FEBRUARY)).toBe(4);
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      expect((await newestInvoice(world, school)).both).toEqual(['paid', 24_903, 'paid', 24_903]);
    },
  );

  it(
    'billing S16d: should bill the last tenth of a second that arrives half an hour late with its month',
    LONG,
    async () => {
      const school = await payingSchool(world, 'sixteen-d');
      await world.moveTo('2026-03-01T00:00:00Z', [school]);
      await world.moveTo('2026-03-01T00:30:00Z', [school]);
      expect((await newestInvoice(world, school)).both).toEqual(['draft', 24_900, 'draft', 24_900]);
      await inSchool(world, school, () =>
        inTransaction(world.system.pool, (client) =>
          recordUsage(client, {
            ...{ meter: SMS, source: 'test', eventId: 'last', quantity: 400 },
            occurredAt: new Date('2026-02-28T23:59:59.900Z'),
          }),
        ),
      );
      await world.moveTo('2026-03-01T00:46:00Z', [school]);
      expect((await newestInvoice(world, school)).metered).toEqual([[SMS, 300]]);
      await world.moveTo('2026-03-01T02:00:00Z', [school]);
      expect((await newestInvoice(world, school)).both).toEqual(['paid', 25_200, 'paid', 25_200]);
      expect(await atStripe(world, school, FEBRUARY)).toBe(400);
      expect(await atStripe(world, school, MARCH)).toBe(0);
    },
  );

  it(
    'billing S16e: should put what comes after the final invoice on the next one, naming its month',
    LONG,
    async () => {
      const school = await payingSchool(world, 'sixteen-e');
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      await world.moveTo('2026-03-02T09:00:00Z', [school]);
      await recordOnes(world, school, { count: 400, at: '2026-02-28T12:00:00Z' });
      await recordOnes(world, school, { count: 100, at: '2026-03-02T08:00:00Z' });
      await ship(world, '2026-03-02T09:00:00Z');
      expect(await atStripe(world, school, FEBRUARY)).toBe(0);
      await endMonth(world, '2026-04-01T00:00:00Z', [school]);
      const { both, lines, stripe } = await newestInvoice(world, school);
      expect(lines.map(({ kind, cents, quantity, from }) => [kind, cents, quantity, from])).toEqual([
        ['base', 24_900, 1, '2026-04-01'],
        ['metered', 75, 100, '2026-03-01'],
        ['late_usage', 300, 400, '2026-02-01'],
      ]);
      expect(both).toEqual(['paid', 25_275, 'paid', 25_275]);
      const late = stripe.lines.data.find(({ amount }) => amount === 300);
      expect(late?.description).toContain('2026-02-01');
      await meteringHour(world, '2026-04-01T03:00:00Z');
      const unsettled = `select count(*) as n from shipments where tenant_id = $1 and way = 'invoice_item' and state <> 'confirmed'`;
      expect(await count(world, school, unsettled)).toBe(0);
    },
  );

  it(
    'billing S17: should charge 400 messages of 40 days ago as an item of 300 and never send them',
    LONG,
    async () => {
      const school = await payingSchool(world, 'seventeen');
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      await world.moveTo('2026-03-20T12:00:00Z', [school]);
      await recordOnes(world, school, { count: 400, at: '2026-02-08T12:00:00Z' });
      await ship(world, '2026-03-20T12:00:00Z');
      await meteringHour(world, '2026-03-20T12:00:00Z');
      await endMonth(world, '2026-04-01T00:00:00Z', [school]);
      const attempts = 'select coalesce(sum(attempts), 0) as n from shipments where tenant_id = $1';
      expect(await count(world, school, attempts)).toBe(0);
      expect(await atStripe(world, school, { from: FEBRUARY.from, until: MARCH.until })).toBe(0);
      const { both, lines, stripeCents } = await newestInvoice(world, school);
      expect(lines.map(({ kind, cents }) => [kind, cents])).toEqual([
        ['base', 24_900],
        ['late_usage', 300],
      ]);
      expect(stripeCents).toContain(300);
      expect(both).toEqual(['paid', 25_200, 'paid', 25_200]);
      await endMonth(world, '2026-05-01T00:00:00Z', [school]);
      expect((await newestInvoice(world, school)).both).toEqual(['paid', 24_900, 'paid', 24_900]);
    },
  );
});
