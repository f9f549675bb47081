import { hoursAfter } from './moments.ts';
import type { Subscription } from './subscription.ts';

export type NoticeKind =
  | 'trial_ends'
  | 'payment_failed'
  | 'grace_ends'
  | 'suspended'
  | 'resumed'
  | 'ends_at_period_end'
  | 'ended'
  | 'plan_changed'
  | 'plan_planned'
  | 'cheaper_plan';

/** A notice that is due. The key makes it leave once; `at` is the moment that it tells of. */
export type Notice = {
  kind: NoticeKind;
  key: string;
  at: Date;
  days?: number;
  /** What else its text names. */
  values?: Record<string, string>;
};

const TRIAL_DAYS = [7, 3, 1];
const GRACE_DAYS = [5, 2, 1];

/**
 * What has to be said of a subscription at `now`. Of several countdowns that were missed only the nearest is said; each has a
 * key of its step and instant, so that asking again says nothing new.
 */
export function dueNotices(subscription: Subscription, now: Date): Notice[] {
  const { status, trialEndsAt, unpaidSince, graceEndsAt, suspendedAt, endsAt, cancelAtPeriodEnd, periodEnd } =
    subscription;
  const notices: Notice[] = [];
  if (status === 'trialing' && trialEndsAt)
    notices.push(...countdown('trial_ends', trialEndsAt, TRIAL_DAYS, now));
  if (status === 'past_due' && unpaidSince && graceEndsAt) {
    notices.push({ kind: 'payment_failed', key: unpaidSince.toISOString(), at: graceEndsAt });
    notices.push(...countdown('grace_ends', graceEndsAt, GRACE_DAYS, now));
  }
  if (status === 'suspended' && suspendedAt && unpaidSince)
    notices.push({ kind: 'suspended', key: suspendedAt.toISOString(), at: suspendedAt });
  if (cancelAtPeriodEnd && periodEnd)
    notices.push({ kind: 'ends_at_period_end', key: periodEnd.toISOString(), at: periodEnd });
  if (status === 'cancelled' && endsAt)
    notices.push({ kind: 'ended', key: endsAt.toISOString(), at: endsAt });
  return notices;
}

function countdown(kind: NoticeKind, end: Date, days: number[], now: Date): Notice[] {
  if (end <= now) return [];
  const reached = days.filter((count) => hoursAfter(end, -24 * count) <= now);
  const nearest = Math.min(...reached);
  return reached.length === 0
    ? []
    : [{ kind, key: `${nearest}:${end.toISOString()}`, at: end, days: nearest }];
}
