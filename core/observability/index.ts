export { AuditEvents } from './collections/audit-events.ts';
export { auditEndpoints } from './endpoints/audit-endpoints.ts';
export { actorOf } from './services/actor.ts';
export { BULK_READ, noteRows } from './services/audit-reads.ts';
export { auditTrail } from './services/audit-trail.ts';
export { createLogger, type Logger } from './services/logger.ts';
export { maskingOf, maskPartly, maskValue } from './services/mask-values.ts';
export { countDays, readTrail, type TrailEntry, type TrailPage, trailZone } from './services/read-trail.ts';
export { type AuditEvent, auditInsert, recordAudit } from './services/record-audit.ts';
