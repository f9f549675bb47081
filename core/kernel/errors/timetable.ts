/** Calendar and timetable. */
export const TIMETABLE_ERRORS = {
  'calendar.dates_reversed': {
    status: 400,
    en: 'The last day ({end}) is before the first day ({start}). Exchange the two.',
    ar: 'آخر يوم ({end}) يسبق أول يوم ({start}). بدّل بينهما.',
  },
  'calendar.spans_overlap': {
    status: 409,
    en: 'From {start} to {end} another bell schedule already rings. Change that time first, or choose other days.',
    ar: 'من {start} إلى {end} يُعمل بتوقيت آخر. عدّل تلك الفترة أولًا أو اختر أيامًا أخرى.',
  },
  'calendar.term_outside_year': {
    status: 400,
    en: 'The dates {start} to {end} are not inside the academic year ({yearStart} to {yearEnd}). Change the dates or the year.',
    ar: 'التواريخ من {start} إلى {end} ليست ضمن العام الدراسي ({yearStart} إلى {yearEnd}). عدّل التواريخ أو العام.',
  },
  'calendar.terms_overlap': {
    status: 409,
    en: 'The dates {start} to {end} share days with another one of the same kind ({otherStart} to {otherEnd}). Choose dates that do not.',
    ar: 'التواريخ من {start} إلى {end} تتداخل مع فصل آخر من النوع نفسه ({otherStart} إلى {otherEnd}). اختر تواريخ لا تتداخل.',
  },
  'calendar.period_outside_term': {
    status: 400,
    en: 'A grading period lies inside one term or semester of its year; {start} to {end} does not. Change the dates.',
    ar: 'تقع فترة التقييم ضمن فصل واحد من عامها؛ والتواريخ من {start} إلى {end} ليست كذلك. عدّل التواريخ.',
  },
  'calendar.year_cuts_terms': {
    status: 409,
    en: 'With these dates the term from {termStart} to {termEnd} would lie outside its academic year. Change the term first.',
    ar: 'بهذه التواريخ سيقع الفصل من {termStart} إلى {termEnd} خارج عامه الدراسي. عدّل الفصل أولًا.',
  },
  'calendar.current_year_needed': {
    status: 409,
    en: 'A school always has one current year. Mark another year as current instead; this one then stops being it.',
    ar: 'للمدرسة دائمًا عام دراسي حالي واحد. حدّد عامًا آخر بوصفه الحالي وسيتوقف هذا عن ذلك.',
  },
  'calendar.no_year': {
    status: 409,
    en: 'The school has no academic year yet. Make one first, then its calendar.',
    ar: 'ليس للمدرسة عام دراسي بعد. أنشئ عامًا أولًا ثم تقويمه.',
  },
  'timetable.teacher_busy': {
    status: 409,
    en: '{teacher} already has {lesson} on {weekday} in period {period} ({from} to {until}). Choose another period or another teacher.',
    ar: 'لدى {teacher} حصة {lesson} يوم {weekday} في الحصة {period} ({from} إلى {until}). اختر حصة أخرى أو معلمًا آخر.',
  },
  'timetable.room_busy': {
    status: 409,
    en: 'In {room} there is already {lesson} on {weekday} in period {period} ({from} to {until}). Choose another period or another room.',
    ar: 'في {room} حصة {lesson} يوم {weekday} في الحصة {period} ({from} إلى {until}). اختر حصة أخرى أو قاعة أخرى.',
  },
  'timetable.pupils_busy': {
    status: 409,
    en: 'The same pupils already have {lesson} on {weekday} in period {period} ({from} to {until}). Choose another period.',
    ar: 'للطلاب أنفسهم حصة {lesson} يوم {weekday} في الحصة {period} ({from} إلى {until}). اختر حصة أخرى.',
  },
  'timetable.cover_busy': {
    status: 409,
    en: '{teacher} has {lesson} on {date} in period {period} and cannot cover then. Choose somebody else.',
    ar: 'لدى {teacher} حصة {lesson} في {date} في الحصة {period} ولا يمكنه التغطية حينها. اختر شخصًا آخر.',
  },
  'timetable.cover_absent': {
    status: 409,
    en: '{teacher} is absent on {date} and cannot cover. Choose somebody else.',
    ar: '{teacher} غائب في {date} ولا يمكنه التغطية. اختر شخصًا آخر.',
  },
  'timetable.not_on_date': {
    status: 409,
    en: 'This lesson does not take place on {date}. Choose a date on which it does.',
    ar: 'لا تُعقد هذه الحصة في {date}. اختر تاريخًا تُعقد فيه.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
