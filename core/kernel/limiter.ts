import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { sha256Hex } from './ids.ts';

export type LimiterOptions = {
  /** Short name of the limit: part of the keys, and shown to clients in RateLimit headers. Lower-case letters and hyphens. */
  name: string;
  /** How much may be used within `seconds`. */
  points: number;
  seconds: number;
  /** How long a key that went over stays shut; without it until its window ends. */
  blockSeconds?: number;
};

export type LimitOutcome = {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the window ends, at least 1. */
  resetSeconds: number;
};

export type Limiter = {
  readonly options: Readonly<LimiterOptions>;
  /** Uses points of a key (a whole number; 1 without it). Never throws: a Redis that is away means counting in memory. */
  consume: (key: string, points?: number) => Promise<LimitOutcome>;
  /** What `consume` would answer now, without using anything. */
  look: (key: string) => Promise<LimitOutcome>;
  /** Gives points back, for work that turned out harmless. */
  giveBack: (key: string, points?: number) => Promise<void>;
  /** Forgets a key, for example after a sign-in that succeeded. */
  forget: (key: string) => Promise<void>;
};

// The Next bundle has its own copy of this module; both count in one place.
type Shared = { limiters: Map<string, Limiter>; redis: Redis | undefined; redisUrl: string | undefined };
const KEY = Symbol.for('daftar.limiters');
const holder = globalThis as { [KEY]?: Shared };
holder[KEY] ??= { limiters: new Map(), redis: undefined, redisUrl: undefined };
const shared = holder[KEY];

/**
 * A limit that counts in Redis when REDIS_URL is set, and otherwise in the memory of this process; it goes on in memory
 * while Redis is away, so that a limit never stops a school. The same name with the same numbers is the same limit
 * everywhere in the process. Keys are made of facts the server knows (address, tenant, user id, a folded e-mail) and are
 * stored as hashes; what a client merely says about itself is no key.
 */
export function createLimiter(options: LimiterOptions): Limiter {
  if (!/^[a-z][a-z-]{1,30}$/.test(options.name)) throw new Error(`"${options.name}" is no name of a limit.`);
  const redisUrl = process.env.REDIS_URL?.trim() || undefined;
  const id = JSON.stringify([options.name, options.points, options.seconds, options.blockSeconds, redisUrl]);
  const known = shared.limiters.get(id);
  if (known) return known;
  const limiter = openLimiter(options, redisUrl);
  shared.limiters.set(id, limiter);
  return limiter;
}

function openLimiter(options: LimiterOptions, redisUrl: string | undefined): Limiter {
  const { points: limit, seconds: duration, blockSeconds: blockDuration = 0 } = options;
  const numbers = { points: limit, duration, blockDuration, keyPrefix: `limit-${options.name}` };
  const memory = new RateLimiterMemory(numbers);
  const store = redisUrl
    ? new RateLimiterRedis({
        ...numbers,
        storeClient: openRedis(redisUrl),
        insuranceLimiter: memory,
        rejectIfRedisNotReady: true,
        // A key far over its limit is answered from memory: an attacker does not load Redis.
        inMemoryBlockOnConsumed: limit + 1,
      })
    : memory;
  const outcome = (result: RateLimiterRes | null, allowed: boolean): LimitOutcome => ({
    allowed,
    limit,
    remaining: allowed ? Math.max(result?.remainingPoints ?? limit, 0) : 0,
    resetSeconds: Math.max(1, Math.ceil((result?.msBeforeNext ?? duration * 1000) / 1000)),
  });
  return {
    options,
    consume: (key, points = 1) =>
      store.consume(hashed(key), points).then(
        (result) => outcome(result, true),
        (refusal: unknown) => {
          // Both stores failing leaves no count; a limit is no reason to turn a school away.
          if (refusal instanceof Error) return outcome(null, true);
          return outcome(refusal as RateLimiterRes, false);
        },
      ),
    look: async (key) => {
      const result = await store.get(hashed(key)).catch(() => null);
      return outcome(result, (result?.consumedPoints ?? 0) < limit);
    },
    giveBack: async (key, points = 1) => {
      await store.reward(hashed(key), points).catch(() => undefined);
    },
    forget: async (key) => {
      await store.delete(hashed(key)).catch(() => undefined);
      if (store !== memory) await memory.delete(hashed(key)).catch(() => undefined);
    },
  };
}

/** The headers of draft-ietf-httpapi-ratelimit-headers for one limit, and Retry-After (RFC 9110) when it refused. */
export function rateLimitHeaders(limiter: Limiter, outcome: LimitOutcome): Record<string, string> {
  const { name, points, seconds } = limiter.options;
  return {
    'RateLimit-Policy': `"${name}";q=${points};w=${seconds}`,
    RateLimit: `"${name}";r=${outcome.remaining};t=${outcome.resetSeconds}`,
    ...(outcome.allowed ? {} : { 'Retry-After': String(outcome.resetSeconds) }),
  };
}

/** Closes the connection to Redis and forgets every count of this process; the next limit opens anew. */
export function closeLimiters(): void {
  shared.redis?.disconnect();
  shared.redis = undefined;
  shared.redisUrl = undefined;
  shared.limiters.clear();
}

function openRedis(url: string): Redis {
  if (shared.redis && shared.redisUrl === url) return shared.redis;
  shared.redis?.disconnect();
  const redis = new Redis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: 500 });
  redis.on('error', () => undefined);
  shared.redis = redis;
  shared.redisUrl = url;
  return redis;
}

// No addresses or e-mails in Redis, and no key longer than others.
function hashed(key: string): string {
  return sha256Hex(key).slice(0, 40);
}
