import { AppError } from '../../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../../observability/index.ts';
import { type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { SET_CAP } from '../../sql/budgets.ts';
import { factsOf } from '../entitlements/cache.ts';
import { QUOTA_KEYS, type QuotaKey } from '../entitlements/facts.ts';
import { bookAt } from '../price-book/read-book.ts';
import { ALL_METERS, type BudgetState, readCaps, spentOn, stateOf } from './budget-state.ts';
import { forecast } from './forecast.ts';

type Words = { en: string; ar: string };

export type BudgetRow = BudgetState & {
  /** Undefined for all meters together. */
  name: Words | undefined;
  unit: Words | undefined;
  /** Cents a unit, exact. */
  rate: string | undefined;
  /** ISO instant at which the budget is used up on a straight line through the month so far. */
  forecast: string | undefined;
};

export type QuotaRow = {
  key: QuotaKey;
  used: number;
  /** What costs nothing more, and where it ends; undefined is unlimited. */
  included: number | undefined;
  limit: number | undefined;
};

export type BudgetPage = {
  /** First day of the month at the school. */
  month: string;
  timeZone: string;
  plan: { code: string; name: string; nameAr: string };
  /** All together first, then each meter of the price book. */
  budgets: BudgetRow[];
  quotas: QuotaRow[];
};

/** What the school of the scope spends this month on metered services and has left, and how full its plan is. */
export async function budgetPage(client: Queryable, now: Date): Promise<BudgetPage> {
  const { id: tenantId, timeZone } = requireTenant();
  const { content } = await bookAt(client, now);
  const caps = await readCaps(client, tenantId);
  const facts = await factsOf(client, tenantId, now);
  const budgets: BudgetRow[] = [];
  let month = '';
  for (const meter of [ALL_METERS, ...content.meters.map(({ code }) => code)]) {
    const spent = await spentOn(client, content, meter, { tenantId, now });
    const state = stateOf(
      meter,
      caps.find((cap) => cap.meter === meter),
      spent,
    );
    const priced = content.meters.find(({ code }) => code === meter);
    const { from, to } = spent;
    const reached =
      state.capCents === undefined
        ? undefined
        : forecast({ used: state.usedCents, limit: state.capCents, from, to, now });
    month = spent.month;
    budgets.push({
      ...state,
      name: priced?.name,
      unit: priced?.unit,
      rate: priced?.rate,
      forecast: reached?.toISOString(),
    });
  }
  const seats = await readSeats(client, tenantId);
  const quotas = QUOTA_KEYS.map((key) => ({
    key,
    used: seats.get(key) ?? 0,
    included: facts.quotas[key].included ?? undefined,
    limit: facts.quotas[key].limit ?? undefined,
  }));
  return { month, timeZone, plan: facts.plan, budgets, quotas };
}

/** What a school has taken of each quota. */
export async function readSeats(client: Queryable, tenantId: string): Promise<Map<QuotaKey, number>> {
  const { rows } = await client.query('select kind, used from school_seats where tenant_id = $1', [tenantId]);
  return new Map(rows.map((row) => [row.kind as QuotaKey, Number(row.used)]));
}

/** A budget of a month in whole cents; null takes it away. */
export type NewBudgets = Record<string, { cents: number; isHard: boolean } | null>;

/**
 * Sets budgets of the school of the scope, in the caller's transaction, with an audit entry; meters not named keep theirs.
 * Acts on the next metered work. Throws budget.meter_unknown.
 */
export async function setBudgets(
  client: Queryable,
  budgets: NewBudgets,
  actor: AuditEvent['actor'],
  now: Date,
): Promise<void> {
  const { content } = await bookAt(client, now);
  const known = [ALL_METERS, ...content.meters.map(({ code }) => code)];
  const { id, name } = requireTenant();
  const before = await capsAsValues(client, id);
  for (const [meter, budget] of Object.entries(budgets).sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (!known.includes(meter))
      throw new AppError('budget.meter_unknown', { meter, meters: known.join(', ') });
    if (budget === null) await client.query('delete from budget_caps where meter = $1', [meter]);
    else await client.query(SET_CAP, [meter, budget.cents, budget.isHard, now]);
  }
  await recordAudit(client, {
    category: 'change',
    action: 'budgets.set',
    actor,
    subject: { collection: 'tenants', id, label: name },
    before,
    after: await capsAsValues(client, id),
  });
}

async function capsAsValues(client: Queryable, tenantId: string): Promise<Record<string, unknown>> {
  const caps = await readCaps(client, tenantId);
  return Object.fromEntries(caps.map(({ meter, ...cap }) => [meter, cap]));
}
