import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import {
  currentScope,
  inTransaction,
  requireFeature,
  requireTenant,
  runInScope,
  type TenantInfo,
} from '../../tenancy/index.ts';
import type { Actor } from './change-school.ts';
import { readDomain } from './domain-name.ts';
import { checkProof, proofRecord, type TxtResolver } from './domain-proof.ts';

export type SchoolDomain = {
  domain: string;
  verified: boolean;
  /** Since when the proof is missing of a domain that still works; ISO 8601. */
  failingSince: string | null;
  record: { name: string; value: string };
};

type DomainRow = {
  custom_domain: string | null;
  custom_domain_token: string | null;
  custom_domain_verified_at: Date | null;
  custom_domain_failing_since: Date | null;
};

const COLUMNS = 'custom_domain, custom_domain_token, custom_domain_verified_at, custom_domain_failing_since';

/** The domain the school of the scope claimed, with the record that proves it; undefined when it claimed none. */
export async function readSchoolDomain(pool: pg.Pool): Promise<SchoolDomain | undefined> {
  const { rows } = await pool.query(`select ${COLUMNS} from tenants where id = $1`, [requireTenant().id]);
  return domainOf(rows[0]);
}

/**
 * Claims a domain for the school of the scope. A claim alone opens nothing and stands in nobody's way. The domain before
 * it stops. Throws plan.feature_missing or tenant.domain_invalid.
 */
export async function claimDomain(
  pool: pg.Pool,
  claim: { domain: string; baseDomain: string; actor: Actor },
): Promise<SchoolDomain> {
  const tenant = requireTenant();
  await requireFeature(pool, 'custom_domain');
  const answer = readDomain(claim.domain, claim.baseDomain);
  if ('reason' in answer)
    throw new AppError('tenant.domain_invalid', { domain: claim.domain.slice(0, 80), reason: answer.reason });
  const row = await write(pool, tenant, claim.actor, 'domain_claimed', {
    text: `update tenants set custom_domain = $2::varchar,
             custom_domain_token = case when custom_domain = $2::varchar then custom_domain_token else $3::varchar end,
             custom_domain_verified_at = case when custom_domain = $2::varchar then custom_domain_verified_at end,
             custom_domain_failing_since = case when custom_domain = $2::varchar then custom_domain_failing_since end,
             updated_at = now()
           where id = $1 returning ${COLUMNS}`,
    values: [answer.domain, randomBytes(24).toString('base64url')],
  });
  return domainOf(row) as SchoolDomain;
}

/**
 * Looks the proof up and, when it stands, gives the school its domain. Another school that holds the domain keeps it as
 * long as its own proof stands too. Throws plan.feature_missing, tenant.domain_unproved or tenant.domain_taken.
 */
export async function verifyDomain(
  pool: pg.Pool,
  resolve: TxtResolver,
  check: { actor: Actor },
): Promise<SchoolDomain> {
  const tenant = requireTenant();
  await requireFeature(pool, 'custom_domain');
  const { rows } = await pool.query(`select ${COLUMNS} from tenants where id = $1`, [tenant.id]);
  const { custom_domain: domain, custom_domain_token: token } = rows[0] as DomainRow;
  if (!domain || !token) throw new AppError('resource.not_found');
  if ((await checkProof(resolve, domain, token)) !== 'proved')
    throw new AppError('tenant.domain_unproved', proofRecord(domain, token));
  await releaseLostDomain(pool, resolve, domain, tenant.id);
  try {
    const row = await write(pool, tenant, check.actor, 'domain_proved', {
      // The claim that was looked up, and not one that came in between.
      text: `update tenants set custom_domain_verified_at = coalesce(custom_domain_verified_at, now()),
               custom_domain_checked_at = now(), custom_domain_failing_since = null, updated_at = now()
             where id = $1 and custom_domain = $2 and custom_domain_token = $3 returning ${COLUMNS}`,
      values: [domain, token],
    });
    return domainOf(row) as SchoolDomain;
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new AppError('tenant.domain_taken');
    throw error;
  }
}

/** Gives the domain of the school of the scope up; its subdomain stays. */
export async function removeDomain(pool: pg.Pool, { actor }: { actor: Actor }): Promise<void> {
  await write(pool, requireTenant(), actor, 'domain_removed', {
    text: `update tenants set custom_domain = null, custom_domain_token = null, custom_domain_verified_at = null,
             custom_domain_checked_at = null, custom_domain_failing_since = null, updated_at = now()
           where id = $1 returning ${COLUMNS}`,
    values: [],
  });
}

async function releaseLostDomain(
  pool: pg.Pool,
  resolve: TxtResolver,
  domain: string,
  claimant: string,
): Promise<void> {
  const { rows } = await asPlatform(() =>
    pool.query(
      `select id, name, custom_domain_token as token from tenants
        where custom_domain = $1 and custom_domain_verified_at is not null and id <> $2`,
      [domain, claimant],
    ),
  );
  const [holder] = rows;
  if (!holder) return;
  if ((await checkProof(resolve, domain, holder.token ?? '')) !== 'missing')
    throw new AppError('tenant.domain_taken');
  await asPlatform(() =>
    inTransaction(pool, async (client) => {
      await client.query(
        'update tenants set custom_domain_verified_at = null, updated_at = now() where id = $1 and custom_domain = $2',
        [holder.id, domain],
      );
      await recordAudit(client, {
        category: 'admin',
        action: 'tenants.domain_lost',
        actor: { kind: 'system' },
        subject: { collection: 'tenants', id: holder.id, label: holder.name },
        before: { domain },
        tenantId: holder.id,
      });
    }),
  );
}

async function write(
  pool: pg.Pool,
  tenant: TenantInfo,
  actor: Actor,
  action: string,
  change: { text: string; values: string[] },
): Promise<DomainRow> {
  if (tenant.status === 'suspended') throw new AppError('tenant.read_only');
  const row = await asPlatform(() =>
    inTransaction(pool, async (client) => {
      // The school's own role may not write these columns, so its state is asked here and not by the database.
      const { rows: states } = await client.query('select status from tenants where id = $1 for update', [
        tenant.id,
      ]);
      if (['suspended', 'archived'].includes(states[0]?.status)) throw new AppError('tenant.read_only');
      const { rows } = await client.query(change.text, [tenant.id, ...change.values]);
      return rows[0] as DomainRow | undefined;
    }),
  );
  if (!row) throw new AppError('resource.not_found');
  // In the school's own scope: it is the school's trail, and one of its people acted.
  await recordAudit(pool, {
    category: 'admin',
    action: `tenants.${action}`,
    actor,
    subject: { collection: 'tenants', id: tenant.id, label: tenant.name },
    after: { domain: row.custom_domain, verified: row.custom_domain_verified_at !== null },
  });
  return row;
}

function domainOf(row: DomainRow | undefined): SchoolDomain | undefined {
  if (!row?.custom_domain || !row.custom_domain_token) return undefined;
  return {
    domain: row.custom_domain,
    verified: row.custom_domain_verified_at !== null,
    failingSince: row.custom_domain_failing_since?.toISOString() ?? null,
    record: proofRecord(row.custom_domain, row.custom_domain_token),
  };
}

function asPlatform<T>(work: () => T): T {
  const scope = currentScope();
  return runInScope(
    {
      kind: 'platform',
      realm: 'system',
      requestId: scope?.requestId ?? 'internal',
      database: scope?.database ?? { lost: false },
      ...(scope?.client ? { client: scope.client } : {}),
    },
    work,
  );
}
