import type { ProblemTexts } from './problem-texts.ts';

const RFC = 'RFC 4180 and OneRoster CSV binding: CSV format';
const HEADER = 'OneRoster CSV binding: header row';
const TYPES = 'OneRoster CSV binding: data types';
const MODES = 'OneRoster CSV binding: bulk and delta processing';

/** Faults inside one file: bytes, lines, header. */
export const FILE_TEXTS = {
  'oneroster.encoding': {
    severity: 'error',
    rule: RFC,
    en: 'The file is not valid UTF-8 from this line on ({detail}). Save it as UTF-8.',
    ar: 'الملف ليس بترميز UTF-8 صحيح ابتداءً من هذا السطر ({detail}). احفظه بترميز UTF-8.',
  },
  'oneroster.byte-order-mark': {
    severity: 'warning',
    rule: RFC,
    en: 'The file starts with a byte order mark, which was ignored. Save it as UTF-8 without BOM.',
    ar: 'يبدأ الملف بعلامة BOM وتم تجاهلها. احفظه بترميز UTF-8 بدون BOM.',
  },
  'oneroster.delimiter': {
    severity: 'error',
    rule: RFC,
    en: 'The columns are separated by {delimiter} instead of a comma. Save the file as comma-separated CSV.',
    ar: 'الأعمدة مفصولة بعلامة {delimiter} بدلاً من الفاصلة. احفظ الملف بصيغة CSV مفصولة بفواصل.',
  },
  'oneroster.header-missing': {
    severity: 'error',
    rule: HEADER,
    en: 'The file is empty; not even the header row is there. Export it again, or write absent in the manifest.',
    ar: 'الملف فارغ وليس فيه حتى سطر العنوان. صدّره مرة أخرى أو اكتب absent في manifest.csv.',
  },
  'oneroster.column-duplicate': {
    severity: 'error',
    rule: HEADER,
    en: 'The column {column} is in the header twice. Keep one of them.',
    ar: 'العمود {column} مكرر في سطر العنوان. أبقِ واحداً فقط.',
  },
  'oneroster.column-missing': {
    severity: 'error',
    rule: HEADER,
    en: 'The required column {column} is missing. Add it to the header and fill it in every row.',
    ar: 'العمود المطلوب {column} مفقود. أضفه إلى سطر العنوان واملأه في كل سطر.',
  },
  'oneroster.column-missing-optional': {
    severity: 'warning',
    rule: HEADER,
    en: 'The column {column} is missing; it was taken as blank in every row.',
    ar: 'العمود {column} مفقود؛ اعتُبر فارغاً في كل سطر.',
  },
  'oneroster.column-unknown': {
    severity: 'warning',
    rule: HEADER,
    en: 'The column {column} is not part of the standard and was ignored. Own columns must be named metadata.*.',
    ar: 'العمود {column} ليس جزءاً من المعيار وتم تجاهله. يجب تسمية الأعمدة الخاصة metadata.*.',
  },
  'oneroster.column-misspelled': {
    severity: 'warning',
    rule: HEADER,
    en: 'The column {column} is not part of the standard and was ignored. Perhaps {nearest} is meant.',
    ar: 'العمود {column} ليس جزءاً من المعيار وتم تجاهله. ربما المقصود {nearest}.',
  },
  'oneroster.column-outdated': {
    severity: 'warning',
    rule: HEADER,
    en: 'The column {column} belongs to an earlier edition of the standard and was ignored.',
    ar: 'العمود {column} من إصدار سابق للمعيار وتم تجاهله.',
  },
  'oneroster.column-case': {
    severity: 'warning',
    rule: HEADER,
    en: 'The column is named {found}; it was read as {column}. Names are case-sensitive.',
    ar: 'اسم العمود {found}؛ تمت قراءته على أنه {column}. الأسماء حساسة لحالة الأحرف.',
  },
  'oneroster.column-order': {
    severity: 'warning',
    rule: HEADER,
    en: 'The columns are not in the order of the standard, from {column} on. They were read by their names.',
    ar: 'الأعمدة ليست بترتيب المعيار ابتداءً من {column}. تمت قراءتها بحسب أسمائها.',
  },
  'oneroster.columns-trailing': {
    severity: 'warning',
    rule: HEADER,
    en: 'The header ends with {count} empty columns, which were ignored.',
    ar: 'ينتهي سطر العنوان بعدد {count} من الأعمدة الفارغة وتم تجاهلها.',
  },
  'oneroster.column-nameless': {
    severity: 'error',
    rule: HEADER,
    en: 'Column number {position} has no name but has columns after it. Name it or take it out.',
    ar: 'العمود رقم {position} بلا اسم وبعده أعمدة أخرى. سمّه أو احذفه.',
  },
  'oneroster.metadata-unused': {
    severity: 'warning',
    rule: 'OneRoster CSV binding: extensions',
    en: 'The column {column} is allowed but not imported; Daftar has no place for it.',
    ar: 'العمود {column} مسموح لكنه لا يُستورد؛ لا مكان له في دفتر.',
  },
  'oneroster.file-empty': {
    severity: 'error',
    rule: MODES,
    en: 'The file has a header but no rows. In bulk mode that would remove every record; if that is not meant, export again or write absent in the manifest.',
    ar: 'في الملف سطر عنوان فقط بلا بيانات. في وضع bulk يعني هذا حذف كل السجلات؛ إن لم يكن هذا مقصوداً فصدّره مرة أخرى أو اكتب absent في manifest.csv.',
  },
  'oneroster.file-empty-ignored': {
    severity: 'warning',
    rule: MODES,
    en: 'The file has a header but no rows. It should be marked absent in the manifest.',
    ar: 'في الملف سطر عنوان فقط بلا بيانات. ينبغي كتابة absent له في manifest.csv.',
  },
  'oneroster.row-ragged': {
    severity: 'error',
    rule: RFC,
    en: 'The row has {found} values but the header has {expected}. Look for a missing or an extra comma.',
    ar: 'في السطر {found} قيمة بينما في العنوان {expected}. ابحث عن فاصلة ناقصة أو زائدة.',
  },
  'oneroster.row-trailing': {
    severity: 'warning',
    rule: RFC,
    en: '{count} rows end with extra empty values, which were ignored; the first is on this row.',
    ar: 'تنتهي {count} من الأسطر بقيم فارغة زائدة وتم تجاهلها؛ وأولها هذا السطر.',
  },
  'oneroster.row-blank': {
    severity: 'warning',
    rule: RFC,
    en: '{count} blank rows were ignored, the first is on this row.',
    ar: 'تم تجاهل {count} من الأسطر الفارغة وأولها هذا السطر.',
  },
  'oneroster.quoting': {
    severity: 'error',
    rule: RFC,
    en: 'A double quote is wrong here ({detail}), so the rest of the file could not be read. Double every quote inside a value and close every quoted value.',
    ar: 'علامة اقتباس خاطئة هنا ({detail})، لذا تعذرت قراءة بقية الملف. ضاعف كل علامة اقتباس داخل القيمة وأغلق كل قيمة مقتبسة.',
  },
  'oneroster.control-character': {
    severity: 'error',
    rule: RFC,
    en: 'The value holds the invisible control character {character}. Delete it and type the value again.',
    ar: 'تحتوي القيمة على حرف تحكم غير مرئي {character}. احذفه واكتب القيمة مرة أخرى.',
  },
  'oneroster.line-break': {
    severity: 'warning',
    rule: RFC,
    en: '{count} values hold a line break, which became a space.',
    ar: 'تحتوي {count} من القيم على فاصل أسطر وتم تحويله إلى مسافة.',
  },
  'oneroster.replacement-character': {
    severity: 'warning',
    rule: RFC,
    en: '{count} values hold the sign � of letters that were lost in an earlier conversion. Look at the source.',
    ar: 'تحتوي {count} من القيم على العلامة � لأحرف ضاعت في تحويل سابق. راجع المصدر.',
  },
  'oneroster.surrounding-space': {
    severity: 'warning',
    rule: TYPES,
    en: '{count} values have spaces before or after them, which were removed.',
    ar: 'قبل أو بعد {count} من القيم مسافات وتمت إزالتها.',
  },
} as const satisfies ProblemTexts;
