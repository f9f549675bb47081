import type { JsonObject, JsonValue, StoredObject } from './store.ts';

/** Members that are left out of an answer unless they are asked for. */
export const includable: Record<string, readonly string[]> = {
  price: ['tiers', 'currency_options'],
  coupon: ['applies_to', 'currency_options'],
  invoice: ['payments', 'confirmation_secret'],
};

/** How many lines an invoice shows by itself; the others are read from its list of lines. */
const shownLines = 10;

/** An object as an answer or an event shows it, without members that must be asked for. */
export function present<T extends JsonObject | StoredObject>(
  object: T,
  wanted: readonly string[] = [],
): JsonObject {
  const hidden = includable[String(object.object ?? '')] ?? [];
  const shown = Object.fromEntries(
    Object.entries(object).filter(([key]) => !hidden.includes(key) || wanted.includes(key)),
  );
  if (object.object === 'invoice' || object.object === 'credit_note') shown.lines = firstLines(shown.lines);
  return shown;
}

function firstLines(lines: JsonValue | undefined): JsonValue {
  const list = (lines ?? {}) as JsonObject;
  const data = Array.isArray(list.data) ? list.data : [];
  return { ...list, data: data.slice(0, shownLines), has_more: data.length > shownLines };
}
