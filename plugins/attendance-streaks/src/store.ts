import type { JsonValue, PluginContext } from '../../sdk/index.ts';
import type { Run, Runs, Summary } from './streaks.ts';

// 16 values and not one for each pupil: a school of 5,000 fits into 32 KB each, and a day's work into the host calls of a job.
const BUCKETS = [...'0123456789abcdef'];
const bucketOf = (studentId: string) => studentId[0] ?? '0';

/**
 * `settled` are the runs up to a day that is taken as final; `shown` go on from there to today, and are counted again every
 * day, so that marks that come late or change are still counted.
 */
export type Shelf = 'settled' | 'shown';

/** As it is kept: `[kind, days, since]`. */
type Kept = [0 | 1, number, string];

/** All runs that are kept. Throws when the host cannot answer, so that nothing is counted from half of them. */
export async function loadRuns(context: PluginContext<unknown>, shelf: Shelf): Promise<Runs> {
  const runs: Runs = {};
  for (const bucket of BUCKETS) Object.assign(runs, await loadBucket(context, shelf, bucket));
  return runs;
}

/** The shown run of one pupil; undefined where there is none. */
export async function loadRun(context: PluginContext<unknown>, studentId: string): Promise<Run | undefined> {
  return (await loadBucket(context, 'shown', bucketOf(studentId)))[studentId];
}

export async function saveRuns(context: PluginContext<unknown>, shelf: Shelf, runs: Runs): Promise<void> {
  const buckets = new Map<string, Record<string, JsonValue>>();
  for (const [id, { kind, days, since }] of Object.entries(runs)) {
    const bucket = buckets.get(bucketOf(id)) ?? {};
    bucket[id] = [kind === 'absent' ? 1 : 0, days, since];
    buckets.set(bucketOf(id), bucket);
  }
  for (const bucket of BUCKETS) await keep(context, `${shelf}:${bucket}`, buckets.get(bucket) ?? {});
}

/** Kept last, because it says up to which day the rest is counted. */
export function saveSummary(context: PluginContext<unknown>, summary: Summary): Promise<void> {
  return keep(context, 'summary', summary);
}

export async function loadSummary(context: PluginContext<unknown>): Promise<Summary | undefined> {
  const answer = await context.kv.get({ key: 'summary' });
  if (!answer.ok) throw new Error(`The summary could not be read: ${answer.code}`);
  return (answer.value.value ?? undefined) as Summary | undefined;
}

async function loadBucket(context: PluginContext<unknown>, shelf: Shelf, bucket: string): Promise<Runs> {
  const answer = await context.kv.get({ key: `${shelf}:${bucket}` });
  if (!answer.ok) throw new Error(`The runs could not be read: ${answer.code}`);
  const kept = (answer.value.value ?? {}) as Record<string, Kept>;
  return Object.fromEntries(
    Object.entries(kept).map(([id, [kind, days, since]]) => [
      id,
      { kind: kind === 1 ? 'absent' : 'present', days, since },
    ]),
  );
}

async function keep(context: PluginContext<unknown>, key: string, value: JsonValue): Promise<void> {
  const answer = await context.kv.set({ key, value });
  if (!answer.ok) throw new Error(`${key} could not be kept: ${answer.code}`);
}
