import { Exact } from '../money.ts';

/** US cents as text for sentences: two places, more only where a fraction of a cent is meant. */
export function dollars(cents: number | string | Exact): { en: string; ar: string } {
  const amount = new Exact(cents).div(100);
  const text = amount.toFixed(Math.max(2, amount.decimalPlaces()));
  return { en: `$${text}`, ar: `${text} دولار` };
}
