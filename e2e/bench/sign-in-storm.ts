import { createSchool, newInstallation, startDaftar } from '../support/daftar-process.ts';
import { httpClient } from '../support/http-client.ts';
import { openLoop, type Summary, summarize } from './measure.ts';

const SECONDS = 10;
const SIGN_INS_PER_SECOND = 10;
const READS_PER_SECOND = 20;
const ROUNDS = ['alone', 'storm', 'storm', 'alone', 'alone', 'storm'] as const;

export type StormResult = {
  readsAlone: Summary;
  readsInStorm: Summary;
  signIns: Summary;
  /** p95 of the reads in the storm over p95 alone. */
  ratio: number;
};

/**
 * A school at eight in the morning: 100 sign-ins in 10 s beside 20 reads a second, against the same reads without them, in
 * one run, rounds interleaved. Every answer is checked.
 */
export async function signInStorm(port: number): Promise<StormResult> {
  const installation = newInstallation(port, { DAFTAR_DEMO: 'false' });
  const daftar = await startDaftar(installation);
  try {
    const school = await createSchool(installation, 'storm');
    const door = httpClient(port, `storm.localhost:${port}`);
    const reader = await door.signIn(school.adminEmail, school.adminPassword);
    const read = async () => {
      const answer = await reader.get('/api/attendance-codes?limit=25&depth=0');
      if (answer.status !== 200 || answer.json<{ totalDocs: number }>().totalDocs !== 5)
        throw new Error(`A read answered ${answer.status} ${answer.text.slice(0, 200)}`);
    };
    const signIn = async () => {
      await door.signIn(school.adminEmail, school.adminPassword);
    };
    await openLoop(READS_PER_SECOND, 3, read);
    await signIn();
    const reads: Record<'alone' | 'storm', number[]> = { alone: [], storm: [] };
    const signIns: number[] = [];
    for (const round of ROUNDS) {
      const [readTimes, signInTimes] = await Promise.all([
        openLoop(READS_PER_SECOND, SECONDS, read),
        round === 'storm' ? openLoop(SIGN_INS_PER_SECOND, SECONDS, signIn) : [],
      ]);
      reads[round].push(...readTimes);
      signIns.push(...signInTimes);
    }
    const [readsAlone, readsInStorm] = [summarize(reads.alone), summarize(reads.storm)];
    return {
      readsAlone,
      readsInStorm,
      signIns: summarize(signIns),
      ratio: readsInStorm.p95 / readsAlone.p95,
    };
  } finally {
    await daftar.stop();
  }
}
