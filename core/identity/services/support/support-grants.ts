import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import {
  asSystem,
  currentScope,
  type Queryable,
  runInScope,
  type TenantInfo,
  tenantInfo,
} from '../../../tenancy/index.ts';

/** How long staff may be at a school once it approved. */
export const SUPPORT_MINUTES = 60;
/** How long a school may think about a request. */
export const REQUEST_DAYS = 7;

export type SupportGrant = {
  id: string;
  tenantId: string;
  staffId: string;
  staffName: string;
  reason: string;
  ticket: string;
  status: 'requested' | 'approved' | 'refused' | 'ended' | 'expired';
  writeAsked: boolean;
  mayWrite: boolean;
  decidedBy: string | null;
  createdAt: string;
  startedAt: string | null;
  expiresAt: string | null;
  endedAt: string | null;
};

export type SupportPolicy = 'required' | 'notify';
export type SchoolForSupport = { tenant: TenantInfo; policy: SupportPolicy };

const COLUMNS = `g.id, g.tenant_id, g.staff_id, g.staff_name, g.reason, g.ticket, g.write_asked, g.may_write, g.created_at,
  g.started_at, g.expires_at, g.ended_at,
  case when g.status = 'approved' and g.expires_at <= now() then 'expired'
       when g.status = 'requested' and g.created_at < now() - interval '${REQUEST_DAYS} days' then 'expired'
       else g.status::text end as status`;

/** The support access of the school of the scope, or on the console of every school; the newest first, 100 at most. */
export async function listGrants(
  database: Queryable,
  staffId?: string,
): Promise<(SupportGrant & { school: string; schoolAr: string | null; subdomain: string })[]> {
  const { rows } = await database.query(
    `select ${COLUMNS}, t.name as school, t.name_ar as school_ar, t.subdomain, u.name as decided_by
       from support_grants g join tenants t on t.id = g.tenant_id
       left join lateral (select coalesce(display_name, email) as name from users where id = g.decided_by_id) u on true
      where $1::text is null or g.staff_id = $1
      order by g.created_at desc, g.id limit 100`,
    [staffId ?? null],
  );
  return rows.map((row) => ({
    ...toGrant(row),
    school: row.school,
    schoolAr: row.school_ar,
    subdomain: row.subdomain,
  }));
}

/** One grant that the scope may see; locked for a change when `forUpdate`. */
export async function findGrant(
  database: Queryable,
  id: string,
  forUpdate = false,
): Promise<SupportGrant | undefined> {
  const { rows } = await database.query(
    `select ${COLUMNS} from support_grants g where g.id = $1 ${forUpdate ? 'for update' : ''}`,
    [id],
  );
  return rows[0] ? toGrant(rows[0]) : undefined;
}

/** Runs work at a school, for staff on the console: same request, same address, the school's scope. Throws resource.not_found. */
export async function atSchool<T>(
  pool: pg.Pool,
  tenantId: string,
  work: (school: SchoolForSupport) => Promise<T>,
): Promise<T> {
  const { rows } = await asSystem(() =>
    pool.query("select * from tenants where id = $1 and status <> 'archived'", [tenantId]),
  );
  const row = rows[0];
  if (!row) throw new AppError('resource.not_found');
  const scope = currentScope();
  const tenant = tenantInfo(row);
  const policy: SupportPolicy = row.support_approval === 'notify' ? 'notify' : 'required';
  return runInScope(
    {
      kind: 'tenant',
      tenant,
      requestId: scope?.requestId ?? 'internal',
      database: scope?.database ?? { lost: false },
      ...(scope?.client ? { client: scope.client } : {}),
    },
    () => work({ tenant, policy }),
  );
}

function toGrant(row: Record<string, unknown>): SupportGrant {
  const moment = (value: unknown) => (value instanceof Date ? value.toISOString() : null);
  return {
    id: String(row.id),
    tenantId: String(row.tenant_id),
    staffId: String(row.staff_id),
    staffName: String(row.staff_name),
    reason: String(row.reason),
    ticket: String(row.ticket ?? ''),
    status: row.status as SupportGrant['status'],
    writeAsked: row.write_asked === true,
    mayWrite: row.may_write === true,
    decidedBy: row.decided_by === null || row.decided_by === undefined ? null : String(row.decided_by),
    createdAt: moment(row.created_at) ?? '',
    startedAt: moment(row.started_at),
    expiresAt: moment(row.expires_at),
    endedAt: moment(row.ended_at),
  };
}
