import type { Queryable } from '../../tenancy/index.ts';
import { currentScope, requireTenant } from '../../tenancy/index.ts';

/** A fact that happened in a school, as handlers read it; `tenantId` is empty for one of the platform itself. */
export type OutboxEvent = {
  id: string;
  type: string;
  tenantId: string;
  payload: Record<string, unknown>;
  occurredAt: Date;
  attempts: number;
};

export type NewEvent = {
  type: string;
  payload: Record<string, unknown>;
  /** At most one event of this type and key is ever written in a school. */
  dedupeKey?: string;
};

/** The channel on which a committed event wakes the relays of all processes. */
export const OUTBOX_CHANNEL = 'daftar_outbox';

/**
 * Writes events in the caller's transaction, so that they exist exactly when the change exists. The relay
 * is woken by the commit itself. Returns how many were new.
 */
export async function publishEvents(client: Queryable, events: NewEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const scope = currentScope();
  const tenant = scope?.kind === 'platform' ? undefined : requireTenant();
  const { rowCount } = await client.query(
    `insert into outbox (tenant_id, tenant_name, type, payload, dedupe_key, next_attempt_at)
     select $1, $2, e.type, e.payload, e.dedupe_key, now()
       from jsonb_to_recordset($3::jsonb) as e(type text, payload jsonb, dedupe_key text)
     on conflict (tenant_id, type, dedupe_key) where dedupe_key is not null do nothing`,
    [
      tenant?.id ?? null,
      tenant?.name ?? 'Daftar',
      JSON.stringify(
        events.map((event) => ({
          type: event.type,
          payload: event.payload,
          dedupe_key: event.dedupeKey ?? null,
        })),
      ),
    ],
  );
  await client.query(`notify ${OUTBOX_CHANNEL}`);
  return rowCount ?? 0;
}
