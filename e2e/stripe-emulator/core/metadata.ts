import type { JsonObject, JsonValue } from './store.ts';

/**
 * Applies Stripe's metadata rules: named keys are set, a key with an empty value is removed, and an empty text in
 * place of the whole record removes all of them.
 */
export function mergeMetadata(
  current: JsonValue | undefined,
  change: Record<string, string> | '' | undefined,
): JsonObject {
  const kept: JsonObject =
    typeof current === 'object' && current !== null && !Array.isArray(current) ? current : {};
  if (change === undefined) return kept;
  if (change === '') return {};
  const merged = { ...kept, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

/** An optional text parameter on create or update: absent keeps, empty unsets, anything else sets. */
export function mergeText(current: JsonValue | undefined, change: string | undefined): JsonValue {
  if (change === undefined) return current ?? null;
  return change === '' ? null : change;
}
