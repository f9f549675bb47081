import autocannon from 'autocannon';
import { percentile } from '../measure.ts';

export type Question = { path: string; headers: Record<string, string> };

/** A server as one side of a comparison: what is asked of it, one question after the other. */
export type Side = { name: string; port: number; questions: readonly Question[] };

export type Driven = { perSecond: number; p50: number; p95: number; p99: number; count: number };

export type Compared = {
  /** Requests a second of the first over those of the second, round by round. */
  ratio: Spread;
  /** The 95th percentile of the first over that of the second. */
  p95: Spread;
  first: Driven;
  second: Driven;
};

export type Spread = { median: number; least: number; most: number };

/** Asks as fast as the answers come, on a fixed number of connections (a closed loop). Throws when an answer is not 200. */
export async function closedLoop(
  side: Side,
  connections: number,
  seconds: number,
): Promise<Driven & { times: number[] }> {
  const times: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url: `http://127.0.0.1:${side.port}`,
        connections,
        duration: seconds,
        requests: side.questions.map((question) => ({ method: 'GET' as const, ...question })),
      },
      (error, outcome) => (error ? reject(error as Error) : resolve(outcome)),
    );
    run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  });
  if (result.non2xx > 0 || result.errors > 0 || times.length === 0)
    throw new Error(
      `${side.name}: ${result.non2xx} refusals and ${result.errors} errors among ${times.length} answers`,
    );
  return { ...drivenOf(times, seconds), times };
}

/** Two sides in turn, ABBA, after a warm-up of each; the spread is over the ratios of the rounds. */
export async function compare(
  [first, second]: readonly [Side, Side],
  {
    connections,
    rounds,
    seconds,
    warmUpSeconds,
  }: { connections: number; rounds: number; seconds: number; warmUpSeconds: number },
): Promise<Compared> {
  for (const side of [first, second]) await closedLoop(side, connections, warmUpSeconds);
  const times = new Map<Side, number[]>([
    [first, []],
    [second, []],
  ]);
  const ratios: number[] = [];
  const p95s: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? [first, second] : [second, first];
    const rates = new Map<Side, Driven>();
    for (const side of order) {
      const driven = await closedLoop(side, connections, seconds);
      rates.set(side, driven);
      times.get(side)?.push(...driven.times);
    }
    const [a, b] = [rates.get(first), rates.get(second)];
    if (!a || !b) throw new Error('A side was not driven.');
    ratios.push(a.perSecond / b.perSecond);
    p95s.push(a.p95 / b.p95);
  }
  const all = (side: Side) => drivenOf(times.get(side) ?? [], seconds * rounds);
  return { ratio: spreadOf(ratios), p95: spreadOf(p95s), first: all(first), second: all(second) };
}

/** Median, least and most of some numbers. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: percentile(values, 0.5), least: Math.min(...values), most: Math.max(...values) };
}

/** As a reader sees it: the median and, in brackets, the span. */
export function spread({ median, least, most }: Spread): string {
  return `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

/** Rates and percentiles of the times of answers. */
export function drivenOf(times: readonly number[], seconds: number): Driven {
  return {
    perSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    count: times.length,
  };
}
