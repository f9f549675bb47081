import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../../tenancy/index.ts';
import { draftInvoice } from '../invoices/draft-invoice.ts';
import { bookAt } from '../price-book/read-book.ts';
import { periodAt } from '../rating/periods.ts';
import type { BillingCycle } from '../terms.ts';
import type { Actor } from './change.ts';
import { intend } from './intents.ts';
import { contractOrder } from './invoice-orders.ts';
import { hoursAfter, wholeSecond } from './moments.ts';
import { lockAccount } from './store.ts';
import { type Subscription, withStretch } from './subscription.ts';
import { writeChange } from './write-change.ts';

export type Contract = { tenantId: string; plan: string; cycle: BillingCycle; cents: number; actor: Actor };

/**
 * Writes a price down that was agreed by hand (C19), in whole cents of a cycle. It begins a period of its own now, whose price
 * is due at once; what an older period had left is not paid back, the contract's price takes it into account, and what was used
 * until now is still owed. Throws
 * subscription.plan_unknown for a plan that is not in the book.
 */
export async function agreeContract(pool: pg.Pool, contract: Contract, now: Date): Promise<void> {
  await asSystem(() => inTransaction(pool, (client) => writeContract(client, contract, now)));
}

/** The same in the transaction of what it belongs to, such as an accepted quote; in the platform's scope. */
export async function writeContract(client: Queryable, contract: Contract, now: Date): Promise<void> {
  const at = wholeSecond(now);
  const { plan, cycle, cents, tenantId, actor } = contract;
  const { subscription: before, school } = await lockAccount(client, tenantId);
  const book = await bookAt(client, at);
  if (!book.content.plans.some(({ code }) => code === plan))
    throw new AppError('subscription.plan_unknown', { plan });
  if (before.status === 'cancelled' || before.status === 'purged')
    throw new AppError('subscription.not_running');
  const isTrial = before.status === 'trialing';
  const { start, end } = periodAt(at, cycle, at);
  const begun = { anchorAt: at, periodStart: start, periodEnd: end, unpaidSince: at, monthTerms: [] };
  const agreed: Subscription = {
    ...before,
    plan,
    cycle,
    contract: { cents },
    groupPercent: '0',
    priceBookVersion: book.version,
    pendingPlan: undefined,
    pendingCycle: undefined,
    ...(isTrial ? {} : { ...begun, graceEndsAt: hoursAfter(at, book.content.graceHours) }),
  };
  const after = isTrial ? agreed : withStretch(agreed, at);
  if (!isTrial) await draftInvoice(client, contractOrder(before, after, at), at);
  await writeChange(client, { before, after, school, at, reason: 'contract', actor });
  if (before.pendingCycle)
    await intend(client, school, { kind: 'keep', payload: {} }, { reason: 'contract', now: at });
  // A period of its own, charged in full at once.
  const payload = before.providerId && !isTrial ? { beginAt: at.toISOString() } : {};
  await intend(client, school, { kind: 'terms', payload }, { reason: 'contract', now: at });
}
