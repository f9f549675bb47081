import type { Queryable } from '../../../tenancy/index.ts';
import { PAYING_SUBSCRIPTIONS } from '../../sql/figures.ts';
import { bookAt, bookVersion } from '../price-book/read-book.ts';
import { isPriced, mrrOf } from '../terms.ts';
import { type MrrBySchool, sumOf } from './movement-history.ts';

export type MrrProof = {
  movementsCents: number;
  subscriptionsCents: number;
  /** Schools for which the two differ; none, when all is well. */
  differences: { tenantId: string; movementsCents: number; subscriptionsCents: number }[];
};

/**
 * Computes the revenue of now a second time, from what paying schools have agreed to and the price book, and compares it
 * with the sum of all movements. Schools in grace count; trials and suspended schools do not (S32b).
 */
export async function proveMrr(database: Queryable, byMovements: MrrBySchool, now: Date): Promise<MrrProof> {
  const { rows } = await database.query(PAYING_SUBSCRIPTIONS);
  const bySubscriptions = new Map<string, number>();
  for (const row of rows) {
    const version = row.priceBookVersion === null ? undefined : Number(row.priceBookVersion);
    const { content } =
      version === undefined ? await bookAt(database, now) : await bookVersion(database, version);
    const { tenantId, plan, cycle, groupPercent, addOns, contract } = row;
    const terms = { plan, cycle, groupPercent, addOns, contract: contract ?? undefined };
    // What has no price yet, such as a plan by contract before the contract, counts nothing on both sides.
    if (isPriced(content, terms)) bySubscriptions.set(tenantId, mrrOf(content, terms));
  }
  const differences = [...new Set([...byMovements.keys(), ...bySubscriptions.keys()])].flatMap((tenantId) => {
    const movementsCents = byMovements.get(tenantId) ?? 0;
    const subscriptionsCents = bySubscriptions.get(tenantId) ?? 0;
    return movementsCents === subscriptionsCents ? [] : [{ tenantId, movementsCents, subscriptionsCents }];
  });
  return { movementsCents: sumOf(byMovements), subscriptionsCents: sumOf(bySubscriptions), differences };
}
