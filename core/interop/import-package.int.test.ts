import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { type ImportRequest, importPackage } from './index.ts';
import { csvOf, manifestOf, sharedData, zipTexts } from './oneroster/testing/make-package.ts';
import { changed, enrollment, smallSchool, user } from './oneroster/testing/small-school.ts';

const ED_FI = readFileSync(sharedData('oneroster/ed-fi-district/ed-fi-district.zip'));
const TABLES = [
  ...[
    'academic_years',
    'terms',
    'grade_levels',
    'subjects',
    'classrooms',
    'class_offerings',
    'students',
    'guardians',
  ],
  ...[
    'teachers',
    'student_guardians',
    'enrollments',
    'class_members',
    'class_teachers',
    'exams',
    'exam_results',
  ],
];

describe('an import of a roster', () => {
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
  const importInto = (
    school: TestSchool,
    source: ImportRequest['source'],
    more: Partial<ImportRequest> = {},
  ) =>
    school.run(() => importPackage(system.pool, { source, dryRun: false, removalConfirmed: false, ...more }));
  const rowsOf = async (school: TestSchool) => {
    const counts: Record<string, number> = {};
    for (const table of TABLES) {
      const { rows } = await system.admin.query(
        `select count(*)::int as n from ${table} where tenant_id = $1`,
        [school.tenant.id],
      );
      counts[table] = rows[0].n;
    }
    return counts;
  };
  const printOf = async (school: TestSchool) => {
    const prints: string[] = [];
    for (const table of TABLES) {
      const { rows } = await system.admin.query(
        `select coalesce(md5(string_agg(t::text, '|' order by id)), '') as print from ${table} t where tenant_id = $1`,
        [school.tenant.id],
      );
      prints.push(`${table} ${rows[0].print}`);
    }
    return prints;
  };
  const total = (counts: Record<string, Record<string, number>>, key: string) =>
    Object.values(counts).reduce((sum, entity) => sum + (entity[key] ?? 0), 0);

  // First, because it needs tables that nobody has written to: more than a minute when the planner believes them empty.
  it('should not slow down when a vacuum passes while it writes', async () => {
    const school = await newSchool();
    const result = await importInto(school, ED_FI, {
      dryRun: true,
      progress: async (step) => {
        if (step === 'removal') await system.admin.query(`vacuum ${TABLES.join(', ')}`);
      },
    });
    expect(result.counts.guardians?.created).toBe(1872);
  });

  describe('of the Ed-Fi district', () => {
    let school: TestSchool;

    beforeAll(async () => {
      school = await newSchool();
    });

    it('should count exactly in a dry run and write nothing', async () => {
      const empty = await printOf(school);
      const dry = await importInto(school, ED_FI, { dryRun: true });
      expect(dry.status).toBe('done');
      expect(dry.counts.students).toEqual({ created: 960, updated: 0, unchanged: 0, removed: 0 });
      expect(await printOf(school)).toEqual(empty);
    });

    it('should fill an empty school in under 20 seconds with everything of the package', async () => {
      const dry = await importInto(school, ED_FI, { dryRun: true });
      const started = performance.now();
      const result = await importInto(school, ED_FI);
      expect(performance.now() - started).toBeLessThan(20_000);
      expect(result.status).toBe('done');
      expect(result.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
      expect(result.counts).toEqual(dry.counts);
      // users.csv holds 960 pupils, 1,872 parents and 68 staff; results.csv 250 rows.
      expect(await rowsOf(school)).toMatchObject({
        students: 960,
        guardians: 1872,
        exams: 10,
        exam_results: 250,
      });
      const { rows } = await system.admin.query(
        `select count(*) filter (where phone is not null)::int as reachable, count(*) filter (where phone !~ '^\\+')::int as wrong
           from guardians where tenant_id = $1`,
        [school.tenant.id],
      );
      expect(rows[0].wrong).toBe(0);
    });

    it('should change nothing when it is imported again', async () => {
      const before = await printOf(school);
      const again = await importInto(school, ED_FI);
      expect([
        total(again.counts, 'created'),
        total(again.counts, 'updated'),
        total(again.counts, 'removed'),
      ]).toEqual([0, 0, 0]);
      expect(await printOf(school)).toEqual(before);
    });

    it('should not meet the same package in another school', async () => {
      const before = await printOf(school);
      const other = await newSchool();
      const result = await importInto(other, ED_FI);
      expect(result.counts.students?.created).toBe(960);
      expect(await printOf(school)).toEqual(before);
      expect(await rowsOf(other)).toEqual(await rowsOf(school));
    });
  });

  it('should write nothing of a broken package', async () => {
    const school = await newSchool();
    const empty = await printOf(school);
    for (const name of ['Test_full_data_set.zip', 'Test_minimal_data_set.zip', 'v1p2_full_dataset.zip']) {
      const result = await importInto(school, sharedData(`oneroster/samples/${name}`));
      expect(result.status, name).toBe('rejected');
      expect(result.problems.some((problem) => problem.severity === 'error')).toBe(true);
      expect(await printOf(school)).toEqual(empty);
    }
    const cut = await importInto(school, ED_FI.subarray(0, ED_FI.length / 2));
    expect(cut.status).toBe('rejected');
    expect(await printOf(school)).toEqual(empty);
  });

  it('should stop and ask before it removes more than a third of the people', async () => {
    const school = await newSchool();
    await importInto(school, await zipTexts(smallSchool()));
    const before = await printOf(school);
    const fewer = await zipTexts(
      Object.fromEntries(
        Object.entries(smallSchool()).map(([file, text]) => [
          file,
          text
            .replaceAll('"par-2,par-1"', '')
            .split('\n')
            .filter((line) => !/(^|,)(par-1|par-2|tea-1),/.test(line))
            .join('\n'),
        ]),
      ),
    );
    const guarded = await importInto(school, fewer);
    expect(guarded.status, JSON.stringify(guarded.problems)).toBe('needs_confirmation');
    expect(guarded.guard).toEqual({ removed: 3, existing: 6 });
    expect(await printOf(school)).toEqual(before);
    const confirmed = await importInto(school, fewer, { removalConfirmed: true });
    expect(confirmed.status).toBe('done');
    const { rows } = await system.admin.query('select active from guardians where tenant_id = $1', [
      school.tenant.id,
    ]);
    expect(rows.map((row) => row.active)).toEqual([false, false]);
  });

  it('should change only what a delta names', async () => {
    const school = await newSchool();
    await importInto(school, await zipTexts(smallSchool()));
    const stamp = { dateLastModified: '2025-10-01T08:00:00.000Z' };
    const delta = await zipTexts({
      'manifest.csv': manifestOf('1.2', { users: 'delta', enrollments: 'delta' }),
      'users.csv': csvOf('1.2', 'users', [
        { ...user('par-1', 'Hassan', 'Yusuf', { sms: '55512399' }), status: 'active', ...stamp },
        { ...user('stu-2', 'Omar', 'Hassan'), status: 'tobedeleted', ...stamp },
      ]),
      'enrollments.csv': csvOf('1.2', 'enrollments', [
        { ...enrollment('e-7', 'cls-1', 'stu-1', 'student'), status: 'active', ...stamp },
      ]),
    });
    const result = await importInto(school, delta, { removalConfirmed: true });
    expect(result.status, JSON.stringify(result.problems)).toBe('done');
    const { rows } = await system.admin.query(
      `select (select phone from guardians where tenant_id = $1 and sourced_id = 'par-1') as phone,
              (select status::text from students where tenant_id = $1 and sourced_id = 'stu-2') as omar,
              (select status::text from students where tenant_id = $1 and sourced_id = 'stu-1') as layla`,
      [school.tenant.id],
    );
    expect(rows[0]).toEqual({ phone: '+97455512399', omar: 'inactive', layla: 'active' });
  });

  it('should import one package of a school at a time', async () => {
    const school = await newSchool();
    const other = await newSchool();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reached: () => void = () => undefined;
    const inWork = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const source = await zipTexts(smallSchool());
    const first = importInto(school, source, {
      progress: async (step) => {
        if (step !== 'people') return;
        reached();
        await held;
      },
    });
    await inWork;
    await expect(importInto(school, source)).rejects.toMatchObject({ code: 'import.running' });
    expect((await importInto(other, source)).status).toBe('done');
    release();
    expect((await first).status).toBe('done');
  });

  it('should undo everything when it fails in the middle', async () => {
    const school = await newSchool();
    const empty = await printOf(school);
    const stopped = importInto(school, ED_FI, {
      progress: async (step) => {
        if (step === 'removal') throw new Error('stopped here');
      },
    });
    await expect(stopped).rejects.toThrow('stopped here');
    expect(await printOf(school)).toEqual(empty);
  });

  it('should keep what the school added and changed by hand', async () => {
    const school = await newSchool();
    await importInto(school, await zipTexts(smallSchool()));
    await system.admin.query(
      `insert into students (tenant_id, given_name, family_name, admission_number) values ($1, 'By', 'Hand', 'H-1')`,
      [school.tenant.id],
    );
    const renamed = changed(smallSchool(), 'users.csv', 'Layla', 'Laila');
    const result = await importInto(school, await zipTexts(renamed));
    expect(result.counts.students).toEqual({ created: 0, updated: 1, unchanged: 1, removed: 0 });
    const { rows } = await system.admin.query(
      'select given_name, status::text from students where tenant_id = $1 order by given_name',
      [school.tenant.id],
    );
    expect(rows.map((row) => [row.given_name, row.status])).toEqual([
      ['By', 'active'],
      ['Laila', 'active'],
      ['Omar', 'active'],
    ]);
  });
});
