import { type Fraction, fraction, multiply, parseDecimal, roundHalfAway, subtract } from './fraction.ts';

/** What the arithmetic needs of a line: whole minor units, and which discounts name it. */
export type DiscountableLine = {
  amount: number;
  discountable: boolean;
  product: string | undefined;
  discounts: readonly string[];
};

/** A discount with its coupon's terms. Exactly one of the two amounts is there. `products` limits it. */
export type DiscountTerms = {
  id: string;
  percentOff: number | undefined;
  amountOff: number | undefined;
  products: readonly string[] | undefined;
};

export type DiscountAmount = { amount: number; discount: string };

/**
 * What each discount takes off each line, in the order of the discounts: a later one works on what the earlier
 * ones left. Each share is rounded once, half away from zero; a fixed amount is split so that the shares add up
 * to it exactly and never exceed the lines.
 */
export function discountLines(
  lines: readonly DiscountableLine[],
  discounts: readonly DiscountTerms[],
): DiscountAmount[][] {
  const taken = lines.map((): DiscountAmount[] => []);
  const left = lines.map((line) => line.amount);
  for (const terms of discounts) {
    const eligible = lines.flatMap((line, index) => (isEligible(line, terms) ? [index] : []));
    const shares =
      terms.percentOff === undefined
        ? splitAmount(
            terms.amountOff ?? 0,
            eligible.map((index) => Math.max(0, left[index] ?? 0)),
          )
        : eligible.map((index) =>
            roundHalfAway(percentOf(fraction(left[index] ?? 0), terms.percentOff ?? 0)),
          );
    for (const [position, index] of eligible.entries()) {
      const amount = shares[position] ?? 0;
      left[index] = (left[index] ?? 0) - amount;
      taken[index]?.push({ amount, discount: terms.id });
    }
  }
  return taken;
}

/** What is left of an exact amount after the percentages of the discounts, one after the other. Not rounded. */
export function afterPercentages(amount: Fraction, discounts: readonly DiscountTerms[]): Fraction {
  return discounts.reduce(
    (left, terms) =>
      terms.percentOff === undefined ? left : subtract(left, percentOf(left, terms.percentOff)),
    amount,
  );
}

function percentOf(amount: Fraction, percent: number): Fraction {
  return multiply(multiply(amount, parseDecimal(String(percent))), fraction(1, 100));
}

function isEligible(line: DiscountableLine, terms: DiscountTerms): boolean {
  if (!line.discountable || !line.discounts.includes(terms.id)) return false;
  return terms.products === undefined || terms.products.includes(line.product ?? '');
}

/** Splits an amount in proportion; what the floors leave over goes to the largest remainders, one unit each. */
function splitAmount(amount: number, parts: readonly number[]): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0) return parts.map(() => 0);
  const whole = BigInt(Math.min(amount, total));
  const products = parts.map((part) => whole * BigInt(part));
  const shares = products.map((product) => Number(product / BigInt(total)));
  let over = Number(whole) - shares.reduce((sum, share) => sum + share, 0);
  const order = products
    .map((product, index) => ({ index, rest: product % BigInt(total) }))
    .sort((first, second) => (second.rest > first.rest ? 1 : second.rest < first.rest ? -1 : 0));
  for (const { index } of order) {
    if (over <= 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    over -= 1;
  }
  return shares;
}
