import { cents, decimal, share, times } from './fraction.ts';

/** What one plan costs and holds; an empty limit is none. */
export type OraclePlan = {
  monthly: number;
  yearly: number;
  students?: number;
  block: number;
  blockCents: number;
  gigabytes?: number;
  gigabyteCents: number;
};

export type Cycle = 'monthly' | 'yearly';

/** The price list of the specification. */
export const PLANS = {
  basic: {
    monthly: 9_900,
    yearly: 95_040,
    students: 500,
    block: 100,
    blockCents: 1_000,
    gigabytes: 10,
    gigabyteCents: 500,
  },
  standard: {
    monthly: 24_900,
    yearly: 239_040,
    students: 2_000,
    block: 100,
    blockCents: 1_000,
    gigabytes: 50,
    gigabyteCents: 500,
  },
} satisfies Record<string, OraclePlan>;

export const RATES = { sms_parts: '0.75', ai_predictions: '0.2', report_renders: '5' };

/** The base fee of a cycle, and what the group takes off it. */
export function base(plan: OraclePlan, cycle: Cycle, percent = '0'): { full: number; off: number } {
  const full = cycle === 'yearly' ? plan.yearly : plan.monthly;
  return { full, off: -cents(times(share(full, 100), decimal(percent))) };
}

/** What is paid of the base fee. */
export function paid(plan: OraclePlan, cycle: Cycle, percent = '0'): number {
  const { full, off } = base(plan, cycle, percent);
  return full + off;
}

/** Started blocks of students above the included ones, by counting them. */
export function overage(plan: OraclePlan, students: number): number {
  if (plan.students === undefined) return 0;
  let blocks = 0;
  for (let covered = plan.students; covered < students; covered += plan.block) blocks += 1;
  return blocks * plan.blockCents;
}

/** Started gigabytes above what the plan and its add-ons include. */
export function storage(plan: OraclePlan, bytes: bigint, moreGigabytes = 0): number {
  if (plan.gigabytes === undefined) return 0;
  const above = bytes - BigInt(plan.gigabytes + moreGigabytes) * 10n ** 9n;
  if (above <= 0n) return 0;
  return Number((above + 10n ** 9n - 1n) / 10n ** 9n) * plan.gigabyteCents;
}

export function metered(rate: string, quantity: number): number {
  return cents(times(decimal(rate), share(quantity)));
}

/** The rest of a period at a price. */
export function rest(price: number, left: number, total: number): number {
  return cents(times(share(price), share(left, total)));
}
