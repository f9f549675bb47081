import { AppError } from '../../../kernel/index.ts';
import type { BilledSchool, Subscription, TermsSince } from './subscription.ts';

/** A school and what it has. */
export type Account = { subscription: Subscription; school: BilledSchool };

type Moment = Date | null;

/** A row of READ_SUBSCRIPTION. */
export type AccountRow = {
  id: string;
  tenant_id: string;
  status: Subscription['status'];
  plan: string;
  billing_cycle: Subscription['cycle'];
  group_percent: string;
  add_ons: Subscription['addOns'] | null;
  contract: { cents: number } | null;
  price_book_version: string | null;
  starts_at: Date;
  anchor_at: Moment;
  current_period_start: Moment;
  current_period_end: Moment;
  trial_ends_at: Moment;
  unpaid_since: Moment;
  grace_ends_at: Moment;
  suspended_at: Moment;
  ends_at: Moment;
  cancel_at_period_end: boolean | null;
  pending_plan: string | null;
  pending_cycle: Subscription['cycle'] | null;
  provider_id: string | null;
  payment_method: Subscription['paymentMethod'] | null;
  above_ceiling_since: Moment;
  month_terms: TermsSince[] | null;
  payer_group: string | null;
  school_name: string;
  school_name_ar: string | null;
  subdomain: string;
  locale: 'en' | 'ar';
  time_zone: string;
  school_status: BilledSchool['status'];
  suspended_reason: string | null;
  group_id: string | null;
  stripe_customer_id: string | null;
  school_trial_ends_at: Moment;
};

/** The account in a row of READ_SUBSCRIPTION. Throws subscription.none without one. */
export function accountOf(row: AccountRow | undefined): Account {
  if (!row) throw new AppError('subscription.none');
  const subscription: Subscription = {
    id: row.id,
    tenantId: row.tenant_id,
    status: row.status,
    plan: row.plan,
    cycle: row.billing_cycle,
    groupPercent: row.group_percent,
    addOns: row.add_ons ?? [],
    contract: row.contract ?? undefined,
    priceBookVersion: Number(row.price_book_version ?? 1),
    startsAt: row.starts_at,
    anchorAt: row.anchor_at ?? undefined,
    periodStart: row.current_period_start ?? undefined,
    periodEnd: row.current_period_end ?? undefined,
    trialEndsAt: row.trial_ends_at ?? undefined,
    unpaidSince: row.unpaid_since ?? undefined,
    graceEndsAt: row.grace_ends_at ?? undefined,
    suspendedAt: row.suspended_at ?? undefined,
    endsAt: row.ends_at ?? undefined,
    cancelAtPeriodEnd: row.cancel_at_period_end ?? false,
    pendingPlan: row.pending_plan ?? undefined,
    pendingCycle: row.pending_cycle ?? undefined,
    providerId: row.provider_id ?? undefined,
    paymentMethod: row.payment_method ?? undefined,
    aboveCeilingSince: row.above_ceiling_since ?? undefined,
    monthTerms: row.month_terms ?? [],
    payerGroup: row.payer_group ?? undefined,
  };
  const school: BilledSchool = {
    id: row.tenant_id,
    name: row.school_name,
    nameAr: row.school_name_ar ?? undefined,
    subdomain: row.subdomain,
    locale: row.locale,
    timeZone: row.time_zone,
    status: row.school_status,
    suspendedReason: row.suspended_reason ?? undefined,
    groupId: row.group_id ?? undefined,
    customerId: row.stripe_customer_id ?? undefined,
    trialEndsAt: row.school_trial_ends_at ?? undefined,
  };
  return { subscription, school };
}
