import { DEATH_WINDOW_MS, DEATHS_BEFORE_PAUSE } from './limits.ts';

export type DeathBook = {
  /** Notes that this install cost a worker its life. Answers until when that pauses it, if it does. */
  record(tenantId: string, installId: string): number | undefined;
  /** Epoch milliseconds until which the install is refused, or undefined. */
  pausedUntil(tenantId: string, installId: string): number | undefined;
  /**
   * How much an install is to blame for lost workers of the last five minutes: 2 for its own, 1 for those of other
   * installs of its school, 0 for none.
   */
  blame(tenantId: string, installId: string): 0 | 1 | 2;
  forget(tenantId: string, installId: string): void;
  paused(): { tenantId: string; installId: string; until: number }[];
};

/**
 * Counts worker deaths by tenant and install. Three within five minutes pause the install until the oldest of the
 * three is five minutes old, so a plugin that was mended goes on by itself and a broken one gets few workers.
 */
export function createDeathBook(now: () => number): DeathBook {
  const book = new Map<string, { tenantId: string; installId: string; times: number[] }>();
  const lastOfTenant = new Map<string, number>();
  const keyOf = (tenantId: string, installId: string): string => JSON.stringify([tenantId, installId]);

  const untilOf = (times: number[]): number | undefined => {
    const oldest = times.at(-DEATHS_BEFORE_PAUSE);
    if (oldest === undefined) return undefined;
    const until = oldest + DEATH_WINDOW_MS;
    return until > now() ? until : undefined;
  };

  return {
    record(tenantId, installId) {
      const key = keyOf(tenantId, installId);
      const times = (book.get(key)?.times ?? []).filter((time) => time > now() - DEATH_WINDOW_MS);
      times.push(now());
      lastOfTenant.set(tenantId, now());
      book.set(key, { tenantId, installId, times });
      return untilOf(times);
    },
    pausedUntil(tenantId, installId) {
      const key = keyOf(tenantId, installId);
      const entry = book.get(key);
      if (entry === undefined) return undefined;
      const last = entry.times.at(-1) ?? 0;
      if (last <= now() - DEATH_WINDOW_MS) book.delete(key);
      return untilOf(entry.times);
    },
    blame(tenantId, installId) {
      const isRecent = (time: number | undefined): boolean =>
        time !== undefined && time > now() - DEATH_WINDOW_MS;
      if (!isRecent(lastOfTenant.get(tenantId))) {
        lastOfTenant.delete(tenantId);
        return 0;
      }
      return isRecent(book.get(keyOf(tenantId, installId))?.times.at(-1)) ? 2 : 1;
    },
    forget(tenantId, installId) {
      book.delete(keyOf(tenantId, installId));
    },
    paused() {
      const list: { tenantId: string; installId: string; until: number }[] = [];
      for (const { tenantId, installId, times } of book.values()) {
        const until = untilOf(times);
        if (until !== undefined) list.push({ tenantId, installId, until });
      }
      return list;
    },
  };
}
