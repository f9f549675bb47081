import { type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { CAPS, SPENT } from '../../sql/budgets.ts';
import { Exact } from '../money.ts';
import type { PriceBookContent } from '../price-book/content.ts';
import { bookAt } from '../price-book/read-book.ts';

/** The budget for all meters together. */
export const ALL_METERS = '*';

export type BudgetCap = { meter: string; monthlyCents: number; isHard: boolean };

/** What a school spent in its calendar month, in exact cents without tax, whatever the plan includes or a trial waives. */
export type Spent = {
  cents: Exact;
  heldCents: Exact;
  /** First day of the month at the school, YYYY-MM-DD. */
  month: string;
  from: Date;
  to: Date;
};

export type BudgetState = {
  meter: string;
  capCents: number | undefined;
  isHard: boolean;
  /** Spent and reserved; a fraction of a cent counts. */
  usedCents: number;
  heldCents: number;
  remainingCents: number | undefined;
};

/** One budget of a school: of a meter of the price book, or of all. Undefined for a meter that the book does not have. */
export async function budgetState(
  client: Queryable,
  meter: string,
  { tenantId = requireTenant().id, now }: { tenantId?: string; now: Date },
): Promise<BudgetState | undefined> {
  const { content } = await bookAt(client, now);
  if (metersOf(content, meter).length === 0) return undefined;
  const caps = await readCaps(client, tenantId);
  const spent = await spentOn(client, content, meter, { tenantId, now });
  return stateOf(
    meter,
    caps.find((cap) => cap.meter === meter),
    spent,
  );
}

/** A budget as people and programs read it. */
export function stateOf(meter: string, cap: BudgetCap | undefined, spent: Spent): BudgetState {
  const capCents = cap?.monthlyCents;
  return {
    meter,
    capCents,
    isHard: cap?.isHard ?? false,
    usedCents: spent.cents.toNumber(),
    heldCents: spent.heldCents.toNumber(),
    remainingCents:
      capCents === undefined ? undefined : Exact.max(0, new Exact(capCents).minus(spent.cents)).toNumber(),
  };
}

/** The caps that a school has set. */
export async function readCaps(client: Queryable, tenantId: string): Promise<BudgetCap[]> {
  const { rows } = await client.query(CAPS, [tenantId]);
  return rows.map(capOf);
}

/** A row of budget_caps. */
export function capOf(row: { meter: string; monthly_cents: string; is_hard: boolean }): BudgetCap {
  return { meter: row.meter, monthlyCents: Number(row.monthly_cents), isHard: row.is_hard };
}

/** What was spent and is reserved for one meter, or for all, in the school's month of the moment. */
export async function spentOn(
  client: Queryable,
  content: PriceBookContent,
  meter: string,
  { tenantId, now }: { tenantId: string; now: Date },
): Promise<Spent> {
  const meters = metersOf(content, meter);
  const { rows } = await client.query(SPENT, [tenantId, now, meters.map(({ code }) => code)]);
  const cost = (row: { meter: string }, quantity: string) =>
    new Exact(meters.find(({ code }) => code === row.meter)?.rate ?? 0).times(quantity);
  const heldCents = rows.reduce((sum: Exact, row) => sum.plus(cost(row, row.held)), new Exact(0));
  const [first] = rows;
  return {
    cents: rows.reduce((sum: Exact, row) => sum.plus(cost(row, row.used)), heldCents),
    heldCents,
    month: first?.month,
    from: first?.month_start,
    to: first?.month_end,
  };
}

/** The meters that a budget is about. */
export function metersOf(content: PriceBookContent, meter: string): PriceBookContent['meters'] {
  return meter === ALL_METERS ? content.meters : content.meters.filter(({ code }) => code === meter);
}
