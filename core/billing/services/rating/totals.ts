import { Exact } from '../money.ts';
import { moneyText } from '../money-text.ts';
import type { PriceBook } from '../price-book/content.ts';
import { type InvoiceLine, makeLine, type Period, sumOfLines } from './line.ts';

export type RatedInvoice = {
  lines: InvoiceLine[];
  subtotalCents: number;
  taxCents: number;
  totalCents: number;
};

/** Lines with the tax that the book asks for, rounded once on the subtotal, and the totals. No tax: no line. */
export function totalsOf(book: PriceBook, lines: readonly InvoiceLine[], period: Period): RatedInvoice {
  const subtotalCents = sumOfLines(lines);
  const tax = taxLine(book, subtotalCents, period);
  const taxCents = sumOfLines(tax);
  return { lines: [...lines, ...tax], subtotalCents, taxCents, totalCents: subtotalCents + taxCents };
}

function taxLine(book: PriceBook, subtotal: number, period: Period): InvoiceLine[] {
  const { tax } = book.content;
  if (tax === null || subtotal === 0) return [];
  const exact = new Exact(subtotal).times(tax.percent).div(100);
  return [
    makeLine({
      kind: 'tax',
      code: 'tax',
      period,
      priceBookVersion: book.version,
      description: { en: `${tax.name.en}, ${tax.percent} %`, ar: `${tax.name.ar}، ${tax.percent}٪` },
      quantity: 1,
      unitCents: exact,
      exact,
      rule: 'tax',
      inputs: { subtotalCents: subtotal, percent: tax.percent },
      words: {
        en: `${tax.percent} % of ${moneyText(subtotal).en}.`,
        ar: `${tax.percent}٪ من ${moneyText(subtotal).ar}.`,
      },
    }),
  ];
}
