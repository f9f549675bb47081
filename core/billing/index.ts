export { Shipments, UsageEvents } from './collections/usage.ts';
export { usageEndpoints } from './endpoints/usage-endpoints.ts';
export { billingNow, setBillingClock } from './services/clock.ts';
export { type AlarmKind, raiseAlarm } from './services/metering/alarms.ts';
export { recordUsage, recordUsageBatch, type UsageEntry } from './services/metering/ledger.ts';
export {
  currentMonth,
  type LedgerRow,
  type MeterUsage,
  type UsageSummary,
  usageSummary,
} from './services/metering/usage-summary.ts';
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
