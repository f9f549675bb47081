/** Lessons, corrections, excuses and letters of attendance. */
export const ATTENDANCE_ERRORS = {
  'register.lesson_unknown': {
    status: 404,
    en: 'The timetable of {date} has no lesson {period} for this group. Choose one of its lessons.',
    ar: 'لا توجد حصة رقم {period} لهذه المجموعة في جدول {date}. اختر إحدى حصصها.',
  },
  'register.reason_required': {
    status: 409,
    en: 'You are changing {count} saved marks of an earlier day. Say why and save again.',
    ar: 'أنت تغيّر {count} من العلامات المحفوظة ليوم سابق. اذكر السبب ثم احفظ مرة أخرى.',
  },
  'register.term_closed': {
    status: 409,
    en: 'The attendance of "{term}" is closed, so {date} can no longer be changed. Ask the school office.',
    ar: 'الحضور في «{term}» مغلق، فلا يمكن تغيير {date}. تواصل مع إدارة المدرسة.',
  },
  'excuse.student_unknown': {
    status: 404,
    en: 'There is no such pupil, or it is not one of your children. Choose one of the pupils shown to you.',
    ar: 'لا يوجد طالب بهذا المعرّف أو أنه ليس من أبنائك. اختر أحد الطلاب المعروضين لك.',
  },
  'excuse.guardian_unknown': {
    status: 400,
    en: 'This person is not a guardian of the pupil. Choose one of the pupil’s guardians, or nobody.',
    ar: 'هذا الشخص ليس وليّ أمر الطالب. اختر أحد أولياء أمره أو لا تختر أحدًا.',
  },
  'excuse.dates_invalid': {
    status: 400,
    en: 'An excuse is for at most {days} days and not further than {reach} days from today, with its last day not before its first. Correct the dates.',
    ar: 'مدة العذر {days} يومًا على الأكثر ولا تبعد عن اليوم أكثر من {reach} يومًا، ولا يسبق آخر يوم أوله. صحّح التاريخين.',
  },
  'excuse.already_there': {
    status: 409,
    en: 'There is already an excuse for one of these days. Wait for its decision, or choose other days.',
    ar: 'يوجد عذر سابق لأحد هذه الأيام. انتظر البتّ فيه أو اختر أيامًا أخرى.',
  },
  'excuse.decided': {
    status: 409,
    en: 'This excuse was decided before, and a decision stands. Correct marks in the register.',
    ar: 'سبق البتّ في هذا العذر، والقرار لا يتغيّر. صحّح العلامات من سجل الحضور.',
  },
  'excuse.no_code': {
    status: 409,
    en: 'Your school has no attendance code for an excused absence. Add one, then accept the excuse.',
    ar: 'ليس في مدرستك رمز حضور للغياب بعذر. أضف رمزًا ثم اقبل العذر.',
  },
  'excuse.file_invalid': {
    status: 400,
    en: 'The file must be a PDF, PNG or JPEG of at most {limitMb} MB. Choose another one.',
    ar: 'يجب أن يكون الملف بصيغة PDF أو PNG أو JPEG وألا يزيد على {limitMb} ميغابايت. اختر ملفًا آخر.',
  },
} as const;
