import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addRealmUser, createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { MAIL_SEAL } from '../communication/services/queue-mail.ts';
import { runEvent } from '../jobs/index.ts';
import { keyring, unseal } from '../kernel/index.ts';
import { inTransaction } from '../tenancy/index.ts';
import { recordUsage, reserveUsage, type SchoolAccount, setBillingClock } from './index.ts';
import { alertMails, tickUsage } from './worker.ts';

const NOON = new Date('2026-09-11T09:00:00Z');
const DAY_MS = 86_400_000;
const daysOn = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

type Mail = { to: string; subject: string; text: string };

describe('alerts of usage', () => {
  let system: TestSystem;
  let one: TestSchool;
  let other: TestSchool;

  beforeAll(async () => {
    system = await createTestSystem();
    one = await system.addSchool('one');
    other = await system.addSchool('other');
    await system.admin.query("update users set language = 'ar' where email = $1", [other.admin.email]);
  });
  afterAll(() => system.close());
  afterEach(() => setBillingClock(undefined));

  const tick = (now: Date) => {
    setBillingClock(() => now);
    return tickUsage({ pool: system.pool, logger: system.logger, now });
  };
  const alertsOf = async (school: TestSchool): Promise<{ id: string; alert: string }[]> =>
    (
      await system.admin.query(
        "select id, payload ->> 'subject' || ' ' || (payload ->> 'percent') as alert from outbox where tenant_id = $1 and type = 'usage.alert' order by created_at",
        [school.tenant.id],
      )
    ).rows;
  const mailsOf = async (school: TestSchool): Promise<Mail[]> => {
    const { rows } = await system.admin.query(
      "select payload ->> 'sealed' as sealed from outbox where tenant_id = $1 and type = 'mail.requested' and dedupe_key is not null order by created_at",
      [school.tenant.id],
    );
    return rows.map((row) => JSON.parse(unseal(keyring().current, MAIL_SEAL, row.sealed)) as Mail);
  };
  const deliver = async (school: TestSchool) => {
    for (const { id } of await alertsOf(school))
      await runEvent(id, {
        pool: system.pool,
        logger: system.logger,
        handlers: [alertMails({ pool: system.pool })],
      });
  };
  const use = (school: TestSchool, quantity: number) =>
    school.run(() =>
      inTransaction(system.pool, (client) =>
        recordUsage(client, {
          meter: 'sms_parts',
          source: 'fixture',
          eventId: randomUUID(),
          quantity,
          occurredAt: NOON,
        }),
      ),
    );

  it('should set and read budgets through REST, each school its own, and only who may', async () => {
    setBillingClock(() => NOON);
    const admin = await one.signIn(one.admin);
    const accountant = await one.signIn(await one.addUser('accountant'));
    const budgets = { sms_parts: { cents: 1_000, isHard: true }, '*': { cents: 5_000, isHard: false } };
    expect((await accountant.post('/api/budgets/set', { budgets })).status).toBe(403);
    expect((await admin.post('/api/budgets/set', { budgets })).status).toBe(200);
    const unknown = await admin.post('/api/budgets/set', {
      budgets: { flights: { cents: 1, isHard: true } },
    });
    expect(unknown.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('budget.meter_unknown');
    await use(one, 400);
    const page = (await accountant.get('/api/budgets')).json<{
      budgets: Record<string, unknown>[];
      month: string;
    }>();
    expect(page.month).toBe('2026-09-01');
    expect(page.budgets.find(({ meter }) => meter === 'sms_parts')).toMatchObject({
      capCents: 1_000,
      usedCents: 300,
      remainingCents: 700,
      // 10 days and 12 hours of the school's month for 300 cents: 1,000 would be on the 36th day.
      rate: '0.75',
    });
    const theirs = (await (await other.signIn(other.admin)).get('/api/budgets')).json<{
      budgets: Record<string, unknown>[];
    }>();
    expect(theirs.budgets.every((row) => row.capCents === undefined && row.usedCents === 0)).toBe(true);
    expect((await other.anonymous.get('/api/budgets')).status).toBe(401);
    expect((await admin.post('/api/budgets/set', { budgets: { '*': null } })).status).toBe(200);
  });

  it('should mail the admins of the school alone, in their language, with a forecast, once', async () => {
    setBillingClock(() => NOON);
    const admin = await other.signIn(other.admin);
    await admin.post('/api/budgets/set', { budgets: { sms_parts: { cents: 750, isHard: true } } });
    await use(other, 499);
    await other.run(() =>
      inTransaction(system.pool, (client) =>
        reserveUsage(client, { meter: 'sms_parts', quantity: 1, source: 'sms', eventId: 'x', now: NOON }),
      ),
    );
    await deliver(other);
    await deliver(other);
    const mails = await mailsOf(other);
    expect(mails.map(({ to }) => to)).toEqual([other.admin.email]);
    expect(mails[0]?.subject).toContain('50%');
    expect(mails[0]?.text).toContain('3.75 دولار من أصل 7.50 دولار');
    // 10.5 days of the month for half of it: the end of its 21st day.
    expect(mails[0]?.text).toContain('22 سبتمبر 2026');
    expect(await mailsOf(one)).toEqual([]);
  });

  it('should raise what no reservation raised, and each mark once a month', async () => {
    await use(one, 300);
    await system.admin.query('update plans set max_teachers = 2 where code = $1', ['standard']);
    await one.run(() =>
      system.pool.query(
        "insert into teachers (tenant_id, given_name, family_name, staff_number, active) select $1, 'T', n::text, n::text, true from generate_series(1, 2) n",
        [one.tenant.id],
      ),
    );
    const before = (await alertsOf(one)).length;
    expect(await tick(NOON)).toBe(4);
    expect((await alertsOf(one)).slice(before).map(({ alert }) => alert)).toEqual([
      'budget:sms_parts 50',
      'quota:teachers 100',
    ]);
    expect(await tick(daysOn(1))).toBe(0);
    expect(await tick(daysOn(25))).toBe(3);
    await deliver(one);
    expect((await mailsOf(one)).map(({ subject }) => subject)).toEqual([
      '50% of the month’s budget for Text messages is used',
      '100% of the teachers in your plan are used',
      '100% of the teachers in your plan are used',
    ]);
  });

  it('should begin the notice about the ceiling when a smaller plan brings it, and tell of its steps', async () => {
    await system.admin.query(
      "update plans set student_ceiling = 3, max_students = null where code = 'basic'",
    );
    await other.run(() =>
      system.pool.query(
        "insert into students (tenant_id, given_name, family_name, admission_number, status) select $1, 'P', n::text, n::text, 'active' from generate_series(1, 4) n",
        [other.tenant.id],
      ),
    );
    await system.admin.query(
      "update tenants set plan_id = (select id from plans where code = 'basic') where id = $1",
      [other.tenant.id],
    );
    const ceilings = async () =>
      (await alertsOf(other)).map(({ alert }) => alert).filter((alert) => alert.startsWith('ceiling'));
    await tick(NOON);
    expect(await ceilings()).toEqual(['ceiling:students 0']);
    const { rows } = await system.admin.query(
      'select above_ceiling_since from subscriptions where tenant_id = $1',
      [other.tenant.id],
    );
    expect(rows[0].above_ceiling_since).toEqual(NOON);
    await tick(daysOn(8));
    await tick(daysOn(14));
    expect(await ceilings()).toEqual(['ceiling:students 0', 'ceiling:students 50', 'ceiling:students 100']);
    await deliver(other);
    const told = (await mailsOf(other)).filter(({ subject }) => subject.includes('أكبر مما تسمح'));
    expect(told).toHaveLength(3);
    expect(told[0]?.text).toContain('25 سبتمبر 2026');
  });

  it('should let staff grant and end overrides on the console, and nobody of a school', async () => {
    const staff = await addRealmUser(system.payload, 'platform');
    const console_ = await system
      .at('console.daftar.test')
      .signIn(staff.email, staff.password, staff.totpSecret);
    const id = one.tenant.id;
    const override = {
      id,
      key: 'sso',
      value: true,
      reason: 'a trial of single sign-on',
      startsAt: new Date(Date.now() - 1000).toISOString(),
      endsAt: new Date(Date.now() + DAY_MS).toISOString(),
    };
    const admin = await one.signIn(one.admin);
    expect((await admin.post('/api/console/account/override', override)).status).toBeGreaterThanOrEqual(401);
    const added = await console_.post('/api/console/account/override', override);
    expect(added.status).toBe(200);
    const answer = () => admin.get('/api/entitlement?key=sso');
    expect((await answer()).json()).toMatchObject({ allowed: true, source: 'override' });
    const [listed] = added.json<SchoolAccount>().overrides;
    expect(listed).toMatchObject({ state: 'running', createdBy: staff.email });
    const end = { id, override: listed?.id };
    expect((await console_.post('/api/console/account/override/end', end)).status).toBe(200);
    expect((await answer()).json()).toMatchObject({
      allowed: false,
      plansThatHaveIt: [{ code: 'enterprise', kind: 'plan' }],
    });
  });
});
