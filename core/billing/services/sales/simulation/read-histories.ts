import type { Queryable } from '../../../../tenancy/index.ts';
import {
  MONTHS_OF_PEAKS,
  MONTHS_OF_USAGE,
  PAYING_SCHOOLS_PAGE,
  SIMULATED_MONTHS,
} from '../../../sql/sales.ts';
import { addMonths, monthOf, monthStart, monthsFrom } from '../../months.ts';
import { readTerms, type TermsRow } from '../read-terms.ts';
import type { MonthUse, SchoolHistory } from './types.ts';

type SchoolRow = TermsRow & {
  tenant_id: string;
  name: string;
  name_ar: string | null;
  pays_from: Date;
  group_size: number;
  total: number;
};

/**
 * A piece of all paying schools with what they used in the last twelve whole months. Platform scope. `after` is the last
 * school of the piece before.
 */
export async function readHistories(
  client: Queryable,
  { after, limit, now }: { after: string | undefined; limit: number; now: Date },
): Promise<{ histories: SchoolHistory[]; total: number; isLast: boolean }> {
  // One more than a piece tells whether another one follows.
  const found = await client.query<SchoolRow>(PAYING_SCHOOLS_PAGE, [after ?? null, limit + 1]);
  const schools = found.rows.slice(0, limit);
  const ids = schools.map((row) => row.tenant_id);
  const running = monthOf(now);
  const first = addMonths(running, -SIMULATED_MONTHS);
  const range = [ids, monthStart(first), monthStart(running)];
  const usage = await client.query(MONTHS_OF_USAGE, range);
  const peaks = await client.query(MONTHS_OF_PEAKS, range);
  const uses = new Map<string, MonthUse>();
  const monthlyUse = (tenantId: string, month: string): MonthUse => {
    const key = `${tenantId} ${month}`;
    const use = uses.get(key) ?? { month, students: 0, storageBytes: 0, meters: {} };
    uses.set(key, use);
    return use;
  };
  for (const row of usage.rows) monthlyUse(row.tenant_id, row.month).meters[row.meter] = Number(row.quantity);
  for (const row of peaks.rows)
    Object.assign(monthlyUse(row.tenant_id, row.month), {
      students: Number(row.students),
      storageBytes: Number(row.storage_bytes),
    });
  const months = monthsFrom(first, addMonths(running, -1));
  return {
    total: found.rows[0]?.total ?? 0,
    isLast: found.rows.length <= limit,
    histories: schools.map((row) => ({
      tenantId: row.tenant_id,
      name: row.name,
      nameAr: row.name_ar,
      terms: readTerms(row),
      groupSize: row.group_size,
      months: months
        .filter((month) => month >= row.pays_from.toISOString().slice(0, 7))
        .map((month) => monthlyUse(row.tenant_id, month)),
    })),
  };
}
