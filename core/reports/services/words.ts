import type { Both, Conduct, PaperKind } from './types.ts';

/** What stands on report cards, transcripts and ID cards. Labels are nouns, as schools print them. */
export const CARD_WORDS = {
  title: { en: 'Report card', ar: 'بطاقة تقرير الطالب' },
  transcript: { en: 'Academic transcript', ar: 'كشف الدرجات' },
  proof: { en: 'DRAFT', ar: 'مسودة' },
  nameLatin: { en: 'Name', ar: 'الاسم باللاتينية' },
  nameArabic: { en: 'Name in Arabic', ar: 'الاسم' },
  admission: { en: 'Student number', ar: 'رقم القيد' },
  birthDate: { en: 'Date of birth', ar: 'تاريخ الميلاد' },
  grade: { en: 'Grade', ar: 'الصف' },
  classroom: { en: 'Class', ar: 'الشعبة' },
  year: { en: 'Academic year', ar: 'العام الدراسي' },
  term: { en: 'Term', ar: 'الفصل الدراسي' },
  homeroomTeacher: { en: 'Homeroom teacher', ar: 'مربي الصف' },
  subject: { en: 'Subject', ar: 'المادة' },
  mark: { en: 'Mark', ar: 'الدرجة' },
  label: { en: 'Level', ar: 'التقدير' },
  gpa: { en: 'GPA', ar: 'المعدل' },
  comment: { en: 'Teacher’s comment', ar: 'ملاحظات المعلم' },
  average: { en: 'Average', ar: 'المعدل العام' },
  cumulative: { en: 'Cumulative average', ar: 'المعدل التراكمي' },
  credits: { en: 'Credits', ar: 'الساعات' },
  exempt: { en: 'Exempt', ar: 'معفى' },
  incomplete: { en: 'Incomplete', ar: 'غير مكتمل' },
  attendance: { en: 'Attendance', ar: 'الحضور' },
  days: { en: 'Days recorded', ar: 'الأيام المسجلة' },
  absent: { en: 'Absent without excuse', ar: 'غياب بدون عذر' },
  excused: { en: 'Absent with excuse', ar: 'غياب بعذر' },
  late: { en: 'Times late', ar: 'مرات التأخر' },
  conduct: { en: 'Conduct', ar: 'السلوك' },
  overall: { en: 'Homeroom teacher’s comment', ar: 'كلمة مربي الصف' },
  signTeacher: { en: 'Homeroom teacher', ar: 'مربي الصف' },
  signPrincipal: { en: 'Principal', ar: 'مدير المدرسة' },
  signGuardian: { en: 'Parent or guardian', ar: 'ولي الأمر' },
  signRegistrar: { en: 'Registrar', ar: 'مسؤول التسجيل' },
  stamp: { en: 'School stamp', ar: 'ختم المدرسة' },
  addressee: { en: 'To', ar: 'إلى' },
  promise: {
    en: 'The school confirms this paper by its issue number and check code.',
    ar: 'تؤكد المدرسة صحة هذه الوثيقة برقم الإصدار ورمز التحقق.',
  },
  number: { en: 'Issue number', ar: 'رقم الإصدار' },
  checkCode: { en: 'Check code', ar: 'رمز التحقق' },
  issuedOn: { en: 'Issued on', ar: 'تاريخ الإصدار' },
  version: { en: 'Version {version}', ar: 'النسخة {version}' },
  validUntil: { en: 'Valid until', ar: 'صالحة حتى' },
  idCard: { en: 'Student card', ar: 'بطاقة طالب' },
  idCardGirl: { en: 'Student card', ar: 'بطاقة طالبة' },
} as const satisfies Record<string, Both>;

export const CONDUCT_WORDS: Record<Conduct, Both> = {
  excellent: { en: 'Excellent', ar: 'ممتاز' },
  very_good: { en: 'Very good', ar: 'جيد جدًا' },
  good: { en: 'Good', ar: 'جيد' },
  needs_care: { en: 'Needs attention', ar: 'بحاجة إلى متابعة' },
};

type Certificate = { title: Both; boy: Both; girl: Both };

/**
 * What the certificates say. {name}, {number}, {birthDate}, {grade}, {classroom}, {year}, {school}, {leftOn}, {reason} and
 * {conduct} are filled from the snapshot; a sentence in square brackets is left out when a value in it is missing.
 */
export const CERTIFICATE_WORDS: Record<Exclude<PaperKind, 'transcript' | 'id_card'>, Certificate> = {
  enrolment: {
    title: { en: 'Certificate of enrolment', ar: 'شهادة قيد' },
    boy: {
      en: 'We certify that {name}, student number {number}[, born on {birthDate}], is enrolled at {school}[ in {grade}][, class {classroom}][, in the academic year {year}].\nThis certificate is issued at the request of his family, for whomever it may concern.',
      ar: 'نشهد بأن الطالب {name}، رقم القيد {number}[، المولود بتاريخ {birthDate}]، مقيّد في {school}[ في {grade}][، الشعبة {classroom}][، للعام الدراسي {year}].\nوقد أُعطي هذه الشهادة بناءً على طلب أسرته لتقديمها إلى من يهمه الأمر.',
    },
    girl: {
      en: 'We certify that {name}, student number {number}[, born on {birthDate}], is enrolled at {school}[ in {grade}][, class {classroom}][, in the academic year {year}].\nThis certificate is issued at the request of her family, for whomever it may concern.',
      ar: 'نشهد بأن الطالبة {name}، رقم القيد {number}[، المولودة بتاريخ {birthDate}]، مقيّدة في {school}[ في {grade}][، الشعبة {classroom}][، للعام الدراسي {year}].\nوقد أُعطيت هذه الشهادة بناءً على طلب أسرتها لتقديمها إلى من يهمه الأمر.',
    },
  },
  leaving: {
    title: { en: 'Leaving and transfer certificate', ar: 'شهادة انتقال' },
    boy: {
      en: 'We certify that {name}, student number {number}[, born on {birthDate}], was a student of {school}[, last in {grade}][, class {classroom}][, in the academic year {year}], until {leftOn}.\n[Reason for leaving: {reason}\n][Conduct: {conduct}\n]The school has no objection to his admission to another school.',
      ar: 'نشهد بأن الطالب {name}، رقم القيد {number}[، المولود بتاريخ {birthDate}]، كان طالبًا في {school}[، وآخر صف درس فيه {grade}][، الشعبة {classroom}][، في العام الدراسي {year}]، حتى تاريخ {leftOn}.\n[سبب المغادرة: {reason}\n][السلوك: {conduct}\n]ولا مانع لدى المدرسة من قبوله في مدرسة أخرى.',
    },
    girl: {
      en: 'We certify that {name}, student number {number}[, born on {birthDate}], was a student of {school}[, last in {grade}][, class {classroom}][, in the academic year {year}], until {leftOn}.\n[Reason for leaving: {reason}\n][Conduct: {conduct}\n]The school has no objection to her admission to another school.',
      ar: 'نشهد بأن الطالبة {name}، رقم القيد {number}[، المولودة بتاريخ {birthDate}]، كانت طالبة في {school}[، وآخر صف درست فيه {grade}][، الشعبة {classroom}][، في العام الدراسي {year}]، حتى تاريخ {leftOn}.\n[سبب المغادرة: {reason}\n][السلوك: {conduct}\n]ولا مانع لدى المدرسة من قبولها في مدرسة أخرى.',
    },
  },
  completion: {
    title: { en: 'Certificate of completion', ar: 'شهادة إتمام' },
    boy: {
      en: 'We certify that {name}, student number {number}[, born on {birthDate}], has successfully completed {grade} at {school}[ in the academic year {year}].\nWe congratulate him and wish him continued success.',
      ar: 'نشهد بأن الطالب {name}، رقم القيد {number}[، المولود بتاريخ {birthDate}]، قد أتمّ {grade} بنجاح في {school}[ في العام الدراسي {year}].\nنبارك له هذا الإنجاز ونتمنى له دوام التوفيق.',
    },
    girl: {
      en: 'We certify that {name}, student number {number}[, born on {birthDate}], has successfully completed {grade} at {school}[ in the academic year {year}].\nWe congratulate her and wish her continued success.',
      ar: 'نشهد بأن الطالبة {name}، رقم القيد {number}[، المولودة بتاريخ {birthDate}]، قد أتمّت {grade} بنجاح في {school}[ في العام الدراسي {year}].\nنبارك لها هذا الإنجاز ونتمنى لها دوام التوفيق.',
    },
  },
};
