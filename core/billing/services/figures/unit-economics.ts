import { Exact, roundCents } from '../money.ts';

export type EconomicsInput = {
  mrrCents: number;
  /** Schools with revenue. */
  schools: number;
  /** Schools lost, and schools at the beginning, summed over the months looked at: their quotient is churn a month. */
  lostSchools: number;
  openedSchools: number;
  newSchools: number;
  /** What winning schools cost in those months; undefined when staff entered nothing. */
  acquisitionCents: number | undefined;
  /** Such as '80'; undefined when staff entered nothing. */
  marginPercent: string | undefined;
};

/** Undefined is "n/a": there is nothing to divide by, or an input is missing. Never infinity. Shares are decimals as text. */
export type Economics = {
  mrrCents: number;
  arrCents: number;
  arpaCents: number | undefined;
  churnMonthly: string | undefined;
  lifetimeValueCents: number | undefined;
  acquisitionCostCents: number | undefined;
  lifetimeValueToCost: string | undefined;
  paybackMonths: string | undefined;
};

const PLACES = 2;

/** The figures of one school on average, each rounded once at its end (S32 to S34). */
export function economicsOf(input: EconomicsInput): Economics {
  const { mrrCents, schools, acquisitionCents, marginPercent } = input;
  const arpa = quotient(mrrCents, schools);
  const churn = quotient(input.lostSchools, input.openedSchools);
  const margin = marginPercent === undefined ? undefined : new Exact(marginPercent).div(100);
  const profit = arpa && margin && arpa.times(margin);
  const value = profit && churn && !churn.isZero() ? profit.div(churn) : undefined;
  const cost = acquisitionCents === undefined ? undefined : quotient(acquisitionCents, input.newSchools);
  return {
    mrrCents,
    arrCents: mrrCents * 12,
    arpaCents: arpa && roundCents(arpa),
    churnMonthly: churn?.toString(),
    lifetimeValueCents: value && roundCents(value),
    acquisitionCostCents: cost && roundCents(cost),
    lifetimeValueToCost: value && cost && !cost.isZero() ? value.div(cost).toFixed(PLACES) : undefined,
    paybackMonths: cost && profit && !profit.isZero() ? cost.div(profit).toFixed(PLACES) : undefined,
  };
}

function quotient(part: number, whole: number): Exact | undefined {
  return whole === 0 ? undefined : new Exact(part).div(whole);
}
