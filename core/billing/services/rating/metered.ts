import { Exact, roundCents } from '../money.ts';
import { moneyText } from '../money-text.ts';
import type { BookMeter, PriceBook } from '../price-book/content.ts';
import { type InvoiceLine, type LineEvents, makeLine, type Period } from './line.ts';
import { span, whole } from './words.ts';

/** What the ledger holds of one meter in a period; the quantity is a whole number of units. */
export type MeterQuantity = { meter: string; quantity: number; events: LineEvents };

/** What finalised invoices have charged so far of one meter in an old period. */
export type BilledUsage = { quantity: number; cents: number };

/**
 * The metered usage of a month, one line a meter in the order of the book, each rounded once (C1, C13). In a trial the lines
 * are shown and cost nothing (C14). Meters that are not in the book are priced elsewhere and make no line here.
 */
export function rateMeters(
  book: PriceBook,
  usage: readonly MeterQuantity[],
  month: Period,
  { isTrial = false }: { isTrial?: boolean | undefined } = {},
): InvoiceLine[] {
  return book.content.meters.flatMap((meter) => {
    const used = usage.find((entry) => entry.meter === meter.code);
    if (!used || used.quantity === 0) return [];
    const { quantity, events } = used;
    const rate = isTrial ? '0' : meter.rate;
    return [
      makeLine({
        kind: 'metered',
        code: meter.code,
        period: month,
        priceBookVersion: book.version,
        description: isTrial
          ? { en: `${meter.name.en}, in the trial`, ar: `${meter.name.ar}، في الفترة التجريبية` }
          : meter.name,
        quantity,
        unitCents: rate,
        exact: new Exact(quantity).times(rate),
        rule: isTrial ? 'trial_usage' : 'metered',
        inputs: { quantity, rate },
        events,
        words: isTrial
          ? {
              en: `${whole(quantity)} × ${meter.unit.en}; usage in the trial is free.`,
              ar: `${whole(quantity)} × ${meter.unit.ar}؛ الاستخدام في الفترة التجريبية مجاني.`,
            }
          : calculation(meter, quantity),
      }),
    ];
  });
}

/**
 * Usage of a finished period that became known after its invoice (S16e, S17): what the whole quantity costs, rounded once, less
 * what was charged, so that however often something comes late the sum of all lines is the price of all usage. `book` is the
 * version that priced the old period. Undefined when nothing is new.
 */
export function rateLateUsage(
  book: PriceBook,
  { meter: code, quantity, events }: MeterQuantity,
  billed: BilledUsage,
  old: Period,
): InvoiceLine | undefined {
  const meter = book.content.meters.find((entry) => entry.code === code);
  const late = quantity - billed.quantity;
  if (!meter || late <= 0) return undefined;
  const wholeCents = roundCents(new Exact(quantity).times(meter.rate));
  return makeLine({
    kind: 'late_usage',
    code,
    period: old,
    priceBookVersion: book.version,
    description: {
      en: `${meter.name.en}, counted late for ${span(old).en}`,
      ar: `${meter.name.ar}، احتُسبت متأخرة للفترة ${span(old).ar}`,
    },
    quantity: late,
    unitCents: meter.rate,
    exact: wholeCents - billed.cents,
    rule: 'late_usage',
    inputs: {
      quantity,
      billedQuantity: billed.quantity,
      billedCents: billed.cents,
      wholeCents,
      rate: meter.rate,
    },
    events,
    words: {
      en: `All ${whole(quantity)} of that period cost ${moneyText(wholeCents).en}; ${moneyText(billed.cents).en} were charged before.`,
      ar: `تكلفة كامل استخدام تلك الفترة (${whole(quantity)}) هي ${moneyText(wholeCents).ar}؛ وسبق احتساب ${moneyText(billed.cents).ar}.`,
    },
  });
}

function calculation(meter: BookMeter, quantity: number) {
  const exact = new Exact(quantity).times(meter.rate).toFixed();
  return {
    en: `${whole(quantity)} × ${moneyText(meter.rate).en} a ${meter.unit.en} = ${moneyText(exact).en}, rounded once to whole cents.`,
    ar: `${whole(quantity)} × ${moneyText(meter.rate).ar} لكل ${meter.unit.ar} = ${moneyText(exact).ar}، تُقرَّب مرة واحدة إلى سنتات صحيحة.`,
  };
}
