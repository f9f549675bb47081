import type { Language } from '../../components/language.ts';

/** Words around a page of an add-on. */
export const ADD_ON_PAGE_TEXTS: Record<Language, Record<'title' | 'from' | 'unknown' | 'back', string>> = {
  en: {
    title: 'Page of an add-on',
    from: 'From the add-on {name}',
    unknown: 'There is no such page, the add-on is switched off, or your role does not include it.',
    back: 'To the start page',
  },
  ar: {
    title: 'صفحة إضافة',
    from: 'من الإضافة {name}',
    unknown: 'لا توجد صفحة بهذا العنوان، أو أن الإضافة متوقفة، أو أن دورك لا يشملها.',
    back: 'إلى الصفحة الرئيسية',
  },
};
