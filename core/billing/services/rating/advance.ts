import { AppError } from '../../../kernel/index.ts';
import { Exact } from '../money.ts';
import { moneyText } from '../money-text.ts';
import type { BookAddOn, BookPlan, PriceBook } from '../price-book/content.ts';
import { baseFee, type SubscriptionTerms } from '../terms.ts';
import { type InvoiceLine, makeLine, type Period } from './line.ts';
import { span, whole } from './words.ts';

export type Advance = {
  book: PriceBook;
  terms: SubscriptionTerms;
  /** The cycle whose base fee is due; absent in the months of a yearly plan that is paid. */
  base?: Period | undefined;
  /** The month whose add-ons are due: they are paid monthly, also beside a yearly plan (C11). */
  month?: Period | undefined;
  /** What is paid once, such as the set-up on the first paid invoice (C10). */
  once?: readonly string[] | undefined;
};

/**
 * What is paid ahead: the base fee of a cycle and beside it the group's discount, which is taken of nothing else (C8), the
 * add-ons of a month, and what is paid once. Throws price.unknown for a plan or an add-on that the book does not have.
 */
export function rateAdvance({ book, terms, base, month, once = [] }: Advance): InvoiceLine[] {
  const at = month ?? base;
  return [
    ...(base ? baseLines(book, terms, base) : []),
    ...(at ? once.map((code) => onceLine(book, code, at)) : []),
    ...(month ? terms.addOns.flatMap((entry) => addOnLines(book, entry, month)) : []),
  ];
}

/** The plan of these terms. Throws price.unknown. */
export function planOf(book: PriceBook, terms: Pick<SubscriptionTerms, 'plan' | 'cycle'>): BookPlan {
  const plan = book.content.plans.find(({ code }) => code === terms.plan);
  if (!plan) throw new AppError('price.unknown', { plan: terms.plan, cycle: terms.cycle });
  return plan;
}

/** An add-on by its code. Throws price.unknown. */
export function addOnOf(book: PriceBook, code: string): BookAddOn {
  const addOn = book.content.addOns.find((entry) => entry.code === code);
  if (!addOn) throw new AppError('price.unknown', { plan: code, cycle: 'monthly' });
  return addOn;
}

function baseLines(book: PriceBook, terms: SubscriptionTerms, period: Period): InvoiceLine[] {
  const { name } = planOf(book, terms);
  const full = baseFee(book.content, { ...terms, groupPercent: '0' });
  const isYear = terms.cycle === 'yearly';
  const common = { code: terms.plan, period, priceBookVersion: book.version };
  const base = makeLine({
    ...common,
    kind: 'base',
    description: {
      en: `${name.en}, ${isYear ? 'yearly' : 'monthly'}`,
      ar: `الخطة ${name.ar}، ${isYear ? 'سنويًا' : 'شهريًا'}`,
    },
    quantity: 1,
    unitCents: full,
    exact: full,
    rule: terms.contract ? 'contract' : 'plan_price',
    inputs: { plan: terms.plan, cycle: terms.cycle, cents: full },
    words: {
      en: `${terms.contract ? 'The price of your contract' : 'The price of the plan'} for ${span(period).en}.`,
      ar: `${terms.contract ? 'سعر عقدكم' : 'سعر الخطة'} للفترة ${span(period).ar}.`,
    },
  });
  // A contract's price was agreed with everything in it.
  if (terms.contract || new Exact(terms.groupPercent).isZero()) return [base];
  const discount = book.content.groupDiscount;
  const percent = new Exact(terms.groupPercent).toFixed();
  const off = makeLine({
    ...common,
    code: discount?.code ?? 'group',
    kind: 'discount',
    description: {
      en: `${discount?.name.en ?? 'Group discount'}, ${percent} %`,
      ar: `${discount?.name.ar ?? 'خصم المجموعة'}، ${percent}٪`,
    },
    quantity: -1,
    unitCents: new Exact(full).times(percent).div(100),
    exact: new Exact(full).times(percent).div(-100),
    rule: 'group_discount',
    inputs: { cents: full, percent },
    words: {
      en: `${percent} % of the plan's base fee of ${moneyText(full).en}, and of nothing else.`,
      ar: `${percent}٪ من الرسم الأساسي للخطة البالغ ${moneyText(full).ar}، لا من غيره.`,
    },
  });
  return [base, off];
}

function addOnLines(
  book: PriceBook,
  { code, quantity }: { code: string; quantity: number },
  period: Period,
): InvoiceLine[] {
  const addOn = addOnOf(book, code);
  // What is paid once is no part of a month; a school that has it in its terms has paid it.
  if (addOn.kind === 'once' || quantity === 0) return [];
  return [
    makeLine({
      kind: 'add_on',
      code,
      period,
      priceBookVersion: book.version,
      description: { en: `${addOn.name.en}, monthly`, ar: `${addOn.name.ar}، شهريًا` },
      quantity,
      unitCents: addOn.cents,
      exact: new Exact(addOn.cents).times(quantity),
      rule: 'add_on_price',
      inputs: { quantity, cents: addOn.cents },
      words: {
        en: `${whole(quantity)} × ${moneyText(addOn.cents).en} for ${span(period).en}.`,
        ar: `${whole(quantity)} × ${moneyText(addOn.cents).ar} للفترة ${span(period).ar}.`,
      },
    }),
  ];
}

function onceLine(book: PriceBook, code: string, { start }: Period): InvoiceLine {
  const addOn = addOnOf(book, code);
  return makeLine({
    kind: 'setup',
    code,
    period: { start, end: start },
    priceBookVersion: book.version,
    description: { en: `${addOn.name.en}, once`, ar: `${addOn.name.ar}، مرة واحدة` },
    quantity: 1,
    unitCents: addOn.cents,
    exact: addOn.cents,
    rule: 'once',
    inputs: { cents: addOn.cents },
    words: {
      en: 'Paid once, on the first paid invoice; no discount is taken of it.',
      ar: 'يُدفع مرة واحدة في أول فاتورة مدفوعة، ولا يُخصم منه شيء.',
    },
  });
}
