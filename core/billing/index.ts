export { Shipments, UsageEvents } from './collections/usage.ts';
export { invoiceEndpoints } from './endpoints/invoice-endpoints.ts';
export { priceBookEndpoints } from './endpoints/price-book-endpoints.ts';
export { usageEndpoints } from './endpoints/usage-endpoints.ts';
export { billingNow, setBillingClock } from './services/clock.ts';
export { type Peaks, peaksOf, takeSnapshots } from './services/invoices/day-snapshots.ts';
export { type DraftedInvoice, draftInvoice, refreshDraft } from './services/invoices/draft-invoice.ts';
export {
  type FinalInvoice,
  finaliseInvoice,
  type InvoiceRef,
  type InvoiceState,
  moveInvoice,
} from './services/invoices/finalise-invoice.ts';
export {
  applyGroupPayment,
  bundleInvoices,
  finaliseGroupInvoice,
} from './services/invoices/group-invoice.ts';
export type { InvoiceOrder, PricedTerms } from './services/invoices/invoice-order.ts';
export { rateOrder, usageOf } from './services/invoices/rate-order.ts';
export {
  type InvoiceHead,
  type InvoicePage,
  invoicesCsv,
  listInvoices,
  type ReadInvoice,
  type ReadLine,
  readInvoice,
} from './services/invoices/read-invoices.ts';
export {
  applyPayment,
  type CreditOrder,
  creditInvoice,
  type PaymentFact,
} from './services/invoices/settle-invoice.ts';
export { type AlarmKind, raiseAlarm } from './services/metering/alarms.ts';
export { recordUsage, recordUsageBatch, type UsageEntry } from './services/metering/ledger.ts';
export {
  currentMonth,
  type InvoicedUsage,
  type LedgerRow,
  type MeterUsage,
  type UsageStatement,
  type UsageSummary,
  usageSummary,
} from './services/metering/usage-summary.ts';
export { Exact, roundCents } from './services/money.ts';
export { type MovementCause, type MovementKind, recordMovement } from './services/movements.ts';
export { applyBooks } from './services/price-book/apply-books.ts';
export { checkContent, type FieldProblem } from './services/price-book/check-content.ts';
export {
  type BookAddOn,
  type BookMeter,
  type BookPlan,
  type PriceBook,
  type PriceBookContent,
  priceBookContent,
} from './services/price-book/content.ts';
export { type BookArea, type BookChange, diffBooks } from './services/price-book/diff-books.ts';
export {
  createDraft,
  type DraftHead,
  deleteDraft,
  type Editor,
  listDrafts,
  type PriceBookDraft,
  readDraft,
  saveDraft,
} from './services/price-book/drafts.ts';
export { ensureFirstBook } from './services/price-book/ensure-first-book.ts';
export { listVersions, publishDraft, type VersionHead } from './services/price-book/publish.ts';
export { bookAt, bookVersion } from './services/price-book/read-book.ts';
export { type Advance, rateAdvance } from './services/rating/advance.ts';
export { groupPercentFor } from './services/rating/group-discount.ts';
export type {
  Bilingual,
  InvoiceLine,
  LineExplanation,
  LineKind,
  Period,
} from './services/rating/line.ts';
export { sumOfLines } from './services/rating/line.ts';
export { type MeterQuantity, rateLateUsage, rateMeters } from './services/rating/metered.ts';
export {
  BYTES_OF_A_GB,
  extraStorageGb,
  includedStorageGb,
  rateOverage,
  type Segment,
  studentBlocks,
} from './services/rating/overage.ts';
export { monthsAfter, periodAt, periodOf, secondsOf } from './services/rating/periods.ts';
export { type Change, type RatedChange, rateChange } from './services/rating/rate-change.ts';
export {
  type Arrears,
  rateArrears,
  ratePeriod,
  rateStart,
  type Start,
} from './services/rating/rate-period.ts';
export { type RatedInvoice, totalsOf } from './services/rating/totals.ts';
export { type BillingCycle, baseFee, mrrOf, type SubscriptionTerms } from './services/terms.ts';
export { usedThisMonth } from './services/used-this-month.ts';
