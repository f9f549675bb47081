import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import { ADD_STATE, ORDER_OF_MONTH, STATE_ACCOUNTS } from '../../sql/states.ts';
import type { InvoiceOrder } from '../invoices/invoice-order.ts';
import { segmentsOf } from '../invoices/ran-segments.ts';
import { reviveOrder } from '../invoices/revive-order.ts';
import type { InvoiceLine, Period } from '../rating/line.ts';
import { rateOverage } from '../rating/overage.ts';
import { periodAt } from '../rating/periods.ts';
import type { TermsSince } from '../subscriptions/subscription.ts';
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
  month_terms: TermsSince[] | null;
};

type Stretches = NonNullable<InvoiceOrder['arrears']>['segments'];
type Told = { tenantId: string; month: Period; stretches: Stretches; at: Date; now: Date };

/** An event of the last second of a month is Stripe's to put on either side. */
const BEFORE_END_MS = 2_000;

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
      const { start, end } = periodAt(account.anchor_at, 'monthly', last);
      const at = new Date(Math.min(last.getTime(), end.getTime() - BEFORE_END_MS));
      const stretches = stretchesOf(account, { start, end: new Date(last.getTime() + 1) });
      made += await tell(pool, { tenantId: account.tenant_id, month: { start, end }, stretches, at, now });
    }
    return made;
  }, 'usage-states');
}

/**
 * The same for a finished month, or one that a change cut off, of one school: by the terms that ran in it, as its invoice has
 * them, whatever the school has by now. A month that no invoice counts yet is told by the terms of now. Answers how many were made.
 */
export async function cutStatesOfMonth(
  pool: pg.Pool,
  now: Date,
  { tenantId, month }: { tenantId: string; month: Period },
): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query(ORDER_OF_MONTH, [tenantId, month.start, month.end]);
    if (!rows[0]) return cutStates(pool, now, { tenantId, last: new Date(month.end.getTime() - 1) });
    const { arrears } = reviveOrder(rows[0].rated_from);
    if (!arrears || arrears.isTrial) return 0;
    const at = new Date(month.end.getTime() - BEFORE_END_MS);
    return tell(pool, { tenantId, month, stretches: arrears.segments, at, now });
  }, 'usage-states');
}

// What the invoice will say is what the meters are told: the same rule makes both.
async function tell(pool: pg.Pool, { tenantId, month, stretches, at, now }: Told): Promise<number> {
  const lines = rateOverage(await segmentsOf(pool, tenantId, stretches), month);
  const quantity = (kind: InvoiceLine['kind']) => lines.find((line) => line.kind === kind)?.quantity ?? '0';
  const states: Record<StateMeter, string> = {
    student_blocks: quantity('student_overage'),
    storage_gb: quantity('storage_overage'),
  };
  let made = 0;
  for (const [meter, value] of Object.entries(states)) {
    const { rowCount } = await pool.query(ADD_STATE, [
      tenantId,
      meter,
      month.start,
      month.end,
      value,
      at,
      now,
    ]);
    made += rowCount ?? 0;
  }
  return made;
}

// Up to a moment of the month. A subscription that nothing was noted of yet has had the terms of now all along.
function stretchesOf(account: Account, { start, end }: Period): Stretches {
  const ran = (account.month_terms ?? []).filter(({ from }) => new Date(from) < end);
  if (ran[0] && new Date(ran[0].from) >= start)
    return ran.map(({ from, version, terms }, index) => {
      const next = ran[index + 1];
      return { version, terms, period: { start: new Date(from), end: next ? new Date(next.from) : end } };
    });
  const terms: SubscriptionTerms = {
    plan: account.plan,
    cycle: account.billing_cycle,
    groupPercent: account.group_percent,
    addOns: account.add_ons ?? [],
  };
  return [{ version: Number(account.price_book_version), terms, period: { start, end } }];
}
