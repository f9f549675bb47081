const ARABIC_DIGITS = /[٠-٩]/g;
const AMOUNT = /^(\d{1,7})(?:[.٫](\d{1,2}))?$/;

/** Whole cents of an amount as people write it, in either digits; null for nothing, undefined for what is no amount. */
export function centsOf(text: string): number | null | undefined {
  const latin = text
    .replace(ARABIC_DIGITS, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)))
    .replace(/^\s*\$/, '')
    .trim();
  if (latin === '') return null;
  const match = AMOUNT.exec(latin);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : undefined;
}
