import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  registerBody,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';

let system: TestSystem;
let school: TestSchool;
let admin: HttpClient;
beforeAll(async () => {
  system = await createTestSystem();
  school = await system.addSchool('alpha');
  admin = await school.signIn(school.admin);
});
afterAll(() => system.close());

async function entries(action: string): Promise<Record<string, unknown>[]> {
  const { rows } = await system.admin.query(
    'select * from audit_events where action = $1 order by created_at, id',
    [action],
  );
  return rows;
}

describe('the audit trail of work done in bulk', () => {
  it('should tell of a saved register which marks changed, once', async () => {
    const { classroomId, pupils } = await addClasses(system.admin, school);
    const date = new Date().toISOString().slice(0, 10);
    const absent = [pupils[0]?.id ?? ''];
    const first = await admin.post(
      '/api/register',
      registerBody(classroomId, pupils, { date, revision: 0, absent }),
    );
    expect(first.status).toBe(200);
    const again = await admin.post(
      '/api/register',
      registerBody(classroomId, pupils, { date, revision: 1, absent }),
    );
    expect(again.status).toBe(200);
    const third = await admin.post(
      '/api/register',
      registerBody(classroomId, pupils, { date, revision: 2, reason: 'Was there.' }),
    );
    expect(third.status).toBe(200);
    const [saved, corrected, ...more] = await entries('register.save');
    expect(more).toEqual([]);
    expect(saved).toMatchObject({
      tenant_id: school.tenant.id,
      actor_kind: 'user',
      actor_id: school.admin.id,
      subject_label: `9-A, ${date}`,
    });
    expect(Object.keys(saved?.after as object)).toHaveLength(3);
    expect(corrected?.before).toEqual({ 'Pupil1 9-A (9-A-1)': 'A' });
    expect(corrected?.after).toEqual({ 'Pupil1 9-A (9-A-1)': 'P' });
  });

  it('should undo a register whose entry cannot be written', async () => {
    const other = await system.addSchool('blocked');
    const { classroomId, pupils } = await addClasses(system.admin, other);
    const client = await other.signIn(other.admin);
    await system.admin.query(
      "alter table audit_events add constraint blocked check (action <> 'register.save') not valid",
    );
    try {
      const body = registerBody(classroomId, pupils, { date: '2026-01-15', revision: 0 });
      expect((await client.post('/api/register', body)).status).toBeGreaterThanOrEqual(400);
    } finally {
      await system.admin.query('alter table audit_events drop constraint blocked');
    }
    const { rows } = await system.admin.query(
      'select count(*)::int as marks from attendance where tenant_id = $1',
      [other.tenant.id],
    );
    expect(rows).toEqual([{ marks: 0 }]);
  });

  it('should tell of every step of an add-on, and never a secret', async () => {
    const { addOns } = (await admin.get('/api/add-ons')).json<{
      addOns: { pluginId: string; consent: string }[];
    }>();
    const addOn = addOns[0];
    if (!addOn) throw new Error('there is no add-on to install');
    const { pluginId, consent } = addOn;
    expect((await admin.post('/api/add-ons/install', { pluginId, consent })).status).toBe(200);
    expect((await admin.post('/api/add-ons/install', { pluginId, consent })).status).toBe(200);
    expect((await admin.post('/api/add-ons/switch', { pluginId, on: true })).status).toBe(200);
    expect((await admin.post('/api/add-ons/switch', { pluginId, on: false })).status).toBe(200);
    expect(await entries('add-ons.install')).toMatchObject([
      { category: 'admin', actor_id: school.admin.id },
    ]);
    expect(await entries('add-ons.enable')).toHaveLength(1);
    expect(await entries('add-ons.disable')).toHaveLength(1);
  });

  it('should tell that staff tried a dead event again, to the console and to the school', async () => {
    const { rows } = await system.admin.query(
      `insert into outbox (tenant_id, tenant_name, type, payload, status, attempts, next_attempt_at)
       values ($1, 'alpha', 'test.dead', '{}', 'dead', 10, now()) returning id`,
      [school.tenant.id],
    );
    const staff = await addRealmUser(system.payload, 'platform');
    const client = await system
      .at(`console.${BASE_DOMAIN}`)
      .signIn(staff.email, staff.password, staff.totpSecret);
    expect((await client.post('/api/outbox/retry', { id: rows[0].id })).status).toBe(200);
    expect((await client.post('/api/outbox/retry', { id: rows[0].id })).status).toBe(404);
    expect(await entries('outbox.retry')).toMatchObject([
      { actor_kind: 'staff', actor_id: staff.id, tenant_id: school.tenant.id, subject_id: rows[0].id },
    ]);
    expect((await client.get('/api/audit-events')).text).toContain('outbox.retry');
    expect((await admin.get('/api/audit-events')).text).toContain('outbox.retry');
  });

  it('should tell that a school was made, once', async () => {
    await system.addSchool('made-once');
    const made = (await entries('tenants.create')).filter(
      ({ subject_label }) => subject_label === 'School made-once',
    );
    expect(made).toMatchObject([{ actor_kind: 'system', category: 'admin' }]);
  });
});
