import type { PluralForms } from '../format.ts';
import type { Language } from '../language.ts';

type Texts = Record<
  | 'offline'
  | 'loading'
  | 'retry'
  | 'nothing'
  | 'noRows'
  | 'yes'
  | 'no'
  | 'label'
  | 'asTable'
  | 'cancel'
  | 'close'
  | 'working'
  | 'done'
  | 'download'
  | 'from'
  | 'actions'
  | 'chooseFirst'
  | 'tooMany',
  string
> &
  Record<'showAll' | 'chosen', PluralForms>;

/** Words around what add-ons show. */
export const BLOCK_TEXTS: Record<Language, Texts> = {
  en: {
    offline: 'The server cannot be reached. Check your connection and try again.',
    loading: 'Loading…',
    retry: 'Try again',
    nothing: 'There is nothing to show at the moment.',
    noRows: 'There is nothing here yet.',
    yes: 'Yes',
    no: 'No',
    label: 'Label',
    asTable: 'Show as a table',
    showAll: { one: 'Show the one row', other: 'Show all {count} rows' },
    cancel: 'Cancel',
    close: 'Close',
    working: 'Working…',
    done: 'Done.',
    download: 'Download the file',
    from: 'From the add-on {name}',
    actions: 'Actions of add-ons',
    chosen: { one: '{count} chosen', other: '{count} chosen' },
    chooseFirst: 'Choose records in the list first.',
    tooMany: 'An action takes at most {limit} records at once.',
  },
  ar: {
    offline: 'تعذّر الوصول إلى الخادم. تحقق من اتصالك وحاول مرة أخرى.',
    loading: 'جارٍ التحميل…',
    retry: 'إعادة المحاولة',
    nothing: 'لا يوجد ما يُعرض الآن.',
    noRows: 'لا يوجد شيء هنا بعد.',
    yes: 'نعم',
    no: 'لا',
    label: 'البند',
    asTable: 'عرض في جدول',
    showAll: {
      one: 'عرض الصف الوحيد',
      two: 'عرض الصفين',
      few: 'عرض الصفوف كلها ({count})',
      other: 'عرض الصفوف كلها ({count})',
    },
    cancel: 'إلغاء',
    close: 'إغلاق',
    working: 'جارٍ التنفيذ…',
    done: 'تم التنفيذ.',
    download: 'تنزيل الملف',
    from: 'من الإضافة {name}',
    actions: 'إجراءات الإضافات',
    chosen: {
      one: 'سجل واحد مختار',
      two: 'سجلان مختاران',
      few: '{count} سجلات مختارة',
      many: '{count} سجلًا مختارًا',
      other: '{count} سجل مختار',
    },
    chooseFirst: 'اختر السجلات من القائمة أولًا.',
    tooMany: 'يقبل الإجراء {limit} سجل على الأكثر في المرة الواحدة.',
  },
};
