import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { asSystem, inTransaction, type Queryable } from '../tenancy/index.ts';
import {
  applyGroupPayment,
  applyPayment,
  bundleInvoices,
  creditInvoice,
  draftInvoice,
  finaliseGroupInvoice,
  finaliseInvoice,
  type InvoiceOrder,
  invoiceOfProvider,
  linkInvoice,
  moveInvoice,
  type Period,
  type ReadInvoice,
  refreshDraft,
  type SubscriptionTerms,
} from './index.ts';

const month = (index: number): Period => ({
  start: new Date(Date.UTC(2026, index - 1, 1)),
  end: new Date(Date.UTC(2026, index, 1)),
});

describe('our invoices', () => {
  let system: TestSystem;
  let schools = 0;

  beforeAll(async () => {
    system = await createTestSystem();
  });
  afterAll(() => system.close());

  const newSchool = () => {
    schools += 1;
    return system.addSchool(`pays${schools}`);
  };
  const asPlatform = <T>(work: (client: Queryable) => Promise<T>) =>
    asSystem(() => inTransaction(system.pool, work));
  const use = async ({ tenant }: TestSchool, quantity: number, at: string, meter = 'sms_parts') => {
    await system.admin.query(
      `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at) values ($1, $2, 'test', $3, $4, $5)`,
      [tenant.id, meter, randomUUID(), quantity, at],
    );
  };
  const holds = async ({ tenant }: TestSchool, students: number, bytes: number, endsAt: Date) => {
    await system.admin.query(
      `insert into day_snapshots (tenant_id, day, ends_at, active_students, storage_bytes, taken_at)
       values ($1, ($2::timestamptz - interval '1 day')::date, $2, $3, $4, $2)`,
      [tenant.id, endsAt, students, bytes],
    );
  };
  const terms = (more: Partial<SubscriptionTerms> = {}): SubscriptionTerms => ({
    plan: 'standard',
    cycle: 'monthly',
    groupPercent: '0',
    addOns: [],
    ...more,
  });
  /** The invoice at the end of a month of 2026: its arrears and the next month. */
  const renewal = ({ tenant }: TestSchool, index: number, of = terms()): InvoiceOrder => ({
    tenantId: tenant.id,
    reason: 'period',
    period: month(index),
    arrears: { month: month(index), version: 1, segments: [{ version: 1, terms: of, period: month(index) }] },
    ahead: { version: 1, terms: of, base: month(index + 1), month: month(index + 1) },
  });
  const draft = (order: InvoiceOrder) =>
    asPlatform((client) => draftInvoice(client, order, order.period.end));
  const finalise = ({ tenant }: TestSchool, invoiceId: string, now: Date) =>
    asPlatform((client) => finaliseInvoice(client, { tenantId: tenant.id, invoiceId, now }));
  const finished = async (school: TestSchool, order: InvoiceOrder) => {
    const { id } = await draft(order);
    return { id, ...(await finalise(school, id, order.period.end)) };
  };
  const read = async (client: HttpClient, id: string) =>
    (await client.get(`/api/billing/invoice?id=${id}`)).json<ReadInvoice>();
  const amounts = (invoice: ReadInvoice) => invoice.lines.map(({ kind, amountCents }) => [kind, amountCents]);

  it('billing S15c: should rate a month from ledger and snapshots, and explain every line to the school alone', async () => {
    const [school, stranger] = [await newSchool(), await newSchool()];
    await use(school, 1_331, '2026-04-03T10:00:00Z');
    await use(school, 4_322, '2026-04-30T23:59:59.999Z', 'ai_predictions');
    await use(school, 17, '2026-04-01T00:00:00Z', 'report_renders');
    await use(school, 99, '2026-05-01T00:00:00Z');
    await use(stranger, 5_000, '2026-04-03T10:00:00Z');
    await holds(school, 2_340, 0, new Date('2026-04-11T00:00:00Z'));
    await holds(school, 10, 57_200_000_000, month(4).end);
    await holds(school, 9_000, 0, new Date('2026-05-02T00:00:00Z'));
    const { id, number, totalCents } = await finished(school, renewal(school, 4));
    expect(totalCents).toBe(34_847);
    const person = await school.signIn(school.admin);
    const invoice = await read(person, id);
    expect(amounts(invoice)).toEqual([
      ['base', 24_900],
      ['student_overage', 4_000],
      ['storage_overage', 4_000],
      ['metered', 998],
      ['metered', 864],
      ['metered', 85],
    ]);
    expect(invoice.lines.find(({ code }) => code === 'sms_parts')).toMatchObject({
      quantity: '1331',
      unitCents: '0.75',
      explanation: {
        rule: 'metered',
        exact: '998.25',
        rounding: 'half_away_from_zero',
        events: { count: 1, first: '2026-04-03T10:00:00.000Z' },
      },
    });
    expect((await person.get('/api/billing/invoices')).json()).toMatchObject({
      rows: [{ id, number, state: 'open', totalCents: 34_847 }],
      total: 1,
    });
    expect((await person.get('/api/billing/invoices/csv?year=2026')).text.split('\r\n')).toHaveLength(8);
    const other = await stranger.signIn(stranger.admin);
    expect((await other.get(`/api/billing/invoice?id=${id}`)).status).toBe(404);
    expect((await other.get('/api/billing/invoices')).json()).toMatchObject({ rows: [], total: 0 });
    const teacher = await school.signIn(await school.addUser('teacher'));
    expect((await teacher.get('/api/billing/invoices')).status).toBe(403);
  });

  it('should make one draft of a period in many processes, and rate it anew until it is final', async () => {
    const school = await newSchool();
    const made = await Promise.all([1, 2, 3, 4].map(() => draft(renewal(school, 4))));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
    const [{ id }] = made as [{ id: string }];
    await use(school, 400, '2026-04-20T00:00:00Z');
    expect(await draft(renewal(school, 4))).toEqual({ id, state: 'draft', isNew: false });
    expect((await finalise(school, id, month(4).end)).totalCents).toBe(25_200);
    await use(school, 400, '2026-04-21T00:00:00Z');
    expect((await draft(renewal(school, 4))).state).toBe('open');
    expect((await finalise(school, id, month(5).end)).totalCents).toBe(25_200);
    const person = await school.signIn(school.admin);
    expect((await read(person, id)).lines).toHaveLength(2);
  });

  it('billing S16d: should count what arrives after the end and before the invoice is final in the old period', async () => {
    const school = await newSchool();
    const { id } = await draft(renewal(school, 4));
    await use(school, 4, '2026-04-30T23:59:59.900Z');
    await asPlatform((client) =>
      refreshDraft(client, {
        tenantId: school.tenant.id,
        invoiceId: id,
        now: new Date('2026-05-01T00:30:00Z'),
      }),
    );
    expect((await finalise(school, id, new Date('2026-05-01T01:00:00Z'))).totalCents).toBe(24_903);
  });

  it('billing S16e: should put what comes after the final invoice on the next one, naming the old period', async () => {
    const school = await newSchool();
    await use(school, 1_330, '2026-04-10T00:00:00Z');
    const april = await finished(school, renewal(school, 4));
    expect(april.totalCents).toBe(24_900 + 998);
    await use(school, 1, '2026-04-30T23:59:59.900Z');
    await use(school, 400, '2026-05-10T00:00:00Z');
    const may = await finished(school, renewal(school, 5));
    await use(school, 2, '2026-04-02T00:00:00Z');
    const june = await finished(school, renewal(school, 6));
    const person = await school.signIn(school.admin);
    // 1,330 cost 997.5 and so 998; 1,331 cost 998.25, which is 998 as well: the whole counts, not each piece.
    const late = (invoice: ReadInvoice) => invoice.lines.filter(({ kind }) => kind === 'late_usage');
    expect(late(await read(person, may.id))).toMatchObject([
      {
        quantity: '1',
        amountCents: 0,
        periodStart: '2026-04-01T00:00:00+00:00',
        periodEnd: '2026-05-01T00:00:00+00:00',
      },
    ]);
    expect(late(await read(person, june.id))).toMatchObject([{ quantity: '2', amountCents: 2 }]);
    expect([may.totalCents, june.totalCents]).toEqual([24_900 + 300, 24_900 + 2]);
    expect((await finished(school, renewal(school, 7))).totalCents).toBe(24_900);
  });

  it('billing S17: should bill 400 messages of 40 days ago on the next invoice', async () => {
    const school = await newSchool();
    await finished(school, renewal(school, 3));
    await finished(school, renewal(school, 4));
    await use(school, 400, '2026-03-20T00:00:00Z');
    expect((await finished(school, renewal(school, 5))).totalCents).toBe(24_900 + 300);
  });

  it('billing S9, S9b: should show usage of a trial at nothing, also when it comes late', async () => {
    const school = await newSchool();
    await use(school, 1_000, '2026-04-03T00:00:00Z');
    const order: InvoiceOrder = {
      tenantId: school.tenant.id,
      reason: 'start',
      period: month(5),
      arrears: {
        month: month(4),
        version: 1,
        isTrial: true,
        segments: [{ version: 1, terms: terms({ plan: 'basic' }), period: month(4) }],
      },
      ahead: {
        version: 1,
        terms: terms({ plan: 'basic' }),
        base: month(5),
        month: month(5),
        once: ['setup'],
      },
    };
    const { id, totalCents } = await finished(school, order);
    expect(totalCents).toBe(9_900 + 50_000);
    const person = await school.signIn(school.admin);
    expect(amounts(await read(person, id))).toEqual([
      ['base', 9_900],
      ['setup', 50_000],
      ['metered', 0],
    ]);
    await use(school, 1_000, '2026-04-04T00:00:00Z');
    expect((await finished(school, renewal(school, 5, terms({ plan: 'basic' })))).totalCents).toBe(9_900);
  });

  it('billing S11a: should invoice a change at its moment', async () => {
    const school = await newSchool();
    const at = new Date('2026-04-16T00:00:00Z');
    const { totalCents } = await finished(school, {
      tenantId: school.tenant.id,
      reason: 'change',
      period: { start: at, end: month(4).end },
      change: {
        from: { version: 1, terms: terms({ plan: 'basic' }) },
        to: { version: 1, terms: terms() },
        period: month(4),
        month: month(4),
        at,
      },
    });
    expect(totalCents).toBe(7_500);
  });

  it('should charge the overage of the dearest days when the plan changed inside the month', async () => {
    const school = await newSchool();
    const at = new Date('2026-04-16T00:00:00Z');
    await holds(school, 640, 0, new Date('2026-04-10T00:00:00Z'));
    await holds(school, 700, 0, new Date('2026-04-20T00:00:00Z'));
    const order = renewal(school, 4);
    const segments = [
      { version: 1, terms: terms({ plan: 'basic' }), period: { start: month(4).start, end: at } },
      { version: 1, terms: terms(), period: { start: at, end: month(4).end } },
    ];
    const { totalCents } = await finished(school, {
      ...order,
      arrears: { month: month(4), version: 1, segments },
    });
    expect(totalCents).toBe(24_900 + 2_000);
  });

  it('should number invoices without a gap, also when some of them fail', async () => {
    const made = [];
    for (const index of [1, 2, 3, 4, 5, 6]) {
      const school = await newSchool();
      made.push({ school, index, id: (await draft(renewal(school, 4))).id });
    }
    const results = await Promise.allSettled(
      made.map(({ school, index, id }) =>
        asPlatform(async (client) => {
          const final = await finaliseInvoice(client, {
            tenantId: school.tenant.id,
            invoiceId: id,
            now: new Date('2031-01-01T00:00:00Z'),
          });
          if (index % 3 === 0) throw new Error('the process ends here');
          return final.number;
        }),
      ),
    );
    const numbers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(numbers.sort()).toEqual([
      'INV-2031-000001',
      'INV-2031-000002',
      'INV-2031-000003',
      'INV-2031-000004',
    ]);
  });

  it('should refuse to change a final invoice, even past the product', async () => {
    const school = await newSchool();
    const { id } = await finished(school, renewal(school, 4));
    for (const sql of [
      'update billing_invoices set total_cents = 1 where id = $1',
      'update billing_invoice_lines set amount_cents = 1 where invoice_id = $1',
      'delete from billing_invoice_lines where invoice_id = $1',
    ])
      await expect(system.admin.query(sql, [id])).rejects.toMatchObject({ code: '23514' });
    const refresh = asPlatform((client) =>
      refreshDraft(client, { tenantId: school.tenant.id, invoiceId: id, now: month(5).start }),
    );
    await expect(refresh).rejects.toMatchObject({ code: 'invoice.state_refused' });
  });

  it('billing S30: should count a payment once, and follow refunds and disputes', async () => {
    const school = await newSchool();
    const { id } = await finished(school, renewal(school, 4));
    const at = new Date('2026-05-02T00:00:00Z');
    const pay = (
      kind: 'payment' | 'refund' | 'dispute' | 'dispute_won',
      providerId: string,
      amountCents = 24_900,
    ) =>
      asPlatform((client) =>
        applyPayment(client, {
          tenantId: school.tenant.id,
          invoiceId: id,
          now: at,
          at,
          kind,
          amountCents,
          providerId,
        }),
      );
    expect(await pay('payment', 'part', 900)).toEqual({ state: 'open', isNew: true });
    const told = await Promise.all([1, 2, 3].map(() => pay('payment', 'ch_1', 24_000)));
    expect(told.filter(({ isNew }) => isNew)).toHaveLength(1);
    await expect(pay('payment', 'ch_1', 23_999)).rejects.toMatchObject({ code: 'invoice.payment_conflict' });
    const person = await school.signIn(school.admin);
    expect(await read(person, id)).toMatchObject({
      state: 'paid',
      paidCents: 24_900,
      paidAt: at.toISOString(),
    });
    expect((await pay('dispute', 'dp_1', 24_000)).state).toBe('open');
    expect((await pay('dispute_won', 'dp_1', 24_000)).state).toBe('paid');
    expect((await pay('refund', 're_1', 1_000)).state).toBe('paid');
    expect(await read(person, id)).toMatchObject({ paidCents: 23_900, payments: { length: 5 } });
  });

  it('billing S22c: should credit a cent of a final invoice, once for the provider’s note', async () => {
    const school = await newSchool();
    await use(school, 1_332, '2026-04-10T00:00:00Z');
    const { id, totalCents } = await finished(school, renewal(school, 4));
    expect(totalCents).toBe(24_900 + 999);
    const credit = (amountCents: number, providerId?: string) =>
      asPlatform((client) =>
        creditInvoice(client, {
          tenantId: school.tenant.id,
          invoiceId: id,
          now: new Date('2032-05-02T00:00:00Z'),
          amountCents,
          reason: 'One message less',
          providerId,
        }),
      );
    expect(await credit(1, 'cn_1')).toEqual({ number: 'CN-2032-000001', isNew: true });
    expect(await credit(1, 'cn_1')).toEqual({ number: 'CN-2032-000001', isNew: false });
    await expect(credit(25_899)).rejects.toMatchObject({ code: 'invoice.credit_too_high' });
    const person = await school.signIn(school.admin);
    expect(await read(person, id)).toMatchObject({ state: 'open', totalCents: 25_899, creditedCents: 1 });
    await credit(25_898);
    expect((await read(person, id)).state).toBe('paid');
  });

  it('should say whether the provider came to the same cent, and find our invoice by its', async () => {
    const school = await newSchool();
    const { id } = await finished(school, renewal(school, 4));
    const link = (more: object) =>
      asPlatform((client) =>
        linkInvoice(client, { tenantId: school.tenant.id, invoiceId: id, now: month(5).start, ...more }),
      );
    expect(await link({ providerId: 'in_1' })).toBeUndefined();
    expect(await link({ providerTotalCents: 24_899 })).toBe(false);
    expect(await link({ providerTotalCents: 24_900 })).toBe(true);
    expect(await asPlatform((client) => invoiceOfProvider(client, 'in_1'))).toEqual({
      tenantId: school.tenant.id,
      invoiceId: id,
      state: 'open',
    });
    expect(await asPlatform((client) => invoiceOfProvider(client, 'in_2'))).toBeUndefined();
  });

  it('should take a draft or an unpaid invoice back, and make the period anew', async () => {
    const school = await newSchool();
    const { id } = await finished(school, renewal(school, 4));
    const staff = await addRealmUser(system.payload, 'platform');
    const console_ = await system
      .at(`console.${BASE_DOMAIN}`)
      .signIn(staff.email, staff.password, staff.totpSecret);
    const tenant = school.tenant.id;
    expect((await console_.post('/api/console/billing/invoices/void', { tenant, id })).status).toBe(200);
    const again = await draft(renewal(school, 4));
    expect([again.isNew, again.id === id]).toEqual([true, false]);
    const seen = (await console_.get(`/api/console/billing/invoices?tenant=${tenant}`)).json<{
      rows: { state: string }[];
    }>();
    expect(seen.rows.map(({ state }) => state).sort()).toEqual(['draft', 'void']);
    await finalise(school, again.id, month(4).end);
    await asPlatform((client) =>
      moveInvoice(client, { tenantId: tenant, invoiceId: again.id, now: month(5).end }, 'uncollectible'),
    );
    const person = await school.signIn(school.admin);
    expect(
      (await person.post('/api/console/billing/invoices/void', { tenant, id })).status,
    ).toBeGreaterThanOrEqual(401);
    expect(await read(person, again.id)).toMatchObject({ state: 'uncollectible' });
  });

  it('billing S28: should bundle the invoices of a group for one payer, and spread the payment', async () => {
    const { rows } = await system.admin.query(
      `insert into school_groups (name) values ('Owner') returning id`,
    );
    const groupId: string = rows[0].id;
    const members: { school: TestSchool; id: string }[] = [];
    for (const of of [
      terms({ plan: 'basic', groupPercent: '10' }),
      terms({ groupPercent: '10' }),
      terms({ cycle: 'yearly', groupPercent: '10' }),
    ]) {
      const school = await newSchool();
      await system.admin.query('update tenants set group_id = $2 where id = $1', [school.tenant.id, groupId]);
      const base =
        of.cycle === 'yearly' ? { start: month(5).start, end: new Date('2027-05-01T00:00:00Z') } : month(5);
      const { id } = await draft({
        tenantId: school.tenant.id,
        reason: 'start',
        period: base,
        ahead: { version: 1, terms: of, base, month: month(5) },
      });
      members.push({ school, id });
    }
    const now = month(5).start;
    const bundle = () =>
      asPlatform((client) =>
        bundleInvoices(client, { groupId, period: month(5), invoiceIds: members.map(({ id }) => id), now }),
      );
    const { id, totalCents } = await bundle();
    expect(totalCents).toBe(246_456);
    expect(await bundle()).toEqual({ id, totalCents });
    const stranger = await newSchool();
    const foreign = await draft(renewal(stranger, 4));
    await expect(
      asPlatform((client) =>
        bundleInvoices(client, { groupId, period: month(5), invoiceIds: [foreign.id], now }),
      ),
    ).rejects.toMatchObject({ code: 'invoice.state_refused' });
    await asPlatform((client) => finaliseGroupInvoice(client, { id, now }));
    const pay = (amountCents: number, providerId: string) =>
      asPlatform((client) => applyGroupPayment(client, { id, amountCents, providerId, at: now, now }));
    await pay(20_000, 'ch_a');
    await pay(20_000, 'ch_a');
    expect(await pay(226_456, 'ch_b')).toEqual({ leftCents: 0 });
    const group = await system.admin.query(
      'select state, total_cents::int as total, paid_cents::int as paid from billing_group_invoices where id = $1',
      [id],
    );
    expect(group.rows).toEqual([{ state: 'paid', total: 246_456, paid: 246_456 }]);
    const states = await system.admin.query(
      'select state from billing_invoices where group_invoice_id = $1',
      [id],
    );
    expect(states.rows.map(({ state }) => state)).toEqual(['paid', 'paid', 'paid']);
  });
});
