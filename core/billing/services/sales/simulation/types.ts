import type { SubscriptionTerms } from '../../terms.ts';

/** What a school used in one month of UTC: `2026-01`. Counts are the highest of a day, as invoices take them (C4, C9). */
export type MonthUse = {
  month: string;
  students: number;
  storageBytes: number;
  /** Quantities by the code of the meter. */
  meters: Record<string, number>;
};

/** A paying school with its terms of today and what it really used. */
export type SchoolHistory = {
  tenantId: string;
  name: string;
  nameAr: string | null;
  terms: SubscriptionTerms;
  /** Active paying schools of its group, itself included; 1 without a group. */
  groupSize: number;
  /** Oldest first; only whole months in which it paid. */
  months: MonthUse[];
};

export type SimulationProblem =
  | 'plan_missing'
  | 'price_missing'
  | 'meter_missing'
  /** It pays, and has neither a price in the valid book nor a contract: what it pays now cannot be told. */
  | 'unpriced';

/** What a school would have paid under both books, in cents. */
export type SchoolEffect = Pick<SchoolHistory, 'tenantId' | 'name' | 'nameAr'> & {
  plan: string;
  cycle: SubscriptionTerms['cycle'];
  months: number;
  before: number;
  after: number;
  mrrBefore: number;
  mrrAfter: number;
  /** The highest count of its last month, when the new ceiling of its plan is below that. */
  aboveCeiling: { students: number; ceiling: number } | null;
  /** Why its new price could not be told; `after` is then what it pays now. */
  problem: SimulationProblem | null;
};

/** One answer of a simulation that goes through all schools in pieces. */
export type SimulationPiece = {
  effects: SchoolEffect[];
  /** Schools in all. */
  total: number;
  /** Where the next piece begins; null after the last one. */
  next: string | null;
};
