import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';

export type EntitlementSource = 'plan' | 'add_on' | 'contract' | 'override' | 'state' | 'budget' | 'none';

export type QuotaKey = 'students' | 'teachers' | 'storage_bytes';

export const QUOTA_KEYS: readonly QuotaKey[] = ['students', 'teachers', 'storage_bytes'];

export type FeatureFact = {
  allowed: boolean;
  source: EntitlementSource;
  code?: string;
  until?: string | null;
};

/** `limit` is where it ends and `included` what costs nothing more; null is unlimited. Students, teachers or bytes. */
export type QuotaFact = {
  limit: number | null;
  included: number | null;
  source: EntitlementSource;
  until?: string | null;
};

/** Everything that `daftar.entitlements` says of one school at one moment. */
export type EntitlementFacts = {
  state: 'trial' | 'active' | 'suspended' | 'archived';
  /** The state of the subscription that runs; null without one. */
  subscription: string | null;
  version: number | null;
  plan: { code: string; name: string; nameAr: string };
  ceilingDays: number;
  features: Record<string, FeatureFact>;
  quotas: Record<QuotaKey, QuotaFact>;
  /** The next moment at which this changes by itself; null when only a change can. */
  validUntil: string | null;
};

const READ = 'select daftar.entitlements($1, $2) as facts';

/** The answer of the database for one school, read anew. Throws resource.not_found for a school that the scope does not see. */
export async function readFacts(client: Queryable, tenantId: string, now: Date): Promise<EntitlementFacts> {
  const { rows } = await client.query(READ, [tenantId, now]);
  const facts = rows[0]?.facts as EntitlementFacts | null | undefined;
  if (!facts) throw new AppError('resource.not_found');
  return facts;
}
