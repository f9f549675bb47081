import type { Queryable } from '../../tenancy/index.ts';

export type MovementKind = 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation';

export type MovementCause = {
  tenantId: string;
  at: Date;
  /** In a few words what happened, such as 'plan' or 'suspended'; staff read it behind a figure. */
  reason: string;
  priceBookVersion: number;
};

const LAST_MRR = `
  select mrr_cents, sequence from subscription_movements where tenant_id = $1 order by sequence desc limit 1`;
const ADD_MOVEMENT = `
  insert into subscription_movements (tenant_id, at, kind, delta_cents, mrr_cents, reason, price_book_version)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/**
 * Writes down that a school's monthly recurring revenue is now `mrrCents`, in the transaction of what changed it, which holds
 * the row of the school's subscription. Because each movement carries on from the last one, all of them add up to the revenue
 * of now. Nothing is written when nothing moved.
 */
export async function recordMovement(
  client: Queryable,
  mrrCents: number,
  { tenantId, at, reason, priceBookVersion }: MovementCause,
): Promise<MovementKind | undefined> {
  const { rows } = await client.query(LAST_MRR, [tenantId]);
  const before = Number(rows[0]?.mrr_cents ?? 0);
  const delta = mrrCents - before;
  if (delta === 0) return undefined;
  const kind = kindOf(before, mrrCents, rows.length > 0);
  await client.query(ADD_MOVEMENT, [tenantId, at, kind, delta, mrrCents, reason, priceBookVersion]);
  return kind;
}

function kindOf(before: number, after: number, isKnown: boolean): MovementKind {
  if (before === 0) return isKnown ? 'reactivation' : 'new';
  if (after === 0) return 'churn';
  return after > before ? 'expansion' : 'contraction';
}
