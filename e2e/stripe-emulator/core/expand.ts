import { invalidRequest } from './api-error.ts';
import type { ApiObject, JsonObject, JsonValue, Store } from './store.ts';

/** Members that hold an id and become the object when expanded: object name -> member -> kind. */
const references: Record<string, Record<string, string>> = {
  price: { product: 'product' },
  product: { default_price: 'price' },
};

/** Members that are left out of an answer unless they are asked for. */
const includable: Record<string, readonly string[]> = {
  price: ['tiers', 'currency_options'],
};

/**
 * Gives an answer its final shape: includable members are dropped unless asked for and ids are replaced by their
 * objects, for paths such as `product`, `tiers` and `data.product`.
 * Throws ApiError 400 for a path that cannot be expanded.
 */
export function expandObject(store: Store, object: JsonObject, paths: readonly string[]): JsonObject {
  const isList = object.object === 'list' && Array.isArray(object.data);
  const heads = new Map<string, string[]>();
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.');
    heads.set(head, [...(heads.get(head) ?? []), ...(rest.length > 0 ? [rest.join('.')] : [])]);
  }
  if (isList) {
    const unknown = [...heads.keys()].find((head) => head !== 'data');
    if (unknown !== undefined) throw cannotExpand(unknown);
    const inner = heads.get('data') ?? [];
    const data = (object.data as JsonValue[]).map((item) => expandObject(store, item as JsonObject, inner));
    return { ...object, data };
  }
  return expandSingle(store, object, heads);
}

function expandSingle(store: Store, object: JsonObject, heads: Map<string, string[]>): JsonObject {
  const name = String(object.object ?? '');
  const hidden = includable[name] ?? [];
  const shown = Object.fromEntries(
    Object.entries(object).filter(([key]) => !hidden.includes(key) || heads.has(key)),
  );
  for (const [head, rest] of heads) {
    const kind = references[name]?.[head];
    if (!kind) {
      if (!hidden.includes(head)) throw cannotExpand(head);
      continue;
    }
    const id = shown[head];
    const target: ApiObject | undefined = typeof id === 'string' ? store.find(kind, id) : undefined;
    if (target) shown[head] = expandObject(store, target, rest);
  }
  return shown;
}

function cannotExpand(path: string): Error {
  return invalidRequest(`This property cannot be expanded (${path}).`, 'expand');
}
