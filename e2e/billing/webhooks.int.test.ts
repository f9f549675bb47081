import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInbox, reviveEvents, setBillingClock } from '../../core/billing/index.ts';
import { takeWebhook } from '../../core/billing/worker.ts';
import { asSystem } from '../../core/tenancy/index.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

describe('what the payment provider tells', () => {
  let world: BillingWorld;
  const secret = () => world.system.settings.STRIPE_WEBHOOK_SECRET ?? '';
  const sign = (body: string, key = secret(), at = Math.floor(Date.now() / 1000)) =>
    `t=${at},v1=${createHmac('sha256', key).update(`${at}.${body}`).digest('hex')}`;
  const send = (body: string, signature: string) =>
    world.system.at('localhost').send('POST', '/webhooks/stripe', {
      raw: Buffer.from(body),
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    });
  const rows = async () =>
    (
      await world.system.admin.query(
        'select event_id, type, deliveries, state from stripe_inbox order by occurred_at, event_id',
      )
    ).rows;
  const event = (id: string, type: string, object: Record<string, unknown>) =>
    JSON.stringify({ id, object: 'event', type, created: 1_770_000_000, data: { object } });

  beforeAll(async () => {
    world = await createBillingWorld();
    await world.flush();
  });
  afterAll(() => world.close());

  it('billing S31: should refuse what is not genuine, too old or changed by a byte, and write nothing', async () => {
    const before = await rows();
    const body = event('evt_forged', 'invoice.paid', { id: 'in_1', object: 'invoice', customer: 'cus_1' });
    const now = Math.floor(Date.now() / 1000);
    const bad = [
      [body, sign(body, secret(), now - 301)],
      [body, sign(body, 'whsec_another')],
      [body.replace('in_1', 'in_2'), sign(body)],
      [body, 'nonsense'],
      [body, ''],
      ['{', sign('{')],
      [JSON.stringify({ hello: 1 }), sign(JSON.stringify({ hello: 1 }))],
    ] as const;
    for (const [text, signature] of bad) {
      const answer = await send(text, signature);
      expect([answer.status, answer.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([
        400,
        'webhook.invalid',
      ]);
    }
    expect(
      (await world.system.at('localhost').send('POST', '/webhooks/stripe', { raw: Buffer.from(body) }))
        .status,
    ).toBe(400);
    expect(await rows()).toEqual(before);
    expect((await send(body, sign(body, secret(), now - 290))).status).toBe(200);
    expect(await rows()).toHaveLength(before.length + 1);
  });

  it('billing S30: should keep one row for a fact that is told again or by a second event', async () => {
    const object = { id: 'in_fact', object: 'invoice', customer: 'cus_unknown', status: 'paid' };
    const [one, two] = [event('evt_one', 'invoice.paid', object), event('evt_two', 'invoice.paid', object)];
    for (const body of [one, one, one, two]) expect((await send(body, sign(body))).status).toBe(200);
    const kept = (await rows()).filter(({ event_id }) => ['evt_one', 'evt_two'].includes(event_id));
    expect(kept).toMatchObject([{ event_id: 'evt_one', deliveries: 4 }]);
  });

  it('billing S30: should come to the same state by any order and number of the messages of a life', {
    timeout: 240_000,
  }, async () => {
    const school = await world.addSchool('thirty', { from: '2026-01-18T00:00:00Z' });
    await world.workAt('2026-01-18T00:00:00Z');
    await world.giveCard(school);
    await world.moveTo('2026-02-01T00:00:00Z', [school]);
    await world.moveTo('2026-02-01T02:00:00Z', [school]);
    await world.giveCard(school, 'pm_card_chargeCustomerFail');
    await world.moveTo('2026-03-01T00:00:00Z', [school]);
    await world.moveTo('2026-03-01T02:00:00Z', [school]);
    await world.giveCard(school);
    await world.workAt('2026-03-02T00:00:00Z');
    await world.workAt('2026-03-02T00:00:01Z');
    const expected = await picture(school);
    expect(expected.payments).toHaveLength(2);
    const all = await world.stripe.events.list({ limit: 100 });
    const mine = all.data.filter(
      ({ data }) => (data.object as { customer?: string }).customer === school.customerId,
    );
    expect(mine.length).toBeGreaterThan(10);
    const now = new Date('2026-03-02T00:01:00Z');
    setBillingClock(() => now);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: mine.length - 1 }), { minLength: 5, maxLength: 16 }),
        async (order) => {
          await world.system.admin.query('delete from stripe_inbox');
          for (const index of order) {
            const body = JSON.stringify(mine[index]);
            await takeWebhook(world.system.pool, world.billing.provider, {
              body: Buffer.from(body),
              signature: sign(body),
              now,
            });
            if (index % 3 === 0) await world.billing.runAt(now);
          }
          await world.billing.runAt(now);
          expect(await picture(school)).toEqual(expected);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('should try a message again that could not be handled, give it up aloud, and let staff revive it', {
    timeout: 120_000,
  }, async () => {
    const school = await world.addSchool('poison', { from: '2026-01-10T00:00:00Z' });
    const body = event('evt_poison', 'invoice.paid', {
      id: 'in_missing',
      object: 'invoice',
      customer: school.customerId,
    });
    await send(body, sign(body));
    let at = Date.parse('2026-01-10T00:00:00Z');
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await world.workAt(new Date(at).toISOString());
      at += 13 * 3_600_000;
    }
    const [dead] = (await rows()).filter(({ event_id }) => event_id === 'evt_poison');
    expect(dead).toMatchObject({ state: 'dead' });
    const { pool } = world.system;
    const [shown] = (await asSystem(() => readInbox(pool))).events;
    expect(shown).toMatchObject({ eventId: 'evt_poison', objectId: 'in_missing' });
    expect(await asSystem(() => reviveEvents(pool, new Date(at), 'evt_poison'))).toBe(1);
  });

  const picture = async (school: BilledTestSchool) => {
    const { id: _id, updated_at: _updated, ...row } = await world.subscription(school);
    const payments = await world.system.admin.query(
      'select kind, amount_cents, provider_id from billing_payments where tenant_id = $1 order by provider_id',
      [school.id],
    );
    const movements = await world.system.admin.query(
      'select kind, delta_cents, reason from subscription_movements where tenant_id = $1 order by sequence',
      [school.id],
    );
    return {
      row,
      invoices: await world.invoices(school),
      payments: payments.rows,
      movements: movements.rows,
    };
  };
});
