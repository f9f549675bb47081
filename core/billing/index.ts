export { Shipments, UsageEvents } from './collections/usage.ts';
export { recordUsage, type UsageEntry } from './services/ledger.ts';
