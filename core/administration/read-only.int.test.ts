import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
  until,
} from '../../e2e/support/index.ts';
import { publishEvents, runEvent } from '../jobs/index.ts';
import { inTransaction } from '../tenancy/index.ts';

describe('a suspended school', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;
  let staff: HttpClient;
  let admin: HttpClient;
  let year: string;
  const act = (action: string, more = {}) =>
    staff.post('/api/console/schools/state', { id: alpha.tenant.id, action, ...more });
  const suspend = async () => {
    await act('suspend', { reason: 'Unpaid' });
    // The database refuses at once; the edge, which asks before the body is looked at, within its cache.
    expect((await write()).status).toBe(423);
    await until('the edge knows', async () => (await admin.post('/api/students', {})).status === 423);
  };
  const write = () => admin.send('PATCH', `/api/academic-years/${year}`, { body: { title: 'Changed' } });

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    const account = await addRealmUser(system.payload, 'platform');
    staff = await system
      .at(`console.${BASE_DOMAIN}`)
      .signIn(account.email, account.password, account.totpSecret);
    admin = await alpha.signIn(alpha.admin);
    const made = await alpha.run(() =>
      system.pool.query(
        "insert into academic_years (title, start_date, end_date) values ('Year', '2026-09-01', '2027-06-30') returning id",
      ),
    );
    year = made.rows[0].id;
  });
  afterAll(() => system.close());

  it('A7: should refuse every write of open sessions with 423 within two seconds, and change nothing', async () => {
    const since = Date.now();
    await suspend();
    expect(Date.now() - since).toBeLessThan(3500);
    const before = await counts(system);
    const calls: [string, string, unknown][] = [
      ['POST', '/api/students', { firstName: 'A', lastName: 'B', admissionNumber: '1' }],
      ['PATCH', `/api/academic-years/${year}`, { title: 'x' }],
      ['PATCH', '/api/academic-years?where[id][exists]=true', { title: 'x' }],
      ['DELETE', `/api/academic-years/${year}`, undefined],
      ['DELETE', `/api/academic-years/${year}/`, undefined],
      ['POST', '/api/register', {}],
      ['POST', '/api/imports/upload', {}],
      ['POST', '/api/imports/confirm', {}],
      ['POST', '/api/add-ons/install', {}],
      ['POST', '/api/settings/save', {}],
      ['POST', '/api/settings/domain', { domain: 'a.example' }],
      ['POST', '/api/users', { email: 'x@alpha.example' }],
      ['PATCH', `/api/users/${alpha.admin.id}`, { displayName: 'x' }],
    ];
    for (const [method, path, body] of calls) {
      const answer = await admin.send(method, path, body === undefined ? {} : { body });
      expect(answer.status, `${method} ${path}`).toBe(423);
      expect(answer.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('tenant.read_only');
    }
    expect(await counts(system)).toEqual(before);
  });

  it('A7: should refuse the same in the database, whoever asks and before any cache knows', async () => {
    const tables = await system.admin.query(
      "select c.relname as name from pg_class c join pg_trigger t on t.tgrelid = c.oid where t.tgname = 'read_only' and not c.relispartition order by 1",
    );
    expect(tables.rows.length).toBeGreaterThan(25);
    // TenantInfo of these scopes still says active, as that of a request that is under way.
    for (const { name } of tables.rows) {
      if (name === 'tenants') continue;
      const write = alpha.run(() => system.pool.query(`delete from ${name}`));
      await expect(write, name).rejects.toMatchObject({ code: expect.stringMatching(/DF423|42501/) });
    }
    await expect(
      alpha.run(() => system.pool.query("update users set display_name = 'x'")),
    ).rejects.toMatchObject({ code: 'DF423' });
    await expect(
      alpha.run(() => system.pool.query("update tenants set digits = 'arab'")),
    ).rejects.toMatchObject({ code: 'DF423' });
    await expect(
      alpha.run(() =>
        system.pool.query(
          "insert into academic_years (title, start_date, end_date) values ('Z', '2026-09-01', '2027-06-30')",
        ),
      ),
    ).rejects.toMatchObject({ code: 'DF423' });
  });

  it('should leave the other school as it was', async () => {
    const client = await beta.signIn(beta.admin);
    const answer = await client.post('/api/grade-levels', { code: 'g', name: 'Grade', order: 1 });
    expect(answer.status, answer.text).not.toBe(423);
    await beta.run(() => system.pool.query("update users set display_name = 'Still mine'"));
  });

  it('should still let people read, sign in and out, and ask for a new password', async () => {
    expect((await admin.get('/api/academic-years')).status).toBe(200);
    expect((await admin.get('/api/settings')).status).toBe(200);
    const client = await alpha.signIn(alpha.admin);
    expect((await client.get('/api/users/me')).status).toBe(200);
    expect((await client.post('/api/users/logout', {})).status).toBe(200);
    const asked = await alpha.anonymous.post('/api/users/forgot-password', { email: alpha.admin.email });
    expect(asked.status).toBe(200);
    const { rows } = await system.admin.query(
      "select (select count(*)::int from outbox where tenant_id = $1 and type = 'mail.requested') as mails, (select last_login_at is not null from users where id = $2) as stamped, (select count(*)::int from audit_events where tenant_id = $1 and category = 'sign_in') as signs",
      [alpha.tenant.id, alpha.admin.id],
    );
    expect(rows[0].mails).toBe(1);
    expect(rows[0].stamped).toBe(true);
    expect(rows[0].signs).toBeGreaterThan(1);
  });

  it('A7: should let queued work wait but mail, and wake it when the school resumes', async () => {
    await alpha.run(() =>
      inTransaction(system.pool, (client) =>
        publishEvents(client, [
          { type: 'mail.requested', payload: {} },
          { type: 'other.work', payload: {} },
          { type: 'attendance.absence_recorded', payload: {} },
        ]),
      ),
    );
    await system.admin.query(
      "update outbox set created_at = now() - interval '2 days' where type = 'attendance.absence_recorded'",
    );
    const ran: string[] = [];
    const handlers = [
      {
        name: 'mail',
        handles: (type: string) => type === 'mail.requested',
        whileSuspended: true,
        run: async () => void ran.push('mail'),
      },
      {
        name: 'other',
        handles: (type: string) => type !== 'mail.requested',
        run: async (event: { type: string }) => void ran.push(event.type),
      },
    ];
    const idOf = async (type: string) =>
      (
        await system.admin.query(
          "select id from outbox where type = $1 and tenant_id = $2 and payload = '{}'::jsonb",
          [type, alpha.tenant.id],
        )
      ).rows[0].id as string;
    const run = async (type: string) =>
      runEvent(await idOf(type), { pool: system.pool, handlers, logger: system.logger });
    expect(await run('mail.requested')).toBe('done');
    expect(await run('other.work')).toBe('waiting');
    expect(await run('other.work')).toBe('waiting');
    expect(ran).toEqual(['mail']);
    await act('resume');
    const { rows } = await system.admin.query(
      "select type, status, attempts::int, next_attempt_at <= now() as due from outbox where type in ('other.work', 'attendance.absence_recorded') order by type",
    );
    expect(rows).toMatchObject([
      { type: 'attendance.absence_recorded', status: 'done' },
      { type: 'other.work', status: 'pending', attempts: 0, due: true },
    ]);
    expect(await run('other.work')).toBe('done');
    expect(ran).toEqual(['mail', 'other.work']);
    await until('the edge knows', async () => (await write()).status === 200);
  });

  it('should cost a write little: one look at the school’s row a statement', async () => {
    const time = async (rows: number) => {
      const started = performance.now();
      for (let index = 0; index < 200; index += 1)
        await beta.run(() =>
          system.pool.query('update attendance_codes set updated_at = now() where false or $1::int < 0', [
            rows,
          ]),
        );
      return (performance.now() - started) / 200;
    };
    await time(1);
    const guarded = await time(1);
    await system.admin.query('alter table attendance_codes disable trigger read_only');
    await time(1);
    const open = await time(1);
    await system.admin.query('alter table attendance_codes enable trigger read_only');
    process.stdout.write(
      `a write takes ${guarded.toFixed(3)} ms with the guard and ${open.toFixed(3)} ms without\n`,
    );
    expect(guarded).toBeLessThan(open * 10 + 5);
  });
});

async function counts(system: TestSystem) {
  const { rows } = await system.admin.query(
    "select (select count(*) from students) as students, (select string_agg(title, ',') from academic_years) as year, (select count(*) from users) as users, (select count(*) from import_runs) as imports, (select string_agg(display_name, ',' order by id) from users) as names, (select string_agg(digits::text || coalesce(custom_domain, ''), ',' order by id) from tenants) as settings",
  );
  return rows[0];
}
