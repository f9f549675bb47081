import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceOrder, type ReadInvoice, refreshDraft } from './index.ts';
import { amounts, type InvoiceWorld, month, openInvoiceWorld, terms } from './testing/invoice-world.ts';

describe('what is on our invoices', () => {
  let world: InvoiceWorld;

  beforeAll(async () => {
    world = await openInvoiceWorld();
  });
  afterAll(() => world.system.close());

  it('billing S15c: should rate a month from ledger and snapshots, and explain every line to the school alone', async () => {
    const { newSchool, use, holds, renewal, finished, read } = world;
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
    const { newSchool, use, renewal, draft, finalise, read } = world;
    const school = await newSchool();
    const made = await Promise.all([1, 2, 3, 4].map(() => draft(renewal(school, 4))));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
    const id = made[0]?.id ?? '';
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
    const { newSchool, asPlatform, use, renewal, draft, finalise } = world;
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
    const { newSchool, use, renewal, finished, read } = world;
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
    const { newSchool, use, renewal, finished } = world;
    const school = await newSchool();
    await finished(school, renewal(school, 3));
    await finished(school, renewal(school, 4));
    await use(school, 400, '2026-03-20T00:00:00Z');
    expect((await finished(school, renewal(school, 5))).totalCents).toBe(24_900 + 300);
  });

  it('billing S9, S9b: should show usage of a trial at nothing, also when it comes late', async () => {
    const { newSchool, use, renewal, finished, read } = world;
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
    const { newSchool, finished } = world;
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
    const { newSchool, holds, renewal, finished } = world;
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
});
