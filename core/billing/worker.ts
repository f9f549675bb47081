// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in Stripe's SDK.

export { type EntitlementWatch, watchEntitlements } from './services/entitlements/watch.ts';
export { type SenderOptions, shipUsage, startSender } from './services/sender.ts';
export { stripeClient, stripeEventName, stripeSink, type UsageSink } from './services/usage-sink.ts';
