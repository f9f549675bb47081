import type pg from 'pg';
import { type Logger, recordAudit } from '../../observability/index.ts';
import { asSystem, inTransaction } from '../../tenancy/index.ts';
import { checkProof, type TxtResolver } from './domain-proof.ts';

/** How long a domain goes on without its proof, in days: a record is easily lost when a school moves its name server. */
export const DOMAIN_PATIENCE_DAYS = 3;

const DUE = `
  select id, name, custom_domain as domain, custom_domain_token as token from tenants
   where custom_domain_verified_at is not null and status <> 'archived'
     and (custom_domain_checked_at is null or custom_domain_checked_at < now() - interval '1 day')
   order by custom_domain_checked_at nulls first limit 200`;

// $1 school, $2 its domain as looked up, $3 whether the proof stands, $4 days of patience.
const NOTE = `
  update tenants
     set custom_domain_checked_at = now(), updated_at = now(),
         custom_domain_failing_since = case when $3::boolean then null else coalesce(custom_domain_failing_since, now()) end,
         custom_domain_verified_at = case when not $3::boolean and custom_domain_failing_since <= now() - make_interval(days => $4)
                                          then null else custom_domain_verified_at end
   where id = $1 and custom_domain = $2
  returning custom_domain_verified_at is null as lost`;

/**
 * Looks the proof of every school's domain up once a day. A proof that is missing for three days takes the domain away;
 * a name server that does not answer proves nothing either way. Returns how many were looked up and how many lost.
 */
export async function recheckDomains(
  pool: pg.Pool,
  resolve: TxtResolver,
  logger: Logger,
): Promise<{ checked: number; lost: number }> {
  const { rows } = await asSystem(() => pool.query(DUE));
  let lost = 0;
  for (const { id, name, domain, token } of rows) {
    const proof = await checkProof(resolve, domain, token ?? '');
    if (proof === 'unknown') continue;
    const isLost = await asSystem(() =>
      inTransaction(pool, async (client) => {
        const noted = await client.query(NOTE, [id, domain, proof === 'proved', DOMAIN_PATIENCE_DAYS]);
        if (!noted.rows[0]?.lost) return false;
        await recordAudit(client, {
          category: 'admin',
          action: 'tenants.domain_lost',
          actor: { kind: 'system', label: 'daily check' },
          subject: { collection: 'tenants', id, label: name },
          before: { domain },
          tenantId: id,
        });
        return true;
      }),
    );
    if (isLost) {
      lost += 1;
      logger.warn({ tenant: id, domain, msg: 'a school lost its domain: the proof is gone' });
    }
  }
  return { checked: rows.length, lost };
}
