import { isDeepStrictEqual } from 'node:util';
import { sha256Hex } from '../../../core/kernel/index.ts';
import type { InstallData } from './install-store.ts';
import type { MigratedData } from './migrate-data.ts';

export type ChangeCounts = { before: number; after: number; added: number; changed: number; removed: number };

/** How one entry changes, without anything that is in it: the kinds of its values, and its key as a short digest. */
export type ChangeSample = {
  where: string;
  entry: string;
  before: string | null;
  after: string | null;
};

export type MigrationReport = {
  ran: string[];
  kv: ChangeCounts;
  records: Record<string, ChangeCounts>;
  /** Names of settings that change. */
  settings: string[];
  samples: ChangeSample[];
};

const SAMPLES = 6;

/** What an upgrade does to the data of an install. Holds no value and no key of it: keys may name people. */
export function reportMigration(
  before: { data: InstallData; settings: Record<string, unknown> },
  after: MigratedData,
): MigrationReport {
  const samples: ChangeSample[] = [];
  const collections = [
    ...new Set([...Object.keys(before.data.records), ...Object.keys(after.data.records)]),
  ].sort();
  const names = [...new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])].sort();
  return {
    ran: after.ran,
    kv: compare('kv', before.data.kv, after.data.kv, samples),
    records: Object.fromEntries(
      collections.map((name) => [
        name,
        compare(name, before.data.records[name] ?? {}, after.data.records[name] ?? {}, samples),
      ]),
    ),
    settings: names.filter((name) => !isDeepStrictEqual(before.settings[name], after.settings[name])),
    samples,
  };
}

function compare(
  where: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  samples: ChangeSample[],
): ChangeCounts {
  const isRecord = where !== 'kv';
  const counts = {
    before: Object.keys(before).length,
    after: Object.keys(after).length,
    added: 0,
    changed: 0,
    removed: 0,
  };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = Object.hasOwn(before, key);
    const is = Object.hasOwn(after, key);
    if (was && is && isDeepStrictEqual(before[key], after[key])) continue;
    if (!was) counts.added += 1;
    else if (!is) counts.removed += 1;
    else counts.changed += 1;
    if (samples.length < SAMPLES)
      samples.push({
        where,
        entry: sha256Hex(key).slice(0, 8),
        before: was ? shapeOf(before[key], isRecord) : null,
        after: is ? shapeOf(after[key], isRecord) : null,
      });
  }
  return counts;
}

/**
 * The kinds of a value's parts, such as `{count: number, since: text}`. Parts of a record are named, for the manifest names
 * them too; what an add-on puts into a value of its own may be anybody's name, and is only counted.
 */
function shapeOf(value: unknown, isRecord: boolean): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value !== 'object') return typeof value === 'string' ? 'text' : typeof value;
  const parts = Object.entries(value);
  if (!isRecord) return `object of ${parts.length}`;
  return `{${parts.map(([name, part]) => `${name}: ${shapeOf(part, false)}`).join(', ')}}`;
}
