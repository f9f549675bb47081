import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { asSystem, asTenant } from '../tenancy/index.ts';
import { type Quote, type SchoolAccount, type SchoolGroup, setBillingClock } from './index.ts';
import { FIRST_VERSION } from './services/price-book/first-version.ts';
import { simulateAll } from './services/sales/simulation/simulate.ts';
import type { SimulationPiece } from './services/sales/simulation/types.ts';

const NOW = new Date('2026-11-15T12:00:00Z');

describe('the console of sales', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;
  let staff: HttpClient;
  let others: HttpClient[];

  const sql = async (text: string, values: unknown[] = []) => (await system.admin.query(text, values)).rows;
  const subscribe = (school: TestSchool, terms: Record<string, unknown> = {}) =>
    sql(
      `update subscriptions set status = ($2::jsonb->>'status')::enum_subscriptions_status, price_book_version = 1,
              plan_id = (select id from plans where code = $2::jsonb->>'plan'), starts_at = '2025-01-01T00:00:00Z',
              billing_cycle = ($2::jsonb->>'cycle')::enum_subscriptions_billing_cycle, group_percent = $2::jsonb->>'percent',
              current_period_start = '2026-11-01T00:00:00Z', current_period_end = '2026-12-01T00:00:00Z',
              contract = null, trial_ends_at = null
        where tenant_id = $1`,
      [
        school.tenant.id,
        JSON.stringify({ status: 'active', plan: 'standard', cycle: 'monthly', percent: '0', ...terms }),
      ],
    );
  const account = async (school: TestSchool) =>
    (await staff.get(`/api/console/account?id=${school.tenant.id}`)).json<SchoolAccount>();

  beforeAll(async () => {
    system = await createTestSystem();
    setBillingClock(() => NOW);
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    const signIn = async (realm: 'platform' | 'partner', host: string) => {
      const { email, password, totpSecret } = await addRealmUser(system.payload, realm);
      return system.at(`${host}.${BASE_DOMAIN}`).signIn(email, password, totpSecret);
    };
    staff = await signIn('platform', 'console');
    others = [
      await alpha.signIn(alpha.admin),
      await beta.signIn(beta.admin),
      await signIn('partner', 'partners'),
    ];
    await subscribe(alpha);
    await subscribe(beta, { plan: 'basic' });
  });
  afterAll(async () => {
    setBillingClock(undefined);
    await system.close();
  });

  it('should answer 403 to a school’s admin and a partner, 401 to nobody, and write nothing', async () => {
    const id = alpha.tenant.id;
    const draft = FIRST_VERSION;
    const content = quote(id);
    const calls: [string, string, unknown?][] = [
      ['GET', `/api/console/account?id=${id}`],
      ['POST', '/api/console/account/note', { id, body: 'x' }],
      [
        'POST',
        '/api/console/account/override',
        { id, key: 'sso', value: true, reason: 'because', endsAt: '2027-01-01T00:00:00Z' },
      ],
      ['POST', '/api/console/account/override/end', { id, override: id }],
      ['POST', '/api/console/account/plan', { id, plan: 'basic', cycle: 'monthly', reason: 'because' }],
      [
        'POST',
        '/api/console/account/contract',
        { id, plan: 'enterprise', cycle: 'yearly', cents: 1, reason: 'because' },
      ],
      ['POST', '/api/console/account/trial', { id, lastDay: '2027-01-01', reason: 'because' }],
      ['POST', '/api/console/account/cancel', { id, cancel: true, reason: 'because' }],
      ['GET', '/api/console/groups'],
      ['POST', '/api/console/group/payment-page', { id }],
      ['GET', `/api/console/group?id=${id}`],
      ['POST', '/api/console/group/payer', { id, hasOnePayer: true, reason: 'because' }],
      ['POST', '/api/console/price-book/simulate', { draft }],
      ['GET', '/api/console/quotes'],
      ['GET', `/api/console/quote?id=${id}`],
      ['GET', `/api/console/quotes/${id}/pdf`],
      ['POST', '/api/console/quotes/create', { content }],
      ['POST', '/api/console/quotes/save', { id, content }],
      ['POST', '/api/console/quotes/step', { id, step: 'accept', reason: 'because' }],
    ];
    for (const [method, path, body] of calls) {
      for (const client of others) {
        const answer = await client.send(method, path, body === undefined ? {} : { body });
        expect([403, 404], `${method} ${path} at ${client.host}`).toContain(answer.status);
      }
      const nobody = await system
        .at(`console.${BASE_DOMAIN}`)
        .send(method, path, body === undefined ? {} : { body });
      expect(nobody.status, `${method} ${path} without a session`).toBe(401);
    }
    for (const table of ['sales_notes', 'quotes', 'group_payers', 'entitlement_overrides'])
      expect(await sql(`select 1 from ${table}`), table).toEqual([]);
  });

  it('should keep notes from schools and partners in the database itself', async () => {
    const noted = await staff.post('/api/console/account/note', {
      id: alpha.tenant.id,
      body: 'Wants SSO in spring',
    });
    expect(noted.json<SchoolAccount>().notes).toMatchObject([{ body: 'Wants SSO in spring' }]);
    expect((await account(beta)).notes).toEqual([]);
    for (const table of ['sales_notes', 'quotes', 'group_payers'])
      await expect(
        asTenant(alpha.tenant, () => system.pool.query(`select * from ${table}`)),
        table,
      ).rejects.toThrow(/permission denied/);
    const { runInScope } = await import('../tenancy/index.ts');
    const asPartner = <T>(work: () => T) =>
      runInScope({ kind: 'platform', realm: 'partner', requestId: 'test', database: { lost: false } }, work);
    for (const table of ['sales_notes', 'quotes', 'group_payers']) {
      const { rows } = await asPartner(() => system.pool.query(`select * from ${table}`));
      expect(rows, table).toEqual([]);
    }
    // The school's own trail says nothing of a note.
    const trail = await sql('select details from audit_events where action = $1 and tenant_id is not null', [
      'sales.note',
    ]);
    expect(trail).toEqual([]);
  });

  it('should grant something with a reason and an end, and take it back', async () => {
    const id = alpha.tenant.id;
    const grant = { id, key: 'sso', value: true, endsAt: '2026-12-31T00:00:00Z' };
    expect((await staff.post('/api/console/account/override', { ...grant, reason: '' })).status).toBe(400);
    const granted = await staff.post('/api/console/account/override', {
      ...grant,
      reason: 'Pilot until the new year',
    });
    const [override] = granted.json<SchoolAccount>().overrides;
    expect(override).toMatchObject({
      key: 'sso',
      value: true,
      reason: 'Pilot until the new year',
      state: 'running',
    });
    expect((await account(beta)).overrides).toEqual([]);
    const ended = await staff.post('/api/console/account/override/end', { id, override: override?.id });
    expect(ended.json<SchoolAccount>().overrides[0]?.state).toBe('over');
  });

  it('should show what a school has, used and paid, and nothing of another school', async () => {
    await use(alpha, '2026-10-05', 2_340, 58_000_000_000);
    await sql(
      `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at)
       values ($1, 'sms_parts', 'test', 'a', 1331, '2026-10-09T10:00:00Z'), ($2, 'sms_parts', 'test', 'b', 7, '2026-10-09T10:00:00Z')`,
      [alpha.tenant.id, beta.tenant.id],
    );
    const shown = await account(alpha);
    expect(shown.subscription).toMatchObject({ status: 'active', plan: 'standard', mrrCents: 24_900 });
    expect(shown.subscription?.instants.periodEnd).toBe('2026-12-01T00:00:00.000Z');
    expect(shown.months).toHaveLength(12);
    expect(shown.months.at(-1)?.month).toBe('2026-11');
    expect(shown.months.at(-2)).toEqual({
      month: '2026-10',
      students: 2_340,
      storageBytes: 58_000_000_000,
      meters: { sms_parts: 1_331 },
    });
    expect((await account(beta)).months.at(-2)?.meters).toEqual({ sms_parts: 7 });
  });

  it('billing S15c: should simulate what a school really used, school by school and to the cent', async () => {
    const dearer = structuredClone(FIRST_VERSION);
    const standard = dearer.plans.find(({ code }) => code === 'standard');
    Object.assign(standard ?? {}, { monthly: 25_900, studentCeiling: 2_200 });
    await use(alpha, '2026-11-02', 9_000, 0);
    const answer = await staff.post('/api/console/price-book/simulate', { draft: dearer });
    const piece = answer.json<SimulationPiece>();
    expect(piece).toMatchObject({ total: 2, next: null });
    const effect = piece.effects.find(({ tenantId }) => tenantId === alpha.tenant.id);
    // Eleven months of nothing above, and October: 4 blocks, 8 GB, and 998 for messages.
    expect(effect?.before).toBe(12 * 24_900 + 4_000 + 4_000 + 998);
    expect(effect).toMatchObject({
      after: (effect?.before ?? 0) + 12_000,
      mrrAfter: 25_900,
      months: 12,
      problem: null,
    });
    expect(effect?.aboveCeiling).toEqual({ students: 2_340, ceiling: 2_200 });
    const other = piece.effects.find(({ tenantId }) => tenantId === beta.tenant.id);
    expect(other).toMatchObject({ before: 12 * 9_900 + 5, after: 12 * 9_900 + 5, aboveCeiling: null });
    const invalid = await staff.post('/api/console/price-book/simulate', { draft: { ...dearer, plans: [] } });
    expect(invalid.status).toBe(400);
  });

  it('should go through all schools in pieces without leaving one out or taking one twice', async () => {
    const whole = await asSystem(() => simulateAll(system.pool, { draft: FIRST_VERSION, now: NOW }));
    const pieces = await asSystem(() =>
      simulateAll(system.pool, { draft: FIRST_VERSION, now: NOW, limit: 1 }),
    );
    expect(pieces).toEqual(whole);
    expect(whole.every(({ before, after }) => before === after)).toBe(true);
  });

  it('billing C6, C18: should show what a group has earned and at whose renewal it counts', async () => {
    const gamma = await system.addSchool('gamma');
    await subscribe(gamma, { cycle: 'yearly' });
    const [{ id }] = await sql("insert into school_groups (name) values ('Pearl Schools') returning id");
    const join = (schools: TestSchool[]) =>
      sql('update tenants set group_id = $1 where id = any($2)', [
        id,
        schools.map(({ tenant }) => tenant.id),
      ]);
    await join([alpha, beta]);
    const read = async () => (await staff.get(`/api/console/group?id=${id}`)).json<SchoolGroup>();
    expect(await read()).toMatchObject({
      paying: 2,
      rule: { percent: '10', fromSchools: 3 },
      mrrCents: 34_800,
      nextMrrCents: 34_800,
    });
    await join([gamma]);
    const three = await read();
    expect(three).toMatchObject({ paying: 3, monthlyCents: 34_800, yearlyCents: 239_040 });
    // S28's schools before and after their renewals: 24,900 + 9,900 + 19,920, then a tenth less each.
    expect([three.mrrCents, three.nextMrrCents]).toEqual([54_720, 22_410 + 8_910 + 17_928]);
    expect(three.members.map(({ percent, nextPercent }) => [percent, nextPercent])).toEqual(
      Array.from({ length: 3 }, () => ['0', '10']),
    );
    await subscribe(beta, { plan: 'basic', status: 'past_due' });
    expect((await read()).paying).toBe(3);
    await subscribe(beta, { plan: 'basic', status: 'suspended' });
    expect((await read()).members.map(({ nextPercent }) => nextPercent)).toEqual(['0', '0', '0']);
    await subscribe(beta, { plan: 'basic' });
    const payer = { id, hasOnePayer: true, reason: 'The owner asked for one invoice' };
    expect((await staff.post('/api/console/group/payer', payer)).json<SchoolGroup>().hasOnePayer).toBe(true);
    await staff.post('/api/console/group/payer', payer);
    expect(await sql("select 1 from audit_events where action = 'school_groups.payer'")).toHaveLength(1);
    const group = await read();
    expect(group.members.map((member) => member.payer)).toEqual(['school', 'school', 'school']);
    expect([group.payer, group.leaving]).toEqual([null, []]);
    await sql('update subscriptions set payer_group = $1 where tenant_id = any($2)', [
      id,
      [alpha.tenant.id, beta.tenant.id],
    ]);
    await sql('update tenants set group_id = null where id = $1', [beta.tenant.id]);
    const apart = await read();
    expect(apart.members.map(({ payer }) => payer).sort()).toEqual(['group', 'school']);
    expect(apart.leaving.map((school) => school.id)).toEqual([beta.tenant.id]);
    await sql('update subscriptions set payer_group = null');
    await sql('update tenants set group_id = $1 where id = $2', [id, beta.tenant.id]);
    expect((await staff.get('/api/console/groups')).json()).toMatchObject([
      { name: 'Pearl Schools', schools: 3, paying: 3, hasOnePayer: true },
    ]);
  });

  it('should change a plan, extend a trial and end a subscription, each with its reason in the trail', async () => {
    const delta = await system.addSchool('delta');
    const id = delta.tenant.id;
    await subscribe(delta, { plan: 'standard' });
    await sql("update subscriptions set anchor_at = '2026-11-01T00:00:00Z' where tenant_id = $1", [id]);
    const act = (path: string, body: object) => staff.post(`/api/console/account/${path}`, { id, ...body });
    expect((await act('plan', { plan: 'basic', cycle: 'monthly', reason: '' })).status).toBe(400);
    const cheaper = await act('plan', { plan: 'basic', cycle: 'monthly', reason: 'Fewer pupils next year' });
    // C17: a cheaper plan waits for the end of the period.
    expect(cheaper.json<SchoolAccount>().subscription).toMatchObject({
      plan: 'standard',
      pendingPlan: 'basic',
    });
    const ending = await act('cancel', { cancel: true, reason: 'The school closes' });
    expect(ending.json<SchoolAccount>().subscription?.cancelAtPeriodEnd).toBe(true);
    expect((await act('trial', { lastDay: '2027-01-31', reason: 'More time' })).status).toBe(409);
    await subscribe(delta, { status: 'trialing' });
    expect((await act('trial', { lastDay: '2026-11-14', reason: 'More time' })).status).toBe(400);
    const longer = await act('trial', { lastDay: '2027-01-31', reason: 'More time to import' });
    expect(longer.json<SchoolAccount>().subscription?.instants.trialEndsAt).toBe('2027-02-01T00:00:00.000Z');
    const trail = await sql(
      "select action, details ->> 'reason' as reason from audit_events where tenant_id = $1 and action like 'sales.%' order by created_at",
      [id],
    );
    expect(trail).toEqual([
      { action: 'sales.plan', reason: 'Fewer pupils next year' },
      { action: 'sales.cancel', reason: 'The school closes' },
      { action: 'sales.trial', reason: 'More time to import' },
    ]);
    expect((await account(alpha)).subscription).toMatchObject({
      pendingPlan: null,
      cancelAtPeriodEnd: false,
    });
    // Out of the way of the tests that count paying schools.
    await subscribe(delta, { status: 'cancelled' });
  });

  it('billing S24: should make a contract of an accepted quote, once, and keep what was sent', async () => {
    const made = await staff.post('/api/console/quotes/create', { content: quote(beta.tenant.id) });
    const draft = made.json<Quote>();
    expect(draft).toMatchObject({ state: 'draft', totalCents: 120_000, name: 'School beta' });
    expect(draft.number).toMatch(/^Q-2026-\d{4}$/);
    const step = (name: string, more: object = {}) =>
      staff.post('/api/console/quotes/step', {
        id: draft.id,
        step: name,
        reason: 'Signed by the head',
        ...more,
      });
    expect((await step('accept')).status).toBe(409);
    expect((await step('send')).json<Quote>().state).toBe('sent');
    const changed = await staff.post('/api/console/quotes/save', {
      id: draft.id,
      content: quote(beta.tenant.id),
    });
    expect(changed.status).toBe(409);
    await expect(sql('update quotes set total_cents = 1 where id = $1', [draft.id])).rejects.toThrow(
      /never changed/,
    );
    const answers = await Promise.all([step('accept'), step('accept')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { subscription } = await account(beta);
    expect(subscription).toMatchObject({
      plan: 'enterprise',
      contract: { cents: 120_000 },
      mrrCents: 120_000,
    });
    expect((await account(alpha)).subscription?.plan).toBe('standard');
    expect((await account(beta)).quotes).toMatchObject([{ number: draft.number, state: 'accepted' }]);
  });

  it('should let a quote expire, refuse one that adds up to less than nothing, and ask for the school of a prospect', async () => {
    const create = (more: object) =>
      staff.post('/api/console/quotes/create', { content: { ...quote(null), ...more } });
    expect((await create({ validUntil: '2026-11-14' })).status).toBe(400);
    expect((await create({ lines: [{ ...LINE, cents: -1 }] })).status).toBe(400);
    const { id } = (await create({ validUntil: '2026-11-15' })).json<Quote>();
    const step = (name: string, more: object = {}) =>
      staff.post('/api/console/quotes/step', { id, step: name, reason: 'By telephone', ...more });
    expect((await step('send')).status).toBe(200);
    const code = (answer: { json: <T>() => T }) =>
      answer.json<{ errors: { code: string }[] }>().errors[0]?.code;
    expect(code(await step('accept'))).toBe('quote.school_needed');
    setBillingClock(() => new Date('2026-11-16T00:00:00Z'));
    expect(code(await step('accept', { school: alpha.tenant.id }))).toBe('quote.expired');
    expect((await staff.get(`/api/console/quote?id=${id}`)).json<Quote>().state).toBe('expired');
    setBillingClock(() => NOW);
    const accepted = await step('accept', { school: alpha.tenant.id });
    expect(accepted.json<Quote>()).toMatchObject({ state: 'accepted', schoolId: alpha.tenant.id });
  });

  it('should print a quote in both languages', async () => {
    const { id, number } = (
      await staff.post('/api/console/quotes/create', { content: quote(null) })
    ).json<Quote>();
    const answer = await staff.get(`/api/console/quotes/${id}/pdf`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.headers['content-disposition']).toContain(number);
    expect(answer.text.startsWith('%PDF')).toBe(true);
  });

  async function use(school: TestSchool, day: string, students: number, bytes: number): Promise<void> {
    await sql(
      `insert into day_snapshots (tenant_id, day, ends_at, active_students, storage_bytes, taken_at)
       values ($1, $2::date, $2::date + 1, $3, $4, now())`,
      [school.tenant.id, day, students, bytes],
    );
  }
});

const LINE = {
  words: { en: 'Enterprise, all schools', ar: 'المؤسسية، كل المدارس' },
  quantity: 1,
  cents: 120_000,
};

function quote(school: string | null) {
  return {
    school,
    prospect: school ? null : { name: 'Doha Group', contact: 'Ms Noor', email: 'noor@doha.example' },
    plan: 'enterprise',
    cycle: 'monthly',
    lines: [LINE],
    note: { en: 'Prices hold for two years.', ar: 'الأسعار ثابتة لعامين.' },
    validUntil: '2026-12-31',
  };
}
