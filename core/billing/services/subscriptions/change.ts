import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import type { AuditEvent } from '../../../observability/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../../tenancy/index.ts';
import { draftInvoice } from '../invoices/draft-invoice.ts';
import { bookAt, bookVersion } from '../price-book/read-book.ts';
import { periodAt } from '../rating/periods.ts';
import { type RatedChange, rateChange } from '../rating/rate-change.ts';
import { totalsOf } from '../rating/totals.ts';
import type { BillingCycle } from '../terms.ts';
import type { Account } from './account-row.ts';
import { intend } from './intents.ts';
import { changeOrder } from './invoice-orders.ts';
import { wholeSecond } from './moments.ts';
import { lockAccount, readAccount } from './store.ts';
import { type Subscription, termsOf, withStretch } from './subscription.ts';
import { openPlan } from './terms-at-provider.ts';
import { writeChange } from './write-change.ts';

export type Actor = AuditEvent['actor'];

/** What a school wants instead of what it has; absent parts stay. */
export type WantedTerms = {
  plan?: string | undefined;
  cycle?: BillingCycle | undefined;
  addOns?: { code: string; quantity: number }[] | undefined;
};

/** What a change comes to: `now` with the lines that are charged at once, or `period_end` without any. */
export type ChangePreview = {
  effective: 'now' | 'period_end' | 'nothing';
  /** When it counts from: this moment, or the end of the period. */
  at: Date;
  chargedNowCents: number;
  lines: RatedChange['lines'];
  next: Subscription;
};

/** Shows what a change would cost now, without making it. In the platform's or the school's scope. */
export async function previewChange(
  client: Queryable,
  tenantId: string,
  wanted: WantedTerms,
  now: Date,
): Promise<ChangePreview> {
  return decideChange(client, await readAccount(client, tenantId), wanted, wholeSecond(now));
}

/**
 * Changes plan, cycle or add-ons. A dearer plan, a longer cycle and more add-ons begin now and are charged by the second; a
 * cheaper plan, a shorter cycle and fewer add-ons wait for the end of the period (C17). In the trial everything is free and
 * at once. The provider is told by an intent written with the change. `expectedCents` is what the person was shown: another
 * amount by now is refused. Throws subscription.plan_unknown, subscription.not_running, subscription.price_moved.
 */
export async function changeTerms(
  pool: pg.Pool,
  change: { tenantId: string; wanted: WantedTerms; actor: Actor; expectedCents?: number | undefined },
  now: Date,
): Promise<ChangePreview> {
  const at = wholeSecond(now);
  return asSystem(() =>
    inTransaction(pool, async (client) => {
      const account = await lockAccount(client, change.tenantId);
      const preview = await decideChange(client, account, change.wanted, at);
      refuseAnotherPrice(preview, change.expectedCents);
      const { subscription: before, school } = account;
      if (preview.effective === 'nothing') return preview;
      const isCharged = preview.effective === 'now' && !isFree(before, at);
      const payload = isCharged ? { prorateAt: at.toISOString() } : {};
      await intend(client, school, { kind: 'terms', payload }, { reason: 'change', now: at });
      if (preview.next.pendingCycle === 'monthly')
        await intend(client, school, { kind: 'cancel_at_end', payload: {} }, { reason: 'shorter', now: at });
      if (before.pendingCycle && !preview.next.pendingCycle)
        await intend(client, school, { kind: 'keep', payload: {} }, { reason: 'change', now: at });
      if (isCharged && preview.lines.length > 0)
        await draftInvoice(client, changeOrder(before, preview.next, at), at);
      await writeChange(client, {
        before,
        after: preview.next,
        school,
        at,
        reason: preview.effective === 'now' ? 'changed' : 'planned',
        actor: change.actor,
      });
      return preview;
    }),
  );
}

// A second or two pass between looking and agreeing; a difference of less than a cent a second is the passing time.
const TOLERATED_CENTS = 100;

function refuseAnotherPrice({ chargedNowCents }: ChangePreview, expected: number | undefined): void {
  if (expected === undefined || Math.abs(chargedNowCents - expected) <= TOLERATED_CENTS) return;
  throw new AppError('subscription.price_moved', { cents: chargedNowCents });
}

async function decideChange(
  client: Queryable,
  { subscription }: Account,
  wanted: WantedTerms,
  at: Date,
): Promise<ChangePreview> {
  const { status, anchorAt, periodStart, periodEnd, contract } = subscription;
  if (status !== 'trialing' && status !== 'active' && status !== 'past_due')
    throw new AppError('subscription.not_running');
  if (!anchorAt || !periodStart || !periodEnd) throw new AppError('subscription.not_running');
  if (contract && (wanted.plan || wanted.cycle)) throw new AppError('subscription.by_contract');
  const [from, to] = [await bookVersion(client, subscription.priceBookVersion), await bookAt(client, at)];
  if (wanted.plan !== undefined && wanted.plan !== subscription.plan) openPlan(to.content, wanted.plan);
  for (const { code } of wanted.addOns ?? [])
    if (!to.content.addOns.some((addOn) => addOn.code === code && addOn.kind === 'monthly'))
      throw new AppError('subscription.add_on_unknown', { addOn: code });
  const isMonthly = ({ code }: { code: string }) =>
    !to.content.addOns.some((addOn) => addOn.code === code && addOn.kind === 'once');
  const monthly = subscription.addOns.filter(isMonthly);
  const orderedOnce = subscription.addOns.filter((addOn) => !isMonthly(addOn));
  const target: Subscription = {
    ...subscription,
    plan: wanted.plan ?? subscription.plan,
    cycle: wanted.cycle ?? subscription.cycle,
    addOns: [...orderedOnce, ...(wanted.addOns ?? monthly).filter(({ quantity }) => quantity > 0)],
    pendingPlan: undefined,
    pendingCycle: undefined,
  };
  const settled = { chargedNowCents: 0, lines: [], at };
  if (JSON.stringify(target) === JSON.stringify({ ...subscription }))
    return { ...settled, effective: 'nothing', next: subscription };
  if (isFree(subscription, at))
    return { ...settled, effective: 'now', next: { ...target, priceBookVersion: to.version } };
  const isSame = target.plan === subscription.plan && target.cycle === subscription.cycle;
  if (isSame && JSON.stringify(target.addOns) === JSON.stringify(subscription.addOns))
    return { ...settled, effective: 'now', next: target };
  const rated = rateChange({
    from: { book: from, terms: termsOf(subscription) },
    to: { book: isSame ? from : to, terms: termsOf(target) },
    period: { start: periodStart, end: periodEnd },
    month: periodAt(anchorAt, 'monthly', at),
    at,
  });
  if (rated.effective === 'period_end')
    return { ...settled, at: periodEnd, effective: 'period_end', next: planned(subscription, target, at) };
  // Shown as the invoice will have it, with its tax.
  const charged = totalsOf(isSame ? from : to, rated.lines, { start: at, end: periodEnd });
  const moved = rated.anchor ? periodAt(rated.anchor, target.cycle, rated.anchor) : undefined;
  return {
    effective: 'now',
    at,
    lines: charged.lines,
    chargedNowCents: charged.totalCents,
    next: withStretch(
      {
        ...target,
        priceBookVersion: isSame ? from.version : to.version,
        ...(moved
          ? { anchorAt: rated.anchor, periodStart: moved.start, periodEnd: moved.end, monthTerms: [] }
          : {}),
      },
      at,
    ),
  };
}

// The trial, and the first period of a school that was made without one, are charged to nobody.
function isFree({ trialEndsAt }: Subscription, at: Date): boolean {
  return trialEndsAt !== undefined && at < trialEndsAt;
}

// Fewer add-ons are gone at once for what they allow and are charged no more from the next period on.
function planned(subscription: Subscription, target: Subscription, at: Date): Subscription {
  const { plan, cycle, addOns } = target;
  const next = {
    ...subscription,
    addOns,
    pendingPlan: plan === subscription.plan ? undefined : plan,
    pendingCycle: cycle === subscription.cycle ? undefined : cycle,
  };
  return JSON.stringify(addOns) === JSON.stringify(subscription.addOns) ? next : withStretch(next, at);
}
