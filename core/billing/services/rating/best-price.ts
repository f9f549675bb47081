import type { PriceBook } from '../price-book/content.ts';
import { baseFee, isPriced, type SubscriptionTerms } from '../terms.ts';
import type { Period } from './line.ts';
import { sumOfLines } from './line.ts';
import { rateOverage } from './overage.ts';

/** A month of a period with its highest counts. */
export type CountedMonth = { month: Period; students: number; storageBytes: number };

export type PlanCost = { plan: string; cents: number };

/** What a period costs with a plan, in cents: its base fee after the group's discount, and the overage of its months. */
export function costOfPeriod(
  book: PriceBook,
  terms: SubscriptionTerms,
  months: readonly CountedMonth[],
): number {
  return months.reduce(
    (sum, { month, students, storageBytes }) =>
      sum +
      sumOfLines(
        rateOverage([{ book, terms, peakStudents: students, peakStorageBytes: storageBytes }], month),
      ),
    baseFee(book.content, terms),
  );
}

/**
 * The plan that would have cost least in a period, when it costs less than the one of `terms`; undefined otherwise, and for a
 * contract. Only plans on offer in the same cycle, with room for the school's teachers, and under whose ceiling the school was
 * every day. Throws price.unknown when the book does not price the terms.
 */
export function cheaperPlan(
  book: PriceBook,
  terms: SubscriptionTerms,
  { months, teachers }: { months: readonly CountedMonth[]; teachers: number },
): PlanCost | undefined {
  if (terms.contract) return undefined;
  const peak = Math.max(0, ...months.map(({ students }) => students));
  const costs = book.content.plans
    .filter(
      ({ code, isOpen, studentCeiling, teachers: seats }) =>
        code !== terms.plan &&
        isOpen &&
        isPriced(book.content, { ...terms, plan: code }) &&
        (studentCeiling === null || peak <= studentCeiling) &&
        (seats === null || teachers <= seats),
    )
    .map(({ code }) => ({ plan: code, cents: costOfPeriod(book, { ...terms, plan: code }, months) }))
    .sort((a, b) => a.cents - b.cents);
  const [best] = costs;
  return best && best.cents < costOfPeriod(book, terms, months) ? best : undefined;
}
