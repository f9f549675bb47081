import type { Section } from '../page.ts';
import { dashboards } from './dashboard.ts';
import { hotRead } from './hot-read.ts';
import { importing } from './import.ts';
import { isolation } from './isolation.ts';
import { mixedLoad } from './mixed.ts';
import { neighbours } from './neighbours.ts';
import { pagesOpen } from './pages.ts';
import { publishing } from './publication.ts';
import { registerSave } from './register.ts';
import { type Row, tableOf } from './rows.ts';
import { scaling } from './scaling.ts';
import { searching } from './search-row.ts';
import { type BenchSize, benchSize } from './size.ts';
import { openWorld, type World } from './world.ts';

const PART_NAMES = [
  'hot-read',
  'register',
  'isolation',
  'scaling',
  'neighbours',
  'mixed',
  'dashboards',
  'pages',
  'search',
  'publication',
  'import',
] as const;
type Part = (typeof PART_NAMES)[number];

/**
 * The school's work at size. BENCH_PARTS names some of its parts, apart by commas; without it all run. The big installation
 * stands for all of them, a small one beside it for the comparison of sizes.
 */
export async function academicsSection(port: number): Promise<Section> {
  const size = benchSize();
  const parts = wantedParts();
  const big = await openWorld(size, size.schools, port);
  const rows: Row[] = [];
  try {
    const work: Record<Part, () => Promise<Row[]>> = {
      'hot-read': () => hotRead(big, size),
      register: () => registerSave(big, size),
      isolation: () => isolation(big, size),
      scaling: () => besideOneSchool(big, size, port + 10),
      neighbours: () => neighbours(big, size),
      mixed: () => mixedLoad(big, size),
      dashboards: () => dashboards(big, size),
      pages: () => pagesOpen(big, size),
      search: () => searching(big, size),
      publication: () => publishing(big, size),
      import: () => importing(big, size),
    };
    for (const part of parts) {
      process.stderr.write(`academics: ${part} …\n`);
      const found = await work[part]().catch((error: Error) => [brokenPart(part, error)]);
      process.stderr.write(`${tableOf(found)}\n`);
      rows.push(...found);
    }
    return {
      title: 'The school’s work at size',
      holds: rows.every(({ holds }) => holds),
      text: textOf(size, big, rows),
      isPartial: size.name === 'quick' || parts.length < PART_NAMES.length,
    };
  } finally {
    await big.close();
  }
}

// One part that breaks costs its own figures and not half an hour of the others.
function brokenPart(part: Part, error: Error): Row {
  const measured = `broke: ${error.message.split('\n')[0]?.slice(0, 200)}`;
  return { work: part, target: 'runs', measured, holds: false };
}

async function besideOneSchool(big: World, size: BenchSize, port: number): Promise<Row[]> {
  const small = await openWorld(size, 1, port);
  try {
    return await scaling(big, small, size);
  } finally {
    await small.close();
  }
}

function wantedParts(): Part[] {
  const wanted = process.env.BENCH_PARTS?.split(',').map((name) => name.trim());
  const unknown = wanted?.find((name) => !PART_NAMES.includes(name as Part));
  if (unknown !== undefined)
    throw new Error(`There is no part "${unknown}"; there are ${PART_NAMES.join(', ')}.`);
  return PART_NAMES.filter((name) => wanted === undefined || wanted.includes(name));
}

function textOf(size: BenchSize, world: World, rows: readonly Row[]): string {
  const results = size.students * size.years * 60;
  const seeded =
    world.seedSeconds === undefined
      ? 'seeded by an earlier run'
      : `seeded in ${world.seedSeconds.toFixed(0)} s, ${Math.round((results * size.schools) / world.seedSeconds).toLocaleString('en')} results a second with everything around them`;
  const proof = size.name === 'quick' ? ' THE QUICK SIZE: these figures prove nothing about size.' : '';
  return `${size.schools} schools of ${size.students.toLocaleString('en')} pupils with ${results.toLocaleString('en')} results each, ${seeded}.${proof}
Bodies are checked before anything is measured. Rounds go ABBA after a warm-up; a ratio is the median over ${size.rounds} rounds, with the least
and the most in brackets. Times of an open loop count from when a request should have begun.

${tableOf(rows)}`;
}
