import { fraction, multiply, parseDecimal, roundHalfAway } from '../billing/fraction.ts';
import type { LineTax, TaxRate } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import type { RequestContext } from '../core/route.ts';
import { requireObject } from '../core/standard-routes.ts';

/** How many rates Stripe takes on one thing. */
const MOST_RATES = 5;

/** The rates that the parameters name, or what was there before. Throws 400 for one that is unknown, inactive or inclusive. */
export function readTaxRates(
  context: RequestContext,
  ids: '' | readonly string[] | undefined,
  before: TaxRate[] = [],
): TaxRate[] {
  if (ids === undefined) return before;
  if (ids === '') return [];
  const param = 'default_tax_rates';
  if (ids.length > MOST_RATES) throw invalidRequest('You can have at most 5 tax rates.', param);
  return ids.map((id) => {
    const rate = requireObject(context, { kind: 'tax_rate', label: 'tax rate' }, id, param) as TaxRate;
    if (rate.active !== true) throw invalidRequest(`The tax rate ${id} is not active.`, param);
    if (rate.inclusive)
      throw invalidRequest('The emulator knows exclusive tax rates alone.', 'default_tax_rates');
    return rate;
  });
}

/** The taxes of a line, each rounded once, half away from zero, on what its discounts left. */
export function taxesOf(taxable: number, rates: readonly TaxRate[]): LineTax[] {
  return rates.map((rate) => ({
    amount: roundHalfAway(multiply(fraction(taxable, 100), parseDecimal(String(rate.percentage)))),
    tax_behavior: 'exclusive',
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: 'not_available',
    taxable_amount: taxable,
    type: 'tax_rate_details',
  }));
}

/** The taxes of all lines together, one entry for each rate. */
export function sumTaxes(lines: readonly LineTax[]): LineTax[] {
  const sums = new Map<string, LineTax>();
  for (const tax of lines) {
    const known = sums.get(tax.tax_rate_details.tax_rate);
    sums.set(tax.tax_rate_details.tax_rate, {
      ...tax,
      amount: tax.amount + (known?.amount ?? 0),
      taxable_amount: tax.taxable_amount + (known?.taxable_amount ?? 0),
    });
  }
  return [...sums.values()];
}
