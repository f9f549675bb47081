import type { PriceBookContent } from '../price-book/content.ts';

/**
 * Percent off the base fee that a school gets from its next renewal, or from its first invoice, on (C6, C18). `activePaying`
 * counts the schools of its group that are active and pay, itself included; a school without a group counts 1.
 */
export function groupPercentFor(book: PriceBookContent, activePaying: number): string {
  const discount = book.groupDiscount;
  return discount && activePaying >= discount.fromSchools ? discount.percent : '0';
}
