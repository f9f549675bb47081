import { inTransaction } from '../../emulator-kit/index.ts';
import type { TestClock } from '../billing/types.ts';
import type { Store } from '../core/store.ts';

/**
 * Lets everything that lives by a test clock live in real time from now on, and takes the clock away: what was played through in
 * the past goes on as if it had happened. Stripe has no such thing. False for a clock that is not there or is advancing.
 */
export function releaseClock({ database, find, remove }: Store, clock: string): boolean {
  const kind = 'test_helpers.test_clock';
  if (find<TestClock>(kind, clock)?.status !== 'ready') return false;
  inTransaction(database, () => {
    database
      .prepare(
        `UPDATE objects SET json = json_set(json, '$.test_clock', json('null')) WHERE json_extract(json, '$.test_clock') = ?`,
      )
      .run(clock);
    for (const table of ['due_work', 'deliveries'])
      database.prepare(`UPDATE ${table} SET clock = '' WHERE clock = ?`).run(clock);
    remove(kind, clock);
  });
  return true;
}
