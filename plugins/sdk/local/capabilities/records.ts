import type { AnyCapability, Capability } from '../../../../core/sandbox/cage.ts';
import { refuseCall } from '../../../../core/sandbox/cage.ts';
import type { PluginManifest } from '../../contract/manifest.ts';
import type { JsonValue } from '../../contract/texts.ts';
import { pageAfter, reserveKey, type SchoolState } from '../school-state.ts';

type OwnCollection = PluginManifest['collections'][number];
type Field = OwnCollection['fields'][string];
type Condition = { equals?: unknown; atLeast?: string | number; atMost?: string | number };

/** The plugin's own collections: records by key, checked against the fields of the manifest. */
export function recordCapabilities(state: SchoolState): AnyCapability[] {
  const collectionOf = (name: string): OwnCollection =>
    state.manifest.collections.find((collection) => collection.name === name) ??
    refuseCall('collection_unknown', `plugin.json declares no collection ${name}.`);
  const rowsOf = (name: string) => {
    collectionOf(name);
    const known = state.records.get(name) ?? new Map();
    state.records.set(name, known);
    return known;
  };
  const put: Capability<'records.put'> = {
    name: 'records.put',
    run: async (_context, { collection, key, value }) => {
      checkRecord(collectionOf(collection), value);
      const rows = rowsOf(collection);
      if (!rows.has(key)) reserveKey(state);
      rows.set(key, { value, updatedAt: new Date(state.now).toISOString() });
      return null;
    },
  };
  const get: Capability<'records.get'> = {
    name: 'records.get',
    run: async (_context, { collection, key }) => {
      const row = rowsOf(collection).get(key);
      return { record: row === undefined ? null : { key, ...row } };
    },
  };
  const list: Capability<'records.list'> = {
    name: 'records.list',
    run: async (_context, { collection, where = {}, ...page }) => {
      const { fields } = collectionOf(collection);
      const unknown = Object.keys(where).find((name) => !Object.hasOwn(fields, name));
      if (unknown !== undefined) refuseCall('record_invalid', `${collection} has no field ${unknown}.`);
      const rows = [...rowsOf(collection)]
        .filter(([, { value }]) =>
          Object.entries(where).every(([name, condition]) => meets(value[name], condition)),
        )
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, row]) => ({ key, ...row }));
      return pageAfter(rows, (row) => row.key, page);
    },
  };
  const remove: Capability<'records.delete'> = {
    name: 'records.delete',
    run: async (_context, { collection, key }) => {
      rowsOf(collection).delete(key);
      return null;
    },
  };
  return [put, get, list, remove];
}

function checkRecord({ name, fields }: OwnCollection, value: Record<string, JsonValue>): void {
  for (const key of Object.keys(value))
    if (!Object.hasOwn(fields, key)) refuseCall('record_invalid', `${name} has no field ${key}.`);
  for (const [key, field] of Object.entries(fields)) {
    const item = value[key] ?? null;
    if (item === null ? field.required === true : !fitsField(item, field))
      refuseCall('record_invalid', `${name}.${key} must be a ${field.type}.`);
  }
}

function fitsField(item: JsonValue, { type, maxLength = 10_000 }: Field): boolean {
  if (type === 'date') return typeof item === 'string' && /^\d{4}-\d{2}-\d{2}/.test(item) && item.length < 40;
  if (type === 'string') return typeof item === 'string' && item.length <= maxLength;
  return typeof item === type;
}

function meets(item: JsonValue | undefined, { equals, atLeast, atMost }: Condition): boolean {
  if (equals !== undefined && item !== equals) return false;
  const isBelow = atLeast !== undefined && (item === undefined || item === null || item < atLeast);
  const isAbove = atMost !== undefined && (item === undefined || item === null || item > atMost);
  return !isBelow && !isAbove;
}
