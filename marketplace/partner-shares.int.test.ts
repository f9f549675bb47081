import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addInvoice, addPayment, type TestLine } from '../core/billing/testing/add-invoice.ts';
import { asSystem, runInScope } from '../core/tenancy/index.ts';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../e2e/support/index.ts';
import { type Agreement, linkPublisher, type PublisherShares, type Statement } from './index.ts';
import { publishTestPlugin } from './testing/receipts-kit.ts';
import { recordShares, stripeTransfers, tickPartnerShares } from './worker.ts';

const AT = new Date('2026-03-05T10:00:00Z');
const MONTH = '2026-03';
type Shares = { agreements: Agreement[]; publishers: PublisherShares[] };

describe('partners’ shares', () => {
  let system: TestSystem;
  let schools: TestSchool[];
  let staff: HttpClient;
  let acme: HttpClient;
  let rival: HttpClient;
  const accounts: Record<string, string> = {};

  beforeAll(async () => {
    system = await createTestSystem();
    schools = [];
    for (const name of ['alpha', 'beta', 'gamma', 'delta']) schools.push(await system.addSchool(name));
    for (const publisher of ['acme', 'rival']) {
      await publishTestPlugin(system, { id: `qa.${publisher}.helper`, body: 'return 1;', publisher });
      accounts[publisher] = (
        await system.emulators.stripe.accounts.create({ type: 'express', country: 'US' })
      ).id;
    }
    const user = await addRealmUser(system.payload, 'platform');
    staff = await system.at(`console.${BASE_DOMAIN}`).signIn(user.email, user.password, user.totpSecret);
    acme = await partner('acme');
    rival = await partner('rival');
    for (const [publisherId, code] of [
      ['acme', 'lms'],
      ['acme', 'ai_predictions'],
      ['rival', 'advanced_reporting'],
    ]) {
      const answer = await staff.post('/api/console/partners/agree', {
        ...{ publisherId, code, sharePercent: '70', validFrom: '2026-01-01T00:00:00Z' },
      });
      expect(answer.status, answer.text).toBe(200);
    }
    await staff.post('/api/console/partners/account', { publisherId: 'acme', account: accounts.acme });
  });
  afterAll(() => system.close());
  afterEach(() => system.emulators.heal());

  const partner = async (publisherId: string) => {
    const user = await addRealmUser(system.payload, 'partner');
    await asSystem(() => linkPublisher(system.pool, { userId: user.id, publisherId }));
    return system.at(`partners.${BASE_DOMAIN}`).signIn(user.email, user.password, user.totpSecret);
  };
  const tick = () =>
    tickPartnerShares(
      { pool: system.pool, logger: system.logger, transfers: stripeTransfers(system.emulators.stripe) },
      AT,
    );
  const schoolAt = (index: number) => schools[index] as TestSchool;
  const sell = async (lines: TestLine[], { school = schoolAt(0), at = AT } = {}) => {
    const tenantId = school.tenant.id;
    const { id: invoiceId, lineIds } = await addInvoice(system.admin, { tenantId, at, lines });
    const money = (
      kind: 'payment' | 'refund' | 'dispute' | 'dispute_won',
      cents: number,
      providerId?: string,
    ) =>
      addPayment(system.admin, {
        tenantId,
        invoiceId,
        kind,
        cents,
        at,
        ...(providerId ? { providerId } : {}),
      });
    return { tenantId, invoiceId, lineId: lineIds.at(-1) ?? '', money };
  };
  const addOn = (cents: number): TestLine => ({ kind: 'add_on', code: 'lms', cents });
  /** What Stripe holds for a line: transferred, and given back. */
  const atStripe = async (lineId: string) => {
    const { data } = await system.emulators.stripe.transfers.list({ transfer_group: `line_${lineId}` });
    return data.map(({ amount, amount_reversed, destination }) => ({ amount, amount_reversed, destination }));
  };
  const entriesOf = async (lineId: string) => {
    const { rows } = await system.admin.query(
      'select fact_kind, right_cents, amount_cents from partner_entries where invoice_line_id = $1 order by sequence',
      [lineId],
    );
    return rows.map((row) => [row.fact_kind, Number(row.right_cents), Number(row.amount_cents)]);
  };
  const statementOf = async (client: HttpClient) =>
    (await client.get(`/api/partner/statement?month=${MONTH}`)).json<Statement>();

  it('billing S18a, S30: should transfer 1,330 of 1,900 once, however often the payment is told', async () => {
    const sale = await sell([addOn(1_900)]);
    await tick();
    expect(await entriesOf(sale.lineId)).toEqual([]);
    for (const _time of [1, 2, 3]) {
      await sale.money('payment', 1_900, 'in_s30');
      await Promise.all([tick(), tick()]);
    }
    expect(await entriesOf(sale.lineId)).toEqual([['payment', 1_330, 1_330]]);
    expect(await atStripe(sale.lineId)).toEqual([
      { amount: 1_330, amount_reversed: 0, destination: accounts.acme },
    ]);
  });

  it('billing S18b, S18c: should share 1,999 as 1,399, and take 700 back after half was refunded', async () => {
    const sale = await sell([addOn(1_999)]);
    await sale.money('payment', 1_999);
    await tick();
    expect(await atStripe(sale.lineId)).toMatchObject([{ amount: 1_399, amount_reversed: 0 }]);
    await sale.money('refund', 1_000);
    await tick();
    await tick();
    expect(await entriesOf(sale.lineId)).toEqual([
      ['payment', 1_399, 1_399],
      ['refund', 699, -700],
    ]);
    expect(await atStripe(sale.lineId)).toMatchObject([{ amount: 1_399, amount_reversed: 700 }]);
  });

  it('billing S18d: should floor each sale and not their sum', async () => {
    const sales = await Promise.all(schools.map((school) => sell([addOn(1_999)], { school })));
    for (const sale of sales) await sale.money('payment', 1_999);
    await tick();
    const sent = (await Promise.all(sales.map(({ lineId }) => atStripe(lineId)))).flat();
    expect(sent.reduce((sum, { amount }) => sum + amount, 0)).toBe(5_596);
  });

  it('billing S18e: should share what a meter of the partner brought in beside a plan that is ours', async () => {
    const sale = await sell([
      { kind: 'base', code: 'standard', cents: 24_900 },
      { kind: 'metered', code: 'sms_parts', cents: 998 },
      { kind: 'metered', code: 'ai_predictions', cents: 864 },
    ]);
    await sale.money('payment', 24_900 + 998 + 864);
    await tick();
    expect(await entriesOf(sale.lineId)).toEqual([['payment', 604, 604]]);
    const { rows } = await system.admin.query('select code from partner_entries where invoice_id = $1', [
      sale.invoiceId,
    ]);
    expect(rows).toEqual([{ code: 'ai_predictions' }]);
  });

  it('billing S18f: should transfer nothing before the money is there, and take all back after a lost dispute', async () => {
    const sale = await sell([addOn(1_999)]);
    await tick();
    expect(await atStripe(sale.lineId)).toEqual([]);
    await sale.money('payment', 1_999);
    await tick();
    await sale.money('dispute', 1_999);
    await tick();
    expect(await entriesOf(sale.lineId)).toEqual([
      ['payment', 1_399, 1_399],
      ['dispute', 0, -1_399],
    ]);
    expect(await atStripe(sale.lineId)).toMatchObject([{ amount: 1_399, amount_reversed: 1_399 }]);
    await sale.money('dispute_won', 1_999);
    await tick();
    expect((await entriesOf(sale.lineId)).at(-1)).toEqual(['dispute_won', 1_399, 1_399]);
  });

  it('should count a credit note and the refund it leads to as one loss', async () => {
    const sale = await sell([{ kind: 'base', code: 'basic', cents: 9_900 }, addOn(1_999)]);
    await sale.money('payment', 11_899);
    await system.admin.query(
      `insert into billing_credit_notes (tenant_id, invoice_id, number, amount_cents, reason, lines)
       values ($1, $2, 'CN-TEST-1', 1000, 'late', $3)`,
      [
        sale.tenantId,
        sale.invoiceId,
        JSON.stringify([
          { invoiceLineId: sale.lineId, amountCents: 1_000, description: { en: 'x', ar: 'x' } },
        ]),
      ],
    );
    await tick();
    await sale.money('refund', 1_000);
    await tick();
    const entries = await entriesOf(sale.lineId);
    expect(entries.at(-1)?.[1]).toBe(699);
    expect(entries.reduce((sum, entry) => sum + Number(entry[2]), 0)).toBe(699);
  });

  it('should survive lost answers of Stripe without a second transfer', async () => {
    const sale = await sell([addOn(1_900)]);
    await sale.money('payment', 1_900);
    await system.emulators.spoil('stripe', { kind: 'lost_reply', route: 'POST /v1/transfers', times: 4 });
    expect(await tick()).toEqual({ entries: 1, sent: 0 });
    await system.emulators.heal();
    expect((await tick()).sent).toBe(1);
    expect(await atStripe(sale.lineId)).toMatchObject([{ amount: 1_330 }]);
  });

  it('should keep a right waiting for a publisher without an account', async () => {
    const sale = await sell([{ kind: 'add_on', code: 'advanced_reporting', cents: 3_900 }]);
    await sale.money('payment', 3_900);
    await tick();
    expect(await atStripe(sale.lineId)).toEqual([]);
    expect((await statementOf(rival)).waitingCents).toBe(2_730);
    await staff.post('/api/console/partners/account', { publisherId: 'rival', account: accounts.rival });
    await tick();
    expect(await atStripe(sale.lineId)).toMatchObject([{ amount: 2_730, destination: accounts.rival }]);
  });

  it('should tell a partner its own rows to the cent, and no school', async () => {
    const own = await statementOf(acme);
    expect(own.publisher).toBe('acme');
    const moved = own.rows.reduce((sum, { amountCents }) => sum + amountCents, 0);
    expect(moved).toBe(own.sharesCents + own.reversedCents);
    expect(own.closedCents).toBe(own.openedCents + moved);
    expect(own.transferredCents).toBe(own.closedCents);
    expect(own.waitingCents).toBe(0);
    expect(new Set(own.rows.map(({ code }) => code))).toEqual(new Set(['lms', 'ai_predictions']));
    expect((await statementOf(rival)).rows.map(({ code }) => code)).toEqual(['advanced_reporting']);
    const text = JSON.stringify(own);
    for (const { tenant } of schools)
      for (const secret of [tenant.id, tenant.subdomain, tenant.name]) expect(text).not.toContain(secret);
  });

  it('should show staff what stands, and refuse a code or a publisher that does not exist', async () => {
    const { publishers, agreements } = (await staff.get('/api/console/partners/shares')).json<Shares>();
    expect(agreements).toHaveLength(3);
    expect(publishers.find(({ publisherId }) => publisherId === 'rival')).toMatchObject({
      ...{ rightCents: 2_730, transferredCents: 2_730, waiting: 0, account: accounts.rival },
    });
    const wanted = {
      publisherId: 'acme',
      code: 'lms',
      sharePercent: '85',
      validFrom: '2026-01-01T00:00:00Z',
    };
    const codeOf = async (more: object) =>
      (await staff.post('/api/console/partners/agree', { ...wanted, ...more })).json<{
        errors: { code: string }[];
      }>().errors[0]?.code;
    expect(await codeOf({})).toBe('shares.agreed');
    expect(await codeOf({ code: 'nothing' })).toBe('shares.code_unknown');
    expect(await codeOf({ publisherId: 'nobody' })).toBe('shares.publisher_unknown');
  });

  it('should be closed to schools and, but for the own statement, to partners', async () => {
    const admin = await schoolAt(0).signIn(schoolAt(0).admin);
    for (const client of [admin, acme, schoolAt(0).anonymous]) {
      expect((await client.get('/api/console/partners/shares')).status).toBeGreaterThanOrEqual(401);
      expect(
        (await client.get('/api/console/partners/statement?publisherId=acme')).status,
      ).toBeGreaterThanOrEqual(401);
      for (const path of ['agree', 'account'])
        expect((await client.post(`/api/console/partners/${path}`, {})).status).toBeGreaterThanOrEqual(401);
    }
    expect((await admin.get('/api/partner/statement')).status).toBe(401);
    expect((await acme.get('/api/partner/statement?publisher=rival')).status).toBe(400);
  });

  it('should show neither a school nor a partner’s own scope an entry of the tables', async () => {
    await expect(schoolAt(0).run(() => system.pool.query('select 1 from partner_entries'))).rejects.toThrow(
      /permission denied/,
    );
    const { rows } = await runInScope(
      { kind: 'platform', realm: 'partner', requestId: 'test', database: { lost: false } },
      () => system.pool.query('select 1 from partner_entries union all select 1 from partner_transfers'),
    );
    expect(rows).toEqual([]);
  });

  it('should write one entry a fact and line when many processes count at once', async () => {
    const sales = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        sell([addOn(1_999), addOn(1_900)], { school: schoolAt(index % 4) }),
      ),
    );
    for (const sale of sales) await sale.money('payment', 3_899);
    await Promise.all(Array.from({ length: 8 }, () => recordShares(system.pool)));
    const { rows } = await system.admin.query(
      'select count(*)::int as entries, sum(amount_cents)::int as cents from partner_entries where invoice_id = any($1)',
      [sales.map(({ invoiceId }) => invoiceId)],
    );
    expect(rows).toEqual([{ entries: 40, cents: 20 * (1_399 + 1_330) }]);
  });
});
