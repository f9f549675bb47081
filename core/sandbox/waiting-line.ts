/**
 * Calls that wait for a worker, taken tenant by tenant: the school that was served goes to the end, so a thousand calls
 * of one delay another's by one turn. Within a school they keep their order. Before that, calls go by rank: who lost workers
 * lately waits behind who did not.
 */
export type WaitingLine<Entry> = Iterable<Entry> & {
  readonly size: number;
  add(entry: Entry): void;
  /** Answers whether it was waiting. */
  delete(entry: Entry): boolean;
  /** Every entry, in the order in which they should be served. Entries may be deleted meanwhile. */
  inTurn(): Iterable<Entry>;
  /** Sends the tenant of an entry to the end. */
  served(entry: Entry): void;
};

export function createWaitingLine<Entry>({
  tenantOf,
  rankOf,
}: {
  tenantOf(entry: Entry): string;
  rankOf(entry: Entry): 0 | 1 | 2;
}): WaitingLine<Entry> {
  /** In the order of their turns. */
  const tenants = new Map<string, Set<Entry>>();
  const all = new Set<Entry>();

  function* round(rank: number): Iterable<Entry> {
    let open = [...tenants.values()].map((entries) => entries.values());
    while (open.length > 0) {
      const still: typeof open = [];
      for (const entries of open) {
        let next = entries.next();
        while (next.done !== true && rankOf(next.value) !== rank) next = entries.next();
        if (next.done === true) continue;
        still.push(entries);
        yield next.value;
      }
      open = still;
    }
  }

  return {
    get size() {
      return all.size;
    },
    [Symbol.iterator]: () => all.values(),
    add(entry) {
      all.add(entry);
      const tenant = tenantOf(entry);
      const entries = tenants.get(tenant) ?? new Set();
      tenants.set(tenant, entries.add(entry));
    },
    delete(entry) {
      const tenant = tenantOf(entry);
      const entries = tenants.get(tenant);
      entries?.delete(entry);
      if (entries?.size === 0) tenants.delete(tenant);
      return all.delete(entry);
    },
    *inTurn() {
      for (const rank of [0, 1, 2]) yield* round(rank);
    },
    served(entry) {
      const tenant = tenantOf(entry);
      const entries = tenants.get(tenant);
      if (entries === undefined) return;
      tenants.delete(tenant);
      tenants.set(tenant, entries);
    },
  };
}
