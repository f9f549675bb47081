import { type Summary, summarize } from '../measure.ts';
import { ASKING_HANDLER, HANDLER, openCage, pause } from './cage.ts';

const SECONDS = 6;
const SCHOOLS = 8;
const ABSENCES = 2_500;

export type ThroughputResult = {
  eventsPerSecond: number;
  fanOut: { seconds: number; perSecond: number; waits: Summary };
};

/** As many events a second as the cage takes, of eight schools at once, each in a fresh isolate. */
export async function throughput(): Promise<ThroughputResult> {
  const cage = await openCage();
  try {
    const until = performance.now() + SECONDS * 1000;
    let done = 0;
    const drive = async (school: number): Promise<void> => {
      while (performance.now() < until) {
        await cage.call(HANDLER, { tenantId: `s-${school}`, installId: `s-${school}` });
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: SCHOOLS * 2 }, (_, index) => drive(index % SCHOOLS)));
    return { eventsPerSecond: done / SECONDS, fanOut: await fanOut() };
  } finally {
    await cage.close();
  }
}

/**
 * A morning on which 2,500 pupils of one school are absent: every event goes to one add-on, which asks the host once, as
 * text messages do. As many are handed in at once as the relay hands in.
 */
async function fanOut(): Promise<ThroughputResult['fanOut']> {
  const cage = await openCage();
  const waits: number[] = [];
  try {
    const begun = performance.now();
    let next = 0;
    const relay = async (): Promise<void> => {
      while (next < ABSENCES) {
        next += 1;
        const asked = performance.now();
        await cage.call(ASKING_HANDLER, {}, async () => {
          // About what a query takes.
          await pause(1);
          return { ok: true, value: { items: [], total: 0 } };
        });
        waits.push(performance.now() - asked);
      }
    };
    await Promise.all(Array.from({ length: 20 }, relay));
    const seconds = (performance.now() - begun) / 1000;
    return { seconds, perSecond: ABSENCES / seconds, waits: summarize(waits) };
  } finally {
    await cage.close();
  }
}
