import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import { ADD_STATE, STATE_ACCOUNTS } from '../../sql/states.ts';
import { peaksOf } from '../invoices/day-snapshots.ts';
import { bookVersion } from '../price-book/read-book.ts';
import { extraStorageGb, studentBlocks } from '../rating/overage.ts';
import { periodAt } from '../rating/periods.ts';
import type { SubscriptionTerms } from '../terms.ts';

/** The meters that say a state: started blocks of students and started gigabytes above what is included, at the month's peak. */
export const STATE_METERS = ['student_blocks', 'storage_gb'] as const;
export type StateMeter = (typeof STATE_METERS)[number];

/** Whether a meter takes the last value of a month instead of the sum. */
export function isStateMeter(meter: string): boolean {
  return STATE_METERS.some((name) => name === meter);
}

type Account = {
  tenant_id: string;
  plan: string;
  billing_cycle: 'monthly' | 'yearly';
  group_percent: string;
  add_ons: SubscriptionTerms['addOns'] | null;
  price_book_version: string;
  anchor_at: Date;
};

/**
 * Makes a shipment of each school's overage, of the highest day of its billing month so far, where that differs from what
 * the newest one of this month says: Stripe's meters of these take the last value. `last` is a moment of the month; at its
 * end, name one before the end. Enterprise contracts have none. Answers how many were made.
 */
export async function cutStates(
  pool: pg.Pool,
  now: Date,
  { tenantId, last = now }: { tenantId?: string; last?: Date } = {},
): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query<Account>(STATE_ACCOUNTS, [tenantId ?? null]);
    let made = 0;
    for (const account of rows) {
      if (last < account.anchor_at) continue;
      for (const [meter, value] of Object.entries(await statesOf(pool, account, last))) {
        const { start, end } = periodAt(account.anchor_at, 'monthly', last);
        const at = new Date(Math.min(last.getTime(), end.getTime() - 2_000));
        const { rowCount } = await pool.query(ADD_STATE, [
          account.tenant_id,
          meter,
          start,
          end,
          value,
          at,
          now,
        ]);
        made += rowCount ?? 0;
      }
    }
    return made;
  }, 'usage-states');
}

async function statesOf(pool: pg.Pool, account: Account, last: Date): Promise<Record<StateMeter, number>> {
  const { content, ...book } = await bookVersion(pool, Number(account.price_book_version));
  const terms: SubscriptionTerms = {
    plan: account.plan,
    cycle: account.billing_cycle,
    groupPercent: account.group_percent,
    addOns: account.add_ons ?? [],
  };
  const plan = content.plans.find(({ code }) => code === account.plan);
  const period = periodAt(account.anchor_at, 'monthly', last);
  const peaks = await peaksOf(pool, account.tenant_id, {
    start: period.start,
    end: new Date(last.getTime() + 1),
  });
  return {
    student_blocks: plan ? studentBlocks(plan, peaks.students) : 0,
    storage_gb: plan ? extraStorageGb({ ...book, content }, terms, peaks.storageBytes) : 0,
  };
}
