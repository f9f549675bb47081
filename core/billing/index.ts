export { Shipments, UsageEvents } from './collections/usage.ts';
export { quoteEndpoints } from './endpoints/quote-endpoints.ts';
export { salesEndpoints } from './endpoints/sales-endpoints.ts';
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
export {
  type AccountInvoice,
  type AccountMonth,
  type AccountOverride,
  type AccountPayment,
  type AccountSubscription,
  readAccountOfSchool,
  type SchoolAccount,
} from './services/sales/account.ts';
export {
  type GroupLine,
  type GroupMember,
  listGroups,
  readGroup,
  type SchoolGroup,
} from './services/sales/groups.ts';
export type { SalesNote } from './services/sales/notes.ts';
export type { QuoteContent, QuoteState } from './services/sales/quotes/quote.ts';
export { listQuotes, type Quote, type QuoteLine, readQuote } from './services/sales/quotes/read-quotes.ts';
export { type BillingCycle, baseFee, mrrOf, type SubscriptionTerms } from './services/terms.ts';
export {
  currentMonth,
  type LedgerRow,
  type MeterUsage,
  type UsageSummary,
  usageSummary,
} from './services/usage-summary.ts';
