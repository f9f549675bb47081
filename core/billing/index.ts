export { Shipments, UsageEvents } from './collections/usage.ts';
