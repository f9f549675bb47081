import type { ProblemTexts } from './problem-texts.ts';

const ZIP = 'OneRoster CSV binding: one zip, files at its root';
const LIMIT = 'Daftar import limit';
const MANIFEST = 'OneRoster CSV binding: manifest.csv';

/** Faults of the container and of manifest.csv. */
export const PACKAGE_TEXTS = {
  'oneroster.source-missing': {
    severity: 'error',
    rule: ZIP,
    en: 'The package cannot be read ({detail}). Check that the file exists and upload it again.',
    ar: 'تعذرت قراءة الحزمة ({detail}). تأكد من وجود الملف ثم ارفعه مرة أخرى.',
  },
  'oneroster.not-zip': {
    severity: 'error',
    rule: ZIP,
    en: 'This is not a zip file. Export the OneRoster CSV files again as one zip.',
    ar: 'هذا ليس ملف zip. صدّر ملفات OneRoster CSV مرة أخرى في ملف zip واحد.',
  },
  'oneroster.zip-corrupt': {
    severity: 'error',
    rule: ZIP,
    en: 'The zip is damaged ({detail}). Export or upload it again.',
    ar: 'ملف zip تالف ({detail}). صدّره أو ارفعه مرة أخرى.',
  },
  'oneroster.package-empty': {
    severity: 'error',
    rule: ZIP,
    en: 'The package holds no CSV file. Put manifest.csv and the data files at its root.',
    ar: 'لا تحتوي الحزمة على أي ملف CSV. ضع manifest.csv وملفات البيانات في جذرها.',
  },
  'oneroster.path-absolute': {
    severity: 'error',
    rule: ZIP,
    en: 'The entry {value} has an absolute path. Make the zip again with plain file names.',
    ar: 'للعنصر {value} مسار مطلق. أنشئ ملف zip من جديد بأسماء ملفات بسيطة.',
  },
  'oneroster.path-traversal': {
    severity: 'error',
    rule: ZIP,
    en: 'The entry {value} points outside the package. Make the zip again with plain file names.',
    ar: 'يشير العنصر {value} إلى خارج الحزمة. أنشئ ملف zip من جديد بأسماء ملفات بسيطة.',
  },
  'oneroster.path-nested': {
    severity: 'error',
    rule: ZIP,
    en: 'The entry {value} is inside a folder. Put every CSV file at the root of the zip.',
    ar: 'العنصر {value} داخل مجلد. ضع كل ملفات CSV في جذر ملف zip.',
  },
  'oneroster.wrapping-folder': {
    severity: 'warning',
    rule: ZIP,
    en: 'All files are inside the folder {value}. It was ignored; next time put the files at the root.',
    ar: 'كل الملفات داخل المجلد {value}. تم تجاهله؛ في المرة القادمة ضع الملفات في الجذر.',
  },
  'oneroster.entry-link': {
    severity: 'error',
    rule: ZIP,
    en: 'The entry {value} is a link or a special file. Put the real CSV file in its place.',
    ar: 'العنصر {value} رابط أو ملف خاص. ضع ملف CSV الحقيقي مكانه.',
  },
  'oneroster.entry-encrypted': {
    severity: 'error',
    rule: ZIP,
    en: 'The entry {value} is encrypted. Make the zip without a password.',
    ar: 'العنصر {value} مشفّر. أنشئ ملف zip بدون كلمة مرور.',
  },
  'oneroster.entry-method': {
    severity: 'error',
    rule: ZIP,
    en: 'The entry {value} uses compression method {method}, which cannot be read. Use normal zip compression.',
    ar: 'يستخدم العنصر {value} طريقة ضغط {method} لا يمكن قراءتها. استخدم ضغط zip العادي.',
  },
  'oneroster.file-duplicate': {
    severity: 'error',
    rule: ZIP,
    en: 'The file {value} is in the package more than once. Keep only one of them.',
    ar: 'الملف {value} موجود في الحزمة أكثر من مرة. أبقِ نسخة واحدة فقط.',
  },
  'oneroster.too-many-entries': {
    severity: 'error',
    rule: LIMIT,
    en: 'The package has more than {limit} entries. A OneRoster package has at most 22 files.',
    ar: 'في الحزمة أكثر من {limit} عنصر. حزمة OneRoster فيها 22 ملفاً على الأكثر.',
  },
  'oneroster.file-too-large': {
    severity: 'error',
    rule: LIMIT,
    en: 'The file {value} is larger than {limit} MB when unpacked. Split the export by school.',
    ar: 'حجم الملف {value} بعد فك الضغط أكبر من {limit} ميغابايت. قسّم التصدير بحسب المدرسة.',
  },
  'oneroster.package-too-large': {
    severity: 'error',
    rule: LIMIT,
    en: 'The package is larger than {limit} MB when unpacked. Split the export by school.',
    ar: 'حجم الحزمة بعد فك الضغط أكبر من {limit} ميغابايت. قسّم التصدير بحسب المدرسة.',
  },
  'oneroster.ratio-too-high': {
    severity: 'error',
    rule: LIMIT,
    en: 'The file {value} is packed more than {limit} times, which no real export is. It was not unpacked.',
    ar: 'الملف {value} مضغوط أكثر من {limit} مرة، ولا يحدث هذا في تصدير حقيقي. لم يُفك ضغطه.',
  },
  'oneroster.system-files-ignored': {
    severity: 'warning',
    rule: ZIP,
    en: 'Files that the operating system added, such as {value}, were ignored.',
    ar: 'تم تجاهل ملفات أضافها نظام التشغيل مثل {value}.',
  },
  'oneroster.file-unknown': {
    severity: 'warning',
    rule: ZIP,
    en: 'This file is not part of OneRoster {version} and was ignored. Remove it, or correct its name.',
    ar: 'هذا الملف ليس جزءاً من OneRoster {version} وتم تجاهله. احذفه أو صحح اسمه.',
  },
  'oneroster.file-name-case': {
    severity: 'warning',
    rule: 'OneRoster CSV binding: names are case-sensitive',
    en: 'The file is named with other capitals than the standard; it was read as {expected}.',
    ar: 'اسم الملف مكتوب بأحرف كبيرة أو صغيرة مختلفة عن المعيار؛ تمت قراءته باسم {expected}.',
  },
  'oneroster.manifest-missing': {
    severity: 'error',
    rule: MANIFEST,
    en: 'manifest.csv is missing, so it is unknown which files replace everything and which hold only changes. Add it. The files were checked as version {version}.',
    ar: 'الملف manifest.csv مفقود، لذا لا يُعرف أي الملفات يستبدل كل شيء وأيها يحوي تغييرات فقط. أضفه. تم فحص الملفات على أنها الإصدار {version}.',
  },
  'oneroster.manifest-header': {
    severity: 'error',
    rule: MANIFEST,
    en: 'The first line must be propertyName,value. Correct the header.',
    ar: 'يجب أن يكون السطر الأول propertyName,value. صحح العنوان.',
  },
  'oneroster.manifest-version': {
    severity: 'error',
    rule: MANIFEST,
    en: 'manifest.version must be 1.0, not {value}. Correct the line.',
    ar: 'يجب أن تكون قيمة manifest.version هي 1.0 وليس {value}. صحح السطر.',
  },
  'oneroster.version-missing': {
    severity: 'error',
    rule: MANIFEST,
    en: 'The line oneroster.version is missing. Add it with the value 1.1 or 1.2. The files were checked as version {version}.',
    ar: 'السطر oneroster.version مفقود. أضفه بالقيمة 1.1 أو 1.2. تم فحص الملفات على أنها الإصدار {version}.',
  },
  'oneroster.version-unsupported': {
    severity: 'error',
    rule: MANIFEST,
    en: 'OneRoster version {value} is not supported. Export the package as version 1.1 or 1.2. The files were checked as version {version}.',
    ar: 'إصدار OneRoster {value} غير مدعوم. صدّر الحزمة بالإصدار 1.1 أو 1.2. تم فحص الملفات على أنها الإصدار {version}.',
  },
  'oneroster.version-spelling': {
    severity: 'warning',
    rule: MANIFEST,
    en: 'The version {value} was read as {version}. Write it as {version}.',
    ar: 'تمت قراءة الإصدار {value} على أنه {version}. اكتبه {version}.',
  },
  'oneroster.manifest-mode': {
    severity: 'error',
    rule: MANIFEST,
    en: '{property} must be absent, bulk or delta, not {value}. Correct the line.',
    ar: 'يجب أن تكون قيمة {property} إحدى absent أو bulk أو delta وليس {value}. صحح السطر.',
  },
  'oneroster.manifest-duplicate': {
    severity: 'error',
    rule: MANIFEST,
    en: 'The property {property} is also on row {firstRow}. Keep one of the two lines.',
    ar: 'الخاصية {property} موجودة أيضاً في السطر {firstRow}. أبقِ سطراً واحداً.',
  },
  'oneroster.manifest-property-unknown': {
    severity: 'warning',
    rule: MANIFEST,
    en: 'The property {property} is not part of OneRoster {version} and was ignored.',
    ar: 'الخاصية {property} ليست جزءاً من OneRoster {version} وتم تجاهلها.',
  },
  'oneroster.manifest-entry-missing': {
    severity: 'error',
    rule: MANIFEST,
    en: 'The package holds {target}.csv but there is no line {property}. Add the line with bulk or delta.',
    ar: 'تحتوي الحزمة على {target}.csv ولكن لا يوجد سطر {property}. أضف السطر بالقيمة bulk أو delta.',
  },
  'oneroster.manifest-entry-assumed': {
    severity: 'warning',
    rule: MANIFEST,
    en: '{count} required lines are missing, the first is {property}. Those files are not in the package and were taken as absent.',
    ar: 'عدد الأسطر المطلوبة المفقودة {count} وأولها {property}. هذه الملفات ليست في الحزمة واعتُبرت absent.',
  },
  'oneroster.file-missing': {
    severity: 'error',
    rule: MANIFEST,
    en: 'The manifest says {mode} but the file is not in the package. Add the file, or write absent.',
    ar: 'يقول الملف manifest.csv إن الملف {mode} لكنه غير موجود في الحزمة. أضف الملف أو اكتب absent.',
  },
  'oneroster.file-not-promised': {
    severity: 'error',
    rule: MANIFEST,
    en: 'The manifest says absent but the file is in the package. Write bulk or delta, or remove the file.',
    ar: 'يقول الملف manifest.csv إن الملف absent لكنه موجود في الحزمة. اكتب bulk أو delta أو احذف الملف.',
  },
  'oneroster.more-problems': {
    severity: 'error',
    rule: LIMIT,
    en: 'There are {count} more errors. Correct those above and check the package again.',
    ar: 'يوجد {count} خطأ آخر. صحح الأخطاء المذكورة أعلاه ثم افحص الحزمة مرة أخرى.',
  },
} as const satisfies ProblemTexts;
