/** A place that several processes share, such as Redis. It may fail: then each process works for itself. */
export type SharedStore = {
  get: (key: string) => Promise<string | undefined>;
  set: (key: string, value: string, milliseconds: number) => Promise<void>;
  /** True for the one process that may compute now. */
  lock: (key: string, milliseconds: number) => Promise<boolean>;
  unlock: (key: string) => Promise<void>;
};

export type CacheOptions = {
  /** How long a value is good while its version stands. */
  lifeMs: number;
  /** How long a value is good although its version was passed: many events in a second cause one computation. */
  restMs: number;
  /** How many values a process keeps. */
  most: number;
  store?: SharedStore | undefined;
  now?: () => number;
};

export type Wanted<T> = {
  /** Everything that decides what the value is, the school first. */
  key: string;
  version: string;
  compute: () => Promise<T>;
  /** False for what must not leave this process, such as the names of children. */
  isShared: boolean;
};

export type FlightCache = {
  read: <T>(wanted: Wanted<T>) => Promise<T>;
  /** How often something was computed here. */
  computed: () => number;
};

type Entry = { key: string; version: string; at: number; value: unknown };

const LOCK_MS = 10_000;
const POLL_MS = 25;

/**
 * Computes a value once for all who ask at the same time, in this process and, where a store is shared, in all of them. A value
 * is bound to its whole key, which is compared and not only hashed. A failure is nobody's value: the next one to ask tries again.
 */
export function createFlightCache({
  lifeMs,
  restMs,
  most,
  store,
  now = Date.now,
}: CacheOptions): FlightCache {
  const entries = new Map<string, Entry>();
  const flights = new Map<string, Promise<unknown>>();
  let count = 0;

  const isGood = (entry: Entry | undefined, key: string, version: string): entry is Entry => {
    if (entry === undefined || entry.key !== key) return false;
    const age = now() - entry.at;
    return age < restMs || (entry.version === version && age < lifeMs);
  };
  const keep = (entry: Entry) => {
    entries.delete(entry.key);
    entries.set(entry.key, entry);
    const [oldest] = entries.keys();
    if (entries.size > most && oldest !== undefined) entries.delete(oldest);
  };
  const computeHere = async ({ key, version, compute }: Wanted<unknown>): Promise<Entry> => {
    count += 1;
    const at = now();
    return { key, version, at, value: await compute() };
  };
  const computeShared = async (shared: SharedStore, wanted: Wanted<unknown>): Promise<Entry> => {
    const { key, version } = wanted;
    const look = async (): Promise<Entry | undefined> => {
      const text = await shared.get(key);
      const entry = text === undefined ? undefined : (JSON.parse(text) as Entry);
      return isGood(entry, key, version) ? entry : undefined;
    };
    const until = Date.now() + LOCK_MS;
    const lockKey = `${key}#${version}`;
    while (Date.now() < until) {
      const known = await look();
      if (known) return known;
      if (await shared.lock(lockKey, LOCK_MS)) break;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    try {
      const entry = (await look()) ?? (await computeHere(wanted));
      await shared.set(key, JSON.stringify(entry), lifeMs).catch(() => undefined);
      return entry;
    } finally {
      await shared.unlock(lockKey).catch(() => undefined);
    }
  };
  const load = async (wanted: Wanted<unknown>): Promise<unknown> => {
    const thrown: unknown[] = [];
    const computing: Wanted<unknown> = {
      ...wanted,
      compute: async () => {
        try {
          return await wanted.compute();
        } catch (error) {
          thrown.push(error);
          throw error;
        }
      },
    };
    const entry =
      store && wanted.isShared
        ? await computeShared(store, computing).catch((error: unknown) => {
            // What the computation threw is its own; a store that failed is no reason to show nothing.
            if (thrown.length > 0) throw error;
            return computeHere(wanted);
          })
        : await computeHere(wanted);
    keep(entry);
    return entry.value;
  };

  return {
    computed: () => count,
    read: async <T>(wanted: Wanted<T>): Promise<T> => {
      const known = entries.get(wanted.key);
      if (isGood(known, wanted.key, wanted.version)) return known.value as T;
      const name = `${wanted.key}#${wanted.version}`;
      const running = flights.get(name);
      if (running) return running as Promise<T>;
      const flight = load(wanted).finally(() => flights.delete(name));
      flights.set(name, flight);
      return flight as Promise<T>;
    },
  };
}
