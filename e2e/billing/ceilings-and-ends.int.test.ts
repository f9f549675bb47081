import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BillingKit, billingKit } from './kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const begins = '2026-04-01T00:00:00Z';
type Problem = { errors: { code: string }[] };

describe('above the ceiling of a plan, and after the end of a subscription', () => {
  let world: BillingWorld;
  let kit: BillingKit;
  const pupil = (key: string, status = 'active') => ({
    ...{ givenName: 'Pupil', familyName: key, admissionNumber: `N-${key}`, status },
  });
  const state = async (school: BilledTestSchool) => {
    const { school: its, status } = await world.subscription(school);
    return [its, status];
  };

  beforeAll(async () => {
    world = await createBillingWorld();
    kit = billingKit(world);
  });
  afterAll(() => world.close());

  it('should tell a school above 700 students on Basic for 14 days, then refuse new ones and stop nothing else', {
    timeout: 240_000,
  }, async () => {
    const school = await kit.addSchool('crowded', { begins, plan: 'basic', students: 700 });
    await kit.moveTo(begins, [school]);
    await kit.moveTo('2026-04-05T09:00:00Z', [school]);
    const client = await kit.signIn(school);
    const first = await client.post('/api/students', pupil('first'));
    expect(first.status).toBe(201);
    for (const day of ['05', '12', '17']) await kit.dayWork(`2026-04-${day}T09:00:00Z`);
    await world.workAt('2026-04-17T09:00:00Z');
    const noted = await world.subscription(school);
    expect(noted.above_ceiling_since).toEqual(new Date('2026-04-05T09:00:00Z'));
    expect((await client.post('/api/students', pupil('in-time'))).status).toBe(201);
    await kit.dayWork('2026-04-19T08:59:59Z');
    expect((await client.post('/api/students', pupil('last'))).status).toBe(201);
    await kit.dayWork('2026-04-19T09:00:00Z');
    const { rows } = await world.system.admin.query(
      "select percent from usage_alerts where tenant_id = $1 and subject = 'ceiling:students' order by percent",
      [school.id],
    );
    expect(rows.map(({ percent }) => percent)).toEqual([0, 50, 80, 100]);
    const refused = await client.post('/api/students', pupil('late'));
    expect([refused.status, refused.json<Problem>().errors[0]?.code]).toEqual([
      402,
      'quota.students_reached',
    ]);
    expect((await client.post('/api/students', pupil('waiting', 'inactive'))).status).toBe(201);
    const { id } = first.json<{ doc: { id: string } }>().doc;
    const rename = { body: { familyName: 'Renamed' } };
    expect((await client.send('PATCH', `/api/students/${id}`, rename)).status).toBe(200);
    const found = await client.get('/api/students?limit=1&where[status][equals]=active');
    expect(found.json<{ totalDocs: number }>().totalDocs).toBe(703);
    expect(await state(school)).toEqual(['active', 'active']);
    // A larger plan lifts it at once.
    const preview = (await client.post('/api/plan/preview', { plan: 'standard' })).json<{
      chargedNowCents: number;
    }>();
    const change = { plan: 'standard', expectedCents: preview.chargedNowCents };
    expect((await client.post('/api/plan/change', change)).status).toBe(200);
    expect((await client.post('/api/students', pupil('late'))).status).toBe(201);
  });

  it('should purge a cancelled school 90 days after its end, and not a second sooner', {
    timeout: 240_000,
  }, async () => {
    const school = await kit.addSchool('leaver', { begins, students: 3 });
    await kit.moveTo(begins, [school]);
    await (await kit.signIn(school)).post('/api/plan/cancel', { cancel: true });
    await kit.moveTo('2026-04-02T00:00:00Z', [school]);
    await kit.moveTo('2026-05-01T00:00:00Z', [school]);
    expect(await state(school)).toEqual(['suspended', 'cancelled']);
    await kit.moveTo('2026-07-29T23:59:59Z', [school]);
    expect(await state(school)).toEqual(['suspended', 'cancelled']);
    await kit.moveTo('2026-07-30T00:00:00Z', [school]);
    expect(await state(school)).toEqual(['archived', 'purged']);
    expect(await kit.stripeTotals(school)).toEqual([24_900]);
    const { rows } = await world.system.admin.query(
      "select action from audit_events where tenant_id = $1 and action in ('subscription.ended', 'subscription.purged') order by created_at",
      [school.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['subscription.ended', 'subscription.purged']);
  });

  it('should give up a school that nobody paid for 90 days, and purge it 90 days later', {
    timeout: 240_000,
  }, async () => {
    const school = await kit.addSchool('unpaid', {
      begins: '2026-08-15T00:00:00Z',
      card: 'pm_card_chargeCustomerFail',
    });
    const seen: unknown[] = [];
    for (const at of [
      '2026-08-15T00:00:00Z',
      '2026-08-21T23:59:59Z',
      '2026-08-22T00:00:00Z',
      '2026-11-19T23:59:59Z',
      '2026-11-20T00:00:00Z',
      '2027-02-17T23:59:59Z',
      '2027-02-18T00:00:00Z',
    ]) {
      await kit.moveTo(at, [school]);
      seen.push([at.slice(0, 10), ...(await state(school))]);
    }
    expect(seen).toEqual([
      ['2026-08-15', 'active', 'past_due'],
      ['2026-08-21', 'active', 'past_due'],
      ['2026-08-22', 'suspended', 'suspended'],
      ['2026-11-19', 'suspended', 'suspended'],
      ['2026-11-20', 'suspended', 'cancelled'],
      ['2027-02-17', 'suspended', 'cancelled'],
      ['2027-02-18', 'archived', 'purged'],
    ]);
    const open = await world.stripe.invoices.list({ customer: school.customerId, status: 'open' });
    expect(open.data.map(({ total }) => total)).toEqual([24_900]);
  });
});
