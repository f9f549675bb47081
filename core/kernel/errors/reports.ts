/** Report cards, comments and issued papers. */
export const REPORT_ERRORS = {
  'reports.place_unknown': {
    status: 404,
    en: 'There is no such class and term in your school, or the class is not one of yours.',
    ar: 'لا توجد شعبة وفصل دراسي بهذا المعرّف في مدرستك، أو أن الشعبة ليست من شعبك.',
  },
  'reports.pupil_unknown': {
    status: 400,
    en: '{count} of the pupils sent are not in this class or school. Load the page again.',
    ar: '{count} من الطلاب المرسلين ليسوا في هذه الشعبة أو المدرسة. أعد تحميل الصفحة.',
  },
  'reports.state_changed': {
    status: 409,
    en: '{count} of these report cards were moved by somebody else in the meantime. Load the page again; nothing was changed.',
    ar: 'غيّر شخص آخر حالة {count} من هذه البطاقات في أثناء ذلك. أعد تحميل الصفحة؛ لم يتغيّر شيء.',
  },
  'reports.marks_missing': {
    status: 409,
    en: '{count} pupils have subjects without a published mark, first {pupil}: {subjects}. Publish the marks and approve again.',
    ar: 'لدى {count} من الطلاب مواد بلا درجة منشورة، أولهم {pupil}: {subjects}. انشر الدرجات ثم اعتمد مرة أخرى.',
  },
  'reports.comments_missing': {
    status: 409,
    en: '{count} pupils have no comment of the homeroom teacher, first {pupil}. Write the comments, or approve without them.',
    ar: 'لا توجد كلمة مربي الصف لعدد من الطلاب ({count})، أولهم {pupil}. اكتب الملاحظات أو اعتمد بدونها.',
  },
  'reports.comments_conflict': {
    status: 409,
    en: 'Somebody else saved {count} of these comments in the meantime. Compare with theirs and save again; nothing was changed.',
    ar: 'حفظ شخص آخر {count} من هذه الملاحظات في أثناء ذلك. قارن بما كتبه واحفظ مرة أخرى؛ لم يتغيّر شيء.',
  },
  'reports.nothing_to_print': {
    status: 409,
    en: 'These classes have no approved report cards for the term. Approve them first.',
    ar: 'لا توجد لهذه الشعب بطاقات معتمدة في هذا الفصل. اعتمدها أولًا.',
  },
  'reports.no_transcript': {
    status: 409,
    en: '{pupil} has no published report card yet, so there is nothing to put on a transcript.',
    ar: 'لا توجد بطاقة منشورة للطالب {pupil} بعد، لذلك لا شيء يُدرج في كشف الدرجات.',
  },
  'reports.grade_unknown': {
    status: 409,
    en: 'The grade that {pupil} completed is not known. Enrol the pupil in a class of a grade first.',
    ar: 'الصف الذي أتمّه {pupil} غير معروف. قيّد الطالب في شعبة تابعة لصف أولًا.',
  },
} as const;
