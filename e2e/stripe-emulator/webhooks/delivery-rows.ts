import type { Store } from '../core/store.ts';

export type Delivery = {
  seq: number;
  event: string;
  type: string;
  object: string;
  endpoint: string;
  clock: string;
  nextAt: number;
  attempts: number;
  status: 'new' | 'waiting' | 'held' | 'delivered' | 'lost' | 'failed';
};

function toDelivery(row: Record<string, unknown>): Delivery {
  return {
    seq: Number(row.seq),
    event: String(row.event),
    type: String(row.type),
    object: String(row.object),
    endpoint: String(row.endpoint),
    clock: String(row.clock),
    nextAt: Number(row.next_at),
    attempts: Number(row.attempts),
    status: String(row.status) as Delivery['status'],
  };
}

/** What is to be sent in a clock's time at or before a moment, in the order of the events. */
export function dueDeliveries(store: Store, clock: string, until: number): Delivery[] {
  return store.database
    .prepare(
      `SELECT * FROM deliveries WHERE clock = ? AND status IN ('new', 'waiting') AND next_at <= ? ORDER BY seq`,
    )
    .all(clock, until)
    .map(toDelivery);
}

/** Everything that waits, whenever it is due; what is held back comes last. */
export function waitingDeliveries(store: Store): Delivery[] {
  return store.database
    .prepare(
      `SELECT * FROM deliveries WHERE status IN ('new', 'waiting', 'held') ORDER BY status = 'held', seq`,
    )
    .all()
    .map(toDelivery);
}

/** When a clock next has something to send, or undefined. */
export function nextDelivery(store: Store, clock: string, until: number): number | undefined {
  const row = store.database
    .prepare(
      `SELECT min(next_at) AS at FROM deliveries
       WHERE clock = ? AND status IN ('new', 'waiting') AND next_at <= ?`,
    )
    .get(clock, until);
  return typeof row?.at === 'number' ? row.at : undefined;
}

/** Whether an event of this type about an object still waits for an endpoint to answer 2xx, or never got it. */
export function isUnanswered(store: Store, object: string, type: string): boolean {
  const row = store.database
    .prepare(
      `SELECT 1 FROM deliveries
       WHERE object = ? AND type = ? AND status IN ('new', 'waiting', 'held', 'failed') LIMIT 1`,
    )
    .get(object, type);
  return row !== undefined;
}

/** Changes where a delivery stands. */
export function setDelivery(
  store: Store,
  seq: number,
  change: { status: Delivery['status']; nextAt?: number; attempts?: number; answer?: string },
): void {
  store.database
    .prepare(
      `UPDATE deliveries SET status = ?, next_at = coalesce(?, next_at), attempts = coalesce(?, attempts),
       last_answer = coalesce(?, last_answer) WHERE seq = ?`,
    )
    .run(change.status, change.nextAt ?? null, change.attempts ?? null, change.answer ?? null, seq);
}

/** Sends the same event to the same endpoint once more. */
export function repeatDelivery(store: Store, delivery: Delivery, event = delivery.event): void {
  store.database
    .prepare(
      `INSERT INTO deliveries (event, type, object, endpoint, clock, first_at, next_at, status)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')`,
    )
    .run(
      event,
      delivery.type,
      delivery.object,
      delivery.endpoint,
      delivery.clock,
      delivery.nextAt,
      delivery.nextAt,
    );
}

/** Lets go of what was held back until a later event had arrived at the endpoint. */
export function releaseHeld(store: Store, delivered: Delivery): void {
  store.database
    .prepare(`UPDATE deliveries SET status = 'waiting' WHERE status = 'held' AND endpoint = ? AND seq < ?`)
    .run(delivered.endpoint, delivered.seq);
}
