import { type CollectionConfig, type Field, flattenTopLevelFields } from 'payload';
import { idOf } from '../../tenancy/index.ts';
import { type Masking, maskingOf, maskValue } from './mask-values.ts';

type Document = Record<string, unknown>;
type NamedField = Field & { name: string };
export type Difference = { before: Document; after: Document; changed: string[] };

// Written with every save; who and when stand in the entry itself.
const UNTOLD = new Set(['id', 'createdAt', 'updatedAt', 'tenant']);

/**
 * The fields in which two states of a record differ, masked. Fields that the second state does not carry (they were
 * hidden from the reader) are taken from `written`, what the change asked for.
 */
export function differenceOf(
  collection: Pick<CollectionConfig, 'fields'>,
  from: Document | undefined,
  to: Document | undefined,
  written: Document = {},
): Difference {
  const result: Difference = { before: {}, after: {}, changed: [] };
  for (const field of toldFields(collection)) {
    const { name } = field;
    const before = plain(from?.[name]);
    const isKept = to === undefined || name in to || name in written;
    const after = to === undefined ? null : isKept ? plain(name in to ? to[name] : written[name]) : before;
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    const masking = maskingOfField(field);
    result.changed.push(name);
    if (from !== undefined) result.before[name] = maskValue(before, masking);
    if (to !== undefined) result.after[name] = maskValue(after, masking);
  }
  return result;
}

function toldFields(collection: Pick<CollectionConfig, 'fields'>): NamedField[] {
  return (flattenTopLevelFields(collection.fields) as Field[]).filter(
    (field): field is NamedField =>
      'name' in field && !UNTOLD.has(field.name) && !('virtual' in field && field.virtual),
  );
}

function maskingOfField(field: NamedField): Masking {
  const mark = (field as { custom?: { audit?: unknown } }).custom?.audit;
  return mark === 'hide' || mark === 'partly' || mark === 'show' ? mark : maskingOf(field.name);
}

// Populated relations become ids, moments text, and what is empty null.
function plain(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(plain);
  if (typeof value === 'object' && 'id' in value && 'createdAt' in value) return idOf(value);
  return value;
}
