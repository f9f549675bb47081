import { Exact, roundCents } from '../money.ts';
import { moneyText } from '../money-text.ts';
import type { PriceBook } from '../price-book/content.ts';
import { type InvoiceLine, makeLine, type Period, sumOfLines } from './line.ts';

/** A line with the tax on it, in cents; its amount is without. */
export type TaxedLine = InvoiceLine & { taxCents: number };

export type RatedInvoice = {
  lines: TaxedLine[];
  subtotalCents: number;
  taxCents: number;
  totalCents: number;
};

/**
 * The lines, each with the tax that the book asks for, a line that says what they are taxed with together, and the totals.
 * Tax is rounded once on each line, half away from zero, on what its discount left: so does Stripe with its tax rates.
 * No tax in the book: none on the lines, and no line of it.
 */
export function totalsOf(book: PriceBook, lines: readonly InvoiceLine[], period: Period): RatedInvoice {
  const { tax } = book.content;
  const taxed = lines.map((line, index) => ({
    ...line,
    taxCents: tax ? taxOf(line, lines[index + 1], tax.percent) : 0,
  }));
  const subtotalCents = sumOfLines(lines);
  const taxCents = taxed.reduce((sum, line) => sum + line.taxCents, 0);
  const last = tax && taxed.some((line) => line.taxCents !== 0) ? [taxLine(book, tax, taxed, period)] : [];
  return { lines: [...taxed, ...last], subtotalCents, taxCents, totalCents: subtotalCents + taxCents };
}

// A discount follows the line that it is taken of, and is taxed with it.
function taxOf(line: InvoiceLine, next: InvoiceLine | undefined, percent: string): number {
  if (line.kind === 'discount') return 0;
  const off = next?.kind === 'discount' ? next.amountCents : 0;
  return roundCents(new Exact(line.amountCents + off).times(percent).div(100));
}

function taxLine(
  { version }: PriceBook,
  { name, percent }: NonNullable<PriceBook['content']['tax']>,
  lines: readonly TaxedLine[],
  period: Period,
): TaxedLine {
  const cents = lines.reduce((sum, line) => sum + line.taxCents, 0);
  const subtotalCents = sumOfLines(lines);
  const line = makeLine({
    kind: 'tax',
    code: 'tax',
    period,
    priceBookVersion: version,
    description: { en: `${name.en}, ${percent} %`, ar: `${name.ar}، ${percent}٪` },
    quantity: 1,
    unitCents: cents,
    exact: cents,
    rule: 'tax',
    inputs: { subtotalCents, percent },
    words: {
      en: `${percent} % of each line, ${moneyText(subtotalCents).en} together, rounded on each line.`,
      ar: `${percent}٪ من كل بند، ومجموعها ${moneyText(subtotalCents).ar}، مع التقريب في كل بند.`,
    },
  });
  return { ...line, taxCents: 0 };
}
