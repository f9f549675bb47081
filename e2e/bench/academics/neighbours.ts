import { openLoop, percentile } from '../measure.ts';
import { ask, oneRosterSide } from './hot-read.ts';
import { spreadOf } from './load.ts';
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
  const seconds = size.seconds * 4;
  const measure = async (isNoisy: boolean, length: number) => {
    const [times] = await Promise.all([
      openLoop(QUIET_RATE, length, (index) => ask(side, index)),
      isNoisy ? openLoop(NOISY_SCHOOLS * NOISE_OF_EACH, length, (index) => ask(noise, index)) : [],
    ]);
    return times;
  };
  const times = { alone: [] as number[], beside: [] as number[] };
  const ratios: number[] = [];
  for (let round = 0; round < size.rounds; round += 1) {
    const p99 = { alone: 0, beside: 0 };
    for (const kind of round % 2 === 0 ? (['alone', 'beside'] as const) : (['beside', 'alone'] as const)) {
      // The first requests after a pause are slow on both sides, for the client as well.
      await measure(kind === 'beside', 1);
      const measured = await measure(kind === 'beside', seconds);
      p99[kind] = percentile(measured, 0.99);
      times[kind].push(...measured);
    }
    ratios.push(p99.beside / p99.alone);
  }
  // Of the 400 requests of a round four are beyond p99: one collection of garbage decides. All rounds together have twenty.
  const alone = percentile(times.alone, 0.99);
  const beside = percentile(times.beside, 0.99);
  const rounds = spreadOf(ratios);
  return [
    {
      work: `p99 of a quiet school beside ${Math.min(NOISY_SCHOOLS, others.length)} others with ${NOISE_OF_EACH} requests a second each, over alone (G4)`,
      target: '≤ 2.0',
      measured: `${(beside / alone).toFixed(2)} (rounds ${rounds.least.toFixed(2)}–${rounds.most.toFixed(2)})`,
      holds: beside <= 2 * alone,
      more: [
        `of ${times.alone.length.toLocaleString('en')} requests each: alone ${alone.toFixed(1)} ms, beside ${beside.toFixed(1)} ms; medians ${percentile(times.alone, 0.5).toFixed(1)} and ${percentile(times.beside, 0.5).toFixed(1)} ms`,
      ],
    },
  ];
}
