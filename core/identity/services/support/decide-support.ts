import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../../observability/index.ts';
import { asSystem, inTransaction, requireTenant } from '../../../tenancy/index.ts';
import { findGrant, SUPPORT_MINUTES, type SupportPolicy } from './support-grants.ts';

type Actor = AuditEvent['actor'];
export type SupportDecision = {
  id: string;
  decision: 'approve' | 'refuse';
  /** Counts only where staff asked for it. */
  mayWrite: boolean;
  userId: string;
  actor: Actor;
};

/** The school's yes or no to a request; from a yes the hour runs. Throws resource.not_found or support.not_open. */
export async function decideSupport(pool: pg.Pool, decision: SupportDecision): Promise<void> {
  await inTransaction(pool, async (client) => {
    const grant = await findGrant(client, decision.id, true);
    if (!grant) throw new AppError('resource.not_found');
    if (grant.status !== 'requested') throw new AppError('support.not_open');
    const isApproved = decision.decision === 'approve';
    const mayWrite = isApproved && decision.mayWrite && grant.writeAsked;
    await client.query(
      `update support_grants set status = $2::enum_support_grants_status, may_write = $3, decided_by_id = $4, decided_at = now(),
              expires_at = case when $2 = 'approved' then now() + interval '${SUPPORT_MINUTES} minutes' end, updated_at = now()
        where id = $1`,
      [grant.id, isApproved ? 'approved' : 'refused', mayWrite, decision.userId],
    );
    await recordAudit(client, {
      category: 'support',
      action: isApproved ? 'support.approved' : 'support.refused',
      actor: decision.actor,
      subject: { collection: 'support-grants', id: grant.id, label: `${grant.staffName}, ${grant.ticket}` },
      details: { supportGrant: grant.id, mayWrite },
    });
  });
}

/**
 * Ends support access of the school of the scope, whoever asks: the school, the member of staff, or support itself. The
 * sessions end in the same transaction, so the very next request is nobody's. Ending twice is no error.
 */
export async function endSupport(pool: pg.Pool, request: { id: string; actor: Actor }): Promise<void> {
  await inTransaction(pool, async (client) => {
    const grant = await findGrant(client, request.id, true);
    if (!grant) throw new AppError('resource.not_found');
    if (grant.status !== 'requested' && grant.status !== 'approved') return;
    await client.query(
      "update support_grants set status = 'ended', ended_at = now(), updated_at = now() where id = $1",
      [grant.id],
    );
    await client.query(
      'update user_sessions set ended_at = now() where support_grant_id = $1 and ended_at is null',
      [grant.id],
    );
    // What the panel remembered for it.
    await client.query(
      'delete from payload_preferences where id in (select parent_id from payload_preferences_rels where users_id = $1)',
      [grant.id],
    );
    await recordAudit(client, {
      category: 'support',
      action: 'support.ended',
      actor: request.actor,
      subject: { collection: 'support-grants', id: grant.id, label: `${grant.staffName}, ${grant.ticket}` },
      details: { supportGrant: grant.id },
    });
  });
}

/** The rule of the school of the scope for support access. */
export async function readSupportPolicy(pool: pg.Pool): Promise<SupportPolicy> {
  const { rows } = await pool.query('select support_approval from tenants where id = $1', [
    requireTenant().id,
  ]);
  return rows[0]?.support_approval === 'notify' ? 'notify' : 'required';
}

/** Sets whether support waits for the school's yes or only tells it. The school's own choice; staff cannot make it. */
export async function setSupportPolicy(
  pool: pg.Pool,
  request: { policy: SupportPolicy; actor: Actor },
): Promise<void> {
  const { id, name } = requireTenant();
  const before = await readSupportPolicy(pool);
  if (before === request.policy) return;
  // The table of schools is the platform's: entry first, in the school's name; a change without it cannot be.
  await recordAudit(pool, {
    category: 'admin',
    action: 'support.policy',
    actor: request.actor,
    subject: { collection: 'tenants', id, label: name },
    before: { supportApproval: before },
    after: { supportApproval: request.policy },
  });
  await asSystem(() =>
    pool.query(
      'update tenants set support_approval = $2::enum_tenants_support_approval, updated_at = now() where id = $1',
      [id, request.policy],
    ),
  );
}
