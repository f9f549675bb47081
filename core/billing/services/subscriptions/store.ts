import type { Queryable } from '../../../tenancy/index.ts';
import {
  LOCK_SUBSCRIPTION,
  LOCK_TENANT,
  PAYING_GROUP,
  PAYING_SCHOOLS,
  READ_SUBSCRIPTION,
  SAVE_SCHOOL_PLAN,
  SAVE_SUBSCRIPTION,
} from '../../sql/subscriptions.ts';
import type { PriceBookContent } from '../price-book/content.ts';
import { type Account, accountOf } from './account-row.ts';
import type { BilledSchool, Subscription } from './subscription.ts';

/** The school's account as it is; for pages. Throws subscription.none. */
export async function readAccount(client: Queryable, tenantId: string): Promise<Account> {
  const { rows } = await client.query(READ_SUBSCRIPTION, [tenantId]);
  return accountOf(rows[0]);
}

/** The same with both rows locked until the transaction ends, in the platform's scope. Throws subscription.none. */
export async function lockAccount(client: Queryable, tenantId: string): Promise<Account> {
  await client.query(LOCK_TENANT, [tenantId]);
  const { rows } = await client.query(LOCK_SUBSCRIPTION, [tenantId]);
  return accountOf(rows[0]);
}

/** Writes a subscription back, and its plan to the school, which is what pages and doors look at. */
export async function saveSubscription(client: Queryable, subscription: Subscription): Promise<void> {
  const { addOns, contract, paymentMethod } = subscription;
  await client.query(SAVE_SUBSCRIPTION, [
    subscription.id,
    subscription.status,
    subscription.plan,
    subscription.cycle,
    subscription.groupPercent,
    JSON.stringify(addOns),
    contract ? JSON.stringify(contract) : null,
    subscription.priceBookVersion,
    subscription.anchorAt ?? null,
    subscription.periodStart ?? null,
    subscription.periodEnd ?? null,
    subscription.trialEndsAt ?? null,
    subscription.unpaidSince ?? null,
    subscription.graceEndsAt ?? null,
    subscription.suspendedAt ?? null,
    subscription.endsAt ?? null,
    subscription.cancelAtPeriodEnd,
    subscription.pendingPlan ?? null,
    subscription.pendingCycle ?? null,
    subscription.providerId ?? null,
    paymentMethod ? JSON.stringify(paymentMethod) : null,
    subscription.aboveCeilingSince ?? null,
    JSON.stringify(subscription.monthTerms),
    subscription.payerGroup ?? null,
  ]);
  await client.query(SAVE_SCHOOL_PLAN, [subscription.tenantId, subscription.plan]);
}

/** The group that is to pay for a school from its next period on; undefined where the school pays for itself. */
export async function payingGroupOf(
  client: Queryable,
  { groupId }: Pick<BilledSchool, 'groupId'>,
): Promise<string | undefined> {
  if (!groupId) return undefined;
  return (await client.query(PAYING_GROUP, [groupId])).rows[0]?.id;
}

/**
 * The discount that a school's group has earned (C6, C18), in percent, '0' without: the school itself counts, because it is
 * asked for a period that it is about to pay.
 */
export async function groupPercentOf(
  client: Queryable,
  school: Pick<BilledSchool, 'id' | 'groupId'>,
  book: PriceBookContent,
): Promise<string> {
  if (!school.groupId || !book.groupDiscount) return '0';
  const { rows } = await client.query(PAYING_SCHOOLS, [school.groupId, school.id]);
  return Number(rows[0].count) + 1 >= book.groupDiscount.fromSchools ? book.groupDiscount.percent : '0';
}
