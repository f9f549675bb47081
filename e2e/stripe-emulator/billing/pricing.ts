import {
  add,
  ceiling,
  compare,
  type Fraction,
  floor,
  fraction,
  multiply,
  parseDecimal,
  subtract,
  zero,
} from './fraction.ts';
import type { Price, Tier } from './types.ts';

/**
 * What a quantity costs at a price, in minor units, exact and not rounded. Tiers are graduated (each unit at the
 * price of its tier) or by volume (all units at the price of the tier that the total falls into).
 */
export function amountOf(price: Price, quantity: Fraction): Fraction {
  if (price.billing_scheme === 'tiered') {
    const tiers = price.tiers ?? [];
    return price.tiers_mode === 'volume' ? volumeAmount(tiers, quantity) : graduatedAmount(tiers, quantity);
  }
  return multiply(parseDecimal(price.unit_amount_decimal ?? '0'), transformQuantity(price, quantity));
}

/** Packages instead of units, when the price sells by the package (`transform_quantity`). */
export function transformQuantity(price: Price, quantity: Fraction): Fraction {
  const rule = price.transform_quantity;
  if (!rule) return quantity;
  const packages = multiply(quantity, fraction(1, rule.divide_by));
  return fraction(rule.round === 'up' ? ceiling(packages) : floor(packages));
}

function tierAmount(tier: Tier, quantity: Fraction): Fraction {
  const perUnit = multiply(parseDecimal(tier.unit_amount_decimal ?? '0'), quantity);
  return add(perUnit, parseDecimal(tier.flat_amount_decimal ?? '0'));
}

function graduatedAmount(tiers: readonly Tier[], quantity: Fraction): Fraction {
  let total = zero;
  let reached = zero;
  for (const [index, tier] of tiers.entries()) {
    // The flat fee of the first tier is due even when nothing was used.
    if (index > 0 && compare(quantity, reached) <= 0) break;
    const limit = tier.up_to === null ? quantity : fraction(tier.up_to);
    const upper = compare(quantity, limit) < 0 ? quantity : limit;
    total = add(total, tierAmount(tier, subtract(upper, reached)));
    reached = upper;
  }
  return total;
}

function volumeAmount(tiers: readonly Tier[], quantity: Fraction): Fraction {
  const tier = tiers.find((each) => each.up_to === null || compare(quantity, fraction(each.up_to)) <= 0);
  return tier ? tierAmount(tier, quantity) : zero;
}
