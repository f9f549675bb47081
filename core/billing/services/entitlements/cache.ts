import type { Queryable } from '../../../tenancy/index.ts';
import { type EntitlementFacts, readFacts } from './facts.ts';

type Entry = { facts: EntitlementFacts; from: number; until: number };

/** What a process keeps. `aliveUntil` is the monotonic millisecond until which the watch has proved that it hears everything. */
type Store = { entries: Map<string, Entry>; aliveUntil: number; sequence: number };

// The panel's bundle has its own copy of this module; both must see one store, and one watch keeps it true.
const KEY = Symbol.for('daftar.entitlements');
const holder = globalThis as { [KEY]?: Store };
holder[KEY] ??= { entries: new Map(), aliveUntil: 0, sequence: 0 };
const store = holder[KEY];

const MAX_ENTRIES = 20_000;

/**
 * The facts of one school at a moment, from this process's memory where they are known. Kept only while the watch of this
 * process is proved to hear changes, so that no answer is older than a second whatever breaks. Inside a transaction it
 * reads anew: there the caller's own changes count, and they may still be undone.
 */
export async function factsOf(client: Queryable, tenantId: string, now: Date): Promise<EntitlementFacts> {
  if (!isPool(client) || performance.now() >= store.aliveUntil) return readFacts(client, tenantId, now);
  const known = store.entries.get(tenantId);
  const at = now.getTime();
  if (known && at >= known.from && at < known.until) return known.facts;
  const { sequence } = store;
  const facts = await readFacts(client, tenantId, now);
  // What changed while it was read may not be in it.
  if (sequence === store.sequence) {
    if (store.entries.size >= MAX_ENTRIES) store.entries.clear();
    const until = facts.validUntil === null ? Number.POSITIVE_INFINITY : Date.parse(facts.validUntil);
    store.entries.set(tenantId, { facts, from: at, until });
  }
  return facts;
}

/** Forgets one school, or all of them. */
export function forgetFacts(tenantId?: string): void {
  store.sequence += 1;
  if (tenantId === undefined) store.entries.clear();
  else store.entries.delete(tenantId);
}

/** The watch has proved at this moment that it hears changes, and what is kept may be used so much longer; 0 ends that. */
export function keepFactsFor(milliseconds: number): void {
  store.aliveUntil = performance.now() + milliseconds;
}

function isPool(client: Queryable): boolean {
  return 'totalCount' in client;
}
