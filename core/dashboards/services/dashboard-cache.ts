import { createFlightCache, type FlightCache } from './flight-cache.ts';
import { openRedisStore } from './redis-store.ts';

const LIFE_MS = 5 * 60_000;
const REST_MS = 1000;
const MOST = 5000;

// The Next bundle has its own copy of this module; both keep one cache.
const KEY = Symbol.for('daftar.dashboards');
const holder = globalThis as { [KEY]?: FlightCache };

/** The dashboards this process has computed; shared with the other processes when REDIS_URL is set. */
export function dashboardCache(): FlightCache {
  const redisUrl = process.env.REDIS_URL?.trim();
  holder[KEY] ??= createFlightCache({
    lifeMs: LIFE_MS,
    restMs: REST_MS,
    most: MOST,
    store: redisUrl ? openRedisStore(redisUrl) : undefined,
  });
  return holder[KEY];
}
