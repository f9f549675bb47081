/** The money of an invoice after the facts that were counted; whole cents. */
export type InvoiceMoney = {
  /** What the invoice asks for, with discounts and tax. */
  totalCents: number;
  /** Payments less refunds and disputes. */
  netCents: number;
  /** What credit notes took from the lines that they name. */
  creditedOnLines: ReadonlyMap<string, number>;
};

const PERCENT_PLACES = 10_000n;

/**
 * What of a line is collected, in whole cents, floored. A credit note that names a line lowers that line; money that is
 * missing for any other reason is missing from every line in proportion.
 */
export function collectedOf(line: { id: string; amountCents: number }, money: InvoiceMoney): number {
  const amount = line.amountCents - (money.creditedOnLines.get(line.id) ?? 0);
  if (amount <= 0 || money.netCents <= 0) return 0;
  const named = [...money.creditedOnLines.values()].reduce((sum, cents) => sum + cents, 0);
  const asked = money.totalCents - named;
  if (money.netCents >= asked) return amount;
  return Number((BigInt(amount) * BigInt(money.netCents)) / BigInt(asked));
}

/** The partner's right to what is collected of a line: floor(share x collected), `percent` such as '85' or '72.5' (C12). */
export function rightOf(collectedCents: number, percent: string): number {
  const [whole = '0', places = ''] = percent.split('.');
  const share = BigInt(whole) * PERCENT_PLACES + BigInt(places.padEnd(4, '0').slice(0, 4));
  return Number((BigInt(collectedCents) * share) / (100n * PERCENT_PLACES));
}

export type SentTransfer = { id: string; leftCents: number };

/**
 * Which transfers of a line give back an amount: the newest first, each at most with what is left of it. Throws when they
 * do not hold as much, because a right that was never granted cannot be taken back.
 */
export function spreadReversal(
  amountCents: number,
  newestFirst: SentTransfer[],
): { reversesId: string; amountCents: number }[] {
  let open = amountCents;
  const parts: { reversesId: string; amountCents: number }[] = [];
  for (const { id, leftCents } of newestFirst) {
    const part = Math.min(open, leftCents);
    if (part > 0) parts.push({ reversesId: id, amountCents: part });
    open -= part;
  }
  if (open > 0) throw new RangeError(`${open} cents of a reversal have no transfer`);
  return parts;
}
