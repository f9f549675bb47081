export { Shipments, UsageEvents } from './collections/usage.ts';
export { recordUsage, type UsageEntry } from './services/ledger.ts';
export { shipUsage, startSender } from './services/sender.ts';
export { stripeClient, stripeEventName, stripeSink, type UsageSink } from './services/usage-sink.ts';
