import {
  dollars,
  grouped,
  heads,
  type Issuer,
  issuerLines,
  lines,
  type Paper,
  usd,
} from '../../invoices/pdf/invoice-paper.ts';
import type { BookPlan } from '../../price-book/content.ts';
import type { Quote } from './read-quotes.ts';

const WORDS = {
  title: { en: 'Quotation', ar: 'عرض سعر' },
  number: { en: 'Number', ar: 'الرقم' },
  date: { en: 'Date', ar: 'التاريخ' },
  validUntil: { en: 'Valid until', ar: 'سارٍ حتى' },
  plan: { en: 'Plan', ar: 'الخطة' },
  billing: { en: 'Billed', ar: 'الفوترة' },
  monthly: { en: 'monthly', ar: 'شهريًا' },
  yearly: { en: 'yearly', ar: 'سنويًا' },
  offeredTo: { en: 'Offered to', ar: 'مقدَّم إلى' },
  total: { en: 'Total', ar: 'الإجمالي' },
  empty: { en: 'No lines', ar: 'لا توجد بنود' },
  currency: {
    en: 'Amounts are in US dollars, without tax. Usage of add-ons is billed as in the price list.',
    ar: 'المبالغ بالدولار الأمريكي دون ضريبة. يُحتسب استخدام الإضافات وفق قائمة الأسعار.',
  },
  accept: {
    en: 'To accept, answer this quotation in writing with its number before the end of its last day.',
    ar: 'للقبول، أرسلوا موافقة خطية تذكر رقم العرض قبل نهاية آخر يوم من سريانه.',
  },
  draft: { en: 'DRAFT', ar: 'مسودة' },
} as const;

/** A quote as the template of invoices sets it, English and Arabic side by side; a draft is marked as one. */
export function quotePaper(quote: Quote, plan: Pick<BookPlan, 'name'>, issuer: Issuer): Paper {
  const { content, number } = quote;
  const name = { en: quote.name, ar: quote.nameAr ?? quote.name };
  const contact = content.prospect
    ? [content.prospect.contact, content.prospect.email].filter(Boolean).join(' · ')
    : '';
  const addressee = contact ? { en: `${name.en}\n${contact}`, ar: `${name.ar}\n${contact}` } : name;
  return {
    name: number,
    stamp: quote.sentAt ? null : WORDS.draft,
    issuer: issuerLines(issuer),
    title: lines(WORDS.title),
    facts: [
      { label: lines(WORDS.number), value: number },
      { label: lines(WORDS.date), value: (quote.sentAt ?? quote.createdAt).slice(0, 10) },
      { label: lines(WORDS.validUntil), value: quote.validUntil },
      { label: lines(WORDS.plan), both: lines(plan.name) },
      { label: lines(WORDS.billing), both: lines(WORDS[quote.cycle]) },
    ],
    customer: { label: lines(WORDS.offeredTo), name: lines(addressee) },
    heads: heads(),
    lines: content.lines.map(({ words, quantity, cents }) => ({
      description: lines(words),
      how: { en: [], ar: [] },
      quantity: grouped(String(quantity)),
      unit: dollars(cents),
      amount: dollars(cents * quantity),
    })),
    empty: lines(WORDS.empty),
    totals: [
      {
        label: lines({
          en: `${WORDS.total.en}, ${WORDS[quote.cycle].en}`,
          ar: `${WORDS.total.ar} ${WORDS[quote.cycle].ar}`,
        }),
        value: usd(quote.totalCents),
        strong: true,
      },
    ],
    notes: [
      ...(content.note && (content.note.en || content.note.ar)
        ? [lines({ en: content.note.en || content.note.ar, ar: content.note.ar || content.note.en })]
        : []),
      lines(WORDS.currency),
      lines(WORDS.accept),
    ],
  };
}
