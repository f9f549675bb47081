export { AuditEvents } from './collections/audit-events.ts';
export { createLogger, type Logger } from './services/logger.ts';
export { type AuditEvent, recordAudit } from './services/record-audit.ts';
