const DOLLARS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });

/** Our own prices, which are US cents, as `$1,234.56` in the digits the whole panel uses. Put it into a <bdi>. */
export function formatCents(cents: number): string {
  return DOLLARS.format(cents / 100);
}
