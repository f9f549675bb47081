import { billingNow } from '../../../kernel/index.ts';
import { type Offer, offersOf, type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { budgetState } from '../budgets/budget-state.ts';
import { factsOf } from './cache.ts';
import { type EntitlementFacts, type EntitlementSource, QUOTA_KEYS, type QuotaKey } from './facts.ts';

/**
 * May this school do it now, and how much is left. `limit`, `used` and `remaining` count students, teachers, bytes, or cents
 * of a budget; undefined where nothing is counted or nothing ends. `until` is when an override ends.
 */
export type Entitlement = {
  key: string;
  allowed: boolean;
  limit: number | undefined;
  used: number | undefined;
  remaining: number | undefined;
  source: EntitlementSource;
  until: Date | undefined;
};

export type Question = {
  /** In the platform's scope the school that is asked about; in a school's scope always its own. */
  tenantId?: string;
  now?: Date;
  /** How many more are wanted; 1 without it. */
  amount?: number;
};

/**
 * The one question of plans: a feature of the price book (`sso`), a quota (`students`, `teachers`, `storage_bytes`), or a
 * budget (a meter's code, or `*` for all together). A key that nothing holds is answered with `allowed: false` and source `none`.
 * Ask with a pool where a kept answer will do, with a transaction's client where it must be of this instant.
 */
export async function entitlementOf(
  client: Queryable,
  key: string,
  question: Question = {},
): Promise<Entitlement> {
  const { tenantId = requireTenant().id, now = billingNow(), amount = 1 } = question;
  const facts = await factsOf(client, tenantId, now);
  const feature = facts.features[key];
  if (feature) return featureAnswer(key, feature, facts);
  if (isQuota(key)) return quotaAnswer(client, key, { facts, tenantId, now, amount });
  const budget = await budgetState(client, key, { tenantId, now });
  if (budget === undefined) return { ...NOTHING, key, allowed: false, source: 'none' };
  const isStopped = isReadOnly(facts);
  const isOpen = !budget.isHard || budget.remainingCents === undefined || budget.remainingCents > 0;
  return {
    key,
    allowed: !isStopped && isOpen,
    limit: budget.capCents,
    used: budget.usedCents,
    remaining: budget.remainingCents,
    source: isStopped ? 'state' : 'budget',
    until: undefined,
  };
}

/** True when the school may do it now; `amount` as in the question. */
export async function may(client: Queryable, key: string, question: Question = {}): Promise<boolean> {
  return (await entitlementOf(client, key, question)).allowed;
}

/** How much of a quota or a budget is left; undefined is without end. */
export async function remaining(
  client: Queryable,
  key: string,
  question: Question = {},
): Promise<number | undefined> {
  return (await entitlementOf(client, key, question)).remaining;
}

/** The answer with what a person needs to go on: the school's plan, and which plans and add-ons hold it. */
export async function why(
  client: Queryable,
  key: string,
  question: Question = {},
): Promise<Entitlement & { plan: EntitlementFacts['plan']; plansThatHaveIt: Offer[] }> {
  const { tenantId = requireTenant().id, now = billingNow() } = question;
  const [answer, facts, plansThatHaveIt] = [
    await entitlementOf(client, key, question),
    await factsOf(client, tenantId, now),
    await offersOf(client, key),
  ];
  return { ...answer, plan: facts.plan, plansThatHaveIt };
}

const NOTHING = { limit: undefined, used: undefined, remaining: undefined, until: undefined };

function featureAnswer(
  key: string,
  fact: EntitlementFacts['features'][string],
  facts: EntitlementFacts,
): Entitlement {
  // The same rule as daftar.may: a school that can only be read looks and lets in as before, its add-ons are off.
  const isStopped = key === 'add_ons' && isReadOnly(facts);
  return {
    ...NOTHING,
    key,
    allowed: fact.allowed && !isStopped,
    source: isStopped ? 'state' : fact.source,
    until: momentOf(fact.until),
  };
}

async function quotaAnswer(
  client: Queryable,
  key: QuotaKey,
  { facts, tenantId, now, amount }: { facts: EntitlementFacts } & Required<Question>,
): Promise<Entitlement> {
  const { limit, source, until } = facts.quotas[key];
  const { rows } = await client.query(
    'select used, above_since, above_limit, below_since from school_seats where tenant_id = $1 and kind = $2',
    [tenantId, key],
  );
  const used = Number(rows[0]?.used ?? 0);
  const isFree =
    limit === null ||
    used + amount <= limit ||
    (key === 'students' && isInNotice(rows[0], limit, facts, now));
  const isStopped = isReadOnly(facts);
  return {
    key,
    allowed: isFree && !isStopped,
    limit: limit ?? undefined,
    used,
    remaining: limit === null ? undefined : Math.max(0, limit - used),
    source: isStopped ? 'state' : source,
    until: momentOf(until),
  };
}

type Notice = { above_since: Date | null; above_limit: string | null; below_since: Date | null };

const DAY_MS = 86_400_000;
/** Below the ceiling for so long, a school gets a new notice; as in daftar.take_seats. */
const FORGIVEN_MS = 30 * DAY_MS;

function isInNotice(notice: Notice | undefined, limit: number, facts: EntitlementFacts, now: Date): boolean {
  if (!notice?.above_since || Number(notice.above_limit) !== limit) return true;
  if (notice.below_since && now.getTime() - notice.below_since.getTime() >= FORGIVEN_MS) return true;
  return now.getTime() < notice.above_since.getTime() + facts.ceilingDays * DAY_MS;
}

function isReadOnly({ state }: EntitlementFacts): boolean {
  return state === 'suspended' || state === 'archived';
}

function isQuota(key: string): key is QuotaKey {
  return (QUOTA_KEYS as readonly string[]).includes(key);
}

function momentOf(text: string | null | undefined): Date | undefined {
  return text ? new Date(text) : undefined;
}
