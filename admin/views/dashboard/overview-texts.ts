import type { Language } from '../../../core/kernel/index.ts';
import type { PluralForms } from '../../components/format.ts';

const en = {
  notTaken: 'Registers not taken today',
  allTaken: 'Every register of today is taken.',
  results: 'Results of this year',
  resultsHint: 'Mean of the published results, in %',
  noResults: 'No published results yet.',
  resultsOf: { one: '{count} result', other: '{count} results' } as PluralForms,
  fees: 'School fees',
  open: 'Open',
  overdue: 'Overdue',
  overdueOf: { one: '{count} invoice', other: '{count} invoices' } as PluralForms,
  paid: 'Paid, last six months',
  noPayments: 'No payments in the last six months.',
  upcoming: 'In the next two weeks',
  nothing: 'Nothing is planned.',
  kinds: {
    exam: 'Exam',
    term: 'Term begins',
    year: 'Year begins',
    holiday: 'Holiday',
    half_day: 'Half day',
  },
};

/** Texts of the lower half of the start pages. */
export const OVERVIEW_TEXTS: Record<Language, typeof en> = {
  en,
  ar: {
    notTaken: 'سجلات اليوم غير المكتملة',
    allTaken: 'اكتملت كل سجلات اليوم.',
    results: 'نتائج هذا العام الدراسي',
    resultsHint: 'متوسط النتائج المنشورة بالنسبة المئوية',
    noResults: 'لا توجد نتائج منشورة بعد.',
    resultsOf: {
      zero: 'لا نتائج',
      one: 'نتيجة واحدة',
      two: 'نتيجتان',
      few: '{count} نتائج',
      many: '{count} نتيجة',
      other: '{count} نتيجة',
    },
    fees: 'الرسوم الدراسية',
    open: 'غير المسدد',
    overdue: 'المتأخر',
    overdueOf: {
      zero: 'لا فواتير',
      one: 'فاتورة واحدة',
      two: 'فاتورتان',
      few: '{count} فواتير',
      many: '{count} فاتورة',
      other: '{count} فاتورة',
    },
    paid: 'المدفوع في آخر ستة أشهر',
    noPayments: 'لا مدفوعات في آخر ستة أشهر.',
    upcoming: 'في الأسبوعين القادمين',
    nothing: 'لا شيء مخطط.',
    kinds: {
      exam: 'اختبار',
      term: 'بداية فصل',
      year: 'بداية عام',
      holiday: 'عطلة',
      half_day: 'نصف يوم',
    },
  },
};
