// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in Stripe's SDK.
export { confirmLateUsage } from './services/metering/confirm-late-usage.ts';
export { type Cut, cutShipments } from './services/metering/cut-shipments.ts';
export {
  type FreezeOptions,
  type Frozen,
  type FrozenMeter,
  freezePeriod,
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
export { fetchMeterErrors } from './services/stripe/read-meter-errors.ts';
export { stripeClient, stripeEventName, stripeSink } from './services/stripe/stripe-sink.ts';
