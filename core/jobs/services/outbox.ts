import type { Queryable } from '../../tenancy/index.ts';
import { currentScope, prepared, requireTenant } from '../../tenancy/index.ts';

/** A fact that happened in a school, as handlers read it; `tenantId` is empty for one of the platform itself. */
export type OutboxEvent = {
  id: string;
  type: string;
  tenantId: string;
  payload: Record<string, unknown>;
  occurredAt: Date;
  attempts: number;
  /** The add-on it is meant for; without it every listener is told. */
  audience?: string;
};

export type NewEvent = {
  type: string;
  payload: Record<string, unknown>;
  /** At most one event of this type and key is ever written in a school. */
  dedupeKey?: string;
  /** Handlers wait until then; the moment is kept with the event, so no restart forgets it. */
  notBefore?: Date;
  /** The id of the add-on it is meant for. */
  audience?: string;
  /** The school of an event that the platform itself writes about one; a school's own scope decides for itself. */
  school?: { id: string; name: string };
};

/** The channel on which a committed event wakes the relays of all processes. */
export const OUTBOX_CHANNEL = 'daftar_outbox';

// $1 events as JSON. Every register and every mark passes here: one statement, planned once, wakes the relay too.
const publish = (beside?: string) => `
  with ${beside === undefined ? '' : `beside as (${beside}),`} published as (
    insert into outbox (tenant_id, tenant_name, type, payload, dedupe_key, audience, next_attempt_at)
    select e.tenant_id, e.tenant_name, e.type, e.payload, e.dedupe_key, e.audience, coalesce(e.not_before, now())
      from jsonb_to_recordset($1::jsonb) as e(tenant_id uuid, tenant_name text, type text, payload jsonb, dedupe_key text,
           audience text, not_before timestamptz)
    on conflict (tenant_id, type, dedupe_key) where dedupe_key is not null do nothing
    returning 1)
  select count(*)::int as published, pg_notify('${OUTBOX_CHANNEL}', '') from published`;

/**
 * Writes events in the caller's transaction, so that they exist exactly when the change exists. The relay
 * is woken by the commit itself. Returns how many were new. A hot path gives along what it inserts besides, whose values
 * take the places from $2 on: one way to the database less.
 */
export async function publishEvents(
  client: Queryable,
  events: NewEvent[],
  beside?: { text: string; values: unknown[] },
): Promise<number> {
  if (events.length === 0 && beside === undefined) return 0;
  const scope = currentScope();
  const tenant = scope?.kind === 'platform' ? undefined : requireTenant();
  const { rows } = await client.query(
    prepared(publish(beside?.text), [
      JSON.stringify(
        events.map(({ school, ...event }) => ({
          tenant_id: (tenant ?? school)?.id ?? null,
          tenant_name: (tenant ?? school)?.name ?? 'Daftar',
          type: event.type,
          payload: event.payload,
          dedupe_key: event.dedupeKey ?? null,
          audience: event.audience ?? null,
          not_before: event.notBefore?.toISOString() ?? null,
        })),
      ),
      ...(beside?.values ?? []),
    ]),
  );
  return rows[0].published;
}
