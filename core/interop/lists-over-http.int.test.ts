import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { importPackage } from './index.ts';
import { zipTexts } from './oneroster/testing/make-package.ts';
import { smallSchool } from './oneroster/testing/small-school.ts';

describe('lists as files over HTTP', () => {
  let system: TestSystem;
  let school: TestSchool;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('lists');
    await fill(school);
    await school.run(() =>
      system.pool.query(
        `insert into students (given_name, family_name, display_name, admission_number, birth_date)
         select '=HYPERLINK("http://x")', 'Zz' || n, '=HYPERLINK("http://x") Zz' || n, 'Z' || n, '2012-02-29' from generate_series(1, 450) n`,
      ),
    );
    admin = await school.signIn(school.admin);
  });
  afterAll(() => system.close());

  const fill = (one: TestSchool) =>
    one.run(async () =>
      importPackage(system.pool, {
        source: await zipTexts(smallSchool()),
        dryRun: false,
        removalConfirmed: false,
      }),
    );
  const csv = async (client: HttpClient, query: string) => {
    const answer = await client.get(`/api/lists/export?format=csv&${query}`);
    expect(answer.status, answer.text).toBe(200);
    return parse(answer.content, { bom: true }) as string[][];
  };
  const workbook = async (client: HttpClient, query: string, language: 'en' | 'ar') => {
    const answer = await client.send('GET', `/api/lists/export?format=xlsx&${query}`, {
      headers: { cookie: `payload-lng=${language}` },
    });
    expect(answer.status, answer.text).toBe(200);
    return (await readXlsx(answer.content)).sheets[0];
  };

  it('should hold every row of the list, and run no formula', async () => {
    const [head = [], ...rows] = await csv(admin, 'collection=students&sort=admissionNumber');
    expect(head).toContain('Admission number');
    expect(rows).toHaveLength(452);
    const given = head.indexOf('First name');
    expect(rows[2]?.[given]).toBe(`'=HYPERLINK("http://x")`);
    expect(new Set(rows.map((row) => row[head.indexOf('Admission number')])).size).toBe(452);
  });

  it('should keep the filter, the search and the order of the list', async () => {
    const filtered = await csv(
      admin,
      'collection=students&sort=-admissionNumber&where[and][0][admissionNumber][in]=A-1,A-2&where[and][1][status][equals]=active',
    );
    expect(filtered.slice(1).map((row) => row[0])).toEqual(['Omar', 'Layla']);
    expect(await csv(admin, 'collection=students&search=Layla')).toHaveLength(2);
    for (const query of ['where[startedBy.password][equals]=x', 'where=1', 'sort=gradeLevel.title'])
      expect(
        (await admin.get(`/api/lists/export?format=csv&collection=students&${query}`)).status,
        query,
      ).toBe(400);
    expect((await admin.get('/api/lists/export?format=csv&collection=users')).status).toBe(400);
  });

  it('should be a workbook with real dates, from right to left in Arabic', async () => {
    const sheet = await workbook(
      admin,
      'collection=students&where[admissionNumber][in]=A-1,Z1&sort=admissionNumber',
      'ar',
    );
    expect(sheet).toMatchObject({ name: 'الطلاب', view: { rightToLeft: true } });
    const [head = [], layla = [], formula = []] = sheet?.rows ?? [];
    expect(layla[head.indexOf('تاريخ الميلاد')]).toEqual(new Date(Date.UTC(2011, 2, 4)));
    expect(layla[head.indexOf('الصف الدراسي')]).toBe('Grade 9');
    expect(formula[head.indexOf('الاسم الأول')]).toBe('=HYPERLINK("http://x")');
    expect((await workbook(admin, 'collection=teachers', 'en'))?.view?.rightToLeft ?? false).toBe(false);
  });

  it('should hold the rows and lists of the person alone', async () => {
    const { rows } = await system.admin.query(
      "select id from teachers where tenant_id = $1 and sourced_id = 'tea-1'",
      [school.tenant.id],
    );
    const teacher = await school.signIn(await school.addUser('teacher', { teacher: rows[0].id }));
    const seen = await csv(teacher, 'collection=students');
    expect(
      seen
        .slice(1)
        .map((row) => row[0])
        .sort(),
    ).toEqual(['Layla', 'Omar']);
    expect((await teacher.get('/api/lists/export?format=csv&collection=payments')).status).toBe(403);
    expect((await school.anonymous.get('/api/lists/export?format=csv&collection=students')).status).toBe(401);
    const other = await system.addSchool('otherlists');
    const stranger = await other.signIn(other.admin);
    expect(await csv(stranger, 'collection=students')).toHaveLength(1);
  });

  it('should leave an entry in the trail', async () => {
    const { rows } = await system.admin.query(
      "select details from audit_events where tenant_id = $1 and action = 'students.export' order by created_at limit 1",
      [school.tenant.id],
    );
    expect(rows[0]?.details).toEqual({ format: 'csv', rows: 452, filtered: false });
  });
});
