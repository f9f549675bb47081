export { Shipments, UsageEvents } from './collections/usage.ts';
export { usageEndpoints } from './endpoints/usage-endpoints.ts';
export { recordUsage, type UsageEntry } from './services/ledger.ts';
export {
  currentMonth,
  type LedgerRow,
  type MeterUsage,
  type UsageSummary,
  usageSummary,
} from './services/usage-summary.ts';
