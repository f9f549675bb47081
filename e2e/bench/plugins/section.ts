import type { Section } from '../page.ts';
import { installed } from './installed.ts';
import { noisyNeighbour } from './noisy.ts';
import { pathOfAnEvent } from './path-of-an-event.ts';
import { throughput } from './throughput.ts';

const MOST_TIMES_BARE = 4;
const MOST_MS = 5;
const MOST_IDLE_MB = 50;

/** What the cage of the add-ons costs, each figure beside its baseline from the same run. */
export async function pluginsSection(): Promise<Section> {
  const { bare, empty, path, asking } = await pathOfAnEvent();
  const { eventsPerSecond, fanOut } = await throughput();
  const idle = await installed();
  const { alone, beside, noisePerSecond } = await noisyNeighbour();

  const ratio = path.p50 / bare.p50;
  const last = idle.at(-1);
  const idleMb = last === undefined ? Number.NaN : last.heapMb + Math.max(0, last.workersMb);
  const targets = [
    {
      name: `the whole path at most ${MOST_TIMES_BARE} times a bare isolate`,
      holds: ratio <= MOST_TIMES_BARE,
    },
    { name: `its median below ${MOST_MS} ms`, holds: path.p50 < MOST_MS },
    {
      name: '1,000 schools with 4 idle add-ons cost no process',
      holds: (last?.processes ?? 1) <= 0,
    },
    { name: `1,000 schools with 4 add-ons cost less than ${MOST_IDLE_MB} MB`, holds: idleMb < MOST_IDLE_MB },
  ];
  const row = (name: string, { count, p50, p95, worst }: typeof path): string =>
    `| ${name} | ${count} | ${p50.toFixed(2)} | ${p95.toFixed(2)} | ${worst.toFixed(1)} |`;

  return {
    title: 'Add-ons in their cage',
    holds: targets.every(({ holds }) => holds),
    text: `One event of 4 KB at a time, in an isolate that nothing ran in before, and its baselines between, in one run:

| | calls | p50 ms | p95 ms | worst ms |
|---|---|---|---|---|
${row('a bare isolate with a context', bare)}
${row('to a worker and back, nothing run', empty)}
${row('the whole path of an event', path)}
${row('the whole path, asking the host once', asking)}

The whole path over a bare isolate: ${ratio.toFixed(2)}. The isolate of a call is made before the call comes, while its worker
waits; so its cost is in the throughput and not in the path.

Throughput: ${eventsPerSecond.toFixed(0)} events a second of eight schools. 2,500 absences of one school, each asking the host once, of which
two run at a time: ${fanOut.seconds.toFixed(1)} s (${fanOut.perSecond.toFixed(0)} a second).

Schools with four add-ons each, every one called once and idle since (a worker that the calls themselves made start ends after
a minute without work):

| schools | installs | processes more | MB more here | MB more in the largest worker |
|---|---|---|---|---|
${idle.map(({ schools, installs, processes, heapMb, workersMb }) => `| ${schools} | ${installs} | ${processes} | ${heapMb.toFixed(1)} | ${workersMb.toFixed(1)} |`).join('\n')}

A quiet school, ten calls a second, beside another whose add-on always has forty calls in the house (${noisePerSecond.toFixed(0)} a second end):

| | calls | p50 ms | p95 ms | worst ms |
|---|---|---|---|---|
${row('alone', alone)}
${row('beside the noisy one', beside)}

${targets.map(({ name, holds }) => `- ${name}: ${holds ? 'holds' : 'does NOT hold'}`).join('\n')}`,
  };
}
