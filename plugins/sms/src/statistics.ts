import type { PluginContext } from '../../sdk/index.ts';
import { dayAt } from './school-clock.ts';
import type { Settings } from './settings.ts';

export type Counter = 'sent' | 'delivered' | 'failed' | 'parts';
export type DayCounts = Record<Counter, number>;
type Context = PluginContext<Settings>;

const PREFIX = 'day:';
const KEPT_DAYS = 60;
const DAY_MS = 86_400_000;
const HOUR_SECONDS = 3_600;

/** Adds to today's counters. A counter that cannot be written loses a number on a page and nothing else. */
export async function count(context: Context, changes: Partial<DayCounts>): Promise<void> {
  const day = dayAt(context.school.timeZone, context.now);
  for (const [counter, by] of Object.entries(changes)) {
    if (by === 0) continue;
    const answer = await context.kv.increment({ key: `${PREFIX}${day}:${counter}`, by });
    if (!answer.ok) context.log.warn(`A message was not counted: ${answer.code}.`);
  }
}

/**
 * The same for an event, which may be handed over again when a run was cut off: a second time within the hour counts
 * nothing.
 */
export async function countOnce(
  eventId: string,
  context: Context,
  changes: Partial<DayCounts>,
): Promise<void> {
  const key = `seen:${eventId}`;
  const seen = await context.kv.get({ key });
  if (seen.ok && seen.value.value !== null) return;
  await count(context, changes);
  await context.kv.set({ key, value: true, expiresInSeconds: HOUR_SECONDS });
}

/** The counters of the last days, oldest first, today included; undefined when they cannot be read. */
export async function readDays(
  context: Context,
  days: number,
): Promise<({ day: string } & DayCounts)[] | undefined> {
  const counts = new Map<string, DayCounts>();
  for (let back = days - 1; back >= 0; back -= 1)
    counts.set(dayAt(context.school.timeZone, context.now - back * DAY_MS), {
      sent: 0,
      delivered: 0,
      failed: 0,
      parts: 0,
    });
  const keys = await readKeys(context);
  if (keys === undefined) return undefined;
  for (const { day, counter, value } of keys) {
    const known = counts.get(day);
    if (known && Object.hasOwn(known, counter)) known[counter as Counter] = value;
  }
  return [...counts].map(([day, values]) => ({ day, ...values }));
}

/** Forgets the counters of days that no page shows. */
export async function forgetOldDays(context: Context): Promise<{ forgotten: number }> {
  const oldest = dayAt(context.school.timeZone, context.now - KEPT_DAYS * DAY_MS);
  const keys = (await readKeys(context)) ?? [];
  const old = keys.filter(({ day }) => day < oldest);
  for (const { key } of old) await context.kv.delete({ key });
  return { forgotten: old.length };
}

type StoredCount = { key: string; day: string; counter: string; value: number };

async function readKeys({ kv }: Context): Promise<StoredCount[] | undefined> {
  const found: StoredCount[] = [];
  let cursor: string | undefined;
  do {
    const page = await kv.list({ prefix: PREFIX, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    if (!page.ok) return undefined;
    for (const { key, value } of page.value.items) {
      const [, day = '', counter = ''] = key.split(':');
      found.push({ key, day, counter, value: typeof value === 'number' ? value : 0 });
    }
    cursor = page.value.cursor;
  } while (cursor !== undefined);
  return found;
}
