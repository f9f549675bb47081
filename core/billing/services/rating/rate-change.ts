import { Exact } from '../money.ts';
import { moneyText } from '../money-text.ts';
import type { PriceBook } from '../price-book/content.ts';
import { baseFee, type SubscriptionTerms } from '../terms.ts';
import { addOnOf, planOf, rateAdvance } from './advance.ts';
import { type InvoiceLine, makeLine, type Period } from './line.ts';
import { monthsAfter, periodOf, secondsOf } from './periods.ts';
import { whole } from './words.ts';

export type Change = {
  /** What is left now, with the version that its running period was paid by. */
  from: { book: PriceBook; terms: SubscriptionTerms };
  to: { book: PriceBook; terms: SubscriptionTerms };
  /** The running period of the base fee. */
  period: Period;
  /** The running billing month: the period itself, or the month inside a yearly one. */
  month: Period;
  at: Date;
};

export type RatedChange = {
  /** `now`: the lines are charged at once. `period_end`: nothing is charged; the next period has the new terms. */
  effective: 'now' | 'period_end';
  lines: InvoiceLine[];
  /** The new anchor when the change begins new periods; the billing month that ran is then cut off and its arrears are due. */
  anchor: Date | undefined;
};

/**
 * What a change of plan, cycle or add-ons costs (C17). A dearer plan of the same cycle: the rest of the period is credited at
 * the old price and charged at the new one, by the second (S11). From monthly to yearly: the rest of the month is credited and
 * a whole year begins now (S13). Everything else, a cheaper plan or a shorter cycle, waits for the end of the period and
 * gives no credit (S12). Add-ons that are added are charged for the rest of the month; fewer count from the next month on.
 * Throws price.unknown, RangeError when the moment lies outside of the period.
 */
export function rateChange(change: Change): RatedChange {
  const { from, to, period, month, at } = change;
  if (from.terms.cycle === 'monthly' && to.terms.cycle === 'yearly') return longerCycle(change);
  const isSamePlan = from.terms.plan === to.terms.plan && from.terms.cycle === to.terms.cycle;
  const price = (side: Change['from']) => baseFee(side.book.content, { ...side.terms, groupPercent: '0' });
  const isUpgrade =
    from.terms.cycle === to.terms.cycle && !isSamePlan && price(to) > priceUnder(change, price(from));
  if (!isSamePlan && !isUpgrade) return { effective: 'period_end', lines: [], anchor: undefined };
  const lines = [
    ...(isUpgrade ? [baseCredit(from, period, at), baseCharge(to, period, at)] : []),
    ...addedAddOns(from.terms, to, month, at),
  ];
  const isLess = to.terms.addOns.some(({ code, quantity }) => quantity < quantityOf(from.terms, code));
  const isGone = from.terms.addOns.some(({ code }) => quantityOf(to.terms, code) === 0);
  const isLater = lines.length === 0 && (isLess || isGone);
  return { effective: isLater ? 'period_end' : 'now', lines, anchor: undefined };
}

// The old plan at today's prices decides what is dearer, where today's book still has it.
function priceUnder({ from, to }: Change, fallback: number): number {
  const plan = to.book.content.plans.find(({ code }) => code === from.terms.plan);
  const cents = from.terms.cycle === 'yearly' ? plan?.yearly : plan?.monthly;
  return from.terms.contract ? fallback : (cents ?? fallback);
}

function longerCycle({ from, to, period, month, at }: Change): RatedChange {
  const base = periodOf(at, to.terms.cycle, 0);
  const credits = from.terms.addOns.flatMap(({ code, quantity }) => {
    const addOn = addOnOf(from.book, code);
    if (addOn.kind === 'once' || quantity === 0) return [];
    return [
      partLine('proration_credit', from.book, { code, name: addOn.name }, addOn.cents, quantity, month, at),
    ];
  });
  return {
    effective: 'now',
    lines: [
      baseCredit(from, period, at),
      ...credits,
      ...rateAdvance({ ...to, base, month: { start: at, end: monthsAfter(at, 1) } }),
    ],
    anchor: at,
  };
}

function addedAddOns(
  before: SubscriptionTerms,
  { book, terms }: Change['to'],
  month: Period,
  at: Date,
): InvoiceLine[] {
  return terms.addOns.flatMap(({ code, quantity }) => {
    const added = quantity - quantityOf(before, code);
    const addOn = addOnOf(book, code);
    if (added <= 0 || addOn.kind === 'once') return [];
    return [partLine('proration_charge', book, { code, name: addOn.name }, addOn.cents, added, month, at)];
  });
}

function quantityOf({ addOns }: SubscriptionTerms, code: string): number {
  return addOns.find((entry) => entry.code === code)?.quantity ?? 0;
}

function baseCredit({ book, terms }: Change['from'], period: Period, at: Date): InvoiceLine {
  const { code, name } = planOf(book, terms);
  return partLine('proration_credit', book, { code, name }, baseFee(book.content, terms), 1, period, at);
}

function baseCharge({ book, terms }: Change['to'], period: Period, at: Date): InvoiceLine {
  const { code, name } = planOf(book, terms);
  return partLine('proration_charge', book, { code, name }, baseFee(book.content, terms), 1, period, at);
}

// The rest of a period at a price: what was paid comes back, or what is new is paid, by the second.
function partLine(
  kind: 'proration_credit' | 'proration_charge',
  book: PriceBook,
  { code, name }: { code: string; name: { en: string; ar: string } },
  cents: number,
  quantity: number,
  period: Period,
  at: Date,
): InvoiceLine {
  const { total, left } = secondsOf(period, at);
  const sign = kind === 'proration_credit' ? -1 : 1;
  const isCredit = sign === -1;
  return makeLine({
    kind,
    code,
    period: { start: at, end: period.end },
    priceBookVersion: book.version,
    description: {
      en: `${isCredit ? 'Unused rest of' : 'Rest of the period on'} ${name.en}`,
      ar: `${isCredit ? 'الباقي غير المستخدم من' : 'باقي الفترة على'} ${name.ar}`,
    },
    quantity: sign * quantity,
    unitCents: cents,
    exact: new Exact(cents).times(quantity).times(left).div(total).times(sign),
    rule: 'by_the_second',
    inputs: { cents, quantity, secondsLeft: left, secondsOfPeriod: total },
    words: {
      en: `${moneyText(cents * quantity).en} × ${whole(left)} of ${whole(total)} seconds, rounded once to whole cents.`,
      ar: `${moneyText(cents * quantity).ar} × ${whole(left)} من ${whole(total)} ثانية، تُقرَّب مرة واحدة إلى سنتات صحيحة.`,
    },
  });
}
