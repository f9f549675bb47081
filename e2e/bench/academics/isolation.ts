import pg from 'pg';
import { asTenant, ScopedPool } from '../../../core/tenancy/index.ts';
import { percentile } from '../measure.ts';
import { spread, spreadOf } from './load.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { World } from './world.ts';

const QUERIES_A_ROUND = 600;

const READ = (condition: string) => `
  select id, exam_id, date, score_hundredths, status from exam_results
   where ${condition} student_id = $1 and date >= $2 order by date desc limit 100`;

/** What row-level security and the scope cost one statement: the scoped pool beside a plain one, the same rows. */
export async function isolation(world: World, size: BenchSize): Promise<Row[]> {
  const [school] = world.schools;
  if (!school) throw new Error('The bench has no school.');
  const scoped = new ScopedPool({ connectionString: world.applicationUrl, max: 2 });
  const plain = new pg.Pool({ connectionString: world.adminUrl, max: 2 });
  try {
    const values = (index: number) => [school.students[index % school.students.length], world.yearStart];
    const inside = (index: number) => asTenant(school.tenant, () => scoped.query(READ(''), values(index)));
    const past = (index: number) =>
      plain.query(READ('tenant_id = $3 and'), [...values(index), school.tenant.id]);
    const [a, b] = [await inside(0), await past(0)];
    if (JSON.stringify(a.rows) !== JSON.stringify(b.rows) || a.rows.length === 0)
      throw new Error('The two sides of the wall gave different rows.');
    const ratios: number[] = [];
    for (let round = 0; round < size.rounds + 1; round += 1) {
      const [first, second]: [number[], number[]] = [[], []];
      for (let index = 0; index < QUERIES_A_ROUND; index += 1) {
        const sides = [
          async () => first.push(await timed(() => inside(index))),
          async () => second.push(await timed(() => past(index))),
        ];
        for (const side of index % 2 === 0 ? sides : sides.reverse()) await side();
      }
      if (round > 0) ratios.push(percentile(first, 0.5) / percentile(second, 0.5));
    }
    const ratio = spreadOf(ratios);
    return [
      {
        work: 'isolation: a statement behind the wall, beside the same past it',
        target: '≤ 1.3 times as long',
        measured: spread(ratio),
        holds: ratio.median <= 1.3,
      },
    ];
  } finally {
    await scoped.end();
    await plain.end();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
