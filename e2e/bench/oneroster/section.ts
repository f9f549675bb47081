import { percentile } from '../measure.ts';
import type { Section } from '../page.ts';
import { type Measured, resultsOfAYear, type Side } from './results-of-a-year.ts';

const LEAST_OF_PLAIN = 0.5;
// Through Next, which the architecture compares with, Payload is about half as fast as here.
const LEAST_TIMES_PAYLOAD = 2.5;

/** The public read path: one pupil's results of a year over OneRoster, beside the bare statement and Payload's REST. */
export async function oneRosterSection(): Promise<Section> {
  const measured = await resultsOfAYear();
  const ratio = ratios(measured, 'plain');
  const overPayload = ratios(measured, 'payload');
  const holds = ratio.middle >= LEAST_OF_PLAIN && overPayload.middle >= LEAST_TIMES_PAYLOAD;
  const row = (name: string, side: Side) => {
    const { perSecond, p50, p95 } = measured[side];
    return `| ${name} | ${middle(perSecond).toFixed(0)} | ${middle(p50).toFixed(0)} | ${middle(p95).toFixed(0)} |`;
  };
  return {
    title: 'OneRoster: one pupil’s results of a year',
    holds,
    text: `60 rows out of 450,000 of a school in three years, 8 connections, closed loop, four rounds of six seconds interleaved after one to
warm up, 400 pupils in turn. The baseline is node:http and pg with the same prepared statement, past the wall and without a token; all sides were checked to send the same results.

| | requests a second | p50 ms | p97.5 ms |
|---|---|---|---|
${row('node:http and pg, the same statement', 'plain')}
${row('OneRoster REST of the product', 'oneRoster')}
${row('Payload’s REST, depth 0', 'payload')}

OneRoster over the baseline: ${told(ratio)}; target at least ${LEAST_OF_PLAIN}. Over Payload’s REST in the same process (without Next): ${told(overPayload)};
target at least ${LEAST_TIMES_PAYLOAD}. The targets ${holds ? 'hold' : 'do NOT hold'}.`,
  };
}

type Ratio = { least: number; middle: number; most: number };

function ratios(measured: Measured, other: Side): Ratio {
  const rounds = measured.oneRoster.perSecond.map(
    (value, index) => value / (measured[other].perSecond[index] ?? Number.NaN),
  );
  return { least: Math.min(...rounds), middle: middle(rounds), most: Math.max(...rounds) };
}

function middle(values: number[]): number {
  return percentile(values, 0.5);
}

function told({ least, middle: value, most }: Ratio): string {
  return `${value.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}
