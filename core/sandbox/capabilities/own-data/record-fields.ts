import type { PluginManifest } from '../../../../plugins/sdk/index.ts';
import { isPlainDate } from '../../../tenancy/index.ts';
import { refuseCall } from '../registry.ts';

export type OwnCollection = PluginManifest['collections'][number];
type Field = OwnCollection['fields'][string];

const DEFAULT_LENGTH = 2_000;

/** The collection of that name in the manifest; refuses with `collection_unknown`. */
export function collectionOf(manifest: Pick<PluginManifest, 'collections'>, name: string): OwnCollection {
  const found = manifest.collections.find((candidate) => candidate.name === name);
  return found ?? refuseCall('collection_unknown', `The manifest declares no collection ${name}.`);
}

/** Refuses, with `record_invalid`, a record that is not what the manifest declares. An absent value is left out or null. */
export function checkRecord(collection: OwnCollection, value: Record<string, unknown>): void {
  for (const name of Object.keys(value)) fieldOf(collection, name);
  for (const [name, field] of Object.entries(collection.fields)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined || given === null) {
      if (field.required) invalid(name, 'it is required');
      continue;
    }
    const problem = problemOf(field, given);
    if (problem !== undefined) invalid(name, problem);
  }
}

/** The declared field of that name; refuses with `record_invalid`. */
export function fieldOf(collection: OwnCollection, name: string): Field {
  const field = Object.hasOwn(collection.fields, name) ? collection.fields[name] : undefined;
  return field ?? invalid(name, `the collection ${collection.name} has no such field`);
}

/** Text that PostgreSQL can hold in a record: no zero character and no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function problemOf({ type, maxLength = DEFAULT_LENGTH }: Field, value: unknown): string | undefined {
  if (type === 'number' || type === 'boolean')
    return typeof value === type ? undefined : `it must be a ${type}`;
  if (typeof value !== 'string') return 'it must be a text';
  if (!isStorable(value)) return 'it has a character that cannot be kept';
  if (type === 'date') return isPlainDate(value) ? undefined : 'it must be a date such as 2026-01-31';
  return value.length > maxLength ? `it is longer than ${maxLength} characters` : undefined;
}

function invalid(field: string, problem: string): never {
  return refuseCall('record_invalid', `${field}: ${problem}.`);
}
