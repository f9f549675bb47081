import type { Language } from './language.ts';

const en = {
  optional: '(optional)',
  choose: 'Choose…',
  secretSet: 'A value is set',
  secretKept: 'It is never shown again. Leave the field empty to keep it.',
  secretRemove: 'Remove the value',
  secretRemoved: 'The value is removed when you save.',
  secretUndo: 'Keep it',
  invalid: {
    required: 'This is needed.',
    tooLong: 'At most {limit} letters.',
    tooShort: 'At least {limit} letters.',
    number: 'This must be a number.',
    integer: 'This must be a whole number.',
    minimum: 'At least {limit}.',
    maximum: 'At most {limit}.',
  },
};

export type FormTexts = typeof en;

/** Texts of forms that are made from a schema. */
export const FORM_TEXTS: Record<Language, FormTexts> = {
  en,
  ar: {
    optional: '(اختياري)',
    choose: 'اختر…',
    secretSet: 'توجد قيمة محفوظة',
    secretKept: 'لا تُعرض مرة أخرى أبدًا. اترك الحقل فارغًا للإبقاء عليها.',
    secretRemove: 'إزالة القيمة',
    secretRemoved: 'ستُزال القيمة عند الحفظ.',
    secretUndo: 'الإبقاء عليها',
    invalid: {
      required: 'هذا الحقل مطلوب.',
      tooLong: 'الحد الأقصى للأحرف هو {limit}.',
      tooShort: 'الحد الأدنى للأحرف هو {limit}.',
      number: 'يجب إدخال رقم.',
      integer: 'يجب إدخال عدد صحيح.',
      minimum: 'أقل قيمة مسموحة هي {limit}.',
      maximum: 'أكبر قيمة مسموحة هي {limit}.',
    },
  },
};
