import type { Pair } from '../../tenancy/index.ts';
import {
  ACTIVE_FIELD,
  CLASS_FIELD,
  choice,
  date,
  EMAIL_FIELD,
  END_FIELD,
  flag,
  GRADE_FIELD,
  NAME_FIELDS,
  number,
  PHONE_FIELD,
  QID_FIELD,
  reference,
  START_FIELD,
  STUDENT_FIELD,
  text,
  YEAR_FIELD,
} from './fields-common.ts';
import type { SheetField, SheetTargetName } from './sheet-types.ts';

export type SheetTarget = {
  readonly label: Pair;
  /** The stem of the permission that writing such records by hand would need. */
  readonly resource: string;
  readonly fields: readonly SheetField[];
};

const CODE = text('code', ['Code', 'الرمز'], ['short name', 'abbreviation', 'رمز', 'الكود'], {
  maxLength: 100,
});
const TITLE = (label: Pair, words: readonly string[]): SheetField =>
  text('title', label, ['title', 'name', 'الاسم', 'العنوان', ...words], {
    required: true,
    maxLength: 255,
    inArabic: 'titleAr',
  });
const TITLE_AR = text(
  'titleAr',
  ['Title in Arabic', 'العنوان بالعربية'],
  ['arabic title', 'arabic name', 'الاسم بالعربية', 'name (arabic)'],
  {
    maxLength: 255,
  },
);
const ROOM = text('room', ['Room', 'القاعة'], ['room number', 'location', 'الغرفة', 'رقم القاعة'], {
  maxLength: 255,
});
const OFFERING = reference(
  'offering',
  ['Lesson group', 'المجموعة الدراسية'],
  ['class code', 'course section', 'group', 'lesson group code', 'المجموعة', 'رمز المجموعة'],
  {
    required: true,
    reference: 'offering',
  },
);

/** What each kind of record can take from a sheet. */
export const SHEET_TARGETS: Readonly<Record<SheetTargetName, SheetTarget>> = {
  students: {
    label: ['Students', 'الطلاب'],
    resource: 'students',
    fields: [
      text(
        'admissionNumber',
        ['Admission number', 'رقم القيد'],
        [
          'student number',
          'student id',
          'student no',
          'admission no',
          'id',
          'pupil number',
          'رقم الطالب',
          'الرقم المدرسي',
          'رقم القبول',
          'رقم التسجيل',
          'الرقم',
        ],
        {
          required: true,
          maxLength: 100,
        },
      ),
      ...NAME_FIELDS,
      GRADE_FIELD,
      CLASS_FIELD,
      YEAR_FIELD,
      date(
        'birthDate',
        ['Date of birth', 'تاريخ الميلاد'],
        ['birth date', 'birthdate', 'dob', 'birthday', 'born', 'الميلاد', 'تاريخ الولادة'],
      ),
      choice('sex', ['Sex', 'الجنس'], ['gender', 'النوع'], {
        choices: {
          male: ['male', 'm', 'boy', 'ذكر', 'ولد', 'بنين'],
          female: ['female', 'f', 'girl', 'أنثى', 'انثى', 'بنت', 'بنات'],
          unspecified: ['unspecified', 'غير محدد'],
          other: ['other', 'آخر'],
        },
      }),
      choice('status', ['Status', 'الحالة'], ['student status', 'حالة الطالب'], {
        choices: {
          active: ['active', 'enrolled', 'نشط', 'مقيد', 'منتظم', 'مستمر'],
          inactive: ['inactive', 'غير نشط', 'موقوف'],
          left: ['left', 'withdrawn', 'transferred', 'غادر', 'منسحب', 'منقول'],
          graduated: ['graduated', 'تخرج', 'تخرّج', 'متخرج'],
        },
      }),
      EMAIL_FIELD,
      PHONE_FIELD,
      QID_FIELD,
    ],
  },
  guardians: {
    label: ['Guardians', 'أولياء الأمور'],
    resource: 'guardians',
    fields: [
      ...NAME_FIELDS,
      PHONE_FIELD,
      EMAIL_FIELD,
      choice(
        'language',
        ['Language of messages', 'لغة الرسائل'],
        ['language', 'preferred language', 'اللغة'],
        {
          choices: {
            en: ['en', 'english', 'الإنجليزية', 'انجليزي'],
            ar: ['ar', 'arabic', 'العربية', 'عربي'],
          },
        },
      ),
      { ...STUDENT_FIELD, required: false },
      choice(
        'relation',
        ['Relation', 'صلة القرابة'],
        ['relationship', 'relation to student', 'الصلة', 'القرابة', 'صلته بالطالب'],
        {
          choices: {
            father: ['father', 'dad', 'الأب', 'أب', 'اب', 'والد', 'الوالد'],
            mother: ['mother', 'mom', 'mum', 'الأم', 'أم', 'ام', 'والدة', 'الوالدة'],
            parent: ['parent', 'أحد الوالدين'],
            guardian: ['guardian', 'ولي أمر', 'ولي الأمر', 'وصي'],
            relative: [
              'relative',
              'uncle',
              'aunt',
              'brother',
              'sister',
              'grandfather',
              'grandmother',
              'قريب',
              'عم',
              'خال',
              'أخ',
              'أخت',
              'جد',
              'جدة',
            ],
            other: ['other', 'آخر', 'أخرى'],
          },
        },
      ),
      number('contactOrder', ['Contact order', 'ترتيب الاتصال'], ['priority', 'order', 'الترتيب'], {
        min: 1,
        max: 20,
      }),
      flag('maySeeRecords', ['May see records', 'يطّلع على السجلات'], ['portal access', 'يطلع على السجلات']),
      ACTIVE_FIELD,
    ],
  },
  teachers: {
    label: ['Teachers', 'المعلمون'],
    resource: 'teachers',
    fields: [
      text(
        'staffNumber',
        ['Staff number', 'الرقم الوظيفي'],
        [
          'teacher number',
          'employee number',
          'employee id',
          'staff id',
          'teacher id',
          'id',
          'رقم الموظف',
          'رقم المعلم',
          'الرقم',
        ],
        {
          required: true,
          maxLength: 100,
        },
      ),
      ...NAME_FIELDS,
      EMAIL_FIELD,
      PHONE_FIELD,
      QID_FIELD,
      ACTIVE_FIELD,
    ],
  },
  subjects: {
    label: ['Subjects', 'المواد'],
    resource: 'structure',
    fields: [
      { ...CODE, required: true },
      TITLE(['Subject', 'المادة'], ['subject name', 'اسم المادة']),
      TITLE_AR,
      number('creditHours', ['Credit hours', 'الساعات المعتمدة'], ['credits', 'hours', 'الساعات'], {
        min: 0,
        max: 100,
      }),
    ],
  },
  classrooms: {
    label: ['Classes', 'الشعب'],
    resource: 'structure',
    fields: [
      { ...CODE, required: true },
      TITLE(['Class', 'الشعبة'], ['class name', 'section', 'homeroom', 'اسم الشعبة', 'الفصل']),
      TITLE_AR,
      GRADE_FIELD,
      YEAR_FIELD,
      number('capacity', ['Capacity', 'السعة'], ['seats', 'max students', 'عدد المقاعد'], {
        min: 0,
        max: 500,
      }),
      ROOM,
    ],
  },
  enrollments: {
    label: ['Enrolments', 'القيد'],
    resource: 'structure',
    fields: [
      STUDENT_FIELD,
      CLASS_FIELD,
      YEAR_FIELD,
      choice('status', ['Status', 'الحالة'], ['enrolment status', 'enrollment status'], {
        choices: { active: ['active', 'نشط', 'مقيد'], ended: ['ended', 'left', 'منته', 'منتهي', 'انتهى'] },
      }),
      START_FIELD,
      END_FIELD,
    ],
  },
  'class-offerings': {
    label: ['Lesson groups', 'المجموعات الدراسية'],
    resource: 'structure',
    fields: [
      { ...CODE, required: true, maxLength: 255 },
      text(
        'title',
        ['Lesson group', 'المجموعة الدراسية'],
        ['title', 'name', 'group name', 'الاسم', 'العنوان', 'اسم المجموعة'],
        {
          maxLength: 255,
        },
      ),
      reference('subject', ['Subject', 'المادة'], ['subject code', 'course', 'رمز المادة', 'المقرر'], {
        required: true,
        reference: 'subject',
      }),
      CLASS_FIELD,
      YEAR_FIELD,
      reference('term', ['Term', 'الفصل الدراسي'], ['semester', 'الترم', 'الفترة'], { reference: 'term' }),
      reference(
        'teacher',
        ['Main teacher', 'المعلم الأساسي'],
        ['teacher', 'staff number', 'teacher number', 'المعلم', 'المدرس'],
        { reference: 'teacher' },
      ),
      text('period', ['Period', 'الحصة'], ['periods', 'الحصص'], { maxLength: 255 }),
      ROOM,
    ],
  },
  'class-members': {
    label: ['Lesson group members', 'أعضاء المجموعات الدراسية'],
    resource: 'structure',
    fields: [OFFERING, STUDENT_FIELD, START_FIELD, END_FIELD],
  },
  'exam-results': {
    label: ['Results', 'النتائج'],
    resource: 'assessment',
    fields: [
      STUDENT_FIELD,
      reference(
        'exam',
        ['Exam', 'الاختبار'],
        ['assessment', 'test', 'exam title', 'exam name', 'اسم الاختبار', 'الامتحان', 'التقييم'],
        {
          required: true,
          reference: 'exam',
        },
      ),
      reference('subject', ['Subject', 'المادة'], ['subject code', 'course', 'رمز المادة', 'المقرر'], {
        reference: 'subject',
      }),
      number(
        'score',
        ['Score', 'الدرجة'],
        ['mark', 'marks', 'result', 'grade', 'points', 'العلامة', 'الدرجات', 'النتيجة'],
        { min: 0, max: 100_000 },
      ),
      choice('status', ['Status', 'الحالة'], ['result status', 'حالة النتيجة'], {
        choices: {
          graded: ['graded', 'marked', 'مقيم', 'مقيّم', 'حاضر'],
          exempt: ['exempt', 'excused', 'معفى', 'معفي'],
          missing: ['missing', 'absent', 'لم يسلم', 'لم يسلّم', 'غائب', 'غ'],
          late: ['late', 'متأخر'],
          incomplete: ['incomplete', 'غير مكتمل'],
        },
      }),
      date('date', ['Date', 'التاريخ'], ['exam date', 'score date', 'تاريخ الاختبار']),
      text('comment', ['Comment', 'تعليق'], ['remarks', 'note', 'notes', 'ملاحظة', 'ملاحظات'], {
        maxLength: 1000,
      }),
    ],
  },
};
