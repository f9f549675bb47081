import type { Language } from '../../components/language.ts';

const en = {
  title: 'Limits of a month',
  help: 'When a limit is reached, the add-on cannot use more until the month ends. Without a limit it uses what it needs.',
  limit: 'At most in a month',
  none: 'No limit',
  used: '{used} this month',
  usedOf: '{used} of {limit} this month',
  save: 'Save limits',
  saved: 'The limits are saved.',
  whole: 'Write a whole number, or leave it empty for no limit.',
};

export type CapTexts = typeof en;

const ar: CapTexts = {
  title: 'حدود الشهر',
  help: 'عند بلوغ الحد لا تستطيع الإضافة استخدام المزيد حتى نهاية الشهر. ومن دون حد تستخدم ما تحتاج إليه.',
  limit: 'الحد الأقصى في الشهر',
  none: 'بلا حد',
  used: '{used} هذا الشهر',
  usedOf: '{used} من {limit} هذا الشهر',
  save: 'حفظ الحدود',
  saved: 'حُفظت الحدود.',
  whole: 'اكتب عددًا صحيحًا، أو اتركه فارغًا لعدم وجود حد.',
};

export const CAP_TEXTS: Record<Language, CapTexts> = { en, ar };
