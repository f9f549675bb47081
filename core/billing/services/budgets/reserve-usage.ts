import { AppError } from '../../../kernel/index.ts';
import { type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { LOCK_CAPS, RESERVE, SETTLE_RESERVATION } from '../../sql/budgets.ts';
import { recordUsage, type UsageEntry } from '../metering/ledger.ts';
import { Exact } from '../money.ts';
import { moneyText } from '../money-text.ts';
import type { BookMeter, PriceBookContent } from '../price-book/content.ts';
import { bookAt } from '../price-book/read-book.ts';
import { ALL_METERS, type BudgetCap, capOf, moveCounts, type Spent, spentOn } from './budget-state.ts';
import { forecast } from './forecast.ts';
import { marksReached, raiseAlerts } from './usage-alerts.ts';

export type ReserveRequest = {
  /** A meter of the price book; others cost nothing here and always pass. */
  meter: string;
  /** A whole number above zero. */
  quantity: number;
  source: string;
  /** The event that the ledger will name: reserved, captured and released under it, once. */
  eventId: string;
  now: Date;
  /** Held no longer than this; a day without it. */
  expiresAt?: Date | undefined;
};

const DAY_MS = 86_400_000;

/**
 * Holds the price of metered work against the budgets of the school of the scope. To be called before the work, in its
 * transaction: what it throws keeps the work from being done. Of any number of calls at once exactly those pass that
 * fit, because the caps are locked until the transaction ends. A school without a budget pays one short query for it.
 * Throws budget.exhausted.
 */
export async function reserveUsage(
  client: Queryable,
  request: ReserveRequest,
): Promise<'reserved' | 'known' | 'unlimited'> {
  const { meter, quantity, source, eventId, now } = request;
  const { rows } = await client.query(LOCK_CAPS, [[meter, ALL_METERS]]);
  if (rows.length === 0) return 'unlimited';
  const { content } = await bookAt(client, now);
  const priced = content.meters.find(({ code }) => code === meter);
  if (priced === undefined) return 'unlimited';
  const { rowCount } = await client.query(
    'select from usage_reservations where source = $1 and event_id = $2',
    [source, eventId],
  );
  if (rowCount) return 'known';
  const cost = new Exact(priced.rate).times(quantity);
  for (const row of rows) await holdCap(client, capOf(row), { content, priced, cost, now });
  const expiresAt = request.expiresAt ?? new Date(now.getTime() + DAY_MS);
  await client.query(RESERVE, [meter, quantity, source, eventId, now, expiresAt]);
  return 'reserved';
}

/** Writes the ledger entry of work that was done, and turns its reservation into it. The same as `recordUsage` otherwise. */
export async function captureUsage(client: Queryable, entry: UsageEntry): Promise<'recorded' | 'known'> {
  const outcome = await recordUsage(client, entry);
  await client.query(SETTLE_RESERVATION, [entry.source, entry.eventId, 'captured']);
  return outcome;
}

/** Gives back what was reserved for work that failed. Can be repeated; what was captured stays. */
export async function releaseUsage(
  client: Queryable,
  { source, eventId }: Pick<UsageEntry, 'source' | 'eventId'>,
): Promise<void> {
  await client.query(SETTLE_RESERVATION, [source, eventId, 'released']);
}

type Work = { content: PriceBookContent; priced: BookMeter; cost: Exact; now: Date };

async function holdCap(client: Queryable, cap: BudgetCap, work: Work): Promise<void> {
  const { content, priced, cost, now } = work;
  const month = { tenantId: requireTenant().id, now };
  const spent = await spentOn(client, content, cap.meter, month);
  if (spent.isOld) await moveCounts(client, content, cap.meter, month);
  const total = spent.cents.plus(cost);
  if (cap.isHard && total.gt(cap.monthlyCents)) throw exhausted(cap, work, spent);
  const isFull = cap.isHard && total.plus(priced.rate).gt(cap.monthlyCents);
  const used = total.toNumber();
  await raiseAlerts(
    client,
    {
      month: spent.month,
      subject: `budget:${cap.meter}`,
      facts: {
        used,
        limit: cap.monthlyCents,
        isHard: cap.isHard,
        at: forecast({ used, limit: cap.monthlyCents, from: spent.from, to: spent.to, now })?.toISOString(),
      },
    },
    marksReached(used, cap.monthlyCents, isFull),
  );
}

function exhausted(cap: BudgetCap, { content, cost }: Work, spent: Spent): AppError {
  const name = content.meters.find(({ code }) => code === cap.meter)?.name ?? {
    en: 'all metered services',
    ar: 'جميع الخدمات المقيسة',
  };
  const [budget, used, price] = [moneyText(cap.monthlyCents), moneyText(spent.cents), moneyText(cost)];
  return new AppError(
    'budget.exhausted',
    {
      meter: name.en,
      meterAr: name.ar,
      budget: budget.en,
      budgetAr: budget.ar,
      spent: used.en,
      spentAr: used.ar,
      cost: price.en,
      costAr: price.ar,
    },
    { data: { meter: cap.meter, capCents: cap.monthlyCents, usedCents: spent.cents.toNumber() } },
  );
}
