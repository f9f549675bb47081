import { oneRosterSide, rate } from './hot-read.ts';
import { compare, type Side, spread } from './load.ts';
import { askAll } from './mixed.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { World } from './world.ts';

/**
 * The hot read at all schools in turn in the big installation, beside the same at one school in a small one (G5), for as many
 * pupils in both: what grows is the installation and not what is read. Beside it, for all pupils of the big one.
 */
export async function scaling(big: World, small: World, size: BenchSize): Promise<Row[]> {
  const of = (world: World): Side => {
    const lists = world.schools.map((school) => oneRosterSide(world, school).questions);
    const most = Math.max(...lists.map((questions) => questions.length));
    const questions = Array.from({ length: most }, (_, index) =>
      lists.flatMap((list) => list.slice(index, index + 1)),
    ).flat();
    return { name: `${world.schools.length} schools`, port: world.port, questions };
  };
  const one = of(small);
  const all = of(big);
  const many: Side = { ...all, questions: all.questions.slice(0, one.questions.length) };
  for (const side of [one, many, all]) await askAll(side);
  const counted = await Promise.all(
    [big, small].map(({ admin }) => admin.query('select count(*)::int as n from exam_results')),
  );
  const [bigRows, smallRows] = counted.map(({ rows }) => Number(rows[0].n).toLocaleString('en'));
  const { p95, first, second } = await compare([many, one], { ...size, connections: 8 });
  const wide = await compare([all, one], { ...size, connections: 8 });
  return [
    {
      work: `p95 of the hot read at ${big.schools.length} schools (${bigRows} results), over one school (${smallRows}) (G5)`,
      target: '≤ 1.3',
      measured: spread(p95),
      holds: p95.median <= 1.3,
      more: [
        `${big.schools.length} schools: ${rate(first)}; one: ${rate(second)}; ${one.questions.length} pupils in turn`,
        `${all.questions.length.toLocaleString('en')} pupils in turn, whose pages need more than the buffers of the database: ${spread(wide.p95)} (no target); ${rate(wide.first)}`,
      ],
    },
  ];
}
