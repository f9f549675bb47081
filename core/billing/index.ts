export { Shipments, UsageEvents } from './collections/usage.ts';
export { entitlementEndpoints } from './endpoints/entitlement-endpoints.ts';
export { usageEndpoints } from './endpoints/usage-endpoints.ts';
export {
  type BudgetPage,
  type BudgetRow,
  budgetPage,
  type NewBudgets,
  type QuotaRow,
  setBudgets,
} from './services/budgets/budget-page.ts';
export {
  ALL_METERS,
  type BudgetCap,
  type BudgetState,
  budgetState,
} from './services/budgets/budget-state.ts';
export {
  captureUsage,
  type ReserveRequest,
  releaseUsage,
  reserveUsage,
} from './services/budgets/reserve-usage.ts';
export { billingNow, setBillingClock } from './services/clock.ts';
export {
  type Entitlement,
  entitlementOf,
  may,
  type Question,
  remaining,
  why,
} from './services/entitlements/answer.ts';
export type { EntitlementFacts, EntitlementSource, QuotaKey } from './services/entitlements/facts.ts';
export {
  addOverride,
  endOverride,
  listOverrides,
  type NewOverride,
  type Override,
  type OverrideValue,
  overrideKeys,
} from './services/entitlements/overrides.ts';
export { recordUsage, type UsageEntry } from './services/ledger.ts';
export { Exact, roundCents } from './services/money.ts';
export { type MovementCause, type MovementKind, recordMovement } from './services/movements.ts';
export {
  type BookAddOn,
  type BookMeter,
  type BookPlan,
  type PriceBook,
  type PriceBookContent,
  priceBookContent,
} from './services/price-book/content.ts';
export { ensureFirstBook } from './services/price-book/ensure-first-book.ts';
export { bookAt, bookVersion } from './services/price-book/read-book.ts';
export { type BillingCycle, baseFee, mrrOf, type SubscriptionTerms } from './services/terms.ts';
export {
  currentMonth,
  type LedgerRow,
  type MeterUsage,
  type UsageSummary,
  usageSummary,
} from './services/usage-summary.ts';
export { usedThisMonth } from './services/used-this-month.ts';
