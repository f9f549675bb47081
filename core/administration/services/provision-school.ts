import { randomBytes } from 'node:crypto';
import type { Payload } from 'payload';
import type pg from 'pg';
import { billingNow, recordFirstMovement } from '../../billing/index.ts';
import {
  mailPasswordLink,
  permissionsOfTemplate,
  ROLE_TEMPLATE_VERSION,
  ROLE_TEMPLATES,
  setPassword,
} from '../../identity/index.ts';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import {
  asSystem,
  asTenant,
  connectSession,
  inTransaction,
  isSubdomain,
  poolOf,
  type Queryable,
  TENANT_COLUMNS,
  type TenantInfo,
  tenantInfo,
} from '../../tenancy/index.ts';

export type NewSchool = {
  subdomain: string;
  name: string;
  nameAr?: string;
  plan: string;
  adminEmail: string;
  locale?: 'en' | 'ar';
  timeZone?: string;
  /** A trial lasts TRIAL_DAYS from now; active by default. */
  state?: 'trial' | 'active';
  /** The id of the group of schools it belongs to. */
  group?: string | null;
  /** Mails the first admin a link to choose a password; otherwise a password is made and returned once. */
  invite?: boolean;
  /** Who makes it, for the audit trail; the system by default. */
  actor?: AuditEvent['actor'];
  /** When its subscription begins; now by default. */
  now?: Date;
};

/** How long a school may try the product, in days. */
export const TRIAL_DAYS = 14;

export type ProvisionedSchool = {
  tenant: TenantInfo;
  created: boolean;
  adminEmail: string;
  /** Shown once: present only when this call made the account and nobody was invited. */
  adminPassword: string | undefined;
};

/** The attendance codes every school starts with; a school changes them as it likes. */
export const STANDARD_CODES = [
  { code: 'P', title: 'Present', titleAr: 'حاضر', status: 'present', excused: false },
  { code: 'A', title: 'Absent', titleAr: 'غائب', status: 'absent', excused: false },
  { code: 'L', title: 'Late', titleAr: 'متأخر', status: 'late', excused: false },
  { code: 'E', title: 'Excused absence', titleAr: 'غائب بعذر', status: 'absent', excused: true },
  { code: 'LE', title: 'Left early', titleAr: 'انصرف مبكرًا', status: 'left_early', excused: false },
] as const;

/**
 * Makes a school that can be signed into: tenant, subscription, roles, attendance codes and the first admin.
 * Running it again with the same values changes nothing; with another name or plan it refuses. Each step
 * repairs an interrupted run.
 */
export async function provisionSchool(payload: Payload, school: NewSchool): Promise<ProvisionedSchool> {
  const subdomain = school.subdomain.trim().toLowerCase();
  if (!isSubdomain(subdomain)) throw new AppError('tenant.subdomain_invalid', { subdomain });
  const adminEmail = school.adminEmail.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(adminEmail))
    throw new AppError('tenant.email_invalid', { email: adminEmail });
  return oneAtATime(poolOf(payload), subdomain, async () => {
    const { tenant, created } = await asSystem(() => ensureTenant(payload, { ...school, subdomain }));
    const adminPassword = await asTenant(tenant, async () => {
      const adminRole = await inTransaction(poolOf(payload), (client) => fillSchool(client));
      return ensureAdmin(payload, {
        email: adminEmail,
        role: adminRole,
        invite: school.invite ? (school.locale ?? 'en') : undefined,
      });
    });
    return { tenant, created, adminEmail, adminPassword };
  });
}

// Two runs for one school at the same time would both find no admin, and the slower one would fail half-way.
async function oneAtATime<T>(pool: pg.Pool, subdomain: string, work: () => Promise<T>): Promise<T> {
  const key = `daftar.provision:${subdomain}`;
  const client = await asSystem(() => connectSession(pool));
  let broken: Error | undefined;
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [key]);
    return await work();
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]).catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}

async function ensureTenant(
  payload: Payload,
  school: NewSchool,
): Promise<{ tenant: TenantInfo; created: boolean }> {
  const startsAt = school.now ?? billingNow();
  return inTransaction(poolOf(payload), async (client) => {
    const plans = await client.query('select id, code from plans order by monthly_price_cents');
    const plan = plans.rows.find((row) => row.code === school.plan);
    if (!plan) {
      throw new AppError('tenant.plan_unknown', {
        plan: school.plan,
        plans: plans.rows.map((row) => row.code).join(', '),
      });
    }
    const inserted = await client.query(
      `insert into tenants (name, name_ar, subdomain, plan_id, locale, time_zone, group_id, status, trial_ends_at, created_at)
       values ($1, $2, $3, $4, $5::enum_tenants_locale, $6::enum_tenants_time_zone, $7, $8::enum_tenants_status,
         case when $8 = 'trial' then $10::timestamptz + make_interval(days => $9) end, $10)
       on conflict (subdomain) do nothing returning id`,
      [
        school.name,
        school.nameAr ?? null,
        school.subdomain,
        plan.id,
        school.locale ?? 'en',
        school.timeZone ?? 'Asia/Qatar',
        school.group ?? null,
        school.state ?? 'active',
        TRIAL_DAYS,
        startsAt,
      ],
    );
    const { rows } = await client.query(
      `select t.id, t.plan_id, ${TENANT_COLUMNS} from tenants t where t.subdomain = $1`,
      [school.subdomain],
    );
    const row = rows[0];
    const created = inserted.rows.length === 1;
    if (!created) refuseOtherValues(school, row, plan.id, plans.rows);
    const subscribed = await client.query(
      `insert into subscriptions (tenant_id, plan_id, starts_at, status, billing_cycle) values ($1, $2, $4, $3::enum_subscriptions_status, 'monthly')
       on conflict do nothing returning id`,
      [row.id, plan.id, row.status === 'trial' ? 'trialing' : 'active', startsAt],
    );
    if (subscribed.rows[0]) await recordFirstMovement(client, row.id, startsAt);
    if (created) {
      await recordAudit(client, {
        category: 'admin',
        action: 'tenants.create',
        actor: school.actor ?? { kind: 'system' },
        subject: { collection: 'tenants', id: row.id, label: row.name },
        after: {
          name: row.name,
          subdomain: row.subdomain,
          plan: plan.code,
          locale: row.locale,
          status: row.status,
        },
        tenantId: row.id,
      });
    }
    return { tenant: tenantInfo(row), created };
  });
}

function refuseOtherValues(
  school: NewSchool,
  row: { name: string; plan_id: string },
  planId: string,
  plans: { id: string; code: string }[],
): void {
  if (row.name !== school.name) {
    throw new AppError('tenant.conflict', { subdomain: school.subdomain, field: 'name', existing: row.name });
  }
  if (row.plan_id !== planId) {
    const existing = plans.find((plan) => plan.id === row.plan_id)?.code ?? '';
    throw new AppError('tenant.conflict', { subdomain: school.subdomain, field: 'plan', existing });
  }
}

// Roles from the template and the standard codes; what the school has already stays as it is.
async function fillSchool(client: Queryable): Promise<string> {
  for (const role of ROLE_TEMPLATES) {
    const { rows } = await client.query(
      `insert into roles (code, name, name_ar, row_scope, template_code, template_version)
       values ($1, $2, $3, $4::enum_roles_row_scope, $1, $5)
       on conflict (tenant_id, code) do nothing returning id`,
      [role.code, role.name[0], role.name[1], role.rowScope, ROLE_TEMPLATE_VERSION],
    );
    if (!rows[0]) continue;
    await client.query('insert into role_permissions (role_id, code) select $1, unnest($2::text[])', [
      rows[0].id,
      permissionsOfTemplate(role),
    ]);
  }
  const columns = <Key extends keyof (typeof STANDARD_CODES)[number]>(key: Key) =>
    STANDARD_CODES.map((entry) => entry[key]);
  await client.query(
    `insert into attendance_codes (code, title, title_ar, status, excused, direction, "order")
     select c.code, c.title, c.title_ar, c.status::enum_attendance_codes_status, c.excused,
            (case when c.status = 'absent' then 'out' else 'in' end)::enum_attendance_codes_direction, c.position
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bool[]) with ordinality as c(code, title, title_ar, status, excused, position)
     on conflict (tenant_id, code) do nothing`,
    [columns('code'), columns('title'), columns('titleAr'), columns('status'), columns('excused')],
  );
  return (await client.query("select id from roles where code = 'admin'")).rows[0].id;
}

async function ensureAdmin(
  payload: Payload,
  { email, role, invite }: { email: string; role: string; invite: 'en' | 'ar' | undefined },
): Promise<string | undefined> {
  const where = { email: { equals: email } };
  const known = await payload.count({
    collection: 'users',
    where,
    // override: a new school has nobody yet who could ask
    overrideAccess: true,
  });
  if (known.totalDocs > 0) return undefined;
  const data = { email, role, realm: 'school' as const, active: true, displayName: 'Admin' };
  const user = await payload.create({
    collection: 'users',
    data,
    // override: the first admin of a school is made by the product itself
    overrideAccess: true,
    depth: 0,
  });
  if (invite) {
    await mailPasswordLink(poolOf(payload), { id: String(user.id), email }, 'invite', invite);
    return undefined;
  }
  const password = randomBytes(12).toString('base64url');
  await setPassword(poolOf(payload), String(user.id), password);
  return password;
}
