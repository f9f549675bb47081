import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { fillDemoSchool } from '../server/demo/demo-school.ts';
import { inTransaction } from '../tenancy/index.ts';
import { exportOneRoster, importPackage, readPackage } from './index.ts';
import { sharedData, zipTexts } from './oneroster/testing/make-package.ts';
import { smallSchool } from './oneroster/testing/small-school.ts';
import { canonicalDump } from './oneroster-export/testing/canonical-dump.ts';
import { breachesOf } from './oneroster-export/testing/section-rules.ts';

const ED_FI = readFileSync(sharedData('oneroster/ed-fi-district/ed-fi-district.zip'));

describe('an export of a school as OneRoster 1.2', () => {
  let system: TestSystem;
  let number = 0;

  beforeAll(async () => {
    system = await createTestSystem();
  });
  afterAll(() => system.close());

  const newSchool = () => {
    number += 1;
    return system.addSchool(`school${number}`);
  };
  const importInto = (school: TestSchool, source: Uint8Array) =>
    school.run(() => importPackage(system.pool, { source, dryRun: false, removalConfirmed: false }));
  const exported = (school: TestSchool, what: Parameters<typeof exportOneRoster>[1]['what'] = 'everything') =>
    school.run(async () => {
      const { zip, counts } = await exportOneRoster(system.pool, { what, actor: { kind: 'system' } });
      const chunks: Buffer[] = [];
      for await (const chunk of zip) chunks.push(chunk as Buffer);
      return { bytes: Buffer.concat(chunks), counts: await counts };
    });
  const dump = (school: TestSchool) => canonicalDump(system.admin, school.tenant.id);
  const sizes = (content: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(content).map(([kind, lines]) => [kind, lines.length]));

  const demoSchool = async () => {
    const school = await newSchool();
    await school.run(() =>
      inTransaction(system.pool, (client) => fillDemoSchool(client, school.tenant.subdomain, 33000000)),
    );
    return school;
  };

  it.each([
    ['the demo school', demoSchool, { students: 120, guardians: 188 }],
    [
      'the Ed-Fi district',
      async () => {
        const school = await newSchool();
        await importInto(school, ED_FI);
        return school;
      },
      { students: 960, guardians: 1872, exams: 10, examResults: 250 },
    ],
  ])('should give %s back as it was in an empty school', async (_name, make, expected) => {
    const school = await make();
    const before = await dump(school);
    for (const [kind, least] of Object.entries(expected))
      expect(sizes(before)[kind], kind).toBeGreaterThanOrEqual(least);
    const { bytes } = await exported(school);
    expect(await breachesOf(bytes)).toEqual([]);
    const report = await readPackage(bytes);
    expect(report.problems).toEqual([]);
    const other = await newSchool();
    const result = await importInto(other, bytes);
    expect(result.status, JSON.stringify(result.problems)).toBe('done');
    const after = await dump(other);
    for (const [kind, lines] of Object.entries(before)) expect(after[kind], kind).toEqual(lines);
    // At home it changes nothing but the key by which the outside now knows each record.
    const again = await importInto(school, bytes);
    expect(
      Object.entries(again.counts).filter(
        ([, { created, updated, removed }]) => created + updated + removed > 0,
      ),
    ).toEqual([]);
    expect(await dump(school)).toEqual(before);
  });

  it('should keep what OneRoster has no place for', async () => {
    const school = await newSchool();
    await importInto(school, await zipTexts(smallSchool()));
    await system.admin.query(
      `update students set status = 'graduated', given_name_ar = 'عمر', display_name_ar = 'عمر', middle_name = 'A, "B"' where tenant_id = $1 and sourced_id = 'stu-2'`,
      [school.tenant.id],
    );
    await system.admin.query(
      `update student_guardians set relation = 'relative', contact_order = 7, may_see_records = false, sms_allowed = false
        where tenant_id = $1 and guardian_id = (select id from guardians where tenant_id = $1 and sourced_id = 'par-1')`,
      [school.tenant.id],
    );
    await system.admin.query(
      `update guardians set phone = null, phone_as_given = '٥٥ two numbers' where tenant_id = $1 and sourced_id = 'par-2'`,
      [school.tenant.id],
    );
    await system.admin.query(
      `update grade_levels set title = 'Ninth', "order" = 9 where tenant_id = $1 and code = '09'`,
      [school.tenant.id],
    );
    await gradebookOf(school);
    const before = await dump(school);
    expect(sizes(before)).toMatchObject({ gradeCategories: 2, gradeScales: 2, exams: 3, examResults: 3 });
    const { bytes } = await exported(school);
    expect(await breachesOf(bytes)).toEqual([]);
    const other = await newSchool();
    await importInto(other, bytes);
    expect(await dump(other)).toEqual(before);
    const again = await importInto(school, bytes);
    expect(
      Object.entries(again.counts).filter(
        ([, { created, updated, removed }]) => created + updated + removed > 0,
      ),
    ).toEqual([]);
    expect(await dump(school)).toEqual(before);
  });

  // A gradebook with what OneRoster knows and what it does not: two attempts, a scale of the school, an exam of no class.
  const gradebookOf = (school: TestSchool) =>
    school.run(() =>
      inTransaction(system.pool, async (client) => {
        await client.query(`
          insert into grade_categories (title, title_ar, weight_hundredths, drop_lowest, class_offering_id, academic_year_id)
          select 'Tests', 'اختبارات', 6550, 1, o.id, o.academic_year_id from class_offerings o
          union all select 'Homework', null, 3450, 0, null, null;
          insert into grade_scales (title, title_ar, type, class_offering_id, pass_hundredths)
          select 'Letters', 'حروف', 'percent', null::uuid, 6000 union all select 'Own', null, 'points', o.id, null from class_offerings o;
          insert into grade_scale_intervals (scale_id, label, label_ar, from_hundredths, gpa_hundredths, passes, "order")
          select g.id, v.label, v.ar, v.low, v.gpa, v.low >= 6000, v.place from grade_scales g
            cross join (values ('A+', 'ممتاز', 9550, 430, 1), ('F', 'راسب', 0, null, 2)) as v(label, ar, low, gpa, place);
          insert into exams (title, subject_id, class_offering_id, academic_year_id, term_id, type, total_marks, date, category_id, weight, resit_date, sort, published_at, description, assigned_on)
          select 'Test', o.subject_id, o.id, o.academic_year_id, o.term_id, 'midterm', 12.5, '2025-10-01',
                 (select id from grade_categories where title = 'Tests'), 2, '2025-11-01', 3, '2025-12-01T10:00:00Z', 'Pages 1-9', '2025-09-20'
            from class_offerings o;
          insert into exams (title, subject_id, class_offering_id, classroom_id, academic_year_id, type)
          select 'No class', o.subject_id, null::uuid, null::uuid, o.academic_year_id, 'other'::enum_exams_type from class_offerings o
          union all select 'Homeroom', o.subject_id, null, c.id, o.academic_year_id, 'quiz' from class_offerings o, classrooms c;
          insert into exam_results (student_id, exam_id, academic_year_id, date, score_hundredths, status, late, attempt, comment, text_score)
          select s.id, e.id, e.academic_year_id, v.day, v.score, v.status::enum_exam_results_status, v.late, v.attempt, 'first, "second"', v.words
            from exams e, students s, (values ('2025-10-01', 825, 'graded', true, 1, null), ('2025-11-01', 1300, 'graded', false, 2, null),
              ('2025-10-02', null, 'submitted', null, null, 'B+')) as v(day, score, status, late, attempt, words)
           where e.title = 'Test' and s.sourced_id = case v.day when '2025-10-02' then 'stu-2' else 'stu-1' end`);
      }),
    );

  it('should hold only what changed since in a delta, and bring another school up to date', async () => {
    const school = await demoSchool();
    const other = await newSchool();
    await importInto(other, (await exported(school)).bytes);
    const { rows } = await system.admin.query('select clock_timestamp() as now');
    await school.run(() =>
      system.pool.query(
        `update students set given_name = 'Renamed', display_name = 'Renamed ' || family_name, updated_at = now()
          where id = (select id from students order by admission_number limit 1)`,
      ),
    );
    const { bytes, counts } = await exported(school, { since: rows[0].now });
    expect(counts).toEqual({ users: 1, roles: 1, demographics: 1 });
    expect(await breachesOf(bytes)).toEqual([]);
    expect((await readPackage(bytes)).problems).toEqual([]);
    const result = await importInto(other, bytes);
    expect(result.counts.students).toEqual({ created: 0, updated: 1, unchanged: 0, removed: 0 });
    expect(await dump(other)).toEqual(await dump(school));
    const gone = await school.run(() =>
      system.pool.query(
        'delete from class_members where id = (select min(id::text)::uuid from class_members) returning id',
      ),
    );
    const later = await exported(school, { since: rows[0].now });
    expect(later.counts.enrollments).toBe(1);
    expect(await breachesOf(later.bytes)).toEqual([]);
    expect((await importInto(other, later.bytes)).counts.classMembers?.removed).toBe(1);
    expect(gone.rows).toHaveLength(1);
    expect(await dump(other)).toEqual(await dump(school));
    const { rows: marks } = await school.run(() =>
      system.pool.query(
        'delete from exam_results where id = (select min(id::text)::uuid from exam_results) returning exam_id',
      ),
    );
    const last = await importInto(other, (await exported(school, { since: rows[0].now })).bytes);
    expect(last.counts.examResults?.removed).toBe(1);
    expect(await dump(other)).toEqual(await dump(school));
    const emptied = await school.run(async () => {
      const { rowCount } = await system.pool.query('delete from exam_results where exam_id = $1', [
        marks[0].exam_id,
      ]);
      await system.pool.query('delete from exams where id = $1', [marks[0].exam_id]);
      return rowCount;
    });
    const end = await importInto(other, (await exported(school, { since: rows[0].now })).bytes);
    expect(end.counts).toMatchObject({ examResults: { removed: emptied }, exams: { removed: 1 } });
    expect(await dump(other)).toEqual(await dump(school));
  });

  describe('over HTTP', () => {
    let school: TestSchool;
    let admin: HttpClient;

    beforeAll(async () => {
      school = await newSchool();
      await importInto(school, await zipTexts(smallSchool()));
      admin = await school.signIn(school.admin);
    });

    it('should be a download of this school alone, told in the trail', async () => {
      const answer = await admin.get('/api/oneroster/export');
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/zip');
      expect(answer.headers['content-disposition']).toMatch(
        /attachment; filename="oneroster-school\d+-bulk-/,
      );
      const { rows } = await system.admin.query(
        "select action, actor_kind from audit_events where tenant_id = $1 and action = 'oneroster.export'",
        [school.tenant.id],
      );
      expect(rows).toEqual([{ action: 'oneroster.export', actor_kind: 'user' }]);
    });

    it('should be refused to whoever may not import', async () => {
      expect((await school.anonymous.get('/api/oneroster/export')).status).toBe(401);
      const accountant = await school.signIn(await school.addUser('accountant'));
      expect((await accountant.get('/api/oneroster/export')).status).toBe(403);
    });

    it('should ask for a whole export before changes, and refuse what is no moment', async () => {
      const empty = await newSchool();
      const client = await empty.signIn(empty.admin);
      const answer = await client.get('/api/oneroster/export?what=changes');
      expect(answer.status).toBe(409);
      expect((await client.get('/api/oneroster/export?since=yesterday')).status).toBe(400);
    });
  });
});
