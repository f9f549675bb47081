import type { Decimal } from 'decimal.js';
import { Exact, roundCents } from '../money.ts';

/** A stretch of time; its start belongs to it, its end does not. */
export type Period = { start: Date; end: Date };

export type Bilingual = { en: string; ar: string };

export type LineKind =
  | 'base'
  | 'discount'
  | 'student_overage'
  | 'storage_overage'
  | 'metered'
  | 'setup'
  | 'add_on'
  | 'proration_credit'
  | 'proration_charge'
  | 'late_usage'
  | 'adjustment'
  | 'tax';

/** The events of the ledger that a line counts: how many, and the moments of the first and the last. */
export type LineEvents = { count: number; first?: string | undefined; last?: string | undefined };

/** How an amount came about, for people and for programs. */
export type LineExplanation = {
  /** The rule that was applied, such as `started_blocks`; stable, because pages and tests name it. */
  rule: string;
  /** Everything that went into it; amounts in cents, times as ISO text. */
  inputs: Record<string, string | number>;
  /** The amount in cents before it was rounded, as a decimal of up to 40 digits. */
  exact: string;
  rounding: 'none' | 'half_away_from_zero';
  events?: LineEvents;
  /** The calculation in words. */
  words: Bilingual;
};

/** One line of an invoice. Amounts are whole US cents; `quantity` and `unitCents` are exact decimals as text. */
export type InvoiceLine = {
  kind: LineKind;
  /** The plan, meter, add-on or discount that it is about. */
  code: string;
  description: Bilingual;
  quantity: string;
  unitCents: string;
  amountCents: number;
  period: Period;
  priceBookVersion: number;
  explanation: LineExplanation;
};

export type LineDraft = Omit<InvoiceLine, 'amountCents' | 'quantity' | 'unitCents' | 'explanation'> & {
  quantity: Decimal.Value;
  unitCents: Decimal.Value;
  /** The exact amount in cents. */
  exact: Decimal.Value;
  rule: string;
  inputs: Record<string, string | number>;
  words: Bilingual;
  events?: LineEvents | undefined;
};

/** A line from its exact amount: rounded once, half away from zero (C1), and says so when that changed anything. */
export function makeLine(draft: LineDraft): InvoiceLine {
  const { exact, rule, inputs, words, events, quantity, unitCents, ...rest } = draft;
  const amount = new Exact(exact);
  const amountCents = roundCents(amount);
  return {
    ...rest,
    quantity: new Exact(quantity).toFixed(),
    unitCents: new Exact(unitCents).toFixed(),
    amountCents,
    explanation: {
      rule,
      inputs,
      exact: amount.toFixed(),
      rounding: amount.eq(amountCents) ? 'none' : 'half_away_from_zero',
      ...(events ? { events } : {}),
      words,
    },
  };
}

/** Cents of all lines together. */
export function sumOfLines(lines: readonly Pick<InvoiceLine, 'amountCents'>[]): number {
  return lines.reduce((sum, { amountCents }) => sum + amountCents, 0);
}
