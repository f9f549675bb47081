import { Decimal } from 'decimal.js';

/** Decimals of 40 digits: the product of any price, quantity and share of a year that can occur is exact. */
export const Exact = Decimal.clone({
  precision: 40,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -30,
  toExpPos: 40,
});
export type Exact = Decimal;

/** Whole cents, half away from zero (rule C1). Throws RangeError when the amount is no safe integer. */
export function roundCents(amount: Decimal.Value): number {
  const cents = new Exact(amount).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
  if (!Number.isSafeInteger(cents)) throw new RangeError(`${amount} is not an amount of money`);
  // No negative zero: it would be written as "-0" on an invoice.
  return cents === 0 ? 0 : cents;
}
