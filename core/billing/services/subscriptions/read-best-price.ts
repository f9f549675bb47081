import type { Queryable } from '../../../tenancy/index.ts';
import { CHECK_OF_PERIOD } from '../../sql/best-price.ts';

/** What a finished period cost and with which plan it would have cost less; cents, moments as ISO text. */
export type BestPrice = {
  periodStart: string;
  periodEnd: string;
  plan: string;
  cents: number;
  betterPlan: string;
  betterCents: number;
  students: number;
};

/** What a school is shown on its page: the last period, when another plan would have been cheaper. In the scope of the school. */
export async function readBestPrice(
  client: Queryable,
  tenantId: string,
  periodStart: Date | undefined,
): Promise<BestPrice | undefined> {
  if (!periodStart) return undefined;
  const { rows } = await client.query(CHECK_OF_PERIOD, [tenantId, periodStart]);
  const found = rows[0];
  return (
    found && {
      ...found,
      periodStart: found.periodStart.toISOString(),
      periodEnd: found.periodEnd.toISOString(),
    }
  );
}
