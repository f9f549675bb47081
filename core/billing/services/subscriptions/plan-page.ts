import { asSystem, type Queryable } from '../../../tenancy/index.ts';
import { readSeats } from '../budgets/budget-page.ts';
import { peaksOf } from '../invoices/day-snapshots.ts';
import { bookAt, bookVersion } from '../price-book/read-book.ts';
import type { BillingCycle } from '../terms.ts';
import { runningMonth } from './due-step.ts';
import { type BestPrice, readBestPrice } from './read-best-price.ts';
import { readAccount } from './store.ts';
import type { PaymentMethod, SubscriptionStatus } from './subscription.ts';

type Words = { en: string; ar: string };

export type OfferedPlan = {
  code: string;
  name: Words;
  monthlyCents: number | undefined;
  yearlyCents: number | undefined;
  students: number | undefined;
  teachers: number | undefined;
  storageGb: number | undefined;
  features: string[];
};

/** Everything that the page "Plan and invoices" shows, apart from the invoices. Moments are ISO texts. */
export type PlanPage = {
  status: SubscriptionStatus;
  timeZone: string;
  plan: { code: string; name: Words };
  cycle: BillingCycle;
  groupPercent: string;
  contractCents: number | undefined;
  periodStart: string | undefined;
  periodEnd: string | undefined;
  trialEndsAt: string | undefined;
  unpaidSince: string | undefined;
  graceEndsAt: string | undefined;
  endsAt: string | undefined;
  cancelAtPeriodEnd: boolean;
  pendingPlan: { code: string; name: Words } | undefined;
  pendingCycle: BillingCycle | undefined;
  paymentMethod: PaymentMethod | undefined;
  /** The name of the group that pays for this school; undefined where it pays for itself. */
  payer: string | undefined;
  hasCustomer: boolean;
  /** Peaks of the running month, or what is there now before its first day ended, beside what is included; undefined is unlimited. */
  used: {
    students: number;
    includedStudents: number | undefined;
    storageBytes: number;
    includedStorageGb: number | undefined;
  };
  plans: OfferedPlan[];
  addOns: { code: string; name: Words; cents: number; quantity: number }[];
  /** The last period, when another plan would have cost less; with the names of both plans. */
  bestPrice: (BestPrice & { planName: Words; betterName: Words }) | undefined;
  /** No real money moves. */
  isTest: boolean;
};

/** What a school reads of its plan, in its own scope at `now`. Throws subscription.none. */
export async function readPlanPage(client: Queryable, tenantId: string, now: Date): Promise<PlanPage> {
  const { subscription, school } = await readAccount(client, tenantId);
  const { content: paid } = await bookVersion(client, subscription.priceBookVersion);
  const { content: offered } = await bookAt(client, now);
  const nameOf = (code: string) =>
    [...offered.plans, ...paid.plans].find((plan) => plan.code === code)?.name ?? { en: code, ar: code };
  const own = paid.plans.find(({ code }) => code === subscription.plan);
  const month = runningMonth(subscription) ?? {
    start: subscription.periodStart ?? subscription.startsAt,
    end: now,
  };
  const peaks = await peaksOf(client, tenantId, month);
  // Before its first day has ended a month has no peak: what is there now is shown meanwhile.
  const seats = peaks.days === 0 ? await readSeats(client, tenantId) : undefined;
  const { pendingPlan } = subscription;
  const extraGb = subscription.addOns.reduce(
    (sum, { code, quantity }) =>
      sum + (paid.addOns.find((addOn) => addOn.code === code)?.storageGb ?? 0) * quantity,
    0,
  );
  const best = await readBestPrice(client, tenantId, subscription.periodStart);
  return {
    status: subscription.status,
    timeZone: school.timeZone,
    plan: { code: subscription.plan, name: nameOf(subscription.plan) },
    cycle: subscription.cycle,
    groupPercent: subscription.groupPercent,
    contractCents: subscription.contract?.cents,
    periodStart: subscription.periodStart?.toISOString(),
    periodEnd: subscription.periodEnd?.toISOString(),
    trialEndsAt: subscription.trialEndsAt?.toISOString(),
    unpaidSince: subscription.unpaidSince?.toISOString(),
    graceEndsAt: subscription.graceEndsAt?.toISOString(),
    endsAt: subscription.endsAt?.toISOString(),
    cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
    pendingPlan: pendingPlan ? { code: pendingPlan, name: nameOf(pendingPlan) } : undefined,
    pendingCycle: subscription.pendingCycle,
    // The payer's card is not the school's to see.
    paymentMethod: subscription.payerGroup ? undefined : subscription.paymentMethod,
    payer: await payerName(client, subscription.payerGroup),
    hasCustomer: school.customerId !== undefined,
    used: {
      students: seats?.get('students') ?? peaks.students,
      includedStudents: own?.students ?? undefined,
      storageBytes: seats?.get('storage_bytes') ?? peaks.storageBytes,
      includedStorageGb: own?.storageGb === null || own === undefined ? undefined : own.storageGb + extraGb,
    },
    plans: offered.plans
      .filter(({ isOpen }) => isOpen)
      .map(({ code, name, monthly, yearly, students, teachers, storageGb, features }) => ({
        code,
        name,
        monthlyCents: monthly ?? undefined,
        yearlyCents: yearly ?? undefined,
        students: students ?? undefined,
        teachers: teachers ?? undefined,
        storageGb: storageGb ?? undefined,
        features,
      })),
    addOns: offered.addOns
      .filter(({ kind }) => kind === 'monthly')
      .map(({ code, name, cents }) => ({
        code,
        name,
        cents,
        quantity: subscription.addOns.find((addOn) => addOn.code === code)?.quantity ?? 0,
      })),
    bestPrice:
      best && best.betterPlan !== subscription.plan
        ? { ...best, planName: nameOf(best.plan), betterName: nameOf(best.betterPlan) }
        : undefined,
    isTest: !/^(sk|rk)_live_/.test(process.env.STRIPE_SECRET_KEY ?? ''),
  };
}

async function payerName(client: Queryable, groupId: string | undefined): Promise<string | undefined> {
  if (!groupId) return undefined;
  // Groups are the platform's; the school's own subscription names the one that pays.
  const { rows } = await asSystem(() =>
    client.query('select name from school_groups where id = $1', [groupId]),
  );
  return rows[0]?.name ?? '';
}
