export { Shipments, UsageEvents } from './collections/usage.ts';
export { figuresEndpoints } from './endpoints/figures-endpoints.ts';
export { printEndpoints } from './endpoints/print-endpoints.ts';
export { usageEndpoints } from './endpoints/usage-endpoints.ts';
export { billingNow, setBillingClock } from './services/clock.ts';
export type { Cohort } from './services/figures/cohorts.ts';
export type { KpiInput } from './services/figures/kpi-inputs.ts';
export type { Assumptions, ProjectionMonth } from './services/figures/projection.ts';
export { type FigureMonth, type Figures, readFigures, type Span } from './services/figures/read-figures.ts';
export type { FigureRow, FigureRowsOf } from './services/figures/rows-behind.ts';
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
