/** Usage values carry at most 12 decimals; the sum of many is kept as a whole number of 10^-12 units. */
const decimals = 12;
const unit = 10n ** BigInt(decimals);

/** Significant digits Stripe accepts in a usage value. */
export const maximumDigits = 15;

/** Reads a usage value exactly. Undefined when the text is not a decimal number with at most 12 decimals. */
export function parseUsage(text: string): bigint | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d{1,12}))?$/.exec(text.trim());
  const [, sign, whole, fraction = ''] = match ?? [];
  if (whole === undefined) return undefined;
  const amount = BigInt(whole) * unit + BigInt(fraction.padEnd(decimals, '0'));
  return sign === '-' ? -amount : amount;
}

/** Number of significant digits in a usage value: zeros before the first and after the last digit do not count. */
export function countDigits(text: string): number {
  const digits = text.replace(/[^\d.]/g, '');
  const significant = digits.includes('.') ? digits.replace('.', '').replace(/0+$/, '') : digits;
  return significant.replace(/^0+/, '').length;
}

/** The number that goes into a JSON answer. Exact for up to 15 significant digits, as Stripe's is. */
export function usageToNumber(amount: bigint): number {
  const isNegative = amount < 0n;
  const absolute = isNegative ? -amount : amount;
  const fraction = String(absolute % unit).padStart(decimals, '0');
  return Number(`${isNegative ? '-' : ''}${absolute / unit}.${fraction}`);
}
