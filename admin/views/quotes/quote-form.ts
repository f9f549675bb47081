import { type QuoteContent, quoteContent } from '../../../core/billing/browser.ts';
import { centsOf, dollarsOf } from '../price-book/form/fields.ts';

export type LineForm = { en: string; ar: string; quantity: string; price: string; isReduction: boolean };

/** A quote as its form holds it: every field as it was typed. */
export type QuoteForm = {
  school: string;
  prospect: { name: string; contact: string; email: string };
  plan: string;
  cycle: QuoteContent['cycle'];
  lines: LineForm[];
  noteEn: string;
  noteAr: string;
  validUntil: string;
};

export const EMPTY_LINE: LineForm = { en: '', ar: '', quantity: '1', price: '', isReduction: false };

/** The form of a quote, or an empty one. */
export function quoteFormOf(content: QuoteContent | undefined, school: string, plan: string): QuoteForm {
  return {
    school: content ? (content.school ?? '') : school,
    prospect: content?.prospect ?? { name: '', contact: '', email: '' },
    plan: content?.plan ?? plan,
    cycle: content?.cycle ?? 'yearly',
    lines: content?.lines.map(({ words, quantity, cents }) => ({
      ...words,
      quantity: String(quantity),
      price: dollarsOf(Math.abs(cents)),
      isReduction: cents < 0,
    })) ?? [EMPTY_LINE],
    noteEn: content?.note?.en ?? '',
    noteAr: content?.note?.ar ?? '',
    validUntil: content?.validUntil ?? '',
  };
}

/** Cents of one unit of a line; undefined while it is no amount. */
export function unitOf({ price, isReduction }: LineForm): number | undefined {
  const read = centsOf(price);
  return 'value' in read ? Number(read.value) * (isReduction ? -1 : 1) : undefined;
}

/** The quote that a form means; undefined while something is missing. */
export function readQuoteForm(form: QuoteForm): QuoteContent | undefined {
  const lines = form.lines.map((line) => ({
    words: { en: line.en, ar: line.ar },
    quantity: Number(line.quantity),
    cents: unitOf(line),
  }));
  const parsed = quoteContent.safeParse({
    school: form.school || null,
    prospect: form.school ? null : form.prospect,
    plan: form.plan,
    cycle: form.cycle,
    lines,
    note: form.noteEn || form.noteAr ? { en: form.noteEn, ar: form.noteAr } : null,
    validUntil: form.validUntil,
  });
  return parsed.success ? parsed.data : undefined;
}
