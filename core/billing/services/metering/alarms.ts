import type { Queryable } from '../../../tenancy/index.ts';

/**
 * What a person should look at: `difference` between ledger and Stripe that stays, `conflict` of an identifier with another
 * value, `refused` by Stripe again and again, `not_cut` when a look at the whole ledger found what the new entries did not show.
 */
export type AlarmKind = 'difference' | 'conflict' | 'refused' | 'not_cut';

export type Alarm = {
  tenantId: string;
  kind: AlarmKind;
  meter: string;
  /** One alarm a key; raising it again counts it. */
  key: string;
  detail: Record<string, unknown>;
  now: Date;
};

const RAISE = `
  insert into usage_alarms (tenant_id, kind, key, meter, detail, raised_at, seen_at)
  values ($1, $2, left($3, 300), $4, $5, $6, $6)
  on conflict (tenant_id, kind, key) do update
    set seen_at = excluded.seen_at, times = usage_alarms.times + 1, detail = excluded.detail, resolved_at = null`;
const RESOLVE = `
  update usage_alarms set resolved_at = $4 where tenant_id = $1 and kind = $2 and key = $3 and resolved_at is null`;

/** Raises an alarm, or counts it again, in the scope of its school or of the system. */
export async function raiseAlarm(client: Queryable, alarm: Alarm): Promise<void> {
  const { tenantId, kind, key, meter, detail, now } = alarm;
  await client.query(RAISE, [tenantId, kind, key, meter, JSON.stringify(detail), now]);
}

/** Ends an alarm whose reason is gone. */
export async function resolveAlarm(
  client: Queryable,
  { tenantId, kind, key, now }: Omit<Alarm, 'meter' | 'detail'>,
): Promise<void> {
  await client.query(RESOLVE, [tenantId, kind, key.slice(0, 300), now]);
}
