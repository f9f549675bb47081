import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRealmUser, BASE_DOMAIN, type TestSchool } from '../../e2e/support/index.ts';
import {
  applyGroupPayment,
  applyPayment,
  bundleInvoices,
  creditInvoice,
  finaliseGroupInvoice,
  finaliseInvoice,
  invoiceOfProvider,
  linkInvoice,
  moveInvoice,
  refreshDraft,
} from './index.ts';
import { type InvoiceWorld, month, openInvoiceWorld, terms } from './testing/invoice-world.ts';

describe('what becomes of our invoices', () => {
  let world: InvoiceWorld;

  beforeAll(async () => {
    world = await openInvoiceWorld();
  });
  afterAll(() => world.system.close());

  it('should number invoices without a gap, also when some of them fail', async () => {
    const { newSchool, asPlatform, renewal, draft } = world;
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
    const { system, newSchool, asPlatform, renewal, finished } = world;
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
    const { newSchool, asPlatform, renewal, finished, read } = world;
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
    const { newSchool, asPlatform, use, renewal, finished, read } = world;
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
    const { newSchool, asPlatform, renewal, finished } = world;
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
    const { system, newSchool, asPlatform, renewal, draft, finalise, finished, read } = world;
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
    const { system, newSchool, asPlatform, renewal, draft } = world;
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
    const rest = await pay(226_456, 'ch_b');
    const spread = rest.shares.reduce((sum, { cents }) => sum + cents, 0);
    expect([rest.leftCents, spread]).toEqual([0, 226_456]);
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
