import { openLoop, type Summary, summarize } from '../measure.ts';
import { HANDLER, openCage } from './cage.ts';

const SECONDS = 8;
const PER_SECOND = 10;

/** Uses most of the CPU time that a call of its class may. */
const NOISE = `var __daftar = { handle: async function () { let n = 0; for (let i = 0; i < 600000; i += 1) n += i % 7; return n; } };`;

export type NoisyResult = { alone: Summary; beside: Summary; noisePerSecond: number };

/** The calls of a quiet school alone, and beside another school whose add-on always has forty calls in the house. */
export async function noisyNeighbour(): Promise<NoisyResult> {
  const cage = await openCage();
  const quiet = () =>
    openLoop(PER_SECOND, SECONDS, async () => {
      await cage.call(HANDLER, { tenantId: 'quiet', installId: 'quiet', limitClass: 'interactive' });
    });
  try {
    await cage.call(HANDLER, { tenantId: 'quiet', installId: 'quiet', limitClass: 'interactive' });
    const alone = summarize(await quiet());
    let isOver = false;
    let noise = 0;
    const noisy = Array.from({ length: 40 }, async () => {
      while (!isOver) {
        await cage.call(NOISE, {
          tenantId: 'noisy',
          installId: 'noisy',
          pluginId: 'noisy.plugin.id',
          limitClass: 'job',
        });
        noise += 1;
      }
    });
    const beside = summarize(await quiet());
    isOver = true;
    await Promise.all(noisy);
    return { alone, beside, noisePerSecond: noise / SECONDS };
  } finally {
    await cage.close();
  }
}
