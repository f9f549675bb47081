import { Redis } from 'ioredis';
import { sha256Hex } from '../../kernel/index.ts';
import type { SharedStore } from './flight-cache.ts';

export type RedisStore = SharedStore & { close: () => void };

/** The values of all processes in Redis. It answers within half a second or not at all; keys are hashes. */
export function openRedisStore(url: string): RedisStore {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: 500 });
  redis.on('error', () => undefined);
  const name = (key: string) => `dashboard-${sha256Hex(key)}`;
  return {
    get: async (key) => (await redis.get(name(key))) ?? undefined,
    set: async (key, value, milliseconds) => {
      await redis.set(name(key), value, 'PX', milliseconds);
    },
    lock: async (key, milliseconds) =>
      (await redis.set(name(`lock ${key}`), '1', 'PX', milliseconds, 'NX')) === 'OK',
    unlock: async (key) => {
      await redis.del(name(`lock ${key}`));
    },
    close: () => redis.disconnect(),
  };
}
