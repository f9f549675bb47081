import type { Section } from '../page.ts';
import { metering } from './metering.ts';

const MOST_TIMES_PLAIN = 2;
/** A million events in the eight hours that schools work are 35 a second; the busiest minute is ten times the mean. */
const LEAST_PER_SECOND = 350;
const MOST_CUT_MS = 1_000;
const MOST_RECONCILE_SECONDS = 600;
const MOST_TICK_SECONDS = 60;

/** What metering costs at a million events a day. */
export async function meteringSection(): Promise<Section> {
  const result = await metering();
  const ratio = result.captured.p50 / result.plain.p50;
  const targets = [
    {
      name: `capturing an event at most ${MOST_TIMES_PLAIN} times a plain insert`,
      holds: ratio <= MOST_TIMES_PLAIN,
    },
    {
      name: `at least ${LEAST_PER_SECOND} captures a second (a million a day in eight hours, the busiest minute ten times the mean)`,
      holds: result.capturesPerSecond >= LEAST_PER_SECOND,
    },
    {
      name: `cutting a minute's entries of a million a day within ${MOST_CUT_MS} ms`,
      holds: result.nextCutMs <= MOST_CUT_MS,
    },
    {
      name: `comparing 1,000 schools with three meters within ${MOST_RECONCILE_SECONDS} s of the hour`,
      holds: result.reconcileSeconds <= MOST_RECONCILE_SECONDS,
    },
    {
      name: `looking at the budgets and quotas of 1,000 schools within ${MOST_TICK_SECONDS} s`,
      holds: result.tickSeconds <= MOST_TICK_SECONDS,
    },
  ];
  return {
    title: 'Metering',
    holds: targets.every(({ holds }) => holds),
    text: `One event in a transaction of its own, behind the wall, beside the same columns into a table with a primary key and the unique key
alone, past the wall, rounds interleaved:

| | inserts | p50 ms | p95 ms | worst ms |
|---|---|---|---|---|
${[
  ['a plain insert', result.plain],
  ['an event captured', result.captured],
]
  .map(([name, summary]) => {
    const { count, p50, p95, worst } = summary as typeof result.plain;
    return `| ${name} | ${count} | ${p50.toFixed(2)} | ${p95.toFixed(2)} | ${worst.toFixed(1)} |`;
  })
  .join('\n')}

Captured over plain: ${ratio.toFixed(2)}. Eight connections at once: ${result.capturesPerSecond.toFixed(0)} events a second one by one, ${result.batchedPerSecond.toFixed(0)} a second in
batches of 100.

A day of a million events of 1,000 schools, cut in pieces one after the other: ${result.firstCutSeconds.toFixed(1)} s. The 700 entries of a minute of it afterwards: ${result.nextCutMs.toFixed(0)} ms.
${result.shipments} shipments to the emulator on the same cores: ${result.shippedPerSecond.toFixed(0)} a second. Comparing ${result.groups} schools and meters with it, hour by hour: ${result.reconcileSeconds.toFixed(1)} s.
Looking at budgets and quotas of 1,000 schools, each with a budget over everything and that day behind it: ${result.tickSeconds.toFixed(1)} s.

${targets.map(({ name, holds }) => `- ${name}: ${holds ? 'holds' : 'does NOT hold'}`).join('\n')}`,
  };
}
