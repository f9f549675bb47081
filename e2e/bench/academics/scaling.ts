import { oneRosterSide, rate } from './hot-read.ts';
import { compare, type Side, spread } from './load.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { World } from './world.ts';

/** The hot read at all schools in turn in the big installation, beside the same at one school in a small one (G5). */
export async function scaling(big: World, small: World, size: BenchSize): Promise<Row[]> {
  const of = (world: World): Side => {
    const lists = world.schools.map((school) => oneRosterSide(world, school).questions);
    const most = Math.max(...lists.map((questions) => questions.length));
    const questions = Array.from({ length: most }, (_, index) =>
      lists.flatMap((list) => list.slice(index, index + 1)),
    ).flat();
    return { name: `${world.schools.length} schools`, port: world.port, questions };
  };
  const counted = await Promise.all(
    [big, small].map(({ admin }) => admin.query('select count(*)::int as n from exam_results')),
  );
  const [bigRows, smallRows] = counted.map(({ rows }) => Number(rows[0].n).toLocaleString('en'));
  const { p95, first, second } = await compare([of(big), of(small)], { ...size, connections: 8 });
  return [
    {
      work: `p95 of the hot read at ${big.schools.length} schools (${bigRows} results), over one school (${smallRows}) (G5)`,
      target: '≤ 1.3',
      measured: spread(p95),
      holds: p95.median <= 1.3,
      more: [`${big.schools.length} schools: ${rate(first)}; one: ${rate(second)}`],
    },
  ];
}
