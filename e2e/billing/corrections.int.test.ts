import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finaliseInvoice } from '../../core/billing/index.ts';
import { asSystem, inTransaction } from '../../core/tenancy/index.ts';
import {
  alarms,
  atStripe,
  count,
  endMonth,
  LEDGER,
  meteringHour,
  newestInvoice,
  payingSchool,
  recordOnes,
  SMS,
  sendForeign,
  ship,
} from './metering-kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const LONG = { timeout: 180_000 };
const FEBRUARY = { from: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' };
const DAY = '2026-02-10';

describe('a Stripe that counts otherwise than the ledger', () => {
  let world: BillingWorld;
  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  /** So many messages on February 10, recorded at ten. */
  const used = async (subdomain: string, messages: number, card?: string): Promise<BilledTestSchool> => {
    const school = await payingSchool(world, subdomain, card === undefined ? {} : { card });
    await world.moveTo(`${DAY}T10:00:00Z`, [school]);
    await recordOnes(world, school, { count: messages, at: `${DAY}T09:59:00Z` });
    return school;
  };
  const hourAt = async (school: BilledTestSchool, at: string) => {
    await world.moveTo(at, [school]);
    const result = await meteringHour(world, at);
    await ship(world, at);
    return result;
  };
  /** What both invoices come to after their credit notes. */
  const nets = async (school: BilledTestSchool) => {
    const { ours, stripe } = await newestInvoice(world, school);
    const credited = stripe.pre_payment_credit_notes_amount + stripe.post_payment_credit_notes_amount;
    return [ours.total - ours.credited, stripe.total - credited];
  };

  it('billing S22a: should top up the one that Stripe misses with an event of its own', LONG, async () => {
    const school = await used('two-a', 1_330);
    await ship(world, `${DAY}T10:00:00Z`);
    await recordOnes(world, school, { count: 1, at: `${DAY}T09:59:30Z` });
    // Said to be taken, and lost.
    await ship(world, `${DAY}T10:00:00Z`, { through: { send: async () => ({ kind: 'accepted' }) } });
    expect([await count(world, school, LEDGER), await atStripe(world, school, FEBRUARY)]).toEqual([
      1_331, 1_330,
    ]);
    expect(await hourAt(school, `${DAY}T11:00:00Z`)).toMatchObject({ corrected: 1, difference: 1 });
    const { rows } = await world.system.admin.query(
      'select purpose, value::int, identifier from shipments where tenant_id = $1 order by created_at, revision',
      [school.id],
    );
    expect(rows.map(({ purpose, value }) => [purpose, value])).toEqual([
      ['usage', 1_330],
      ['usage', 1],
      ['correction', 1],
    ]);
    expect(new Set(rows.map(({ identifier }) => identifier)).size).toBe(3);
    expect(await atStripe(world, school, FEBRUARY)).toBe(1_331);
    expect(await hourAt(school, `${DAY}T12:00:00Z`)).toMatchObject({ corrected: 0, difference: 0 });
    await endMonth(world, '2026-03-01T00:00:00Z', [school]);
    expect((await newestInvoice(world, school)).both).toEqual(['paid', 25_898, 'paid', 25_898]);
  });

  it(
    'billing S22b: should take back the one too many within a day, for an invoice of 998',
    LONG,
    async () => {
      const school = await used('two-b', 1_331);
      await ship(world, `${DAY}T10:00:00Z`);
      await sendForeign(world, school, { value: 1, at: `${DAY}T09:59:30Z` });
      expect(await atStripe(world, school, FEBRUARY)).toBe(1_332);
      for (const hour of [11, 12, 13]) await hourAt(school, `${DAY}T${hour}:00:00Z`);
      expect(await atStripe(world, school, FEBRUARY)).toBe(1_331);
      expect(await alarms(world, school)).toEqual([]);
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      const { both, metered } = await newestInvoice(world, school);
      expect([both, metered]).toEqual([['paid', 25_898, 'paid', 25_898], [[SMS, 998]]]);
    },
  );

  it(
    'billing S22c: should give back the cent that a final invoice of 999 has too much, on both sides',
    LONG,
    async () => {
      const school = await used('two-c', 1_331);
      await ship(world, `${DAY}T10:00:00Z`);
      // Found when the day in which Stripe takes events back is over.
      await world.moveTo('2026-02-12T10:00:00Z', [school]);
      await sendForeign(world, school, { value: 1, at: `${DAY}T09:59:30Z` });
      expect(await hourAt(school, '2026-02-12T11:00:00Z')).toMatchObject({ corrected: 0, difference: 1 });
      await world.moveTo('2026-03-01T00:00:00Z', [school]);
      await world.moveTo('2026-03-01T00:46:00Z', [school]);
      expect((await newestInvoice(world, school)).both).toEqual(['draft', 25_898, 'draft', 25_899]);
      await world.moveTo('2026-03-01T02:00:00Z', [school]);
      const { both, lines, ours, stripe, stripeCents } = await newestInvoice(world, school);
      expect(both).toEqual(['paid', 25_899, 'paid', 25_899]);
      expect(stripeCents).toContain(999);
      expect(lines.map(({ kind, code, cents }) => [kind, code, cents])).toEqual([
        ['base', 'standard', 24_900],
        ['metered', SMS, 998],
        ['adjustment', 'provider_difference', 1],
      ]);
      expect([ours.paid, ours.credited, await nets(school)]).toEqual([25_898, 1, [25_898, 25_898]]);
      const notes = await world.stripe.creditNotes.list({ invoice: stripe.id });
      const own = await world.system.admin.query(
        'select amount_cents::int as cents, stripe_credit_note_id as id from billing_credit_notes where tenant_id = $1',
        [school.id],
      );
      expect(own.rows).toEqual([{ cents: 1, id: notes.data[0]?.id }]);
      expect(notes.data.map(({ amount }) => amount)).toEqual([1]);
      // Looking again, hours and a message later, gives nothing back twice.
      for (const at of ['2026-03-01T03:00:00Z', '2026-03-01T04:00:00Z']) await hourAt(school, at);
      expect(await nets(school)).toEqual([25_898, 25_898]);
      expect(await alarms(world, school)).toContain('difference');
      await endMonth(world, '2026-04-01T00:00:00Z', [school]);
      expect((await newestInvoice(world, school)).both).toEqual(['paid', 24_900, 'paid', 24_900]);
    },
  );

  it(
    'should have the port of metering credit at Stripe what our own invoice, final before, never had',
    LONG,
    async () => {
      const school = await used('two-port', 1_331);
      await ship(world, `${DAY}T10:00:00Z`);
      await world.moveTo('2026-02-12T10:00:00Z', [school]);
      await sendForeign(world, school, { value: 1, at: `${DAY}T09:59:30Z` });
      await world.moveTo('2026-03-01T00:46:00Z', [school]);
      const { ours } = await newestInvoice(world, school);
      const now = new Date('2026-03-01T00:46:00Z');
      await asSystem(() =>
        inTransaction(world.system.pool, (client) =>
          finaliseInvoice(client, { tenantId: school.id, invoiceId: ours.id, now }),
        ),
      );
      await world.moveTo('2026-03-01T02:00:00Z', [school]);
      expect(await nets(school)).toEqual([25_898, 25_899]);
      for (const at of ['2026-03-01T03:00:00Z', '2026-03-01T04:00:00Z']) {
        await hourAt(school, at);
        await world.workAt(at);
      }
      const { both, stripe } = await newestInvoice(world, school);
      expect(both).toEqual(['paid', 25_898, 'paid', 25_899]);
      expect(
        (await world.stripe.creditNotes.list({ invoice: stripe.id })).data.map(({ amount }) => amount),
      ).toEqual([1]);
      expect(await nets(school)).toEqual([25_898, 25_898]);
    },
  );

  it('should lower the open invoice by what it has too much when nothing was paid', LONG, async () => {
    const school = await used('two-d', 1_331);
    await ship(world, `${DAY}T10:00:00Z`);
    await world.moveTo('2026-02-12T10:00:00Z', [school]);
    await sendForeign(world, school, { value: 1, at: `${DAY}T09:59:30Z` });
    await world.giveCard(school, 'pm_card_chargeCustomerFail');
    await endMonth(world, '2026-03-01T00:00:00Z', [school]);
    const { both, ours, stripe } = await newestInvoice(world, school);
    expect(both).toEqual(['open', 25_899, 'open', 25_899]);
    expect([ours.credited, stripe.amount_remaining, await nets(school)]).toEqual([
      1,
      25_898,
      [25_898, 25_898],
    ]);
    await world.giveCard(school);
    await world.workAt('2026-03-02T10:00:00Z');
    await world.workAt('2026-03-02T10:00:01Z');
    const paid = await newestInvoice(world, school);
    expect([paid.both, paid.ours.paid]).toEqual([['paid', 25_899, 'paid', 25_899], 25_898]);
  });

  it('should carry to the next invoice what Stripe made final without', LONG, async () => {
    const school = await used('two-e', 1_331);
    await world.system.emulators.spoil('stripe', {
      ...{ route: 'POST /v1/billing/meter_events', kind: 'status', status: 500, times: 1_000 },
    });
    await endMonth(world, '2026-03-01T00:00:00Z', [school]);
    const { both, lines, ours } = await newestInvoice(world, school);
    expect(both).toEqual(['paid', 24_900, 'paid', 24_900]);
    expect(lines.map(({ kind, code, cents }) => [kind, code, cents])).toEqual([
      ['base', 'standard', 24_900],
      ['metered', SMS, 998],
      ['adjustment', 'provider_difference', -998],
    ]);
    await world.system.emulators.heal();
    await hourAt(school, '2026-03-02T10:00:00Z');
    await endMonth(world, '2026-04-01T00:00:00Z', [school]);
    const next = await newestInvoice(world, school);
    expect(next.lines.map(({ kind, code, cents, from }) => [kind, code, cents, from])).toEqual([
      ['base', 'standard', 24_900, '2026-04-01'],
      ['adjustment', 'carried', 998, '2026-02-01'],
    ]);
    expect(next.both).toEqual(['paid', 25_898, 'paid', 25_898]);
    const item = next.stripe.lines.data.find(({ amount }) => amount === 998);
    expect(item?.description).toContain(ours.number);
    await endMonth(world, '2026-05-01T00:00:00Z', [school]);
    expect((await newestInvoice(world, school)).both).toEqual(['paid', 24_900, 'paid', 24_900]);
  });

  it('should meet an invoice again whose usage is on its way, until Stripe closes it', LONG, async () => {
    const school = await used('two-f', 1_331);
    await world.system.emulators.spoil('stripe', {
      ...{ route: 'POST /v1/billing/meter_events', kind: 'status', status: 500, times: 2 },
    });
    await world.moveTo('2026-03-01T00:00:00Z', [school]);
    const meeting = async () =>
      (
        await world.system.admin.query(
          "select state, meet_attempts as attempts, to_char(meet_at at time zone 'UTC', 'HH24:MI:SS') as at from billing_invoices where tenant_id = $1 order by created_at desc limit 1",
          [school.id],
        )
      ).rows[0];
    expect(await meeting()).toMatchObject({ state: 'draft', at: '00:00:30' });
    await world.moveTo('2026-03-01T00:10:00Z', [school]);
    expect(await meeting()).toMatchObject({ state: 'draft', at: '00:11:00' });
    await world.moveTo('2026-03-01T00:12:00Z', [school]);
    expect(await meeting()).toMatchObject({ state: 'draft', at: '00:45:00' });
    expect((await newestInvoice(world, school)).stripe.total).toBe(25_898);
    await world.moveTo('2026-03-01T00:46:00Z', [school]);
    expect((await newestInvoice(world, school)).both).toEqual(['paid', 25_898, 'paid', 25_898]);
    expect((await meeting()).at).toBeNull();
  });
});
