// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in Stripe's SDK.
export { alertMails } from './services/budgets/alert-mails.ts';
export { tickUsage } from './services/budgets/tick-usage.ts';

export { type EntitlementWatch, watchEntitlements } from './services/entitlements/watch.ts';
export { confirmLateUsage } from './services/metering/confirm-late-usage.ts';
export { type Cut, cutShipments } from './services/metering/cut-shipments.ts';
export {
  type FreezeOptions,
  type Frozen,
  type FrozenMeter,
  freezePeriod,
  freezeUntil,
  type Period,
} from './services/metering/freeze-period.ts';
export {
  handleMeterErrors,
  type MeterErrorReport,
  readMeterErrorReport,
} from './services/metering/handle-meter-errors.ts';
export { runMeteringHour } from './services/metering/metering-hour.ts';
export {
  type ReconcileOptions,
  type ReconcileResult,
  reconcileUsage,
} from './services/metering/reconcile.ts';
export { type SenderOptions, shipUsage, startSender } from './services/metering/sender.ts';
export type { LateDifference, Settlement } from './services/metering/settle-later.ts';
export { cutStates, STATE_METERS } from './services/metering/ship-states.ts';
export type {
  Aggregation,
  MeterEvent,
  SendOutcome,
  UsageQuestion,
  UsageSink,
} from './services/metering/usage-sink.ts';
export {
  handleInbox,
  type InboxOptions,
} from './services/stripe/handle-inbox.ts';
export { findLostWebhooks, takeWebhook } from './services/stripe/inbox.ts';
export { PAYMENT_COLLECTED, PAYMENT_REVERSED } from './services/stripe/keep-movement.ts';
export { registerLocalWebhook } from './services/stripe/local-webhook.ts';
export type {
  PaymentProvider,
  ProviderAccount,
  ProviderInvoice,
} from './services/stripe/payment-provider.ts';
export { fetchMeterErrors } from './services/stripe/read-meter-errors.ts';
export { settleAtStripe } from './services/stripe/settle-difference.ts';
export { stripeProvider } from './services/stripe/stripe-provider.ts';
export { stripeClient, stripeEventName, stripeSink } from './services/stripe/stripe-sink.ts';
export { syncCatalogue } from './services/stripe/sync-catalogue.ts';
export { comparePlans } from './services/subscriptions/best-price.ts';
export { carryOutIntents, carryOutOf, intentRunner } from './services/subscriptions/carry-out.ts';
export { type CollectOptions, collectGroups } from './services/subscriptions/collect-groups.ts';
export {
  type FollowGroupOptions,
  followGroup,
  followOpenGroups,
  hearOfGroup,
} from './services/subscriptions/follow-group.ts';
export { followProvider } from './services/subscriptions/follow-provider.ts';
export { meetAgain } from './services/subscriptions/meet-again.ts';
export { type MeetOptions, meetInvoice } from './services/subscriptions/meet-invoice.ts';
export { prepareRenewals } from './services/subscriptions/prepare-renewals.ts';
export { changeNotices, sendNotices } from './services/subscriptions/send-notices.ts';
export { takeOverSchools } from './services/subscriptions/take-over.ts';
export { type TickOptions, tickSchool, tickSubscriptions } from './services/subscriptions/tick.ts';
