export { Shipments, UsageEvents } from './collections/usage.ts';
export { usageEndpoints } from './endpoints/usage-endpoints.ts';
export { billingNow, setBillingClock } from './services/clock.ts';
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
export { type InboxState, readInbox, reviveEvents } from './services/stripe/inbox.ts';
export { followSchoolState, groupChanged, setPlanByStaff } from './services/subscriptions/by-staff.ts';
export { payNow, setCancellation } from './services/subscriptions/cancel.ts';
export { type ChangePreview, changeTerms, previewChange, type WantedTerms } from './services/subscriptions/change.ts';
export { agreeContract, type Contract } from './services/subscriptions/contract.ts';
export { BILLING_REASONS, isSuspendedByBilling, type SchoolStates } from './services/subscriptions/school-states.ts';
export type { BilledSchool, Subscription, SubscriptionStatus } from './services/subscriptions/subscription.ts';
export { readAccount } from './services/subscriptions/store.ts';
export { SUBSCRIPTION_CHANGED } from './services/subscriptions/write-change.ts';
export { type BillingCycle, baseFee, mrrOf, type SubscriptionTerms } from './services/terms.ts';
export {
  currentMonth,
  type LedgerRow,
  type MeterUsage,
  type UsageSummary,
  usageSummary,
} from './services/usage-summary.ts';
