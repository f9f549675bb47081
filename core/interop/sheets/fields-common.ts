import type { SheetField } from './sheet-types.ts';

type Extra = Partial<Omit<SheetField, 'name' | 'label' | 'synonyms' | 'kind'>>;

const field =
  (kind: SheetField['kind']) =>
  (name: string, label: SheetField['label'], synonyms: readonly string[], extra: Extra = {}): SheetField => ({
    name,
    label,
    synonyms: [label[0], label[1], ...synonyms],
    kind,
    ...extra,
  });

/** Small builders, so that the lists of fields read like lists. The labels are synonyms of their own. */
export const text = field('text');
export const date = field('date');
export const email = field('email');
export const phone = field('phone');
export const number = field('number');
export const flag = field('flag');
export const choice = field('choice');
export const reference = field('reference');
export const qid = field('qid');

/** The Qatar ID of a pupil or a member of staff. */
export const QID_FIELD = qid(
  'qid',
  ['Qatar ID (QID)', 'الرقم الشخصي القطري'],
  [
    'qid',
    'qatar id',
    'national id',
    'id card',
    'civil id',
    'الرقم الشخصي',
    'البطاقة الشخصية',
    'رقم البطاقة',
    'الهوية',
  ],
);

/** The parts of a name. One header serves both scripts: the letters in the cells decide. */
export const NAME_FIELDS: readonly SheetField[] = [
  text(
    'givenName',
    ['First name', 'الاسم الأول بالإنجليزية'],
    [
      'given name',
      'firstname',
      'forename',
      'name',
      'english first name',
      'first name (english)',
      'الاسم',
      'الاسم الأول',
      'اسم الطالب',
      'student first name',
    ],
    { required: true, maxLength: 255, inArabic: 'givenNameAr' },
  ),
  text(
    'middleName',
    ['Middle names', 'الأسماء الوسطى بالإنجليزية'],
    [
      'middle name',
      'middlename',
      'father name',
      "father's name",
      'second name',
      'اسم الأب',
      'الاسم الثاني',
      'الاسم الأوسط',
    ],
    { maxLength: 255, inArabic: 'middleNameAr' },
  ),
  text(
    'familyName',
    ['Family name', 'اسم العائلة بالإنجليزية'],
    [
      'last name',
      'lastname',
      'surname',
      'familyname',
      'english family name',
      'family name (english)',
      'العائلة',
      'اسم العائلة',
      'اللقب',
      'القبيلة',
    ],
    { required: true, maxLength: 255, inArabic: 'familyNameAr' },
  ),
  text(
    'givenNameAr',
    ['First name (Arabic)', 'الاسم الأول بالعربية'],
    ['arabic first name', 'الاسم بالعربي', 'الاسم العربي', 'الاسم بالعربية', 'first name ar'],
    {
      maxLength: 255,
    },
  ),
  text(
    'middleNameAr',
    ['Father and grandfather (Arabic)', 'اسم الأب والجد بالعربية'],
    ['arabic middle name', 'middle name (arabic)', 'اسم الأب والجد', 'middle name ar'],
    {
      maxLength: 255,
    },
  ),
  text(
    'familyNameAr',
    ['Family name (Arabic)', 'اسم العائلة بالعربية'],
    ['arabic family name', 'العائلة بالعربية', 'family name ar', 'last name (arabic)'],
    {
      maxLength: 255,
    },
  ),
];

export const EMAIL_FIELD = email(
  'email',
  ['E-mail', 'البريد الإلكتروني'],
  ['email', 'email address', 'mail', 'الايميل', 'الإيميل', 'بريد'],
  {
    maxLength: 255,
  },
);
export const PHONE_FIELD = phone(
  'phone',
  ['Phone', 'الهاتف'],
  [
    'mobile',
    'mobile phone',
    'mobile number',
    'phone number',
    'telephone',
    'tel',
    'cell',
    'sms',
    'whatsapp',
    'الجوال',
    'رقم الجوال',
    'رقم الهاتف',
    'الموبايل',
    'هاتف',
    'تلفون',
  ],
  {
    maxLength: 40,
  },
);

export const STUDENT_FIELD = reference(
  'student',
  ['Admission number', 'رقم القيد'],
  [
    'student number',
    'student id',
    'student no',
    'admission no',
    'admission number',
    'pupil number',
    'رقم الطالب',
    'الرقم المدرسي',
    'رقم القبول',
    'رقم التسجيل',
  ],
  { required: true, reference: 'student' },
);
export const YEAR_FIELD = reference(
  'year',
  ['Academic year', 'العام الدراسي'],
  ['school year', 'year', 'السنة الدراسية', 'السنة', 'العام'],
  {
    reference: 'year',
  },
);
export const CLASS_FIELD = reference(
  'classroom',
  ['Class', 'الشعبة'],
  ['classroom', 'homeroom', 'section', 'form', 'الفصل', 'شعبة', 'الصف والشعبة'],
  {
    reference: 'classroom',
  },
);
export const GRADE_FIELD = reference(
  'grade',
  ['Grade', 'الصف الدراسي'],
  ['grade level', 'year group', 'level', 'الصف', 'المرحلة', 'المستوى'],
  {
    reference: 'grade',
  },
);
export const START_FIELD = date(
  'startDate',
  ['From', 'من'],
  ['start date', 'start', 'begin date', 'تاريخ البداية', 'من تاريخ', 'تاريخ البدء'],
);
export const END_FIELD = date(
  'endDate',
  ['Until', 'حتى'],
  ['end date', 'end', 'تاريخ النهاية', 'إلى تاريخ', 'الى تاريخ', 'تاريخ الانتهاء'],
);
export const ACTIVE_FIELD = flag('active', ['Active', 'نشط'], ['is active', 'enabled', 'فعال', 'مفعل']);
