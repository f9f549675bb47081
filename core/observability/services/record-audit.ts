import { currentScope, prepared, type Queryable } from '../../tenancy/index.ts';

export type AuditEvent = {
  category: 'change' | 'sign_in' | 'access' | 'export' | 'support' | 'admin';
  /** What happened, for example `students.update` or `auth.sign_in`; stable, because filters name it. */
  action: string;
  outcome?: 'success' | 'failure' | 'denied' | 'alarm';
  actor: {
    kind: 'user' | 'staff' | 'api_key' | 'plugin' | 'system' | 'anonymous';
    id?: string;
    label?: string;
  };
  subject?: { collection: string; id?: string; label?: string };
  /** Field values before and after, with sensitive ones masked by the caller. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  details?: Record<string, unknown>;
  /** Set when the platform writes about a school; otherwise the school of the scope. */
  tenantId?: string;
};

/**
 * Appends one entry to the audit trail, with address, device and request of the current scope. Give it the client of
 * the change's own transaction, so that neither exists without the other.
 */
export async function recordAudit(database: Queryable, event: AuditEvent): Promise<void> {
  const { text, values } = auditInsert(event);
  await database.query(prepared(text, values));
}

/**
 * The same as an "insert … select" whose values take the places from `first` on: a hot path makes it a part of its own
 * statement and adds "from" what the entry depends on.
 */
export function auditInsert(event: AuditEvent, first = 1): { text: string; values: unknown[] } {
  const scope = currentScope();
  const at = (index: number) => `$${first + index}`;
  const texts = Array.from({ length: 8 }, (_, index) => `${at(index + 4)}::text`).join(', ');
  return {
    text: `insert into audit_events (tenant_id, category, action, outcome, actor_kind, actor_id, actor_label,
       subject_collection, subject_id, subject_label, ip, user_agent, request_id, before, after, details)
     select coalesce(${at(0)}::uuid, daftar.current_school()), ${at(1)}::enum_audit_events_category, ${at(2)}::text,
       ${at(3)}::enum_audit_events_outcome, ${at(12)}::enum_audit_events_actor_kind, ${texts},
       ${at(13)}::jsonb, ${at(14)}::jsonb, ${at(15)}::jsonb`,
    values: [
      event.tenantId ?? null,
      event.category,
      event.action,
      event.outcome ?? 'success',
      event.actor.id ?? null,
      clip(event.actor.label, 255),
      event.subject?.collection ?? null,
      event.subject?.id ?? null,
      clip(event.subject?.label, 255),
      scope?.client?.address ?? null,
      clip(scope?.client?.userAgent, 400),
      scope?.requestId ?? null,
      event.actor.kind,
      asJson(event.before),
      asJson(event.after),
      asJson(event.details),
    ],
  };
}

function clip(text: string | undefined, length: number): string | null {
  if (text === undefined) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would forge a line where entries become text.
  return text.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, length);
}

function asJson(value: Record<string, unknown> | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value).replaceAll('\\u0000', '');
}
