import type pg from 'pg';
import type { Logger } from '../../observability/index.ts';
import { asSystem, asTenant, tenantInfo } from '../../tenancy/index.ts';
import {
  BEGIN_ATTEMPT,
  MARK_DONE,
  MARK_FAILED,
  MARK_HANDLED,
  POSTPONE,
  RENEW_CLAIM,
} from '../sql/claim-events.ts';
import type { OutboxEvent } from './outbox.ts';

/**
 * Does the work of events. It runs in the scope of the event's school, at least once: after a crash again, so
 * that every effect must carry a key that makes it happen once.
 */
export type EventHandler = {
  name: string;
  handles: (type: string) => boolean;
  run: (event: OutboxEvent) => Promise<void>;
  /** Also for a suspended school; everything else of it waits until the school resumes. */
  whileSuspended?: boolean;
};

export type RunEventOptions = { pool: pg.Pool; handlers: EventHandler[]; logger: Logger };

export const CLAIM_SECONDS = 15;
const MAX_ATTEMPTS = 10;
// A resumed school's events are woken at once; this is only for what is missed.
const SUSPENDED_SECONDS = 600;
const BACKOFF_SECONDS = [1, 2, 5, 15, 30, 60, 300, 900, 3600];

/** Runs the handlers that are not yet done with an event, then closes it; a failure is recorded and retried later. */
export async function runEvent(
  id: string,
  options: RunEventOptions,
): Promise<'done' | 'retry' | 'dead' | 'gone' | 'waiting'> {
  const { pool, logger } = options;
  const begun = await asSystem(() => pool.query(BEGIN_ATTEMPT, [id, CLAIM_SECONDS]), id);
  const row = begun.rows[0];
  if (row === undefined) return 'gone';
  const event: OutboxEvent = {
    id,
    type: row.type,
    tenantId: row.tenant_id ?? '',
    payload: row.payload,
    occurredAt: row.created_at,
    attempts: row.attempts,
    ...(row.audience === null ? {} : { audience: row.audience }),
  };
  const renewal = setInterval(
    () => {
      asSystem(() => pool.query(RENEW_CLAIM, [id, CLAIM_SECONDS]), id).catch((err: Error) =>
        logger.warn({ err, msg: 'claim not renewed' }),
      );
    },
    (CLAIM_SECONDS * 1000) / 3,
  );
  try {
    // An event of the platform itself, such as a mail to its staff, belongs to no school.
    const tenant = row.tenant_id === null ? undefined : tenantInfo({ ...row, id: row.tenant_id });
    const inScope = (work: () => Promise<void>) =>
      tenant === undefined ? asSystem(work, id) : asTenant(tenant, work, id);
    let isWaiting = false;
    for (const handler of options.handlers) {
      if (!handler.handles(event.type) || row.handled.includes(handler.name)) continue;
      if (tenant?.status === 'suspended' && !handler.whileSuspended) {
        isWaiting = true;
        continue;
      }
      await inScope(() => handler.run(event));
      await asSystem(() => pool.query(MARK_HANDLED, [id, handler.name]), id);
    }
    if (isWaiting) {
      await asSystem(() => pool.query(POSTPONE, [id, SUSPENDED_SECONDS]), id);
      return 'waiting';
    }
    await asSystem(() => pool.query(MARK_DONE, [id]), id);
    return 'done';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const wait = BACKOFF_SECONDS[Math.min(event.attempts - 1, BACKOFF_SECONDS.length - 1)] ?? 3600;
    const failed = await asSystem(
      () => pool.query(MARK_FAILED, [id, message.slice(0, 1000), wait, MAX_ATTEMPTS]),
      id,
    );
    const dead = failed.rows[0]?.status === 'dead';
    logger[dead ? 'error' : 'warn']({
      err: error,
      event: id,
      type: event.type,
      attempts: event.attempts,
      msg: dead ? 'event is a dead letter' : 'event will be retried',
    });
    return dead ? 'dead' : 'retry';
  } finally {
    clearInterval(renewal);
  }
}
