import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import {
  COUNT_EVENT,
  DEAD_EVENTS,
  INBOX_STATE,
  KEEP_EVENT,
  LAST_LOOK,
  NOTE_LOOK,
  REVIVE_EVENTS,
} from '../../sql/inbox.ts';
import type { PaymentProvider, ProviderEvent } from './payment-provider.ts';

const LOST_WEBHOOKS = 'lost-webhooks';
const OVERLAP_MS = 15 * 60_000;
/** Stripe keeps its events for thirty days. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

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
  return asSystem(async () => {
    if (await keep(pool, event, now)) return 'kept';
    await pool.query(COUNT_EVENT, [event.id, event.type, event.objectId, event.objectState, now]);
    return 'known';
  }, 'webhook');
}

/**
 * Asks the provider what happened since the last look, and puts into the inbox what no message told. Looks are an overlap
 * apart, because an event may appear in the list later than its time says. Returns how many were found.
 */
export async function findLostWebhooks(
  pool: pg.Pool,
  provider: Pick<PaymentProvider, 'eventsSince'>,
  now: Date,
): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query<{ at: Date }>(LAST_LOOK, [LOST_WEBHOOKS]);
    const since = rows[0] ? Math.min(rows[0].at.getTime() - OVERLAP_MS, now.getTime()) : 0;
    const oldest = now.getTime() - REMEMBERED_MS;
    let found = 0;
    for (const event of await provider.eventsSince(new Date(Math.max(since, oldest))))
      if (await keep(pool, event, now)) found += 1;
    await pool.query(NOTE_LOOK, [LOST_WEBHOOKS, now]);
    return found;
  }, 'lost-webhooks');
}

async function keep(pool: pg.Pool, event: ProviderEvent, now: Date): Promise<boolean> {
  const { id, type, objectType, objectId, objectState, customerId, at } = event;
  const values = [id, type, objectType, objectId, objectState, customerId ?? null, at, now];
  return (await pool.query(KEEP_EVENT, values)).rowCount === 1;
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
