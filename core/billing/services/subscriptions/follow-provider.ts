import type pg from 'pg';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import { HAS_WAITING_INTENTS } from '../../sql/intents.ts';
import { bookVersion } from '../price-book/read-book.ts';
import { periodAt } from '../rating/periods.ts';
import type { PaymentProvider, ProviderAccount } from '../stripe/payment-provider.ts';
import type { Account } from './account-row.ts';
import { intend } from './intents.ts';
import { hoursAfter } from './moments.ts';
import { accountAtProvider } from './payers.ts';
import { isSuspendedByBilling, type SchoolStates } from './school-states.ts';
import { after } from './states.ts';
import { lockAccount } from './store.ts';
import type { Subscription } from './subscription.ts';
import { writeChange } from './write-change.ts';

export type FollowOptions = { pool: pg.Pool; provider: PaymentProvider; schools: SchoolStates };

/**
 * Brings a school's subscription to what the provider says of it now. The provider is read while the school's row is locked,
 * so that of two readings the later one is written last: the order and number of the messages that caused them do not matter.
 */
export async function followProvider(options: FollowOptions, tenantId: string, now: Date): Promise<void> {
  await asSystem(() =>
    inTransaction(options.pool, async (client) => {
      const account = await lockAccount(client, tenantId);
      const { subscription: before, school } = account;
      if (before.status === 'cancelled' || before.status === 'purged') return;
      const { content } = await bookVersion(client, before.priceBookVersion);
      const seen = await accountAtProvider(client, options.provider, account);
      if (!seen) return;
      const waiting = await client.query(HAS_WAITING_INTENTS, [school.id]);
      const isAhead = waiting.rows[0].waiting as boolean;
      const next = followed(account, seen, { graceHours: content.graceHours, now, isAhead });
      if (before.status === 'suspended' && next.status === 'active') {
        await options.schools.resume(client, school.id);
        await intend(client, school, { kind: 'unpause', payload: {} }, { reason: 'paid', now });
      }
      if (next.status === 'cancelled') await options.schools.suspend(client, school.id, 'subscription_ended');
      await writeChange(client, {
        before,
        after: next,
        school,
        at: now,
        reason: reasonOf(before, next),
        actor: { kind: 'system', label: 'billing' },
      });
    }),
  );
}

export type Look = {
  graceHours: number;
  now: Date;
  /** Whether the provider has yet to be told of changes here, which what it says must not undo. */
  isAhead: boolean;
};

/** The subscription after a look at the provider. Pure: the same look gives the same answer however often it is taken. */
export function followed(
  { subscription, school }: Account,
  seen: ProviderAccount,
  { graceHours, now, isAhead }: Look,
): Subscription {
  const known: Subscription = { ...subscription, paymentMethod: seen.paymentMethod };
  const { subscription: theirs } = seen;
  // A yearly subscription that becomes a monthly one ends at the provider and goes on here.
  const isOurs =
    theirs?.id === subscription.providerId && subscription.pendingCycle === undefined && !isAhead;
  // What ends with its period is ended by the clock, which also bills what was used until then.
  const { cancelAtPeriodEnd, periodEnd } = subscription;
  if (isOurs && theirs?.state === 'ended' && cancelAtPeriodEnd && periodEnd && periodEnd <= now) return known;
  if (isOurs && theirs?.state === 'ended')
    return { ...known, status: after('ended', known), endsAt: theirs.endedAt ?? now };
  if (isOurs && theirs && known.status !== 'suspended') known.cancelAtPeriodEnd = theirs.cancelAtPeriodEnd;
  if (known.status === 'trialing') return known;
  const [oldest] = seen.unpaid;
  if (oldest)
    return owing(
      known,
      oldest.at,
      seen.unpaid.some(({ wasTried }) => wasTried),
      graceHours,
    );
  return isPaidUp(known, theirs) ? paidUp(known, school, now) : known;
}

function owing(subscription: Subscription, since: Date, wasTried: boolean, graceHours: number): Subscription {
  const unpaidSince =
    subscription.unpaidSince && subscription.unpaidSince < since ? subscription.unpaidSince : since;
  const isNew = unpaidSince.getTime() !== subscription.unpaidSince?.getTime();
  const isOverdue = wasTried && subscription.status === 'active';
  return {
    ...subscription,
    unpaidSince,
    // A grace that staff prolonged stays while the debt is the same.
    graceEndsAt: isNew ? hoursAfter(unpaidSince, graceHours) : subscription.graceEndsAt,
    status: isOverdue ? after('payment_overdue', subscription) : subscription.status,
  };
}

// Nothing is open, and the provider has come as far as we have: before it renewed, nothing open means nothing.
// A month of a yearly plan and a change in the middle of a period count too.
function isPaidUp({ unpaidSince }: Subscription, theirs: ProviderAccount['subscription']): boolean {
  if (unpaidSince === undefined) return false;
  return theirs?.state === 'running' && theirs.reachedAt !== undefined && theirs.reachedAt >= unpaidSince;
}

function paidUp(subscription: Subscription, school: Account['school'], now: Date): Subscription {
  const paid = { ...subscription, unpaidSince: undefined, graceEndsAt: undefined };
  if (paid.status === 'past_due') return { ...paid, status: after('paid', paid) };
  // A school that staff suspended stays so until staff resume it.
  if (paid.status !== 'suspended' || !isSuspendedByBilling(school.suspendedReason)) return paid;
  const { anchorAt, cycle } = paid;
  // Periods that passed while nothing worked are not charged; the anchor stays (S10).
  const period = anchorAt ? periodAt(anchorAt, cycle, now) : undefined;
  return {
    ...paid,
    status: after('resumed', paid),
    suspendedAt: undefined,
    periodStart: period?.start ?? paid.periodStart,
    periodEnd: period?.end ?? paid.periodEnd,
  };
}

function reasonOf(before: Subscription, next: Subscription): string {
  if (before.status === next.status) return 'followed';
  if (before.status === 'suspended') return 'resumed';
  return next.status === 'past_due' ? 'past_due' : next.status === 'cancelled' ? 'ended' : 'paid';
}
