import type { ProblemTexts } from './problem-texts.ts';

const BULK = 'OneRoster CSV binding: a bulk package is complete in itself';
const MODEL = 'OneRoster information model';

/** Faults between rows and files, and remarks of the mapping to the school model. */
export const MEANING_TEXTS = {
  'oneroster.duplicate-id': {
    severity: 'error',
    rule: 'OneRoster CSV binding: sourcedId is unique in its file',
    en: 'The sourcedId {value} is already on row {firstRow}. Give every record its own sourcedId.',
    ar: 'المعرّف {value} موجود في السطر {firstRow}. أعطِ كل سجل معرّفاً خاصاً به.',
  },
  'oneroster.dangling-reference': {
    severity: 'error',
    rule: BULK,
    en: '{value} is not a sourcedId of {target}.csv. Add that record, or correct the value.',
    ar: '{value} ليس معرّفاً في {target}.csv. أضف ذلك السجل أو صحح القيمة.',
  },
  'oneroster.dependency-missing': {
    severity: 'error',
    rule: BULK,
    en: '{target}.csv is needed ({count} rows of this file depend on it) but it is not in the package. Add it.',
    ar: 'الملف {target}.csv مطلوب (يعتمد عليه {count} من أسطر هذا الملف) لكنه غير موجود في الحزمة. أضفه.',
  },
  'oneroster.cycle': {
    severity: 'error',
    rule: MODEL,
    en: 'The parents go round in a circle: {path}. Correct one of them.',
    ar: 'تدور سلسلة الأصول في حلقة: {path}. صحح واحداً منها.',
  },
  'oneroster.end-before-start': {
    severity: 'error',
    rule: MODEL,
    en: 'The end {value} is before the start {start}. Correct one of the two dates.',
    ar: 'تاريخ النهاية {value} قبل تاريخ البداية {start}. صحح أحد التاريخين.',
  },
  'oneroster.two-primary-roles': {
    severity: 'error',
    rule: 'OneRoster 1.2: one, and only one, primary role for a user in each org',
    en: 'The user {user} already has a primary role in this org on row {firstRow}. Make one of them secondary.',
    ar: 'للمستخدم {user} دور رئيسي في هذه الجهة في السطر {firstRow}. اجعل أحدهما secondary.',
  },
  'oneroster.primary-role-missing': {
    severity: 'warning',
    rule: 'OneRoster 1.2: one, and only one, primary role for a user in each org',
    en: '{count} users have only secondary roles in an org; one role must be primary.',
    ar: 'لعدد {count} من المستخدمين أدوار ثانوية فقط في جهة ما؛ يجب أن يكون أحد الأدوار primary.',
  },
  'oneroster.org-not-school': {
    severity: 'error',
    rule: MODEL,
    en: '{value} is an org of type {type}; a school is needed here. Refer to the school, or correct its type.',
    ar: '{value} جهة من نوع {type}؛ المطلوب هنا مدرسة. أشر إلى المدرسة أو صحح نوعها.',
  },
  'oneroster.session-not-school-year': {
    severity: 'error',
    rule: MODEL,
    en: '{value} is a session of type {type}; a schoolYear is needed here. Correct the reference.',
    ar: '{value} فترة من نوع {type}؛ المطلوب هنا schoolYear. صحح المرجع.',
  },
  'oneroster.school-year-early': {
    severity: 'warning',
    rule: 'OneRoster: schoolYear is the year in which the school year ends',
    en: '{count} sessions end after the year in schoolYear, e.g. {value}. Write the year in which the school year ends.',
    ar: 'تنتهي {count} من الفترات بعد السنة المكتوبة في schoolYear مثل {value}. اكتب السنة التي ينتهي فيها العام الدراسي.',
  },
  'oneroster.enrollment-outside-sessions': {
    severity: 'warning',
    rule: 'OneRoster: enrollment dates lie within the sessions of the class',
    en: '{count} enrollments lie wholly outside the terms of their class, so those people are never in the class.',
    ar: 'تقع {count} من التسجيلات خارج فصول صفها تماماً، لذا لا يكون أصحابها في الصف أبداً.',
  },
  'oneroster.enrollment-role-differs': {
    severity: 'warning',
    rule: MODEL,
    en: '{count} people are enrolled as pupils although they have no pupil role, e.g. {value}.',
    ar: 'سُجّل {count} من الأشخاص كطلاب وليس لهم دور طالب، مثل {value}.',
  },
  'oneroster.two-primary-teachers': {
    severity: 'warning',
    rule: 'OneRoster: one primary teacher for a class at a time',
    en: '{count} classes have more than one primary teacher at the same time, e.g. {value}.',
    ar: 'لعدد {count} من الصفوف أكثر من معلم رئيسي في الوقت نفسه، مثل {value}.',
  },
  'oneroster.primary-not-teacher': {
    severity: 'warning',
    rule: 'OneRoster: primary applies only to teachers',
    en: '{count} enrollments that are not of teachers say primary; it was ignored.',
    ar: 'في {count} من تسجيلات غير المعلمين القيمة primary؛ وتم تجاهلها.',
  },
  'oneroster.score-range': {
    severity: 'warning',
    rule: 'OneRoster: resultValueMin and resultValueMax',
    en: '{count} scores are outside the range of their line item, e.g. {value}. They are kept.',
    ar: 'تقع {count} من الدرجات خارج مدى عنصر التقييم، مثل {value}. تم الإبقاء عليها.',
  },
  'oneroster.result-not-enrolled': {
    severity: 'warning',
    rule: MODEL,
    en: '{count} results belong to pupils who are not enrolled in the class of the line item.',
    ar: 'تعود {count} من النتائج إلى طلاب غير مسجلين في صف عنصر التقييم.',
  },
  'oneroster.roster-phone': {
    severity: 'warning',
    rule: 'ITU-T E.164',
    en: '{count} phone numbers such as {value} cannot be dialled with certainty; no message will be sent to them.',
    ar: 'لا يمكن الاتصال بيقين بعدد {count} من أرقام الهاتف مثل {value}؛ لن تُرسل إليها رسائل.',
  },
  'oneroster.roster-grade': {
    severity: 'warning',
    rule: 'CEDS grade levels',
    en: '{count} records have the grade {value}, which is not a known code. It was kept as it is.',
    ar: 'في {count} من السجلات الصف {value} وهو ليس رمزاً معروفاً. تم الإبقاء عليه كما هو.',
  },
  'oneroster.roster-no-role': {
    severity: 'warning',
    rule: MODEL,
    en: '{count} users have no role, so they were not imported, e.g. {value}.',
    ar: 'ليس لعدد {count} من المستخدمين دور، لذا لم يُستوردوا، مثل {value}.',
  },
  'oneroster.roster-agent': {
    severity: 'warning',
    rule: MODEL,
    en: '{count} links lead to people who are neither parent, guardian nor relative; they were not imported, e.g. {value}.',
    ar: 'تقود {count} من الروابط إلى أشخاص ليسوا آباء ولا أوصياء ولا أقارب؛ لم تُستورد، مثل {value}.',
  },
  'oneroster.roster-year-derived': {
    severity: 'warning',
    rule: MODEL,
    en: 'The package has no session of type schoolYear for {value}; an academic year was made from its terms.',
    ar: 'ليس في الحزمة فترة من نوع schoolYear للسنة {value}؛ أُنشئ عام دراسي من فصولها.',
  },
  'oneroster.roster-no-year': {
    severity: 'warning',
    rule: MODEL,
    en: '{count} classes or pupils cannot be placed in an academic year, e.g. {value}.',
    ar: 'لا يمكن وضع {count} من الصفوف أو الطلاب في عام دراسي، مثل {value}.',
  },
  'oneroster.roster-admission-number': {
    severity: 'warning',
    rule: 'Daftar: admission numbers are unique in a school',
    en: '{count} pupils share their identifier with another pupil, e.g. {value}; the user name or sourcedId was taken instead.',
    ar: 'يشترك {count} من الطلاب في المعرّف مع طالب آخر، مثل {value}؛ أُخذ اسم المستخدم أو sourcedId بدلاً منه.',
  },
  'oneroster.roster-guardian-alone': {
    severity: 'warning',
    rule: MODEL,
    en: '{count} guardians are linked to no pupil.',
    ar: 'لا يرتبط {count} من أولياء الأمور بأي طالب.',
  },
  'oneroster.roster-no-guardian-phone': {
    severity: 'warning',
    rule: 'Daftar: absence messages go to a guardian',
    en: '{count} pupils have no guardian who can be reached by phone, e.g. {value}.',
    ar: 'ليس لعدد {count} من الطلاب ولي أمر يمكن الوصول إليه بالهاتف، مثل {value}.',
  },
  'oneroster.roster-several-homerooms': {
    severity: 'warning',
    rule: 'Daftar: one homeroom for a pupil in a year',
    en: '{count} pupils have more than one homeroom in a year, e.g. {value}; the latest one is current.',
    ar: 'لعدد {count} من الطلاب أكثر من شعبة في العام، مثل {value}؛ الأحدث هي الحالية.',
  },
  'oneroster.roster-enrollment-ignored': {
    severity: 'warning',
    rule: MODEL,
    en: '{count} enrollments have the role {value}, which has no place in the school model; they were not imported.',
    ar: 'لعدد {count} من التسجيلات الدور {value} الذي لا مكان له في نموذج المدرسة؛ لم تُستورد.',
  },
  'oneroster.roster-quota-students': {
    severity: 'error',
    rule: 'Daftar: the plan of the school and its ceiling of students',
    en: 'The plan {plan} holds {limit} active students and the notice has run out; the school has {used} and the package would make {asked} more active. Nothing was imported. Take a larger plan ({plans}) or import fewer active students.',
    ar: 'تتسع الخطة {plan} لعدد {limit} من الطلاب النشطين وقد انتهت مهلة الإشعار؛ لدى المدرسة {used} وتضيف الحزمة {asked} آخرين. لم يُستورد أي شيء. انتقل إلى خطة أكبر ({plans}) أو استورد عددًا أقل من الطلاب النشطين.',
  },
  'oneroster.roster-quota-teachers': {
    severity: 'error',
    rule: 'Daftar: the plan of the school and its number of teachers',
    en: 'The plan {plan} holds {limit} active teachers; the school has {used} and the package would make {asked} more active. Nothing was imported. Take a larger plan ({plans}) or import fewer active teachers.',
    ar: 'تتسع الخطة {plan} لعدد {limit} من المعلمين النشطين؛ لدى المدرسة {used} وتضيف الحزمة {asked} آخرين. لم يُستورد أي شيء. انتقل إلى خطة أكبر ({plans}) أو استورد عددًا أقل من المعلمين النشطين.',
  },
} as const satisfies ProblemTexts;
