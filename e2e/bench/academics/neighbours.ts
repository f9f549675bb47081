import { openLoop } from '../measure.ts';
import { ask, oneRosterSide } from './hot-read.ts';
import { drivenOf, spread, spreadOf } from './load.ts';
import { askAll, mixedSide } from './mixed.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { World } from './world.ts';

const QUIET_RATE = 20;
const NOISY_SCHOOLS = 10;
const NOISE_OF_EACH = 5;

/** One quiet school, alone and beside ten others that ask without pause (G4); and twenty schools beside one (G5). */
export async function neighbours(world: World, size: BenchSize): Promise<Row[]> {
  const [quiet, ...others] = world.schools;
  if (!quiet) throw new Error('The bench has no school.');
  const side = oneRosterSide(world, quiet);
  const noise = await mixedSide({ ...world, schools: others.slice(0, NOISY_SCHOOLS) });
  for (const asked of [side, noise]) await askAll(asked);
  // Of 400 requests the slowest four are beyond p99, and not the slowest two.
  const seconds = size.seconds * 4;
  const measure = async (isNoisy: boolean) => {
    const [times] = await Promise.all([
      openLoop(QUIET_RATE, seconds, (index) => ask(side, index)),
      isNoisy ? openLoop(NOISY_SCHOOLS * NOISE_OF_EACH, seconds, (index) => ask(noise, index)) : [],
    ]);
    return drivenOf(times, seconds);
  };
  const ratios: number[] = [];
  const p99s: { alone: number[]; beside: number[] } = { alone: [], beside: [] };
  for (let round = 0; round < size.rounds; round += 1) {
    const order = round % 2 === 0 ? [false, true] : [true, false];
    const p99 = new Map<boolean, number>();
    for (const isNoisy of order) p99.set(isNoisy, (await measure(isNoisy)).p99);
    p99s.alone.push(p99.get(false) ?? 0);
    p99s.beside.push(p99.get(true) ?? 0);
    ratios.push((p99.get(true) ?? 0) / (p99.get(false) ?? 1));
  }
  const ratio = spreadOf(ratios);
  return [
    {
      work: `p99 of a quiet school beside ${Math.min(NOISY_SCHOOLS, others.length)} others with ${NOISE_OF_EACH} requests a second each, over alone (G4)`,
      target: '≤ 2.0',
      measured: spread(ratio),
      holds: ratio.median <= 2,
      more: [`alone ${spread(spreadOf(p99s.alone))} ms; beside ${spread(spreadOf(p99s.beside))} ms`],
    },
  ];
}
