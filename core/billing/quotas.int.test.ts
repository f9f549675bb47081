import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { enableTestPlugin, publishTestPlugin } from '../../marketplace/testing/publish-test-plugin.ts';
import { importPackage } from '../interop/index.ts';
import { zipTexts } from '../interop/oneroster/testing/make-package.ts';
import { smallSchool } from '../interop/oneroster/testing/small-school.ts';
import { keepFile } from '../sandbox/files/keep-file.ts';
import { openStorage } from '../storage/index.ts';
import { isLostDatabase } from '../tenancy/index.ts';
import { entitlementOf, setBillingClock } from './index.ts';

const NOON = new Date('2026-09-10T12:00:00Z');
const DAY_MS = 86_400_000;
const daysOn = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

describe('quotas and seats', () => {
  let system: TestSystem;
  let number = 0;

  beforeAll(async () => {
    system = await createTestSystem();
  });
  afterAll(() => system.close());
  afterEach(() => setBillingClock(undefined));

  const newSchool = async (limits: { students?: number; teachers?: number }) => {
    number += 1;
    const school = await system.addSchool(`quota${number}`);
    await system.admin.query(
      `insert into plans (code, name, name_ar, max_students, student_ceiling, max_teachers, storage_gb, monthly_price_cents, features)
       values ($1, 'Tiny', 'صغيرة', $2, $2, $3, 1, 100, '["core", "add_ons"]')`,
      [`tiny${number}`, limits.students ?? null, limits.teachers ?? null],
    );
    await system.admin.query(
      'update tenants set plan_id = (select id from plans where code = $2) where id = $1',
      [school.tenant.id, `tiny${number}`],
    );
    return school;
  };
  const setNow = (now: Date) => setBillingClock(() => now);
  const student = (key: string | number) => ({
    givenName: 'Pupil',
    familyName: String(key),
    admissionNumber: `A-${key}`,
    status: 'active',
  });
  const teacher = (key: string | number) => ({
    givenName: 'Teacher',
    familyName: String(key),
    staffNumber: `T-${key}`,
    active: true,
  });
  const insert = (school: TestSchool, from: number, to: number, status = 'active') =>
    school.run(() =>
      system.pool.query(
        `insert into students (tenant_id, given_name, family_name, admission_number, status)
         select $1, 'Pupil', n::text, 'B-' || n, $4::enum_students_status from generate_series($2::int, $3::int) n`,
        [school.tenant.id, from, to, status],
      ),
    );
  const active = async (school: TestSchool, table: 'students' | 'teachers') => {
    const { rows } = await system.admin.query(
      `select count(*)::int as n from ${table} where tenant_id = $1 and ${table === 'students' ? "status = 'active'" : 'active'}`,
      [school.tenant.id],
    );
    return rows[0].n as number;
  };
  const seats = async (school: TestSchool, kind: string) =>
    (
      await system.admin.query('select * from school_seats where tenant_id = $1 and kind = $2', [
        school.tenant.id,
        kind,
      ])
    ).rows[0];
  // On a busy machine a request may find no connection in time. It is then told so, and comes again like its sender would.
  const many = (count: number, work: (index: number) => Promise<{ status: number }>) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        let answer = await work(index);
        while (answer.status === 503) answer = await work(index);
        return answer;
      }),
    );
  const patiently = async <T>(call: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!isLostDatabase(error)) throw error;
      }
    }
  };

  it('should give 100 parallel creates through REST exactly the teachers that the plan holds', async () => {
    const school = await newSchool({ teachers: 30 });
    const admin = await school.signIn(school.admin);
    const answers = await many(100, (index) => admin.post('/api/teachers', teacher(index)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(30);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(70);
    expect(await active(school, 'teachers')).toBe(30);
    expect(await seats(school, 'teachers')).toMatchObject({ used: '30' });
  });

  it('should name limit, what is used, and the plans that fit, in both languages', async () => {
    const school = await newSchool({ teachers: 1 });
    const other = await system.addSchool(`neighbour${number}`);
    const admin = await school.signIn(school.admin);
    await admin.post('/api/teachers', teacher('first'));
    const ask = (language: string) =>
      admin.send('POST', '/api/teachers', {
        body: teacher('second'),
        headers: { 'accept-language': language },
      });
    const english = (await ask('en')).json<{ errors: { code: string; message: string }[] }>().errors[0];
    expect(english?.code).toBe('quota.teachers_reached');
    expect(english?.message).toMatch(
      /The plan Tiny holds 1 active teachers; the school has 1\..*Basic, Standard, Enterprise/,
    );
    const arabic = (await ask('ar')).json<{ errors: { message: string }[] }>().errors[0];
    expect(arabic?.message).toMatch(/«?صغيرة.*الأساسية، القياسية، المؤسسية/s);
    const beside = await other.signIn(other.admin);
    expect((await beside.post('/api/teachers', teacher('mine'))).status).toBe(201);
  });

  it('should count whoever is made inactive, active again, or deleted', async () => {
    const school = await newSchool({ teachers: 2 });
    const admin = await school.signIn(school.admin);
    const id = async (answer: Promise<{ json: () => unknown }>) =>
      ((await answer).json() as { doc: { id: string } }).doc.id;
    const first = await id(admin.post('/api/teachers', teacher(1)));
    await id(admin.post('/api/teachers', teacher(2)));
    const patch = (body: object) => admin.send('PATCH', `/api/teachers/${first}`, { body });
    expect((await admin.post('/api/teachers', teacher(3))).status).toBe(402);
    expect((await patch({ active: false })).status).toBe(200);
    const third = await id(admin.post('/api/teachers', teacher(3)));
    expect((await patch({ active: true })).status).toBe(402);
    expect((await patch({ email: 'still@works.example' })).status).toBe(200);
    expect((await admin.send('DELETE', `/api/teachers/${third}`)).status).toBe(200);
    expect((await patch({ active: true })).status).toBe(200);
    expect(await seats(school, 'teachers')).toMatchObject({ used: '2' });
  });

  it('should give a notice of 14 days above the ceiling of students, and then hold it', async () => {
    const school = await newSchool({ students: 10 });
    const beside = await newSchool({ students: 10 });
    setNow(NOON);
    await insert(school, 1, 10);
    expect(await seats(school, 'students')).toMatchObject({ above_since: null });
    await insert(school, 11, 12);
    expect(await seats(school, 'students')).toMatchObject({ above_since: NOON, used: '12' });
    setNow(new Date(daysOn(14).getTime() - 1000));
    await insert(school, 13, 13);
    const ask = (now: Date) => school.run(() => entitlementOf(system.pool, 'students', { now }));
    expect(await ask(new Date(daysOn(14).getTime() - 1000))).toMatchObject({
      allowed: true,
      used: 13,
      limit: 10,
    });
    setNow(daysOn(14));
    await expect(insert(school, 14, 14)).rejects.toMatchObject({ code: 'DF402' });
    expect(await ask(daysOn(14))).toMatchObject({ allowed: false, remaining: 0 });
    // Who is there stays and can be worked with; who is not active takes no seat.
    const admin = await school.signIn(school.admin);
    const { rows } = await system.admin.query('select id from students where tenant_id = $1 limit 1', [
      school.tenant.id,
    ]);
    expect(
      (await admin.send('PATCH', `/api/students/${rows[0].id}`, { body: { phone: '123' } })).status,
    ).toBe(200);
    await insert(school, 20, 25, 'inactive');
    await insert(beside, 1, 11);
    // A larger plan ends it at once.
    await system.admin.query(
      "update tenants set plan_id = (select id from plans where code = 'basic') where id = $1",
      [school.tenant.id],
    );
    await insert(school, 14, 14);
    expect(await active(school, 'students')).toBe(14);
  });

  it('should give one notice, not a new one for each time the school steps below and above', async () => {
    const school = await newSchool({ students: 10 });
    setNow(NOON);
    await insert(school, 1, 11);
    setNow(daysOn(15));
    const leave = (count: number) =>
      school.run(() =>
        system.pool.query(
          "update students set status = 'left' where id in (select id from students where status = 'active' limit $1)",
          [count],
        ),
      );
    await leave(3);
    await insert(school, 12, 13);
    await expect(insert(school, 14, 14)).rejects.toMatchObject({ code: 'DF402' });
    setNow(daysOn(46));
    await insert(school, 14, 14);
    expect(await seats(school, 'students')).toMatchObject({ above_since: daysOn(46), used: '11' });
  });

  it('should end 100 parallel creates exactly at the ceiling, through REST and through SQL', async () => {
    const school = await newSchool({ students: 50 });
    const admin = await school.signIn(school.admin);
    setNow(NOON);
    await insert(school, 1, 51);
    setNow(daysOn(15));
    await school.run(() =>
      system.pool.query("update students set status = 'left' where admission_number <> 'B-1'"),
    );
    const answers = await many(60, (index) => admin.post('/api/students', student(index)));
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(11);
    expect(await active(school, 'students')).toBe(50);
    await school.run(() =>
      system.pool.query("update students set status = 'left' where admission_number like 'A-%'"),
    );
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => patiently(() => insert(school, 1000 + index, 1000 + index))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(49);
    expect(await active(school, 'students')).toBe(50);
    expect(await seats(school, 'students')).toMatchObject({ used: '50' });
  });

  it('should refuse an import beyond the ceiling as a whole, with a report that says why', async () => {
    const school = await newSchool({ students: 1 });
    setNow(NOON);
    await insert(school, 1, 2);
    setNow(daysOn(20));
    const result = await school.run(async () =>
      importPackage(system.pool, {
        source: await zipTexts(smallSchool()),
        dryRun: true,
        removalConfirmed: false,
      }),
    );
    expect(result.status).toBe('rejected');
    expect(result.problems[0]).toMatchObject({
      code: 'oneroster.roster-quota-students',
      severity: 'error',
      params: { limit: 1, used: 2, asked: 2 },
    });
    expect(await active(school, 'students')).toBe(2);
  });

  it('should refuse a file beyond the storage of the school where its terms end there, and count what is deleted', async () => {
    const [school, beside] = [await newSchool({}), await newSchool({})];
    await publishTestPlugin(system, 'qa.test.files', 'return null;', {});
    const kept = async (of: TestSchool, bytes: number) => {
      const installId = await enableTestPlugin(system, of, 'qa.test.files');
      return of.run(() =>
        keepFile(
          { pool: system.pool, storage: openStorage(system.settings) },
          { installId, quotaMegabytes: 1 },
          { name: 'notes.txt', contentType: 'text/plain', bytes: Buffer.alloc(bytes, 'a') },
        ),
      );
    };
    await system.admin.query(
      `insert into entitlement_overrides (tenant_id, key, value, reason, starts_at, ends_at, created_by)
       values ($1, 'storage_bytes', '1000', 'agreed by contract', now() - interval '1 day', now() + interval '1 day', 'sales')`,
      [school.tenant.id],
    );
    await kept(school, 900);
    await expect(kept(school, 101)).rejects.toMatchObject({ code: 'quota.storage_reached', status: 402 });
    await kept(school, 100);
    await kept(beside, 5_000);
    await system.admin.query('delete from plugin_files where tenant_id = $1 and bytes = 900', [
      school.tenant.id,
    ]);
    expect(await seats(school, 'storage_bytes')).toMatchObject({ used: '100' });
    await kept(school, 900);
  });

  it('should keep the count equal to the rows through any mixture of changes', async () => {
    const school = await newSchool({});
    await insert(school, 1, 40);
    await insert(school, 41, 60, 'inactive');
    await school.run(async () => {
      await system.pool.query("update students set status = 'graduated' where family_name::int % 3 = 0");
      await system.pool.query("update students set status = 'active' where family_name::int % 7 = 0");
      await system.pool.query('delete from students where family_name::int % 5 = 0');
      await system.pool.query(
        `insert into students (tenant_id, given_name, family_name, admission_number, status)
         select $1, 'Again', n::text, 'B-' || n, 'active' from generate_series(30, 70) n
         on conflict (tenant_id, admission_number) do update set status = 'active'`,
        [school.tenant.id],
      );
    });
    expect(Number((await seats(school, 'students')).used)).toBe(await active(school, 'students'));
  });
});
