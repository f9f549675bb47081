import { periodAt } from '../rating/periods.ts';
import { hoursAfter } from './moments.ts';
import type { Subscription } from './subscription.ts';

/** What the clock asks for next. `at` is the moment it was due at, however late the clock looks. */
export type Step = {
  kind: 'adopt' | 'begin' | 'month' | 'renew' | 'overdue' | 'suspend' | 'end' | 'lapse' | 'purge';
  at: Date;
};

/** An unpaid period counts as overdue after this long even when the provider reported no failure. */
export const OVERDUE_AFTER_HOURS = 24;
/** A school that stays suspended for unpaid bills is given up after this long. */
export const LAPSE_DAYS = 90;
/** An ended school's data is kept this long. */
export const RETENTION_DAYS = 90;

/** The earliest step that is due at `now`; undefined when nothing is. Apply it and ask again. */
export function dueStep(subscription: Subscription, now: Date): Step | undefined {
  const due = stepsOf(subscription).filter(({ at }) => at <= now);
  return due.sort((a, b) => a.at.getTime() - b.at.getTime())[0];
}

function stepsOf(subscription: Subscription): Step[] {
  const { status, anchorAt, periodEnd, trialEndsAt, unpaidSince, graceEndsAt, suspendedAt, endsAt } =
    subscription;
  const steps: Step[] = [];
  const add = (kind: Step['kind'], at: Date | undefined) => {
    if (at) steps.push({ kind, at });
  };
  if (status === 'cancelled') add('purge', endsAt && hoursAfter(endsAt, RETENTION_DAYS * 24));
  if (status === 'cancelled' || status === 'purged') return steps;
  if (anchorAt === undefined) return [{ kind: 'adopt', at: subscription.startsAt }];
  if (status === 'trialing') add(subscription.cancelAtPeriodEnd ? 'end' : 'begin', trialEndsAt);
  if (status === 'active' || status === 'past_due') {
    // First, so that a grace that ends with the period suspends before it renews.
    add('suspend', unpaidSince && graceEndsAt);
    const month = runningMonth(subscription);
    if (month && periodEnd && month.end < periodEnd) add('month', month.end);
    add(subscription.cancelAtPeriodEnd ? 'end' : 'renew', periodEnd);
  }
  if (status === 'active') add('overdue', unpaidSince && hoursAfter(unpaidSince, OVERDUE_AFTER_HOURS));
  if (status === 'suspended' && unpaidSince)
    add('lapse', suspendedAt && hoursAfter(suspendedAt, LAPSE_DAYS * 24));
  return steps;
}

/** The billing month whose usage is on no invoice yet; undefined while nothing is billed. */
export function runningMonth({ anchorAt, monthTerms }: Subscription): { start: Date; end: Date } | undefined {
  const from = monthTerms[0] && new Date(monthTerms[0].from);
  if (!from || !anchorAt || from < anchorAt) return undefined;
  return periodAt(anchorAt, 'monthly', from);
}
