import type { InvoiceLine, Period } from '../rating/line.ts';
import type { SubscriptionTerms } from '../terms.ts';

/** Terms with the version of the price book that they are priced by. */
export type PricedTerms = { version: number; terms: SubscriptionTerms };

/**
 * What an invoice is made for. The parts that are there are rated together: a renewal has `arrears` and `ahead`, the first
 * invoice has `ahead` with what is paid `once`, a change has `change` and, when it moves the anchor, `arrears` of the month
 * that it cuts off.
 */
export type InvoiceOrder = {
  tenantId: string;
  reason: 'start' | 'period' | 'change' | 'manual';
  /** Of the invoice itself: the first period, the month that ended, or the moment of the change and the end of its period. */
  period: Period;
  /** A billing month that has ended, from the ledger and the days' snapshots. */
  arrears?:
    | {
        month: Period;
        /** The version valid when the month began: it prices the meters. */
        version: number;
        /** The stretches of unchanged terms in it, in order and without a gap. */
        segments: readonly (PricedTerms & { period: Period })[];
        isTrial?: boolean | undefined;
      }
    | undefined;
  ahead?:
    | (PricedTerms & {
        base?: Period | undefined;
        month?: Period | undefined;
        once?: readonly string[] | undefined;
      })
    | undefined;
  change?: { from: PricedTerms; to: PricedTerms; period: Period; month: Period; at: Date } | undefined;
  /** Lines agreed by hand. */
  extra?: readonly InvoiceLine[] | undefined;
  /** The version that the invoice names, for one without any other part. */
  version?: number | undefined;
  /** The group that pays it; absent where the school does. */
  payerGroup?: string | undefined;
};
