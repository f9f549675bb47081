/** Dollars as somebody typed them, in whole cents; undefined for what is no amount. */
export function centsOf(text: string): number | undefined {
  const found = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(',', ''));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : undefined;
}

/** Whole cents as somebody would type them. */
export function dollarsOf(cents: number): string {
  const [whole, rest] = [Math.trunc(cents / 100), cents % 100];
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(2, '0')}`;
}
