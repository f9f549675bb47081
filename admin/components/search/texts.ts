import type { SearchKind } from '../../../core/search/browser.ts';
import type { Language } from '../language.ts';

const en = {
  open: 'Search',
  title: 'Search the school',
  label: 'Name, phone, number, class …',
  hint: 'Type a name in Arabic or English, a phone number, an admission number or a class. Small mistakes do no harm.',
  nothing: 'Nothing was found for “{query}”.',
  searching: 'Searching …',
  found: '{count} found',
  inactive: 'not active',
  fuzzy: 'similar',
  keys: 'Arrow keys choose, Enter opens, Esc closes.',
  offline: 'The server cannot be reached. Check the connection and try again.',
  close: 'Close',
  kinds: {
    student: 'Students',
    guardian: 'Guardians',
    teacher: 'Teachers',
    class: 'Classes',
    lessonGroup: 'Lesson groups',
    subject: 'Subjects',
    invoice: 'Invoices',
    file: 'Files',
    announcement: 'Announcements',
  } satisfies Record<SearchKind, string>,
};

export type SearchTexts = typeof en;

/** Texts of the search box. */
export const SEARCH_TEXTS: Record<Language, SearchTexts> = {
  en,
  ar: {
    open: 'بحث',
    title: 'البحث في المدرسة',
    label: 'اسم أو هاتف أو رقم أو شعبة …',
    hint: 'اكتب اسمًا بالعربية أو الإنجليزية، أو رقم هاتف، أو رقم قيد، أو شعبة. الأخطاء الإملائية البسيطة لا تمنع النتيجة.',
    nothing: 'لا توجد نتائج عن «{query}».',
    searching: 'جارٍ البحث …',
    found: 'عدد النتائج: {count}',
    inactive: 'غير نشط',
    fuzzy: 'مشابه',
    keys: 'اختر بالأسهم، وافتح بمفتاح Enter، وأغلق بمفتاح Esc.',
    offline: 'تعذّر الوصول إلى الخادم. تحقق من الاتصال ثم حاول مرة أخرى.',
    close: 'إغلاق',
    kinds: {
      student: 'الطلاب',
      guardian: 'أولياء الأمور',
      teacher: 'المعلمون',
      class: 'الشعب',
      lessonGroup: 'المجموعات الدراسية',
      subject: 'المواد',
      invoice: 'الفواتير',
      file: 'الملفات',
      announcement: 'الإعلانات',
    },
  },
};
