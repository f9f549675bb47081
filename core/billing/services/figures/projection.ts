import { z } from 'zod';
import { Exact, roundCents } from '../money.ts';
import { addMonths, MONTH_PATTERN, type Month } from '../months.ts';

// Bounds within which three years stay amounts of money.
const growth = z
  .string()
  .regex(/^(20|1?\d(\.\d{1,4})?|-(100|[1-9]?\d(\.\d{1,4})?))$/, 'write a percentage from -100 to 20');
const share = z.string().regex(/^(100|[1-9]?\d)(\.\d{1,4})?$/, 'write a percentage from 0 to 100');

/** What the projection assumes. A month's new schools are those of the month before, grown by `growthPercent`. */
export const assumptionsContent = z.strictObject({
  newSchools: z.string().regex(/^(0|[1-9]\d{0,2})(\.\d{1,4})?$/, 'write a number such as 3 or 1.5'),
  growthPercent: growth,
  churnPercent: share,
  arpaCents: z.int().min(0).max(100_000_000),
  acquisitionCostCents: z.int().min(0).max(100_000_000),
  marginPercent: share,
});
export type Assumptions = z.output<typeof assumptionsContent>;

export type ProjectionStart = { month: Month; schools: number; mrrCents: number };

export type ProjectionMonth = {
  month: Month;
  /** At the end of the month, with one decimal: an expectation, not a count. */
  schools: string;
  newSchools: string;
  mrrCents: number;
  grossProfitCents: number;
  acquisitionCents: number;
  /** Gross profit less acquisition, from the first month on. */
  balanceCents: number;
};

export const PROJECTION_MONTHS = 36;

/**
 * Three years from the end of a month on. Schools that leave take the revenue of an average school with them, schools that
 * come bring `arpaCents`. Computed exactly and rounded only to be shown.
 */
export function projectionOf(start: ProjectionStart, assumed: Assumptions): ProjectionMonth[] {
  if (!MONTH_PATTERN.test(start.month)) throw new RangeError(`${start.month} is not a month`);
  const growing = new Exact(assumed.growthPercent).div(100).plus(1);
  const kept = new Exact(1).minus(new Exact(assumed.churnPercent).div(100));
  const margin = new Exact(assumed.marginPercent).div(100);
  let coming = new Exact(assumed.newSchools);
  let schools = new Exact(start.schools);
  let mrr = new Exact(start.mrrCents);
  let balance = new Exact(0);
  return Array.from({ length: PROJECTION_MONTHS }, (_, index) => {
    if (index > 0) coming = Exact.max(0, coming.times(growing)).toDecimalPlaces(12);
    schools = schools.times(kept).plus(coming).toDecimalPlaces(12);
    mrr = mrr.times(kept).plus(coming.times(assumed.arpaCents)).toDecimalPlaces(12);
    const acquisition = coming.times(assumed.acquisitionCostCents);
    const profit = mrr.times(margin);
    balance = balance.plus(profit).minus(acquisition);
    return {
      month: addMonths(start.month, index + 1),
      schools: schools.toFixed(1),
      newSchools: coming.toFixed(1),
      mrrCents: roundCents(mrr),
      grossProfitCents: roundCents(profit),
      acquisitionCents: roundCents(acquisition),
      balanceCents: roundCents(balance),
    };
  });
}
