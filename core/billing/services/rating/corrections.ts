import { Exact, roundCents } from '../money.ts';
import { moneyText } from '../money-text.ts';
import { type InvoiceLine, makeLine, type Period } from './line.ts';
import { span } from './words.ts';

/** The code of the line that brings a draft to what the provider charged, and of the one that carries what it fell short of. */
export const PROVIDER_DIFFERENCE = 'provider_difference';
export const CARRIED = 'carried';

type Balance = { ratedCents: number; providerCents: number; period: Period; version: number };

/**
 * What the provider charged more (or, below zero, less) than an invoice comes to, as its last line: the invoice then says what
 * was charged, a credit note or the next invoice puts it right.
 */
export function balanceLine({ ratedCents, providerCents, period, version }: Balance): InvoiceLine {
  const cents = providerCents - ratedCents;
  const isMore = cents > 0;
  const [rated, charged] = [moneyText(ratedCents), moneyText(providerCents)];
  return makeLine({
    kind: 'adjustment',
    code: PROVIDER_DIFFERENCE,
    period,
    priceBookVersion: version,
    description: isMore
      ? { en: 'Charged too much, credited', ar: 'مبلغ زائد أُعيد بإشعار دائن' }
      : { en: 'Charged on the next invoice', ar: 'مبلغ يُحتسب في الفاتورة التالية' },
    quantity: 1,
    unitCents: cents,
    exact: cents,
    rule: PROVIDER_DIFFERENCE,
    inputs: { ratedCents, providerCents },
    words: isMore
      ? {
          en: `The lines above come to ${rated.en}, the payment provider charged ${charged.en}. A credit note gives the difference back.`,
          ar: `مجموع البنود أعلاه ${rated.ar}، بينما احتسب مزوّد الدفع ${charged.ar}. يُعاد الفرق بإشعار دائن.`,
        }
      : {
          en: `The lines above come to ${rated.en}, the payment provider charged ${charged.en}. The rest is on the next invoice.`,
          ar: `مجموع البنود أعلاه ${rated.ar}، بينما احتسب مزوّد الدفع ${charged.ar}. يظهر الباقي في الفاتورة التالية.`,
        },
  });
}

/** What of an amount with tax is left without it, in whole cents: a line that carries it is taxed like every line. */
export function withoutTax(cents: number, percent = '0'): number {
  return roundCents(new Exact(cents).times(100).div(new Exact(percent).plus(100)));
}

export type Shortfall = { invoice: string; cents: number; period: Period; version: number };

/** What an older invoice fell short of at the provider, on the next one, which names it. */
export function carriedLine({ invoice, cents, period, version }: Shortfall): InvoiceLine {
  return makeLine({
    kind: 'adjustment',
    code: CARRIED,
    period,
    priceBookVersion: version,
    description: {
      en: `Not yet charged of ${invoice}, ${span(period).en}`,
      ar: `مبلغ لم يُحتسب بعد من ${invoice}، ${span(period).ar}`,
    },
    quantity: 1,
    unitCents: cents,
    exact: cents,
    rule: CARRIED,
    inputs: { invoice, cents },
    words: {
      en: `${invoice} was charged ${moneyText(cents).en} less than it came to.`,
      ar: `احتُسبت ${invoice} بأقل من قيمتها بمقدار ${moneyText(cents).ar}.`,
    },
  });
}
