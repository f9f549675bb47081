import type { Period } from '../rating/line.ts';
import { periodAt } from '../rating/periods.ts';
import type { InvoiceOrder, PricedTerms } from './invoice-order.ts';

export type MonthEnd = {
  tenantId: string;
  /** The anchor of the subscription's periods. */
  anchor: Date;
  /** The billing month that ends; its start lies on a boundary of the anchor. */
  month: Period;
  /** The terms that ran in it, one stretch for each change, in order. */
  ran: readonly (PricedTerms & { from: Date })[];
  /** The version that was valid when the month began: it prices the meters. */
  version: number;
  /** The terms of the time after it; absent when the subscription ends with the month. */
  next?: PricedTerms | undefined;
};

/**
 * The order of the invoice at the end of a billing month: its arrears, and ahead of time the add-ons of the next month and,
 * when a period of the base fee ends too, its renewal. Throws RangeError when the month is none of the anchor's.
 */
export function monthEndOrder({ tenantId, anchor, month, ran, version, next }: MonthEnd): InvoiceOrder {
  const known = periodAt(anchor, 'monthly', month.start);
  if (known.start.getTime() !== month.start.getTime() || known.end.getTime() !== month.end.getTime())
    throw new RangeError('the month is none of the anchor');
  const segments = ran.map(({ from, ...priced }, index) => ({
    ...priced,
    period: { start: index === 0 ? month.start : from, end: ran[index + 1]?.from ?? month.end },
  }));
  return {
    tenantId,
    reason: 'period',
    period: month,
    arrears: { month, version, segments },
    ...(next ? { ahead: aheadOf(anchor, month.end, next) } : {}),
  };
}

function aheadOf(anchor: Date, at: Date, next: PricedTerms): InvoiceOrder['ahead'] {
  const month = periodAt(anchor, 'monthly', at);
  const base = periodAt(anchor, next.terms.cycle, at);
  const isDue = base.start.getTime() === at.getTime();
  return {
    ...next,
    month: { start: month.start, end: month.end },
    ...(isDue ? { base: { start: base.start, end: base.end } } : {}),
  };
}
