import { type Fraction, fraction, multiply } from './fraction.ts';
import type { Period } from './periods.ts';

/** The part of an amount that falls into [moment, end of the period), by the second. Exact, not rounded. */
export function remainingPart(amount: Fraction, period: Period, moment: number): Fraction {
  return multiply(amount, fraction(period.end - moment, period.end - period.start));
}

/** The same amount with the opposite sign: what a credit gives back. */
export function negate(amount: Fraction): Fraction {
  return { top: -amount.top, bottom: amount.bottom };
}
