import type { Language } from '../../../core/kernel/index.ts';

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const en = {
  title: 'Attendance register',
  intro: 'Choose a class to take its register.',
  classLabel: 'Class',
  classPlaceholder: 'Find a class…',
  homerooms: 'Classes',
  offerings: 'Lesson groups',
  taken: 'Taken',
  notTaken: 'Not taken',
  takenOf: '{taken} of {total} taken',
  noClassFound: 'No class with “{query}” in its name.',
  noClasses: 'You have no classes with pupils.',
  noClassesHint: 'When the school assigns a class to you, its register appears here.',
  moreClasses: 'and {count} more: type to find one',
  clear: 'Clear',
  date: 'Date',
  previousDay: 'Previous day',
  nextDay: 'Next day',
  today: 'Today',
  future: 'A register cannot be taken before its day.',
  allPresent: 'All present',
  notMarked: 'Not marked',
  pupils: { one: '{count} pupil', other: '{count} pupils' } as Forms,
  noPupils: 'Nobody is in this class on this date.',
  minutes: 'Minutes',
  addNote: 'Note',
  note: 'Note for {name}',
  notePlaceholder: 'Reason, who called, …',
  shortcuts: 'Keys',
  shortcutMove: 'next or previous pupil',
  shortcutSave: 'save',
  save: 'Save register',
  saving: 'Saving…',
  loading: 'Loading the register…',
  neverTaken: 'Not taken yet. Everybody is present until you change it; save to record it.',
  untouched: 'Saved. No changes.',
  unsaved: { one: '{count} unsaved change', other: '{count} unsaved changes' } as Forms,
  savedAt: 'Saved at {time}',
  savedNothing: 'Saved at {time}: nothing was different',
  failed: 'Not saved. {message}',
  restored: 'Your unsaved marks from {time} are back. They are not saved yet.',
  discard: 'Discard them',
  offline: 'The server cannot be reached. Your marks are kept on this page; try again.',
  retry: 'Try again',
  signIn: 'Sign in again',
  readOnly: 'You can see this register but not change it.',
  leaveTitle: 'Save this register first?',
  leaveText: 'There are marks that are not saved.',
  leaveSave: 'Save and go on',
  leaveDiscard: 'Go on without saving',
  stay: 'Stay here',
  conflictTitle: 'Somebody else saved this register in the meantime',
  conflictText: 'Choose which mark is right for each pupil below, then save. Nothing is lost until you do.',
  mine: 'Yours',
  theirs: 'Theirs',
  allMine: 'Keep all of mine',
  allTheirs: 'Take all of theirs',
  chooseLeft: { one: '{count} pupil left to choose', other: '{count} pupils left to choose' } as Forms,
  saveResolved: 'Save this version',
  minutesShort: '{count} min',
  forbiddenTitle: 'The register is not open to you',
  forbiddenText: 'Your role does not include attendance. Ask the school’s administrator if you need it.',
  back: 'Back to the start page',
};

export type RegisterTexts = typeof en;

const ar: RegisterTexts = {
  title: 'سجل الحضور',
  intro: 'اختر صفًا لتسجيل حضوره.',
  classLabel: 'الصف',
  classPlaceholder: 'ابحث عن صف…',
  homerooms: 'الشعب',
  offerings: 'المجموعات الدراسية',
  taken: 'سُجّل',
  notTaken: 'لم يُسجّل',
  takenOf: 'سُجّل {taken} من {total}',
  noClassFound: 'لا يوجد صف يحتوي اسمه على «{query}».',
  noClasses: 'ليس لديك صفوف فيها طلاب.',
  noClassesHint: 'عندما تسند إليك المدرسة صفًا سيظهر سجله هنا.',
  moreClasses: 'و{count} غيرها: اكتب للبحث',
  clear: 'مسح',
  date: 'التاريخ',
  previousDay: 'اليوم السابق',
  nextDay: 'اليوم التالي',
  today: 'اليوم',
  future: 'لا يمكن تسجيل الحضور قبل يومه.',
  allPresent: 'الجميع حاضرون',
  notMarked: 'بلا تسجيل',
  pupils: {
    zero: 'لا طلاب',
    one: 'طالب واحد',
    two: 'طالبان',
    few: '{count} طلاب',
    many: '{count} طالبًا',
    other: '{count} طالب',
  },
  noPupils: 'لا يوجد طلاب في هذا الصف في هذا التاريخ.',
  minutes: 'الدقائق',
  addNote: 'ملاحظة',
  note: 'ملاحظة عن {name}',
  notePlaceholder: 'السبب، من اتصل، …',
  shortcuts: 'المفاتيح',
  shortcutMove: 'الطالب التالي أو السابق',
  shortcutSave: 'حفظ',
  save: 'حفظ السجل',
  saving: 'جارٍ الحفظ…',
  loading: 'جارٍ تحميل السجل…',
  neverTaken: 'لم يُسجّل بعد. الجميع حاضرون ما لم تغيّر ذلك؛ احفظ لتثبيته.',
  untouched: 'محفوظ. لا تغييرات.',
  unsaved: {
    zero: 'لا تغييرات غير محفوظة',
    one: 'تغيير واحد غير محفوظ',
    two: 'تغييران غير محفوظين',
    few: '{count} تغييرات غير محفوظة',
    many: '{count} تغييرًا غير محفوظ',
    other: '{count} تغيير غير محفوظ',
  },
  savedAt: 'حُفظ في {time}',
  savedNothing: 'حُفظ في {time}: لا اختلاف عن السابق',
  failed: 'لم يُحفظ. {message}',
  restored: 'عادت علاماتك غير المحفوظة من الساعة {time}، وهي لم تُحفظ بعد.',
  discard: 'تجاهلها',
  offline: 'تعذّر الوصول إلى الخادم. ما سجّلته باقٍ في هذه الصفحة؛ حاول مرة أخرى.',
  retry: 'حاول مرة أخرى',
  signIn: 'سجّل الدخول من جديد',
  readOnly: 'يمكنك الاطلاع على هذا السجل دون تعديله.',
  leaveTitle: 'هل تحفظ هذا السجل أولًا؟',
  leaveText: 'توجد علامات لم تُحفظ.',
  leaveSave: 'احفظ وتابع',
  leaveDiscard: 'تابع دون حفظ',
  stay: 'ابقَ هنا',
  conflictTitle: 'حفظ شخص آخر هذا السجل في أثناء ذلك',
  conflictText: 'اختر العلامة الصحيحة لكل طالب أدناه ثم احفظ. لن يضيع شيء قبل ذلك.',
  mine: 'ما سجّلتَه',
  theirs: 'ما سجّله الآخر',
  allMine: 'إبقاء كل ما سجّلتُه',
  allTheirs: 'اعتماد كل ما سجّله الآخر',
  chooseLeft: {
    zero: 'اكتمل الاختيار',
    one: 'بقي طالب واحد للاختيار',
    two: 'بقي طالبان للاختيار',
    few: 'بقي {count} طلاب للاختيار',
    many: 'بقي {count} طالبًا للاختيار',
    other: 'بقي {count} طالب للاختيار',
  },
  saveResolved: 'حفظ هذه النسخة',
  minutesShort: '{count} د',
  forbiddenTitle: 'سجل الحضور غير متاح لك',
  forbiddenText: 'لا يشمل دورك الحضور. تواصل مع مدير النظام في المدرسة إذا احتجت إليه.',
  back: 'العودة إلى الصفحة الرئيسية',
};

/** Every text of the register page in both languages. */
export const REGISTER_TEXTS: Record<Language, RegisterTexts> = { en, ar };

/** Puts values into the {placeholders} of a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** The form of a text that a number takes in a language. */
export function counted(forms: Forms, count: number, language: Language): string {
  const rule = new Intl.PluralRules(language).select(count);
  return fill(forms[rule] ?? forms.other, { count });
}

/** Dates are written with Western digits in both languages, as school papers in Qatar do. */
export function longDate(date: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'ar' ? 'ar-QA-u-nu-latn-ca-gregory' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
}

/** The date some days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Hours and minutes at the school. */
export function clockTime(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
}
