import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeGroup } from '../../core/administration/index.ts';
import {
  agreeContract,
  changeTerms,
  type InvoicePage,
  type PlanPage,
  setBillingClock,
} from '../../core/billing/index.ts';
import { collectGroups, takeOverSchools } from '../../core/billing/worker.ts';
import { addGroup, addThreeSchools, countDay, type TestGroup, useMeter } from './group-world.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const staff = { kind: 'system' as const, label: 'test' };

describe('one payer for the schools of a group', () => {
  let world: BillingWorld;
  const statusOf = async (schools: BilledTestSchool[]) =>
    Promise.all(schools.map(async (school) => (await world.subscription(school)).status));
  const own = async (school: BilledTestSchool) =>
    (await world.invoices(school)).map(({ state, total, paid }) => [state, total, paid]);
  const theirs = async (customer: string) =>
    (await world.stripe.invoices.list({ customer })).data
      .filter(({ total }) => total !== 0)
      .map(({ status, total }) => [status, total]);

  const firstInvoice = async ({ customerId }: TestGroup) =>
    (await world.stripe.invoices.list({ customer: customerId })).data.at(-1)?.id ?? '';

  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  describe('who renew together', () => {
    let group: TestGroup;
    let schools: [BilledTestSchool, BilledTestSchool, BilledTestSchool];

    it('billing S28: should put 8,910 + 22,410 + 215,136 on the first invoice of the group, and be paid by webhook', {
      timeout: 180_000,
    }, async () => {
      group = await addGroup(world, '2026-01-01T00:00:00Z');
      schools = await addThreeSchools(world, group, { from: '2026-01-01T00:00:00Z', prefix: 's28' });
      await group.giveCard();
      await group.turn(true);
      await group.moveTo('2026-01-10T00:00:00Z', schools);
      for (const school of schools) {
        const row = await world.subscription(school);
        expect([row.payer_group, row.provider_id]).toEqual([group.id, null]);
      }
      await group.moveTo('2026-02-01T00:00:00Z', schools);
      expect(await group.invoices()).toEqual([]);
      await group.moveTo('2026-02-01T01:00:00Z', schools);
      expect(await group.invoices()).toEqual([
        { state: 'paid', total: 246_456, stripe: 246_456, paid: 246_456 },
      ]);
      expect(await Promise.all(schools.map(own))).toEqual([
        [['paid', 8_910, 8_910]],
        [['paid', 22_410, 22_410]],
        [['paid', 215_136, 215_136]],
      ]);
      expect(await statusOf(schools)).toEqual(['active', 'active', 'active']);
      expect(await theirs(group.customerId)).toEqual([['paid', 246_456]]);
      for (const school of schools) expect(await theirs(school.customerId)).toEqual([]);
      const [invoice] = (await world.stripe.invoices.list({ customer: group.customerId })).data;
      const lines = (await world.stripe.invoices.listLineItems(invoice?.id ?? '', { limit: 100 })).data;
      expect(lines.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([
        -23_904, -2_490, -990, 9_900, 24_900, 239_040,
      ]);
    });

    it('billing S28: should put what each school used on the next invoice of the group, as its ledger and Stripe count it', {
      timeout: 180_000,
    }, async () => {
      const [basic, standard, yearly] = schools;
      await useMeter(world, basic, { meter: 'sms_parts', quantity: 1_331, at: '2026-02-10T08:00:00Z' });
      await useMeter(world, yearly, { meter: 'report_renders', quantity: 17, at: '2026-02-10T08:00:00Z' });
      await countDay(world, standard, { day: '2026-02-15', students: 2_340 });
      await group.moveTo('2026-02-20T00:00:00Z', schools);
      await group.moveTo('2026-03-01T00:00:00Z', schools);
      await group.moveTo('2026-03-01T01:00:00Z', schools);
      expect((await own(basic)).at(-1)).toEqual(['paid', 8_910 + 998, 9_908]);
      expect((await own(standard)).at(-1)).toEqual(['paid', 22_410 + 4_000, 26_410]);
      expect((await own(yearly)).at(-1)).toEqual(['paid', 85, 85]);
      expect((await group.invoices()).at(-1)).toEqual({
        state: 'paid',
        total: 36_403,
        stripe: 36_403,
        paid: 36_403,
      });
      const { rows } = await world.system.admin.query(
        `select ledger::int, shipped::int, stripe::int from usage_statements
          where tenant_id = $1 and scope = 'period' and meter = 'sms_parts'`,
        [basic.id],
      );
      expect(rows).toEqual([{ ledger: 1_331, shipped: 1_331, stripe: 1_331 }]);
    });

    it('billing S28, S10: should give every school its grace when the payment of the group fails, and resume all when it is paid', {
      timeout: 180_000,
    }, async () => {
      await useMeter(world, schools[2], {
        meter: 'report_renders',
        quantity: 10,
        at: '2026-03-10T08:00:00Z',
      });
      await group.giveCard('pm_card_chargeCustomerFail');
      await group.moveTo('2026-04-01T00:00:00Z', schools);
      await group.moveTo('2026-04-01T01:00:00Z', schools);
      expect(await statusOf(schools)).toEqual(['past_due', 'past_due', 'past_due']);
      for (const school of schools)
        expect(((await world.subscription(school)).grace_ends_at as Date).toISOString()).toBe(
          '2026-04-08T00:00:00.000Z',
        );
      await group.moveTo('2026-04-07T23:59:59Z', schools);
      expect(await statusOf(schools)).toEqual(['past_due', 'past_due', 'past_due']);
      await group.moveTo('2026-04-08T00:00:00Z', schools);
      expect(await statusOf(schools)).toEqual(['suspended', 'suspended', 'suspended']);
      await group.moveTo('2026-04-20T00:00:00Z', schools);
      expect((await group.invoices()).map(({ state, total, paid }) => [state, total, paid])).toEqual([
        ['paid', 246_456, 246_456],
        ['paid', 36_403, 36_403],
        ['open', 8_910 + 22_410 + 50, 0],
      ]);
      await group.giveCard();
      await world.workAt('2026-04-20T00:00:01Z');
      expect(await statusOf(schools)).toEqual(['active', 'active', 'active']);
      expect((await group.invoices()).at(-1)).toMatchObject({ state: 'paid', total: 31_370, paid: 31_370 });
      const row = await world.subscription(schools[0]);
      expect((row.current_period_end as Date).toISOString()).toBe('2026-05-01T00:00:00.000Z');
    });

    it('billing S28, C18: should let a school that leaves pay for itself from its renewal on, and what it used before be the group’s', {
      timeout: 180_000,
    }, async () => {
      const [basic, standard] = schools;
      await world.giveCard(standard);
      await changeGroup(world.system.pool, { tenantId: standard.id, group: null, actor: staff });
      await useMeter(world, standard, { meter: 'sms_parts', quantity: 400, at: '2026-04-25T08:00:00Z' });
      await group.moveTo('2026-05-01T00:00:00Z', schools);
      await group.moveTo('2026-05-01T01:00:00Z', schools);
      expect((await group.invoices()).at(-1)).toMatchObject({ state: 'paid', total: 9_900 + 300 });
      expect((await own(basic)).at(-1)).toEqual(['paid', 9_900, 9_900]);
      expect((await own(standard)).slice(-2)).toEqual([
        ['paid', 300, 300],
        ['paid', 24_900, 24_900],
      ]);
      expect(await theirs(standard.customerId)).toEqual([['paid', 24_900]]);
      expect(await statusOf(schools)).toEqual(['active', 'active', 'active']);
      await group.moveTo('2026-06-01T00:00:00Z', schools);
      await group.moveTo('2026-06-01T01:00:00Z', schools);
      expect(await theirs(standard.customerId)).toHaveLength(2);
      expect((await group.invoices()).at(-1)).toMatchObject({ state: 'paid', total: 9_900 });
    });

    it('billing S28: should take a school that comes back without a second bill, and give it back when the payer is turned off', {
      timeout: 180_000,
    }, async () => {
      const [basic, standard] = schools;
      await useMeter(world, standard, { meter: 'sms_parts', quantity: 400, at: '2026-06-03T08:00:00Z' });
      await group.moveTo('2026-06-10T00:00:00Z', schools);
      await changeGroup(world.system.pool, { tenantId: standard.id, group: group.id, actor: staff });
      await world.workAt('2026-06-10T00:00:01Z');
      await world.workAt('2026-06-10T00:00:02Z');
      expect((await world.subscription(standard)).payer_group).toBe(group.id);
      await group.moveTo('2026-07-01T00:00:00Z', schools);
      await group.moveTo('2026-07-01T01:00:00Z', schools);
      expect((await group.invoices()).at(-1)).toMatchObject({
        state: 'paid',
        total: 8_910 + 22_410 + 300,
      });
      expect(await theirs(standard.customerId)).toHaveLength(2);
      await world.giveCard(basic);
      await group.turn(false);
      await group.moveTo('2026-08-01T00:00:00Z', schools);
      await group.moveTo('2026-08-01T02:00:00Z', schools);
      expect(await theirs(basic.customerId)).toEqual([['paid', 8_910]]);
      expect(await theirs(standard.customerId)).toHaveLength(3);
      expect((await group.invoices()).at(-1)).toMatchObject({ total: 8_910 + 22_410 + 300 });
      // What is paid for a year runs to its end under the one who paid it.
      expect((await world.subscription(schools[2])).payer_group).toBe(group.id);
      expect(await statusOf(schools)).toEqual(['active', 'active', 'active']);
    });

    it('billing S28: should show each school its own bills, and those of the group to staff alone', {
      timeout: 180_000,
    }, async () => {
      const [basic, , yearly] = schools;
      const signIn = ({ host, subdomain, adminPassword }: BilledTestSchool) =>
        world.system.at(host).signIn(`admin@${subdomain}.example`, adminPassword);
      const person = await signIn(yearly);
      const page = (await person.get('/api/billing/invoices')).json<InvoicePage>();
      const cents = page.rows.map(({ totalCents }) => totalCents).filter((total) => total !== 0);
      expect(cents.sort((a, b) => a - b)).toEqual([50, 85, 215_136]);
      const foreign = await world.system.admin.query(
        'select id from billing_invoices where tenant_id = $1 limit 1',
        [basic.id],
      );
      expect((await person.get(`/api/billing/invoice?id=${foreign.rows[0].id}`)).status).toBe(404);
      expect((await person.get('/api/plan')).json<PlanPage>().payer).toMatch(/^Group /);
      expect((await (await signIn(basic)).get('/api/plan')).json<PlanPage>().payer).toBeUndefined();
      for (const path of ['/plan/payment-method', '/plan/portal'])
        expect((await person.post(`/api${path}`, {})).json()).toMatchObject({
          errors: [{ code: 'subscription.paid_by_group' }],
        });
      expect((await person.get(`/api/console/group?id=${group.id}`)).status).toBeGreaterThanOrEqual(401);
    });
  });

  it('billing S28: should make one invoice and take one payment when the process dies between Stripe and its note', {
    timeout: 180_000,
  }, async () => {
    const from = '2027-01-01T00:00:00Z';
    const group = await addGroup(world, from);
    const schools = await addThreeSchools(world, group, { from, prefix: 'killed' });
    await group.giveCard();
    await group.turn(true);
    await group.moveTo('2027-01-10T00:00:00Z', schools);
    await group.moveTo('2027-02-01T00:00:00Z', schools);
    const { pool, logger } = world.system;
    const { provider } = world.billing;
    const now = new Date('2027-02-01T01:00:00Z');
    setBillingClock(() => now);
    const die = (until: 'raised' | 'drafted') =>
      collectGroups(
        {
          ...{ pool, logger, follow: async () => undefined, freeze: async () => undefined },
          provider: {
            ...provider,
            raiseInvoice: async (invoice, key) => {
              if (until === 'raised') await provider.raiseInvoice(invoice, key);
              else
                await provider
                  .raiseInvoice({ ...invoice, totalCents: invoice.totalCents + 1 }, key)
                  .catch(() => undefined);
              throw new Error('The process is gone.');
            },
          },
        },
        now,
      );
    // First after the draft and its lines, then after it was made final and paid.
    await die('drafted');
    expect((await world.stripe.invoices.list({ customer: group.customerId })).data).toMatchObject([
      { status: 'draft' },
    ]);
    await die('raised');
    expect(await group.invoices()).toMatchObject([{ state: 'open', total: 246_456, stripe: null }]);
    // Its payment is told before anybody noted which invoice it is of.
    await world.workAt('2027-02-01T01:00:00Z');
    await world.workAt('2027-02-01T01:00:10Z');
    expect(await theirs(group.customerId)).toEqual([['paid', 246_456]]);
    expect(await group.invoices()).toEqual([
      { state: 'paid', total: 246_456, stripe: 246_456, paid: 246_456 },
    ]);
    const payments = await world.system.admin.query(
      `select amount_cents::int as cents from billing_payments where tenant_id = any($1) order by 1`,
      [schools.map(({ id }) => id)],
    );
    expect(payments.rows.map(({ cents }) => cents)).toEqual([8_910, 22_410, 215_136]);
    expect(await statusOf(schools)).toEqual(['active', 'active', 'active']);

    // A dearer plan is charged to the payer at once: half of 28 days, 22,410 / 2 - 8,910 / 2.
    const [basic] = schools;
    await group.moveTo('2027-02-15T00:00:00Z', schools);
    const change = { tenantId: basic.id, wanted: { plan: 'standard' }, actor: staff, expectedCents: 6_750 };
    await changeTerms(pool, change, new Date('2027-02-15T00:00:00Z'));
    await world.workAt('2027-02-15T00:00:01Z');
    expect((await group.invoices()).at(-1)).toEqual({
      state: 'paid',
      total: 6_750,
      stripe: 6_750,
      paid: 6_750,
    });
    expect(await theirs(basic.customerId)).toEqual([]);

    // Money that goes back is taken from the schools in their order, once.
    const [paid] = (await world.stripe.invoicePayments.list({ invoice: await firstInvoice(group), limit: 1 }))
      .data;
    const intent = paid?.payment.payment_intent;
    await world.stripe.refunds.create({
      payment_intent: typeof intent === 'string' ? intent : (intent?.id ?? ''),
      amount: 1_000,
    });
    await world.workAt('2027-02-15T00:00:02Z');
    await world.workAt('2027-02-15T00:00:03Z');
    const refunds = await world.system.admin.query(
      `select sum(amount_cents)::int as cents from billing_payments where kind = 'refund' and tenant_id = any($1)`,
      [schools.map(({ id }) => id)],
    );
    expect(refunds.rows).toEqual([{ cents: 1_000 }]);
  });

  it('billing S28: should charge nobody twice when a school’s own bill comes although its group pays', {
    timeout: 180_000,
  }, async () => {
    const from = '2028-01-18T00:00:00Z';
    const group = await addGroup(world, from);
    await group.giveCard();
    const school = await world.addSchool('late-leave', { from, group: group.id });
    await world.workAt(from);
    await world.giveCard(school);
    await group.moveTo('2028-02-01T00:00:00Z', [school]);
    await group.moveTo('2028-02-01T02:00:00Z', [school]);
    expect(await theirs(school.customerId)).toEqual([['paid', 24_900]]);
    await group.turn(true);
    const { pool, logger } = world.system;
    expect(await takeOverSchools({ pool, logger }, new Date('2028-02-10T00:00:00Z'))).toBe(1);
    // Two processes, and again: once.
    expect(await takeOverSchools({ pool, logger }, new Date('2028-02-10T00:00:01Z'))).toBe(0);
    // The worker is away for a month: Stripe renews what should have ended, and takes the money.
    const { rows } = await world.system.admin.query(
      `update billing_intents set next_attempt_at = '2028-03-01T03:00:00Z' where tenant_id = $1 and state = 'pending' returning kind`,
      [school.id],
    );
    expect(rows).toEqual([{ kind: 'leave' }]);
    await group.moveTo('2028-03-01T00:00:00Z', [school]);
    await group.moveTo('2028-03-01T02:00:00Z', [school]);
    expect(await group.invoices()).toMatchObject([{ state: 'paid', total: 24_900 }]);
    await group.moveTo('2028-03-01T03:00:00Z', [school]);
    await world.workAt('2028-03-01T03:00:01Z');
    const bills = (await world.stripe.invoices.list({ customer: school.customerId })).data;
    const net = await Promise.all(
      bills.map(async ({ id, amount_paid }) => {
        const notes = (await world.stripe.creditNotes.list({ invoice: id })).data;
        return amount_paid - notes.reduce((sum, note) => sum + note.amount, 0);
      }),
    );
    expect(net.filter((cents) => cents !== 0)).toEqual([24_900]);
    const open = await world.stripe.subscriptions.list({ customer: school.customerId });
    expect(open.data).toEqual([]);
    expect(await statusOf([school])).toEqual(['active']);
    expect((await own(school)).map(([state, total]) => [state, total])).toEqual([
      ['paid', 24_900],
      ['paid', 24_900],
    ]);
    await group.moveTo('2028-04-01T00:00:00Z', [school]);
    await group.moveTo('2028-04-01T02:00:00Z', [school]);
    expect(await group.invoices()).toHaveLength(2);
    expect((await world.stripe.invoices.list({ customer: school.customerId })).data).toHaveLength(
      bills.length,
    );

    // A contract begins a period of its own, and is the payer's too (C19).
    await group.moveTo('2028-04-10T00:00:00Z', [school]);
    const terms = { plan: 'enterprise', cycle: 'monthly' as const, cents: 120_000 };
    const agreedAt = new Date('2028-04-10T00:00:00Z');
    await agreeContract(pool, { tenantId: school.id, ...terms, actor: staff }, agreedAt);
    await group.moveTo('2028-04-10T02:00:00Z', [school]);
    await group.moveTo('2028-05-10T00:00:00Z', [school]);
    await group.moveTo('2028-05-10T02:00:00Z', [school]);
    expect((await group.invoices()).map(({ state, total }) => [state, total])).toEqual([
      ['paid', 24_900],
      ['paid', 24_900],
      ['paid', 120_000],
      ['paid', 120_000],
    ]);
    expect((await world.stripe.subscriptions.list({ customer: school.customerId })).data).toEqual([]);
  });
});
