import type { ProblemTexts } from './problem-texts.ts';

const TYPES = 'OneRoster CSV binding: data types';
const MODES = 'OneRoster CSV binding: bulk and delta processing';

/** Faults of one value. */
export const VALUE_TEXTS = {
  'oneroster.value-missing': {
    severity: 'error',
    rule: 'OneRoster CSV binding: required columns',
    en: 'The required value is blank. Fill it in.',
    ar: 'القيمة المطلوبة فارغة. املأها.',
  },
  'oneroster.value-too-long': {
    severity: 'error',
    rule: TYPES,
    en: 'The value has {length} characters; at most {limit} are allowed. Shorten it.',
    ar: 'في القيمة {length} حرفاً؛ والحد الأقصى {limit}. اختصرها.',
  },
  'oneroster.boolean': {
    severity: 'error',
    rule: TYPES,
    en: '{value} is neither true nor false. Write true or false.',
    ar: '{value} ليست true ولا false. اكتب true أو false.',
  },
  'oneroster.boolean-case': {
    severity: 'warning',
    rule: TYPES,
    en: '{count} values such as {value} were read as true or false. Write them in small letters.',
    ar: 'تمت قراءة {count} من القيم مثل {value} على أنها true أو false. اكتبها بأحرف صغيرة.',
  },
  'oneroster.enum': {
    severity: 'error',
    rule: TYPES,
    en: '{value} is not one of the allowed values: {allowed}. Values are case-sensitive; write one of them.',
    ar: '{value} ليست من القيم المسموحة: {allowed}. القيم حساسة لحالة الأحرف؛ اكتب واحدة منها.',
  },
  'oneroster.date': {
    severity: 'error',
    rule: TYPES,
    en: '{value} is not a date of the form YYYY-MM-DD. Write it as year-month-day.',
    ar: '{value} ليس تاريخاً بالصيغة YYYY-MM-DD. اكتبه سنة-شهر-يوم.',
  },
  'oneroster.date-ambiguous': {
    severity: 'error',
    rule: TYPES,
    en: 'In {value} it is unclear which number is the day and which the month. Write the date as YYYY-MM-DD.',
    ar: 'ليس واضحاً في {value} أي رقم هو اليوم وأيها الشهر. اكتب التاريخ بالصيغة YYYY-MM-DD.',
  },
  'oneroster.date-with-time': {
    severity: 'warning',
    rule: TYPES,
    en: '{count} dates such as {value} carry a time; only the date was read.',
    ar: 'تحمل {count} من التواريخ مثل {value} وقتاً؛ قُرئ التاريخ فقط.',
  },
  'oneroster.date-time': {
    severity: 'error',
    rule: TYPES,
    en: '{value} is not a date and time of the form YYYY-MM-DDThh:mm:ss.sssZ. Correct it.',
    ar: '{value} ليس تاريخاً ووقتاً بالصيغة YYYY-MM-DDThh:mm:ss.sssZ. صححه.',
  },
  'oneroster.date-time-form': {
    severity: 'warning',
    rule: TYPES,
    en: '{count} values such as {value} are not written as YYYY-MM-DDThh:mm:ss.sssZ; they were read as UTC.',
    ar: 'كُتبت {count} من القيم مثل {value} بغير الصيغة YYYY-MM-DDThh:mm:ss.sssZ؛ قُرئت بتوقيت UTC.',
  },
  'oneroster.integer': {
    severity: 'error',
    rule: TYPES,
    en: '{value} is not a whole number. Use digits only.',
    ar: '{value} ليس عدداً صحيحاً. استخدم الأرقام فقط.',
  },
  'oneroster.number': {
    severity: 'error',
    rule: TYPES,
    en: '{value} is not a number. Use digits with a point for decimals.',
    ar: '{value} ليس عدداً. استخدم الأرقام مع نقطة للكسور العشرية.',
  },
  'oneroster.year': {
    severity: 'error',
    rule: TYPES,
    en: '{value} is not a year of four digits. Write the year in which the school year ends.',
    ar: '{value} ليست سنة من أربعة أرقام. اكتب السنة التي ينتهي فيها العام الدراسي.',
  },
  'oneroster.email': {
    severity: 'warning',
    rule: 'Daftar: e-mail addresses must be usable',
    en: '{count} values such as {value} are not e-mail addresses and were not imported.',
    ar: 'ليست {count} من القيم مثل {value} عناوين بريد إلكتروني ولم تُستورد.',
  },
  'oneroster.user-ids': {
    severity: 'warning',
    rule: TYPES,
    en: '{count} values such as {value} are not of the form {example}; they were ignored.',
    ar: 'ليست {count} من القيم مثل {value} بالصيغة {example}؛ وتم تجاهلها.',
  },
  'oneroster.status-inactive': {
    severity: 'warning',
    rule: 'OneRoster 1.2: inactive is read as tobedeleted',
    en: '{count} records have the status inactive, which the standard took out; they were read as tobedeleted.',
    ar: 'حالة {count} من السجلات هي inactive التي أُلغيت من المعيار؛ قُرئت على أنها tobedeleted.',
  },
  'oneroster.status-in-bulk': {
    severity: 'warning',
    rule: MODES,
    en: '{count} rows of a bulk file have a status; it must be blank and was ignored.',
    ar: 'في {count} من أسطر ملف bulk حالة؛ يجب أن تكون فارغة وتم تجاهلها.',
  },
  'oneroster.modified-in-bulk': {
    severity: 'warning',
    rule: MODES,
    en: '{count} rows of a bulk file have a modification date; it must be blank and was ignored.',
    ar: 'في {count} من أسطر ملف bulk تاريخ تعديل؛ يجب أن يكون فارغاً وتم تجاهله.',
  },
  'oneroster.deleted-in-bulk': {
    severity: 'error',
    rule: MODES,
    en: 'A bulk file is the list of what exists, yet this row says tobedeleted. Take the row out, or send the file as delta.',
    ar: 'ملف bulk هو قائمة الموجود، لكن هذا السطر يقول tobedeleted. احذف السطر أو أرسل الملف بوضع delta.',
  },
  'oneroster.password-ignored': {
    severity: 'warning',
    rule: 'Daftar: passwords are never imported',
    en: '{count} passwords are in the file. They were not read; take them out of the export.',
    ar: 'في الملف {count} من كلمات المرور. لم تُقرأ؛ احذفها من التصدير.',
  },
} as const satisfies ProblemTexts;
