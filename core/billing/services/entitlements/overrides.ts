import { AppError } from '../../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../../observability/index.ts';
import { PLAN_FEATURES, type Queryable } from '../../../tenancy/index.ts';
import { bookAt } from '../price-book/read-book.ts';
import { QUOTA_KEYS } from './facts.ts';

/** What staff grant or take for a while: a feature with true or false, a quota with a number, null for unlimited. */
export type OverrideValue = boolean | number | null;

export type NewOverride = {
  tenantId: string;
  key: string;
  value: OverrideValue;
  /** Why, for everybody who meets it later; 3 to 500 characters. */
  reason: string;
  startsAt: Date;
  endsAt: Date;
};

export type Override = NewOverride & {
  id: string;
  createdAt: Date;
  createdBy: string;
  /** Ended by hand before its end. */
  endedAt: Date | undefined;
  endedBy: string | undefined;
  /** Where it stands at the moment asked for. */
  state: 'planned' | 'running' | 'over';
};

const ADD = `
  insert into entitlement_overrides (tenant_id, key, value, reason, starts_at, ends_at, created_by)
  select id, $2, $3::jsonb, $4, $5, $6, $7 from tenants where id = $1 returning id`;
const END = `
  update entitlement_overrides set ended_at = $2, ended_by = $3
   where id = $1 and tenant_id = $4 and ended_at is null and ends_at > $2 returning tenant_id, key, reason`;
const LIST = `
  select id, tenant_id, key, value, reason, starts_at, ends_at, created_by, created_at, ended_at, ended_by
    from entitlement_overrides where tenant_id = $1 order by created_at desc, id limit 200`;

/**
 * Grants or takes something, in the platform's scope and the caller's transaction, with its audit entry. Acts within a second
 * in every process, and ends by itself. Returns its id. Throws override.key_unknown, override.value_invalid, request.invalid
 * for an end before its start, resource.not_found.
 */
export async function addOverride(
  client: Queryable,
  override: NewOverride,
  actor: AuditEvent['actor'],
  now: Date,
): Promise<string> {
  const { tenantId, key, value, startsAt, endsAt } = override;
  const reason = override.reason.trim();
  await checkValue(client, key, value, now);
  if (endsAt <= startsAt || endsAt <= now)
    throw new AppError('request.invalid', { reason: 'an override ends after it starts, and in the future' });
  if (reason.length < 3 || reason.length > 500)
    throw new AppError('request.invalid', { reason: 'the reason has 3 to 500 characters' });
  const { rows } = await client.query(ADD, [
    tenantId,
    key,
    JSON.stringify(value),
    reason,
    startsAt,
    endsAt,
    labelOf(actor),
  ]);
  if (!rows[0]) throw new AppError('resource.not_found');
  await recordAudit(client, {
    category: 'admin',
    action: 'entitlements.override',
    actor,
    subject: { collection: 'tenants', id: tenantId, label: key },
    tenantId,
    after: { key, value, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    details: { reason },
  });
  return rows[0].id;
}

/** Ends an override of a school before its end. Throws override.ended for one that is over or not the school's. */
export async function endOverride(
  client: Queryable,
  { id, tenantId }: Pick<Override, 'id' | 'tenantId'>,
  actor: AuditEvent['actor'],
  now: Date,
): Promise<void> {
  const { rows } = await client.query(END, [id, now, labelOf(actor), tenantId]);
  if (!rows[0]) throw new AppError('override.ended');
  await recordAudit(client, {
    category: 'admin',
    action: 'entitlements.override_end',
    actor,
    subject: { collection: 'tenants', id: rows[0].tenant_id, label: rows[0].key },
    tenantId: rows[0].tenant_id,
    before: { key: rows[0].key, reason: rows[0].reason },
  });
}

/** The overrides of a school, the newest first, those that are over too. */
export async function listOverrides(client: Queryable, tenantId: string, now: Date): Promise<Override[]> {
  const { rows } = await client.query(LIST, [tenantId]);
  return rows.map((row) => {
    const end: Date = row.ended_at ?? row.ends_at;
    return {
      id: row.id,
      tenantId: row.tenant_id,
      key: row.key,
      value: row.value,
      reason: row.reason,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      createdAt: row.created_at,
      createdBy: row.created_by,
      endedAt: row.ended_at ?? undefined,
      endedBy: row.ended_by ?? undefined,
      state: end <= now ? 'over' : row.starts_at > now ? 'planned' : 'running',
    };
  });
}

/** The keys that an override can name: every feature that the product knows or the price book sells, and the quotas. */
export async function overrideKeys(
  client: Queryable,
  now: Date,
): Promise<{ features: string[]; quotas: readonly string[] }> {
  const { content } = await bookAt(client, now);
  const features = new Set([
    ...Object.keys(PLAN_FEATURES),
    ...content.plans.flatMap((plan) => plan.features),
    ...content.addOns.flatMap((addOn) => addOn.features),
  ]);
  return { features: [...features].sort(), quotas: QUOTA_KEYS };
}

async function checkValue(client: Queryable, key: string, value: OverrideValue, now: Date): Promise<void> {
  const { features, quotas } = await overrideKeys(client, now);
  const isFeature = features.includes(key);
  if (!isFeature && !quotas.includes(key))
    throw new AppError('override.key_unknown', { key, keys: [...features, ...quotas].join(', ') });
  const isFitting = isFeature
    ? typeof value === 'boolean'
    : value === null || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
  if (!isFitting) throw new AppError('override.value_invalid', { key });
}

function labelOf(actor: AuditEvent['actor']): string {
  return actor.label ?? ('id' in actor ? String(actor.id) : actor.kind);
}
