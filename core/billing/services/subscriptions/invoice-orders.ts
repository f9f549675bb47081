import type { InvoiceOrder } from '../invoices/invoice-order.ts';
import { periodAt } from '../rating/periods.ts';
import { runningMonth, type Step } from './due-step.ts';
import { type Subscription, termsOf } from './subscription.ts';

type Arrears = NonNullable<InvoiceOrder['arrears']>;

const INVOICED = new Set<Step['kind']>(['begin', 'month', 'renew', 'end']);

/**
 * The invoices that a step of the clock brings, mostly one or none; both sides of the step are needed. A year that becomes months
 * ends at the provider and the months begin there as another subscription: what was used and what is ahead are two invoices. So they
 * are where the payer changes with the period: the one of until then pays what was used, the next one what is ahead.
 */
export function stepOrders(step: Step, before: Subscription, after: Subscription): InvoiceOrder[] {
  const order = stepOrder(step, before, after);
  if (!order) return [];
  const { arrears, ahead, ...head } = order;
  const isShorter = before.cycle === 'yearly' && after.cycle === 'monthly';
  const isSplit = isShorter || before.payerGroup !== after.payerGroup;
  if (!isSplit || !arrears || !ahead?.base) return [{ ...order, ...payerOf(ahead ? after : before) }];
  return [
    { ...head, arrears, ...payerOf(before) },
    { ...head, reason: 'start', period: ahead.base, ahead, ...payerOf(after) },
  ];
}

function stepOrder(step: Step, before: Subscription, after: Subscription): InvoiceOrder | undefined {
  const once = before.addOns.map(({ code }) => code).filter((code) => !has(after, code));
  const { tenantId, anchorAt, periodStart, periodEnd } = after;
  if (!INVOICED.has(step.kind) || !anchorAt || !periodStart || !periodEnd) return undefined;
  const priced = { version: after.priceBookVersion, terms: termsOf(after) };
  const base = { start: periodStart, end: periodEnd };
  const month = periodAt(anchorAt, 'monthly', step.at);
  if (step.kind === 'begin')
    return { tenantId, reason: 'start', period: base, ahead: { ...priced, base, month, once } };
  const arrears = arrearsOf(before, step.at);
  if (step.kind === 'renew')
    return {
      tenantId,
      // After a free period there is nothing to look back at: it is the first one.
      reason: arrears ? 'period' : 'start',
      period: arrears?.month ?? base,
      ahead: { ...priced, base, month, once },
      ...(arrears ? { arrears } : {}),
    };
  if (step.kind === 'month' && arrears)
    return { tenantId, reason: 'period', period: arrears.month, ahead: { ...priced, month }, arrears };
  // What was used until the end is still owed.
  if (step.kind === 'end' && arrears && before.status !== 'trialing')
    return { tenantId, reason: 'period', period: arrears.month, arrears };
  return undefined;
}

/** The invoice of a change that is charged now; one that begins new periods also closes the month that it cuts off. */
export function changeOrder(before: Subscription, after: Subscription, at: Date): InvoiceOrder {
  const { tenantId, anchorAt = at, periodStart = at, periodEnd = at } = before;
  const isMoved = after.anchorAt?.getTime() !== before.anchorAt?.getTime();
  const arrears = isMoved ? arrearsOf(before, at) : undefined;
  return {
    tenantId,
    reason: 'change',
    period: { start: at, end: after.periodEnd ?? periodEnd },
    change: {
      from: { version: before.priceBookVersion, terms: termsOf(before) },
      to: { version: after.priceBookVersion, terms: termsOf(after) },
      period: { start: periodStart, end: periodEnd },
      month: periodAt(anchorAt, 'monthly', at),
      at,
    },
    ...(arrears ? { arrears } : {}),
    ...payerOf(after),
  };
}

/** The first invoice of a contract, which begins a period of its own; it also closes the month that it cuts off. */
export function contractOrder(before: Subscription, after: Subscription, at: Date): InvoiceOrder {
  const { tenantId, periodEnd = at } = after;
  const base = { start: at, end: periodEnd };
  const month = periodAt(at, 'monthly', at);
  const arrears = arrearsOf(before, at);
  return {
    ...{ tenantId, reason: 'start', period: base },
    ahead: { version: after.priceBookVersion, terms: termsOf(after), base, month },
    ...(arrears ? { arrears } : {}),
    ...payerOf(after),
  };
}

function payerOf({ payerGroup }: Subscription): { payerGroup?: string } {
  return payerGroup ? { payerGroup } : {};
}

function has({ addOns }: Subscription, code: string): boolean {
  return addOns.some((addOn) => addOn.code === code);
}

// The month, or what ran of it until `end`, in its stretches of unchanged terms.
function arrearsOf(subscription: Subscription, end: Date): Arrears | undefined {
  const { monthTerms } = subscription;
  const [first] = monthTerms;
  if (!first || runningMonth(subscription) === undefined) return undefined;
  const segments = monthTerms.map(({ from, version, terms }, index) => {
    const next = monthTerms[index + 1];
    return { version, terms, period: { start: new Date(from), end: next ? new Date(next.from) : end } };
  });
  return { month: { start: new Date(first.from), end }, version: first.version, segments };
}
