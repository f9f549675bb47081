/** An exact number: a whole number of parts. */
export type Fraction = { parts: bigint; of: bigint };

/** A decimal as people write it, such as 0.75. */
export function decimal(text: string): Fraction {
  const [whole = '0', digits = ''] = text.split('.');
  return { parts: BigInt(whole + digits), of: 10n ** BigInt(digits.length) };
}

export function share(parts: number | bigint, of: number | bigint = 1): Fraction {
  return { parts: BigInt(parts), of: BigInt(of) };
}

export function times(one: Fraction, other: Fraction): Fraction {
  return { parts: one.parts * other.parts, of: one.of * other.of };
}

/** Whole cents, half away from zero. */
export function cents({ parts, of }: Fraction): number {
  const size = parts < 0n ? -parts : parts;
  const rounded = (2n * size + of) / (2n * of);
  return Number(parts < 0n ? -rounded : rounded);
}

/** Whole cents, half to the even one: the other reading of C1. */
export function centsHalfEven({ parts, of }: Fraction): number {
  const size = parts < 0n ? -parts : parts;
  const below = size / of;
  const twice = 2n * (size % of);
  const up = twice > of || (twice === of && below % 2n === 1n) ? 1n : 0n;
  return Number(parts < 0n ? -(below + up) : below + up);
}
