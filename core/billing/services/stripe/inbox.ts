import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import { COUNT_EVENT, DEAD_EVENTS, INBOX_STATE, KEEP_EVENT, REVIVE_EVENTS } from '../../sql/inbox.ts';
import type { PaymentProvider } from './payment-provider.ts';

/**
 * Keeps a signed message of the provider and returns once that is committed; what it means is found out afterwards. A message
 * that is not genuine throws webhook.invalid, and nothing is written.
 */
export async function takeWebhook(
  pool: pg.Pool,
  provider: Pick<PaymentProvider, 'openEvent'>,
  { body, signature, now }: { body: Buffer; signature: string; now: Date },
): Promise<'kept' | 'known'> {
  const event = provider.openEvent(body, signature);
  const { id, type, objectType, objectId, objectState, customerId, at } = event;
  return asSystem(async () => {
    const { rowCount } = await pool.query(KEEP_EVENT, [
      id,
      type,
      objectType,
      objectId,
      objectState,
      customerId ?? null,
      at,
      now,
    ]);
    if (rowCount === 1) return 'kept';
    await pool.query(COUNT_EVENT, [id, type, objectId, objectState, now]);
    return 'known';
  }, 'webhook');
}

export type InboxState = {
  waiting: number;
  dead: number;
  total: number;
  oldestWaiting: string | undefined;
  events: {
    eventId: string;
    type: string;
    objectId: string;
    receivedAt: string;
    attempts: number;
    lastError: string;
  }[];
};

/** How the inbox stands, with the messages that nobody could handle; for the console, in the platform's scope. */
export async function readInbox(pool: pg.Pool): Promise<InboxState> {
  const state = await pool.query(INBOX_STATE);
  const dead = await pool.query(DEAD_EVENTS);
  const { oldestWaiting, ...counts } = state.rows[0];
  return {
    ...counts,
    oldestWaiting: oldestWaiting?.toISOString(),
    events: dead.rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
  };
}

/** Lets dead messages be handled again: one, or all of them. Returns how many. */
export async function reviveEvents(pool: pg.Pool, now: Date, eventId?: string): Promise<number> {
  return (await pool.query(REVIVE_EVENTS, [now, eventId ?? null])).rowCount ?? 0;
}
