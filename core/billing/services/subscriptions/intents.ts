import { publishEvents } from '../../../jobs/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';

/** What is to be done at the provider. The terms themselves are read when it is done, so that the newest ones count. */
export type Intent =
  | { kind: 'start'; payload: Record<string, never> }
  /** `prorateAt` is an ISO moment; absent when new terms count from the renewal. `restart` ends and begins anew. */
  | { kind: 'terms'; payload: { prorateAt?: string; restart?: true } }
  | {
      kind: 'cancel_at_end' | 'keep' | 'end' | 'pause' | 'unpause' | 'collect';
      payload: Record<string, never>;
    }
  | { kind: 'charge'; payload: { code: string; cents: number; description: string } };

/** The event that wakes the worker; the row is what is carried out. */
export const INTENTS_WAITING = 'billing.intents_waiting';

const ADD_INTENT = `
  insert into billing_intents (tenant_id, kind, payload, idempotency_key, next_attempt_at) values ($1, $2, $3, $4, $5)
  on conflict (tenant_id, idempotency_key) do nothing`;

/**
 * Writes down, in the transaction of a change, what the provider has to do for it from `now` on. `reason` and the moment that the
 * change is about, which is `now` unless `about` says another, make the key: the same change written twice is one. The worker is
 * woken by the commit.
 */
export async function intend(
  client: Queryable,
  school: { id: string; name: string },
  intent: Intent,
  { reason, now, about = now }: { reason: string; now: Date; about?: Date },
): Promise<void> {
  const key = `${intent.kind}:${reason}:${about.toISOString()}`;
  const { rowCount } = await client.query(ADD_INTENT, [school.id, intent.kind, intent.payload, key, now]);
  if (rowCount === 0) return;
  await publishEvents(client, [
    { type: INTENTS_WAITING, payload: {}, dedupeKey: key, school: { id: school.id, name: school.name } },
  ]);
}
