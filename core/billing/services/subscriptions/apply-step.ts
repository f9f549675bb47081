import { periodAt } from '../rating/periods.ts';
import type { Step } from './due-step.ts';
import { hoursAfter, wholeSecond } from './moments.ts';
import { after } from './states.ts';
import { type Subscription, withStretch } from './subscription.ts';

/** What a step needs to know from outside of the subscription, as of the step's moment. */
export type StepFacts = {
  priceBookVersion: number;
  graceHours: number;
  /** The discount that the school's group has earned now. */
  groupPercent: string;
  /** The end of the trial that the school was made with; adopting a school on trial needs it. */
  trialEndsAt?: Date | undefined;
  /** Add-ons of the book that are paid once. */
  onceCodes: string[];
  /** The group that pays from this step on. */
  payerGroup?: string | undefined;
  now: Date;
};

/** The subscription after a step of the clock. Pure; the step must be due. */
export function applyStep(subscription: Subscription, step: Step, facts: StepFacts): Subscription {
  switch (step.kind) {
    case 'adopt':
      return adopted(subscription, facts);
    case 'begin':
      return renewed(
        { ...subscription, status: after('trial_ended', subscription), anchorAt: step.at },
        step.at,
        facts,
      );
    case 'month':
      return withStretch({ ...subscription, monthTerms: [] }, step.at);
    case 'renew':
      return renewed({ ...subscription, status: after('renewed', subscription) }, step.at, facts);
    case 'overdue':
      return { ...subscription, status: after('payment_overdue', subscription) };
    case 'suspend':
      return { ...subscription, status: after('grace_ended', subscription), suspendedAt: step.at };
    case 'end':
      return { ...withoutPlans(subscription), status: after('ended', subscription), endsAt: step.at };
    case 'lapse':
      return { ...withoutPlans(subscription), status: after('lapsed', subscription), endsAt: step.at };
    case 'purge':
      return { ...subscription, status: after('retention_ended', subscription) };
  }
}

// A school that was made active without periods gets its first one for nothing: it was told of no price and has no card.
function adopted(subscription: Subscription, facts: StepFacts): Subscription {
  const { priceBookVersion, groupPercent, now } = facts;
  const base = { ...subscription, priceBookVersion, groupPercent, payerGroup: facts.payerGroup };
  if (subscription.status === 'trialing') {
    const trialEndsAt = wholeSecond(subscription.trialEndsAt ?? facts.trialEndsAt ?? now);
    return {
      ...base,
      trialEndsAt,
      anchorAt: trialEndsAt,
      periodStart: subscription.startsAt,
      periodEnd: trialEndsAt,
    };
  }
  const anchorAt = wholeSecond(now);
  const { start, end } = periodAt(anchorAt, subscription.cycle, anchorAt);
  return { ...base, anchorAt, periodStart: start, periodEnd: end, trialEndsAt: end };
}

function renewed(subscription: Subscription, at: Date, facts: StepFacts): Subscription {
  const cycle = subscription.pendingCycle ?? subscription.cycle;
  const anchorAt = cycle === subscription.cycle ? (subscription.anchorAt ?? at) : at;
  const { start, end } = periodAt(anchorAt, cycle, at);
  const unpaidSince = subscription.unpaidSince ?? at;
  const isWithoutMeans = subscription.paymentMethod === undefined;
  const isShorter = subscription.cycle === 'yearly' && cycle === 'monthly';
  const next = {
    ...withoutPlans(subscription),
    monthTerms: [],
    // What is paid once is on this invoice and on no other.
    addOns: subscription.addOns.filter(({ code }) => !facts.onceCodes.includes(code)),
    plan: subscription.pendingPlan ?? subscription.plan,
    cycle,
    anchorAt,
    periodStart: start,
    periodEnd: end,
    unpaidSince,
    graceEndsAt: subscription.unpaidSince
      ? subscription.graceEndsAt
      : hoursAfter(unpaidSince, facts.graceHours),
    status:
      subscription.status === 'active' && isWithoutMeans
        ? after('payment_overdue', subscription)
        : subscription.status,
    priceBookVersion: facts.priceBookVersion,
    // C18: a discount that was earned or lost counts from the renewal.
    groupPercent: facts.groupPercent,
    payerGroup: facts.payerGroup,
    // The provider ended the yearly one with its last period; the monthly one begins there as another.
    providerId: isShorter ? undefined : subscription.providerId,
  };
  return withStretch(next, at);
}

function withoutPlans(subscription: Subscription): Subscription {
  return { ...subscription, pendingPlan: undefined, pendingCycle: undefined, cancelAtPeriodEnd: false };
}
