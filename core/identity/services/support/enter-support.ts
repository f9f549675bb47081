import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { currentScope, inTransaction, runInScope } from '../../../tenancy/index.ts';
import { spendToken } from '../accounts/one-time-tokens.ts';
import { type Session, startSession } from '../sessions/session-store.ts';
import { supportCodes } from './support-codes.ts';
import { findGrant } from './support-grants.ts';

/**
 * Starts the session of support at the school of the scope. The token worked once and only at this school; the session
 * ends with the hour of the grant. Throws auth.link_invalid or support.not_open.
 */
export async function enterSupport(
  pool: pg.Pool,
  value: unknown,
): Promise<{ token: string; expiresAt: Date }> {
  // Spent whatever comes after: a link that failed once is no second try.
  const spent = await spendToken(pool, 'support_entry', value);
  if (!spent) throw new AppError('auth.link_invalid');
  return inTransaction(pool, async (client) => {
    const grant = await findGrant(client, String(spent.data.grantId), true);
    const isOpen =
      grant?.status === 'approved' &&
      grant.staffId === spent.data.staffId &&
      (await isActiveStaff(pool, grant.staffId));
    if (!grant || !isOpen) throw new AppError('support.not_open');
    const minutes = (Date.parse(grant.expiresAt ?? '') - Date.now()) / 60_000;
    const session = await startSession(client, { kind: 'support', supportGrantId: grant.id, minutes });
    await client.query(
      'update support_grants set started_at = coalesce(started_at, now()), updated_at = now() where id = $1',
      [grant.id],
    );
    await recordAudit(client, {
      category: 'support',
      action: 'support.entered',
      actor: { kind: 'staff', id: grant.staffId, label: grant.staffName },
      subject: { collection: 'support-grants', id: grant.id, label: grant.ticket },
      details: { supportGrant: grant.id, mayWrite: grant.mayWrite },
    });
    return session;
  });
}

/**
 * Who a session of support is at the school of the scope, asked anew with every request; null from the moment the grant
 * was ended or is over, or the account of the member of staff was switched off.
 */
export async function supportViewer(
  pool: pg.Pool,
  session: Session,
): Promise<Record<string, unknown> | null> {
  if (session.kind !== 'support' || session.supportGrantId === null || currentScope()?.kind !== 'tenant')
    return null;
  const grant = await findGrant(pool, session.supportGrantId);
  if (grant?.status !== 'approved' || !(await isActiveStaff(pool, grant.staffId))) return null;
  return {
    id: grant.id,
    collection: 'users',
    realm: 'school',
    active: true,
    email: '',
    displayName: `Daftar support – ${grant.staffName}`,
    support: {
      grantId: grant.id,
      staffId: grant.staffId,
      codes: supportCodes(grant.mayWrite),
      mayWrite: grant.mayWrite,
      reason: grant.reason,
      ticket: grant.ticket,
      expiresAt: grant.expiresAt,
    },
    session,
  };
}

// Staff are users of the platform, whom a school's scope does not see.
async function isActiveStaff(pool: pg.Pool, staffId: string): Promise<boolean> {
  const scope = currentScope();
  return runInScope(
    {
      kind: 'platform',
      realm: 'platform',
      requestId: scope?.requestId ?? 'internal',
      database: scope?.database ?? { lost: false },
    },
    async () => {
      const { rows } = await pool.query('select active from users where id::text = $1', [staffId]);
      return rows.length === 1 && rows[0].active !== false;
    },
  );
}
