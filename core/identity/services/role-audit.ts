import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import type { Queryable } from '../../tenancy/index.ts';

export type RoleFacts = { id: string; name: string; rowScope: string; permissions: readonly string[] };

/** Tells the audit trail what became of a role, in the transaction of the change: only what differs is written. */
export async function auditRole(
  client: Queryable,
  actor: AuditEvent['actor'],
  before: RoleFacts | undefined,
  after: RoleFacts | undefined,
): Promise<void> {
  const role = after ?? before;
  if (!role) return;
  const held = new Set(before?.permissions);
  const holds = new Set(after?.permissions);
  await recordAudit(client, {
    category: 'admin',
    action: before ? (after ? 'roles.update' : 'roles.delete') : 'roles.create',
    actor,
    subject: { collection: 'roles', id: role.id, label: role.name },
    ...(before ? { before: { name: before.name, rowScope: before.rowScope } } : {}),
    ...(after ? { after: { name: after.name, rowScope: after.rowScope } } : {}),
    details: {
      given: [...holds].filter((code) => !held.has(code)).sort(),
      taken: [...held].filter((code) => !holds.has(code)).sort(),
    },
  });
}
