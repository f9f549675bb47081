import type { PayloadRequest } from 'payload';
import { AppError } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { inTransaction, poolOf, type Queryable } from '../../../tenancy/index.ts';
import { findConnection, type SsoConnection } from './connections.ts';

type Actor = { req: PayloadRequest; userId: string };

/**
 * Switches a connection on or off, and makes it the only way in or not. The only way in it becomes when the person who
 * asks has tried it out since its last change, and an emergency account exists: an active administrator who keeps a
 * password. Throws sso.enforce_refused.
 */
export async function switchConnection(
  { req, userId }: Actor,
  input: { code: string; enabled: boolean; enforced: boolean },
): Promise<void> {
  await inTransaction(poolOf(req.payload), async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtext('daftar.sso'))");
    const connection = await findConnection(client, input.code);
    if (!connection) throw new AppError('resource.not_found');
    if (input.enforced && !connection.enforced)
      await checkEnforcement(client, { ...connection, enabled: input.enabled }, userId);
    await client.query(
      'update sso_connections set enabled = $2, enforced = $3 and $2, updated_at = now() where id = $1',
      [connection.id, input.enabled, input.enforced],
    );
    await recordAudit(client, {
      category: 'admin',
      action: 'sso.switched',
      actor: { kind: 'user', id: userId },
      subject: { collection: 'sso-connections', id: connection.id, label: connection.name },
      before: { enabled: connection.enabled, enforced: connection.enforced },
      after: { enabled: input.enabled, enforced: input.enforced && input.enabled },
    });
  });
}

/** Removes a connection with its secret and the subjects of its people. Their accounts stay. */
export async function removeConnection({ req, userId }: Actor, code: string): Promise<void> {
  await inTransaction(poolOf(req.payload), async (client) => {
    const connection = await findConnection(client, code);
    if (!connection) throw new AppError('resource.not_found');
    await client.query('delete from sso_connections where id = $1', [connection.id]);
    await recordAudit(client, {
      category: 'admin',
      action: 'sso.removed',
      actor: { kind: 'user', id: userId },
      subject: { collection: 'sso-connections', id: connection.id, label: connection.name },
      before: { code: connection.code, issuer: connection.issuer },
    });
  });
}

async function checkEnforcement(client: Queryable, connection: SsoConnection, userId: string): Promise<void> {
  if (!connection.enabled) throw refuse('the connection is switched off', 'الاتصال غير مفعّل');
  if (connection.testedAt === null || connection.testedById !== userId)
    throw refuse(
      'you have not tested this connection since its last change',
      'لم تجرّب هذا الاتصال منذ آخر تعديل عليه',
    );
  if (!(await hasEmergencyAccount(client)))
    throw refuse(
      'no active administrator with a password is marked to keep it',
      'لا يوجد مدير نشط له كلمة مرور ومُعلَّم بالاحتفاظ بها',
    );
}

/** Whether an active administrator of the scope's school keeps a password beside single sign-on. */
export async function hasEmergencyAccount(database: Queryable): Promise<boolean> {
  const { rowCount } = await database.query(
    `select from users u join user_credentials c on c.user_id = u.id
      where u.active and u.break_glass
        and (select count(*) from role_permissions p where p.role_id = u.role_id
              and p.code in ('sso.write', 'users.write')) = 2 limit 1`,
  );
  return (rowCount ?? 0) > 0;
}

function refuse(reason: string, reasonAr: string): AppError {
  return new AppError('sso.enforce_refused', { reason, reasonAr });
}
