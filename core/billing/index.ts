export { Shipments, UsageEvents } from './collections/usage.ts';
export { accountEndpoints } from './endpoints/account-endpoints.ts';
export { entitlementEndpoints } from './endpoints/entitlement-endpoints.ts';
export { figuresEndpoints } from './endpoints/figures-endpoints.ts';
export { invoiceEndpoints } from './endpoints/invoice-endpoints.ts';
export { planEndpoints, type ShownPreview } from './endpoints/plan-endpoints.ts';
export { priceBookEndpoints } from './endpoints/price-book-endpoints.ts';
export { printEndpoints } from './endpoints/print-endpoints.ts';
export { quoteEndpoints } from './endpoints/quote-endpoints.ts';
export { salesEndpoints } from './endpoints/sales-endpoints.ts';
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
export type { Cohort } from './services/figures/cohorts.ts';
export { type KpiInput, saveInput } from './services/figures/kpi-inputs.ts';
export type { Assumptions, ProjectionMonth } from './services/figures/projection.ts';
export { type FigureMonth, type Figures, readFigures, type Span } from './services/figures/read-figures.ts';
export type { FigureRow, FigureRowsOf } from './services/figures/rows-behind.ts';
export { type Peaks, peaksOf, takeSnapshots } from './services/invoices/day-snapshots.ts';
export {
  type DraftedInvoice,
  draftInvoice,
  prepareDraft,
  refreshDraft,
} from './services/invoices/draft-invoice.ts';
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
export { type MonthEnd, monthEndOrder } from './services/invoices/month-end-order.ts';
export { invoiceOfProvider, linkInvoice } from './services/invoices/provider-link.ts';
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
export { alarmingConflicts } from './services/metering/conflict-alarm.ts';
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
export type { Bilingual, InvoiceLine, LineExplanation, LineKind, Period } from './services/rating/line.ts';
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
export { createQuote } from './services/sales/quotes/change-quotes.ts';
export type { QuoteContent, QuoteState } from './services/sales/quotes/quote.ts';
export { listQuotes, type Quote, type QuoteLine, readQuote } from './services/sales/quotes/read-quotes.ts';
export { type InboxState, readInbox, reviveEvents } from './services/stripe/inbox.ts';
export { followSchoolState, groupChanged, setPlanByStaff } from './services/subscriptions/by-staff.ts';
export { payNow, setCancellation } from './services/subscriptions/cancel.ts';
export {
  type ChangePreview,
  changeTerms,
  previewChange,
  type WantedTerms,
} from './services/subscriptions/change.ts';
export { agreeContract, type Contract } from './services/subscriptions/contract.ts';
export { adoptMovements, recordFirstMovement } from './services/subscriptions/first-movements.ts';
export { orderOnce } from './services/subscriptions/order-once.ts';
export { type OfferedPlan, type PlanPage, readPlanPage } from './services/subscriptions/plan-page.ts';
export { setProviderPages } from './services/subscriptions/provider-pages.ts';
export {
  BILLING_REASONS,
  isSuspendedByBilling,
  type SchoolStates,
} from './services/subscriptions/school-states.ts';
export { readAccount } from './services/subscriptions/store.ts';
export type {
  BilledSchool,
  Subscription,
  SubscriptionStatus,
} from './services/subscriptions/subscription.ts';
export { SUBSCRIPTION_CHANGED } from './services/subscriptions/write-change.ts';
export { type BillingCycle, baseFee, mrrOf, type SubscriptionTerms } from './services/terms.ts';
export { usedThisMonth } from './services/used-this-month.ts';
