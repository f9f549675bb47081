import type { Language } from '../../core/kernel/index.ts';
import type { PluralForms } from './format.ts';

const en = {
  tell: 'Tell families by text message:',
  messages: { one: '{count} message', other: '{count} messages' } as PluralForms,
  how: 'One message a guardian, in their language, with the names of all their children. Each is counted in the usage.',
  toldBefore: {
    one: '{count} guardian was told before.',
    other: '{count} guardians were told before.',
  } as PluralForms,
  again: 'Tell everybody again:',
  withoutNumber: {
    one: '{count} guardian has no phone number and gets no message.',
    other: '{count} guardians have no phone number and get no message.',
  } as PluralForms,
  nobody: 'No guardian of these pupils accepts text messages and has a number.',
  noAddOn: 'Families are not told: no add-on for text messages is switched on.',
  addOns: 'Add-ons',
  mayNot: 'Families are not told: your role does not let you write to them.',
};

const ar: typeof en = {
  tell: 'إبلاغ الأسر برسالة نصية:',
  messages: {
    zero: 'لا رسائل',
    one: 'رسالة واحدة',
    two: 'رسالتان',
    few: '{count} رسائل',
    many: '{count} رسالة',
    other: '{count} رسالة',
  },
  how: 'رسالة واحدة لكل ولي أمر بلغته تذكر أسماء أبنائه جميعًا، وتُحتسب كل رسالة ضمن الاستخدام.',
  toldBefore: {
    zero: 'لم يُبلَّغ أحد من قبل.',
    one: 'أُبلغ ولي أمر واحد من قبل.',
    two: 'أُبلغ وليّا أمر من قبل.',
    few: 'أُبلغ {count} من أولياء الأمور من قبل.',
    many: 'أُبلغ {count} من أولياء الأمور من قبل.',
    other: 'أُبلغ {count} من أولياء الأمور من قبل.',
  },
  again: 'إبلاغ الجميع مرة أخرى:',
  withoutNumber: {
    zero: 'لكل أولياء الأمور أرقام هواتف.',
    one: 'لا يوجد رقم هاتف لولي أمر واحد، ولن تصله رسالة.',
    two: 'لا يوجد رقم هاتف لوليّي أمر، ولن تصلهما رسالة.',
    few: 'لا توجد أرقام هواتف لعدد {count} من أولياء الأمور، ولن تصلهم رسالة.',
    many: 'لا توجد أرقام هواتف لعدد {count} من أولياء الأمور، ولن تصلهم رسالة.',
    other: 'لا توجد أرقام هواتف لعدد {count} من أولياء الأمور، ولن تصلهم رسالة.',
  },
  nobody: 'لا يوجد بين أولياء أمور هؤلاء الطلاب من يقبل الرسائل النصية وله رقم هاتف.',
  noAddOn: 'لن تُبلَّغ الأسر: لم تُفعَّل أي إضافة للرسائل النصية.',
  addOns: 'الإضافات',
  mayNot: 'لن تُبلَّغ الأسر: دورك لا يتيح لك مراسلتها.',
};

/** Every text about telling families, in both languages. */
export const FAMILY_NOTICE_TEXTS: Record<Language, typeof en> = { en, ar };
