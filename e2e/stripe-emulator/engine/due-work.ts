import type { RequestContext } from '../core/route.ts';
import type { Store } from '../core/store.ts';

/** What can fall due. At one instant schedules go first, so that a renewal already bills the new phase. */
export type Task =
  | 'schedule'
  | 'invoice'
  | 'invoice_overdue'
  | 'invoice_retry'
  | 'subscription'
  | 'trial_will_end';
export type DueWork = { task: Task; object: string; at: number };

const order: Record<Task, number> = {
  schedule: 0,
  invoice: 1,
  invoice_overdue: 2,
  invoice_retry: 3,
  trial_will_end: 4,
  subscription: 5,
};

/** Notes when a task of an object falls due in the context's clock (unix seconds); undefined takes it off the list. */
export function setDue(context: RequestContext, task: Task, object: string, at: number | undefined): void {
  const { database } = context.store;
  if (at === undefined) {
    database.prepare('DELETE FROM due_work WHERE task = ? AND object = ?').run(task, object);
    return;
  }
  database
    .prepare(
      `INSERT INTO due_work (task, object, clock, at) VALUES (?, ?, ?, ?)
       ON CONFLICT (task, object) DO UPDATE SET clock = excluded.clock, at = excluded.at`,
    )
    .run(task, object, context.clock, at);
}

/** The earliest work of a clock that is due at or before a moment, or undefined. */
export function findDue(store: Store, clock: string, until: number): DueWork | undefined {
  const rows = store.database
    .prepare(
      `SELECT task, object, at FROM due_work
       WHERE clock = ? AND at = (SELECT min(at) FROM due_work WHERE clock = ? AND at <= ?)`,
    )
    .all(clock, clock, until)
    .map((row) => ({ task: String(row.task) as Task, object: String(row.object), at: Number(row.at) }));
  return rows.sort((first, second) => order[first.task] - order[second.task])[0];
}
