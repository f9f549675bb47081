import type { BillingCycle, SubscriptionTerms } from '../terms.ts';

export type SubscriptionStatus = 'trialing' | 'active' | 'past_due' | 'suspended' | 'cancelled' | 'purged';

/** What is shown of the card or account that pays. */
export type PaymentMethod = { brand: string; last4: string; expires?: string | undefined };

/** Terms and the version that prices them, from a moment (ISO) on. */
export type TermsSince = { from: string; version: number; terms: SubscriptionTerms };

/** A school's subscription. Moments are whole seconds; an absent one has not come or does not apply. */
export type Subscription = {
  id: string;
  tenantId: string;
  status: SubscriptionStatus;
  plan: string;
  cycle: BillingCycle;
  groupPercent: string;
  addOns: { code: string; quantity: number }[];
  contract?: { cents: number } | undefined;
  /** The version of the price book that the running period was priced with. */
  priceBookVersion: number;
  startsAt: Date;
  /** Periods are counted from it; absent until the first tick has seen a school made without one. */
  anchorAt?: Date | undefined;
  periodStart?: Date | undefined;
  periodEnd?: Date | undefined;
  trialEndsAt?: Date | undefined;
  /** The expiry (C15): from here on what runs is not paid. Absent while everything is. */
  unpaidSince?: Date | undefined;
  /** Until then an unpaid school works as before (C16). */
  graceEndsAt?: Date | undefined;
  suspendedAt?: Date | undefined;
  endsAt?: Date | undefined;
  cancelAtPeriodEnd: boolean;
  pendingPlan?: string | undefined;
  pendingCycle?: BillingCycle | undefined;
  providerId?: string | undefined;
  paymentMethod?: PaymentMethod | undefined;
  aboveCeilingSince?: Date | undefined;
  /** The stretches of unchanged terms since the last bill of usage, oldest first; empty while nothing is billed. */
  monthTerms: TermsSince[];
  /** The group whose payer is asked for this school's next invoices; absent where the school pays for itself. */
  payerGroup?: string | undefined;
};

/** What billing needs to know of the school itself. */
export type BilledSchool = {
  id: string;
  name: string;
  nameAr: string | undefined;
  subdomain: string;
  locale: 'en' | 'ar';
  timeZone: string;
  status: 'trial' | 'active' | 'suspended' | 'archived';
  suspendedReason: string | undefined;
  groupId: string | undefined;
  customerId: string | undefined;
  trialEndsAt: Date | undefined;
};

/** The part of a subscription that prices are made from. */
export function termsOf(subscription: Subscription): SubscriptionTerms {
  const { plan, cycle, groupPercent, addOns, contract } = subscription;
  return { plan, cycle, groupPercent, addOns, contract };
}

/** The terms of now as a new stretch; the one before it ends there. */
export function withStretch(subscription: Subscription, from: Date): Subscription {
  const stretch = {
    from: from.toISOString(),
    version: subscription.priceBookVersion,
    terms: termsOf(subscription),
  };
  const earlier = subscription.monthTerms.filter((entry) => entry.from < stretch.from);
  return { ...subscription, monthTerms: [...earlier, stretch] };
}

/** Whether a school pays: what counts in MRR and for the discount of its group (grace counts, S32b). */
export function isPaying({ status }: Pick<Subscription, 'status'>): boolean {
  return status === 'active' || status === 'past_due';
}
