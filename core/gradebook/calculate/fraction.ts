/**
 * An exact rational number in lowest terms; the denominator is positive. Decimals of any length still round a third
 * wrongly where thirds meet again (a sum that ends on a half), and marks are rounded on halves.
 */
export type Fraction = { readonly over: bigint; readonly under: bigint };

export const ZERO: Fraction = { over: 0n, under: 1n };
export const ONE: Fraction = { over: 1n, under: 1n };

/** `over / under` in lowest terms. Throws RangeError for a denominator of zero. */
export function fraction(over: bigint | number, under: bigint | number = 1n): Fraction {
  const [top, bottom] = [BigInt(over), BigInt(under)];
  if (bottom === 0n) throw new RangeError('A fraction needs a denominator that is not zero.');
  const sign = bottom < 0n ? -1n : 1n;
  const divisor = greatestDivisor(top, bottom);
  return { over: (sign * top) / divisor, under: (sign * bottom) / divisor };
}

/** A plain decimal such as `12.5` as a fraction; undefined for anything else. */
export function parseDecimal(text: string): Fraction | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', part = ''] = match;
  return fraction(BigInt(`${sign}${whole}${part}`), 10n ** BigInt(part.length));
}

export function add(one: Fraction, other: Fraction): Fraction {
  return fraction(one.over * other.under + other.over * one.under, one.under * other.under);
}

export function times(one: Fraction, other: Fraction): Fraction {
  return fraction(one.over * other.over, one.under * other.under);
}

/** `one / other`. Throws RangeError when `other` is zero. */
export function divide(one: Fraction, other: Fraction): Fraction {
  return fraction(one.over * other.under, one.under * other.over);
}

/** Negative when `one` is smaller, positive when it is larger, zero when they are equal. */
export function compare(one: Fraction, other: Fraction): number {
  const difference = one.over * other.under - other.over * one.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function sum(values: readonly Fraction[]): Fraction {
  return values.reduce(add, ZERO);
}

/** The whole number nearest to a value that is not negative; a half goes up. */
export function roundHalfUp({ over, under }: Fraction): bigint {
  return (2n * over + under) / (2n * under);
}

/** The value as a decimal of at most `places` digits after the point, without trailing zeros, and whether that is all of it. */
export function toDecimal(value: Fraction, places = 4): { text: string; isExact: boolean } {
  const scale = 10n ** BigInt(places);
  const scaled = times(value, fraction(scale));
  let shown = roundHalfUp(scaled);
  let shownPlaces = places;
  for (; shownPlaces > 0 && shown % 10n === 0n; shownPlaces -= 1) shown /= 10n;
  const digits = String(shown).padStart(shownPlaces + 1, '0');
  const point = digits.length - shownPlaces;
  const text = shownPlaces > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits;
  return { text, isExact: scaled.under === 1n };
}

function greatestDivisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one < 0n ? -one : one, other < 0n ? -other : other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
