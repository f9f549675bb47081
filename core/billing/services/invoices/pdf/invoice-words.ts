import type { Language } from '../../../../kernel/index.ts';

/** The same words in both languages. */
export type Both = Record<Language, string>;

/** What invoices and credit notes say. Labels are nouns, as accountants expect them. */
export const INVOICE_WORDS = {
  invoice: { en: 'Invoice', ar: 'فاتورة' },
  taxInvoice: { en: 'Tax invoice', ar: 'فاتورة ضريبية' },
  creditNote: { en: 'Credit note', ar: 'إشعار دائن' },
  draft: { en: 'DRAFT', ar: 'مسودة' },
  void: { en: 'VOID', ar: 'ملغاة' },
  number: { en: 'Number', ar: 'الرقم' },
  ofInvoice: { en: 'For invoice', ar: 'عن الفاتورة' },
  date: { en: 'Date', ar: 'التاريخ' },
  period: { en: 'Period (UTC)', ar: 'الفترة (UTC)' },
  due: { en: 'Due', ar: 'تاريخ الاستحقاق' },
  paidOn: { en: 'Paid on', ar: 'تاريخ السداد' },
  state: { en: 'State', ar: 'الحالة' },
  reason: { en: 'Reason', ar: 'السبب' },
  billedTo: { en: 'Billed to', ar: 'الفاتورة إلى' },
  taxNumber: { en: 'Tax number: {number}', ar: 'الرقم الضريبي: {number}' },
  description: { en: 'Description', ar: 'البيان' },
  quantity: { en: 'Quantity', ar: 'الكمية' },
  unit: { en: 'Unit price (USD)', ar: 'سعر الوحدة (USD)' },
  amount: { en: 'Amount (USD)', ar: 'المبلغ (USD)' },
  nothing: {
    en: 'There is nothing to pay for this period.',
    ar: 'لا يوجد مبلغ مستحق عن هذه الفترة.',
  },
  subtotal: { en: 'Subtotal', ar: 'المجموع قبل الضريبة' },
  tax: { en: 'Tax', ar: 'الضريبة' },
  total: { en: 'Total', ar: 'الإجمالي' },
  credited: { en: 'Credited', ar: 'المبلغ المخصوم بإشعار دائن' },
  paid: { en: 'Paid', ar: 'المدفوع' },
  balance: { en: 'Amount due', ar: 'المبلغ المستحق' },
  creditTotal: { en: 'Credited amount', ar: 'المبلغ الدائن' },
  rounded: {
    en: 'Exactly {exact} USD, rounded to the cent.',
    ar: 'المبلغ الدقيق {exact} USD، مقربًا إلى السنت.',
  },
  linePeriod: { en: '{from} to {until}', ar: 'من {from} إلى {until}' },
  currency: {
    en: 'All amounts are in US dollars. Times are in UTC; the end of a period does not belong to it.',
    ar: 'جميع المبالغ بالدولار الأمريكي، والأوقات بتوقيت UTC، ونهاية الفترة غير داخلة فيها.',
  },
  untaxed: { en: 'No tax is charged.', ar: 'لا تُحتسب ضريبة.' },
} as const satisfies Record<string, Both>;

/** States as they are printed. */
export const STATE_WORDS: Record<string, Both> = {
  draft: { en: 'Draft', ar: 'مسودة' },
  open: { en: 'Open', ar: 'غير مدفوعة' },
  paid: { en: 'Paid', ar: 'مدفوعة' },
  void: { en: 'Void', ar: 'ملغاة' },
  uncollectible: { en: 'Written off', ar: 'مشطوبة' },
};

/** Puts values into the {placeholders} of both texts. */
export function fillBoth(text: Both, values: Record<string, string>): Both {
  const fill = (one: string) => one.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  return { en: fill(text.en), ar: fill(text.ar) };
}
