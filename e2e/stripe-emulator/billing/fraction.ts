/** An exact number: `top / bottom`, with a positive bottom. Never reduced: our numbers stay small enough. */
export type Fraction = { readonly top: bigint; readonly bottom: bigint };

export const zero: Fraction = { top: 0n, bottom: 1n };

/** A fraction of two whole numbers. Throws RangeError when the bottom is 0. */
export function fraction(top: bigint | number, bottom: bigint | number = 1n): Fraction {
  const below = BigInt(bottom);
  if (below === 0n) throw new RangeError('A fraction cannot have 0 below the line.');
  return below < 0n ? { top: -BigInt(top), bottom: -below } : { top: BigInt(top), bottom: below };
}

/** Reads decimal text such as "-12.3400". Throws RangeError for anything else. */
export function parseDecimal(text: string): Fraction {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  const [, sign, whole, decimals = ''] = match ?? [];
  if (whole === undefined) throw new RangeError(`"${text}" is not a decimal number.`);
  const top = BigInt(whole + decimals);
  return { top: sign === '-' ? -top : top, bottom: 10n ** BigInt(decimals.length) };
}

export function add(first: Fraction, second: Fraction): Fraction {
  return {
    top: first.top * second.bottom + second.top * first.bottom,
    bottom: first.bottom * second.bottom,
  };
}

export function subtract(first: Fraction, second: Fraction): Fraction {
  return add(first, { top: -second.top, bottom: second.bottom });
}

export function multiply(first: Fraction, second: Fraction): Fraction {
  return { top: first.top * second.top, bottom: first.bottom * second.bottom };
}

/** Negative, 0 or positive, as the first is smaller than, equal to or larger than the second. */
export function compare(first: Fraction, second: Fraction): number {
  const difference = first.top * second.bottom - second.top * first.bottom;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The largest whole number that is not above the fraction. */
export function floor(value: Fraction): bigint {
  const quotient = value.top / value.bottom;
  return value.top % value.bottom < 0n ? quotient - 1n : quotient;
}

/** The smallest whole number that is not below the fraction. */
export function ceiling(value: Fraction): bigint {
  return -floor({ top: -value.top, bottom: value.bottom });
}

/** Rounds to whole minor units, half away from zero: 0.5 is 1 and -0.5 is -1. */
export function roundHalfAway(value: Fraction): number {
  const isNegative = value.top < 0n;
  const top = isNegative ? -value.top : value.top;
  const rounded = (2n * top + value.bottom) / (2n * value.bottom);
  return rounded === 0n ? 0 : Number(isNegative ? -rounded : rounded);
}

/** Decimal text with at most `decimals` digits after the point, cut and without trailing zeros. */
export function toDecimalText(value: Fraction, decimals = 12): string {
  const isNegative = value.top < 0n;
  const scaled = ((isNegative ? -value.top : value.top) * 10n ** BigInt(decimals)) / value.bottom;
  const digits = String(scaled).padStart(decimals + 1, '0');
  const text = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/\.?0+$/, '');
  return isNegative && text !== '0' ? `-${text}` : text;
}
