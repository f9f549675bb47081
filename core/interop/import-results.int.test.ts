import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { importPackage } from './index.ts';
import { csvOf, manifestOf, type PackageTexts, zipTexts } from './oneroster/testing/make-package.ts';
import { smallSchool } from './oneroster/testing/small-school.ts';

// More than one reading of 256 KB and more than one part of 20,000.
const ITEMS = 12_000;
const PUPILS = ['stu-1', 'stu-2'];
const FILES = [
  ...['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments', 'demographics'],
  ...['categories', 'lineItems', 'results'],
];

type Row = Record<string, string>;

const result = (item: number, pupil: string, more: Row = {}): Row => ({
  sourcedId: `r-${item}-${pupil}`,
  lineItemSourcedId: `l-${item}`,
  studentSourcedId: pupil,
  scoreStatus: 'fully graded',
  score: '15',
  scoreDate: '2025-10-01',
  ...more,
});
const EVERY = Array.from({ length: ITEMS }, (_, item) => PUPILS.map((pupil) => result(item, pupil))).flat();

function gradebook(results: Row[]): PackageTexts {
  return {
    ...smallSchool(),
    'manifest.csv': manifestOf('1.2', Object.fromEntries(FILES.map((file) => [file, 'bulk']))),
    'categories.csv': csvOf('1.2', 'categories', [{ sourcedId: 'tests', title: 'Tests' }]),
    'lineItems.csv': csvOf(
      '1.2',
      'lineItems',
      Array.from({ length: ITEMS }, (_, item) => ({
        ...{ sourcedId: `l-${item}`, title: `Test ${item}`, assignDate: '2025-10-01', dueDate: '2025-10-01' },
        ...{ classSourcedId: 'cls-1', categorySourcedId: 'tests', academicSessionSourcedId: 'sem-1' },
        ...{ resultValueMin: '0', resultValueMax: '20', schoolSourcedId: 'sch-1' },
      })),
    ),
    'results.csv': csvOf('1.2', 'results', results),
  };
}

describe('an import of many results', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('school');
    other = await system.addSchool('other');
  });
  afterAll(() => system.close());

  const importInto = async (results: Row[]) => {
    const source = await zipTexts(gradebook(results));
    const steps: number[] = [];
    const imported = await school.run(() =>
      importPackage(system.pool, {
        ...{ source, dryRun: false, removalConfirmed: false },
        progress: async (_, percent) => void steps.push(percent),
      }),
    );
    return { ...imported, steps };
  };
  const stored = async () => {
    const { rows } = await system.admin.query(
      `select count(*)::int as results, count(distinct id)::int as ids, sum(score_hundredths)::int as points,
              count(*) filter (where date <> '2025-10-01')::int as moved
         from exam_results where tenant_id = $1`,
      [school.tenant.id],
    );
    return rows[0];
  };

  it('should bring every one once, and of one that was sent twice the last line', async () => {
    const { status, counts, steps } = await importInto([
      result(0, 'stu-1', { sourcedId: 'first', score: '1' }),
      ...EVERY,
    ]);
    expect(status).toBe('done');
    expect(counts.examResults).toEqual({ created: 2 * ITEMS, updated: 0, unchanged: 0, removed: 0 });
    expect(await stored()).toEqual({
      ...{ results: 2 * ITEMS, ids: 2 * ITEMS, points: 2 * ITEMS * 1500, moved: 0 },
    });
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.filter((percent) => percent > 80 && percent < 90).length).toBeGreaterThan(2);
    const { rows } = await system.admin.query('select from exam_results where tenant_id = $1', [
      other.tenant.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('should touch only what differs, and leave nothing of a date that was corrected', async () => {
    const later = EVERY.map((row, place) =>
      place === 5
        ? { ...row, score: '16' }
        : place === EVERY.length - 5
          ? { ...row, scoreDate: '2025-10-02' }
          : row,
    );
    const { counts } = await importInto(later);
    expect(counts.examResults).toEqual({ created: 1, updated: 1, unchanged: 2 * ITEMS - 2, removed: 0 });
    expect(await stored()).toMatchObject({ results: 2 * ITEMS, points: 2 * ITEMS * 1500 + 100, moved: 1 });
  });

  it('should write nothing when one line of them is wrong, and say which', async () => {
    const before = await stored();
    const { status, problems } = await importInto([
      ...EVERY,
      result(1, 'stu-9', { sourcedId: 'dangling' }),
      result(2, 'stu-1'),
    ]);
    expect(status).toBe('rejected');
    expect(problems.map(({ code, row, column, params }) => [code, row, column, params.firstRow])).toEqual(
      expect.arrayContaining([
        ['oneroster.dangling-reference', 2 * ITEMS + 2, 'studentSourcedId', undefined],
        ['oneroster.duplicate-id', 2 * ITEMS + 3, 'sourcedId', 6],
      ]),
    );
    expect(await stored()).toEqual(before);
  });
});
