import type { Bilingual } from './texts.ts';

/** What a permission lets an add-on do, in the words that a school reads. Continues "It can now …". */
const PERMISSION_WORDS: Record<string, Bilingual> = {
  'students.read': { en: 'read students', ar: 'قراءة بيانات الطلاب' },
  'guardians.read': { en: 'read guardians', ar: 'قراءة بيانات أولياء الأمور' },
  'attendance.read': { en: 'read attendance', ar: 'قراءة سجلات الحضور' },
  'results.read': { en: 'read exam results', ar: 'قراءة نتائج الاختبارات' },
  'structure.read': { en: 'read classes, grades and terms', ar: 'قراءة الشعب والصفوف والفصول الدراسية' },
  'aggregates.query': {
    en: 'ask for grouped numbers without names',
    ar: 'طلب أرقام مجمّعة دون أسماء',
  },
  kv: { en: 'keep small values of its own', ar: 'حفظ قيم صغيرة خاصة بها' },
  'records.write': { en: 'keep records of its own', ar: 'حفظ سجلات خاصة بها' },
  files: { en: 'keep files of its own', ar: 'حفظ ملفات خاصة بها' },
  'sms.send': { en: 'send text messages to guardians', ar: 'إرسال رسائل نصية إلى أولياء الأمور' },
  'email.send': { en: 'send e-mails to guardians', ar: 'إرسال رسائل بريد إلكتروني إلى أولياء الأمور' },
  'notify.send': { en: 'leave notes in the panel', ar: 'ترك ملاحظات في لوحة التحكم' },
  'http.fetch': { en: 'call servers outside the platform', ar: 'الاتصال بخوادم خارج المنصة' },
  'report.render': { en: 'make PDF documents', ar: 'إنشاء مستندات PDF' },
  'meter.add': { en: 'count what it bills by', ar: 'احتساب ما تُحسب به تكلفتها' },
  log: { en: 'write a log', ar: 'كتابة سجل' },
};

const FIELD_WORDS: Record<string, Bilingual> = {
  givenName: { en: 'given name', ar: 'الاسم الأول' },
  familyName: { en: 'family name', ar: 'اسم العائلة' },
  displayName: { en: 'full name', ar: 'الاسم الكامل' },
  displayNameAr: { en: 'full name in Arabic', ar: 'الاسم الكامل بالعربية' },
  admissionNumber: { en: 'admission number', ar: 'رقم القيد' },
  birthDate: { en: 'date of birth', ar: 'تاريخ الميلاد' },
  sex: { en: 'sex', ar: 'الجنس' },
  gradeLevel: { en: 'grade', ar: 'الصف الدراسي' },
  gradeLevelId: { en: 'grade', ar: 'الصف الدراسي' },
  classroom: { en: 'class', ar: 'الشعبة' },
  classroomId: { en: 'class', ar: 'الشعبة' },
  relation: { en: 'relation to the student', ar: 'صلة القرابة' },
  language: { en: 'language', ar: 'اللغة' },
  phone: { en: 'phone number', ar: 'رقم الهاتف' },
  email: { en: 'e-mail address', ar: 'البريد الإلكتروني' },
  contactOrder: { en: 'order of contact', ar: 'ترتيب الاتصال' },
  smsAllowed: { en: 'whether they accept text messages', ar: 'قبول الرسائل النصية' },
  date: { en: 'date', ar: 'التاريخ' },
  code: { en: 'attendance mark', ar: 'رمز الحضور' },
  status: { en: 'status', ar: 'الحالة' },
  note: { en: 'note', ar: 'الملاحظة' },
  examTitle: { en: 'exam', ar: 'الاختبار' },
  subject: { en: 'subject', ar: 'المادة' },
  score: { en: 'score', ar: 'الدرجة' },
  maxScore: { en: 'highest possible score', ar: 'الدرجة العظمى' },
  comment: { en: 'comment', ar: 'التعليق' },
};

/** A permission in plain words; its own name where there are none. */
export function permissionWords(capability: string): Bilingual {
  return PERMISSION_WORDS[capability] ?? { en: capability, ar: capability };
}

/** Fields as one list in plain words, each once. */
export function fieldWords(fields: readonly string[]): Bilingual {
  const words = fields.map((field) => FIELD_WORDS[field] ?? { en: field, ar: field });
  const list = (language: 'en' | 'ar') => [...new Set(words.map((word) => word[language]))];
  return { en: list('en').join(', '), ar: list('ar').join('، ') };
}
