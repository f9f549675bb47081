import { references } from '../schemas/references.generated.ts';
import { invalidRequest } from './api-error.ts';
import { includable, present } from './present.ts';
import type { JsonObject, JsonValue, Store, StoredObject } from './store.ts';

/**
 * Gives an answer its final shape: includable members are dropped unless asked for and ids are replaced by their
 * objects, for paths such as `product`, `tiers`, `data.product` and `latest_invoice.payments`.
 * Throws ApiError 400 for a path that cannot be expanded.
 */
export function expandObject(store: Store, object: JsonObject, paths: readonly string[]): JsonObject {
  const heads = new Map<string, string[]>();
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.');
    heads.set(head, [...(heads.get(head) ?? []), ...(rest.length > 0 ? [rest.join('.')] : [])]);
  }
  if (object.object === 'list' && Array.isArray(object.data)) {
    const unknown = [...heads.keys()].find((head) => head !== 'data');
    if (unknown !== undefined) throw cannotExpand(unknown);
    const inner = heads.get('data') ?? [];
    return { ...object, data: object.data.map((item) => expandObject(store, item as JsonObject, inner)) };
  }
  const name = String(object.object ?? '');
  const shown = present(object, [...heads.keys()]);
  for (const [head, rest] of heads) shown[head] = expandMember(store, shown, name, head, rest);
  return shown;
}

/** Walks into plain records with the dotted name of the member, since only whole objects have a name of their own. */
function expandMember(
  store: Store,
  holder: JsonObject,
  name: string,
  member: string,
  rest: readonly string[],
): JsonValue {
  const value = holder[member.slice(member.lastIndexOf('.') + 1)] ?? null;
  const kind = references[name]?.[member];
  if (kind) return expandReference(store, value, kind, rest);
  if (isRecord(value) && value.object !== undefined) return expandObject(store, value, rest);
  if (isRecord(value) && rest.length > 0) {
    const copy = { ...value };
    for (const path of rest) {
      const [head = '', ...deeper] = path.split('.');
      copy[head] = expandMember(
        store,
        copy,
        name,
        `${member}.${head}`,
        deeper.length > 0 ? [deeper.join('.')] : [],
      );
    }
    return copy;
  }
  if (rest.length === 0 && (includable[name] ?? []).includes(member)) return value;
  if (value === null && rest.length > 0) return value;
  throw cannotExpand([member, ...rest].join('.'));
}

function expandReference(store: Store, value: JsonValue, kind: string, rest: readonly string[]): JsonValue {
  if (Array.isArray(value)) return value.map((each) => expandReference(store, each, kind, rest));
  if (isRecord(value)) return expandObject(store, value, rest);
  const target = typeof value === 'string' ? store.find<StoredObject>(kind, value) : undefined;
  return target ? expandObject(store, target, rest) : value;
}

function isRecord(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cannotExpand(path: string): Error {
  return invalidRequest(`This property cannot be expanded (${path}).`, 'expand');
}
