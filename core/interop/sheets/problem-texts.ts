import type { Language } from '../../kernel/index.ts';
import type { SheetProblem, SheetProblemCode } from './sheet-types.ts';

type Text = { readonly en: string; readonly ar: string };

/** What is wrong, and what to do. `{name}` is filled from the problem. */
const TEXTS: Readonly<Record<SheetProblemCode, Text>> = {
  value_missing: {
    en: 'This is needed and the cell is empty. Fill it in.',
    ar: 'هذه القيمة مطلوبة والخلية فارغة. املأها.',
  },
  value_long: {
    en: 'The text has {length} characters; at most {limit} are allowed. Shorten it.',
    ar: 'النص مكوّن من {length} حرفًا والحد الأقصى {limit}. اختصره.',
  },
  date: {
    en: 'This is not a date we can read. Write it as 2026-09-01.',
    ar: 'لا يمكن قراءة هذا التاريخ. اكتبه بالصيغة 2026-09-01.',
  },
  date_open: {
    en: 'This can be {dayFirst} or {monthFirst}. Say whether the day or the month comes first.',
    ar: 'قد يعني هذا {dayFirst} أو {monthFirst}. حدّد أيهما أولًا: اليوم أم الشهر.',
  },
  email: {
    en: 'This is not an e-mail address. Correct it or leave the cell empty.',
    ar: 'هذا ليس عنوان بريد إلكتروني. صحّحه أو اترك الخلية فارغة.',
  },
  phone: {
    en: 'This number is not certain, so no message will go there. Write it as +97455512345.',
    ar: 'هذا الرقم غير مؤكد ولن تُرسل إليه رسائل. اكتبه بالصيغة ‎+97455512345.',
  },
  number: {
    en: 'This is not a number. Use digits and, for decimals, a point.',
    ar: 'هذا ليس رقمًا. استخدم الأرقام والنقطة للكسور العشرية.',
  },
  number_range: {
    en: 'The number must be between {min} and {max}.',
    ar: 'يجب أن يكون الرقم بين {min} و{max}.',
  },
  flag: { en: 'Write yes or no.', ar: 'اكتب نعم أو لا.' },
  choice: {
    en: 'This word is not known here. Use one of: {allowed}.',
    ar: 'هذه الكلمة غير معروفة هنا. استخدم إحدى القيم: {allowed}.',
  },
  reference_unknown: {
    en: 'The school has no such record. Correct the cell, or add the record first.',
    ar: 'لا يوجد سجل كهذا في المدرسة. صحّح الخلية أو أضف السجل أولًا.',
  },
  reference_several: {
    en: 'Several records fit this. Use the code or number, or add a column that tells them apart.',
    ar: 'ينطبق هذا على أكثر من سجل. استخدم الرمز أو الرقم، أو أضف عمودًا يميّز بينها.',
  },
  duplicate: {
    en: 'Row {firstRow} already has this. Keep one of the two rows.',
    ar: 'القيمة نفسها موجودة في الصف {firstRow}. أبقِ صفًا واحدًا منهما.',
  },
  qid_form: {
    en: 'A Qatari personal number has 11 digits and begins with 2 or 3. This one was left out.',
    ar: 'الرقم الشخصي القطري مكوّن من 11 رقمًا ويبدأ بـ 2 أو 3. تُرك هذا الرقم.',
  },
  qid_taken: {
    en: 'Another person of the school already has this personal number. It was left out; check whose it is.',
    ar: 'هذا الرقم الشخصي مسجّل لشخص آخر في المدرسة. تُرك هذا الرقم؛ تحقق من صاحبه.',
  },
  qid_birth: {
    en: 'The personal number says another year of birth than {birthDate}. Check which of the two is right.',
    ar: 'يشير الرقم الشخصي إلى سنة ميلاد غير {birthDate}. تحقق من الصحيح منهما.',
  },
  arabic_latin: {
    en: 'The letters do not fit the column: Arabic and English names may be mixed up. Check the columns.',
    ar: 'الحروف لا تناسب العمود: ربما اختلطت الأسماء العربية بالإنجليزية. تحقق من الأعمدة.',
  },
  guardian_no_contact: {
    en: 'This guardian has neither a phone number nor an e-mail address, so a later import cannot recognise the person.',
    ar: 'ليس لولي الأمر هذا هاتف ولا بريد إلكتروني، فلن يتعرف عليه استيراد لاحق.',
  },
  damaged_text: {
    en: 'Letters were lost when the file was saved. Save it again as CSV UTF-8 or as an Excel workbook.',
    ar: 'فُقدت أحرف عند حفظ الملف. احفظه مجددًا بصيغة CSV UTF-8 أو كملف Excel.',
  },
  score_above: {
    en: 'The score is above the total of {total}. It is kept.',
    ar: 'الدرجة أعلى من الدرجة الكلية {total}. ستُحفظ كما هي.',
  },
  marks_held: {
    en: 'The marks of this class and term are handed in, approved or published. Return or withdraw them first.',
    ar: 'درجات هذه المجموعة في هذا الفصل مُسلَّمة أو معتمدة أو منشورة. أعدها أو اسحب نشرها أولًا.',
  },
  unreadable: {
    en: 'The file cannot be read ({detail}). Save it again as CSV UTF-8 or as an Excel workbook (.xlsx).',
    ar: 'تعذرت قراءة الملف ({detail}). احفظه مجددًا بصيغة CSV UTF-8 أو كملف Excel ‏(.xlsx).',
  },
  too_large: {
    en: 'The workbook unpacks to far more than it should. Save the sheet alone as a new file.',
    ar: 'حجم الملف بعد فك الضغط أكبر بكثير من المعقول. احفظ الورقة وحدها في ملف جديد.',
  },
  no_rows: { en: 'There are no rows below the headers.', ar: 'لا توجد صفوف تحت العناوين.' },
  quota: { en: '{reason}', ar: '{reasonAr}' },
};

/** The sentence of a problem in a language. */
export function sheetProblemText(problem: Pick<SheetProblem, 'code' | 'params'>, language: Language): string {
  return TEXTS[problem.code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(problem.params[name] ?? ''),
  );
}
