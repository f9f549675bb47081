import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../../observability/index.ts';
import { inTransaction, ownAddress } from '../../../tenancy/index.ts';
import { makeToken } from '../accounts/one-time-tokens.ts';
import { atSchool, findGrant, REQUEST_DAYS, SUPPORT_MINUTES } from './support-grants.ts';
import { mailSupportNews } from './support-mail.ts';

type Actor = AuditEvent['actor'];
export type SupportRequest = {
  tenantId: string;
  reason: string;
  ticket: string;
  writeAsked: boolean;
  staff: { id: string; name: string };
};

/**
 * Staff ask for access to a school. The school's people who may decide get a mail, in the same transaction as the request
 * and its entry. Where the school only wants to be told, it opens at once, to look alone: changing records always waits
 * for a yes. Throws support.open_already.
 */
export async function askForSupport(
  pool: pg.Pool,
  request: SupportRequest,
): Promise<{ id: string; status: 'requested' | 'approved' }> {
  const { staff, reason, ticket, writeAsked } = request;
  return atSchool(pool, request.tenantId, ({ policy }) =>
    inTransaction(pool, async (client) => {
      // One at a time: two clicks are one request.
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `daftar.support:${request.tenantId}:${staff.id}`,
      ]);
      const open = await client.query(
        `select 1 from support_grants where staff_id = $1 and ((status = 'approved' and expires_at > now())
           or (status = 'requested' and created_at > now() - interval '${REQUEST_DAYS} days'))`,
        [staff.id],
      );
      if (open.rows.length > 0) throw new AppError('support.open_already');
      const status = policy === 'notify' && !writeAsked ? 'approved' : 'requested';
      const { rows } = await client.query(
        `insert into support_grants (staff_id, staff_name, reason, ticket, status, write_asked, may_write, expires_at)
         values ($1, $2, $3, $4, $5::enum_support_grants_status, $6, false,
           case when $5 = 'approved' then now() + interval '${SUPPORT_MINUTES} minutes' end) returning id`,
        [staff.id, staff.name, reason, ticket, status, writeAsked],
      );
      const { id } = rows[0];
      const actor: Actor = { kind: 'staff', id: staff.id, label: staff.name };
      await recordAudit(client, {
        category: 'support',
        action: status === 'approved' ? 'support.opened' : 'support.requested',
        actor,
        subject: { collection: 'support-grants', id, label: ticket },
        details: { supportGrant: id, reason, ticket, writeAsked },
      });
      const kind = status === 'approved' ? 'open' : 'asked';
      await mailSupportNews(client, { kind, staffName: staff.name, reason, ticket, writeAsked });
      return { id, status };
    }),
  );
}

/**
 * The address by which staff enter a school they have access to: it works once and for a minute. Throws support.not_open,
 * also for somebody else's grant.
 */
export async function supportEntryAddress(
  pool: pg.Pool,
  request: { grantId: string; staffId: string },
): Promise<string> {
  const grant = await findGrant(pool, request.grantId);
  if (!grant || grant.staffId !== request.staffId) throw new AppError('resource.not_found');
  if (grant.status !== 'approved') throw new AppError('support.not_open');
  return atSchool(pool, grant.tenantId, async () => {
    const data = { grantId: grant.id, staffId: grant.staffId };
    const token = await makeToken(pool, { purpose: 'support_entry', minutes: 1, data });
    return `${ownAddress()}/support/enter?token=${token}`;
  });
}
