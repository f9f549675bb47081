/** Marks: the grid, moderation and publication. */
export const GRADEBOOK_ERRORS = {
  'gradebook.sheet_unknown': {
    status: 404,
    en: 'There is no such lesson group or term among those you may open.',
    ar: 'لا توجد هذه المجموعة الدراسية أو هذا الفصل ضمن ما يمكنك فتحه.',
  },
  'gradebook.sheet_held': {
    status: 409,
    en: 'These marks were handed in, approved or published. Return or withdraw them first, then change them.',
    ar: 'سُلّمت هذه الدرجات أو اعتُمدت أو نُشرت. أعِدها أو اسحبها أولًا ثم عدّلها.',
  },
  'gradebook.cells_invalid': {
    status: 400,
    en: 'Nothing was saved: {count} cells are not valid. Each of them says why.',
    ar: 'لم يُحفظ شيء: عدد الخلايا غير الصالحة {count}، وسبب كلٍّ منها مذكور معها.',
  },
  'gradebook.cells_conflict': {
    status: 409,
    en: 'Nothing was saved: somebody else changed {count} of these cells. Choose which mark is right in each, then save.',
    ar: 'لم يُحفظ شيء: غيّر شخص آخر {count} من هذه الخلايا. اختر الدرجة الصحيحة في كلٍّ منها ثم احفظ.',
  },
  'gradebook.questions_invalid': {
    status: 400,
    en: 'Nothing was saved: the scores of {count} pupils do not fit the questions.',
    ar: 'لم يُحفظ شيء: درجات {count} من الطلاب لا تناسب الأسئلة.',
  },
  'gradebook.rubric_invalid': {
    status: 400,
    en: 'Each criterion of a rubric needs at least two levels, each with other points, and one of them above zero.',
    ar: 'يحتاج كل معيار إلى مستويين على الأقل، لكل منهما نقاط مختلفة، ونقاط أحدهما أكبر من صفر.',
  },
  'gradebook.state_wrong': {
    status: 409,
    en: 'This step does not fit where these marks stand now. Load the page again and look where they stand.',
    ar: 'هذه الخطوة لا تناسب حالة الدرجات الآن. أعِد تحميل الصفحة واطّلع على حالتها.',
  },
  'gradebook.own_submission': {
    status: 403,
    en: 'You handed these marks in yourself. Somebody else has to approve them.',
    ar: 'أنت من سلّم هذه الدرجات، ويجب أن يعتمدها شخص آخر.',
  },
  'gradebook.note_needed': {
    status: 400,
    en: 'Write a note that says what has to be changed.',
    ar: 'اكتب ملاحظة توضّح ما يجب تعديله.',
  },
  'gradebook.nothing_to_publish': {
    status: 409,
    en: 'There is no lesson group here that could be published or withdrawn. Choose another term or other classes.',
    ar: 'لا توجد هنا مجموعة دراسية يمكن نشرها أو سحبها. اختر فصلًا أو شعبًا أخرى.',
  },
  'gradebook.run_at_work': {
    status: 409,
    en: 'Marks of this term are being published or withdrawn right now. Wait until that is done, or stop it.',
    ar: 'يجري الآن نشر درجات هذا الفصل أو سحبها. انتظر حتى ينتهي ذلك أو أوقفه.',
  },
  'gradebook.term_stands': {
    status: 409,
    en: 'The term mark that is made of this grading period is published for {count} of these lesson groups. Withdraw the term mark first.',
    ar: 'درجة الفصل المبنية على فترة التقييم هذه منشورة، وعدد المجموعات الدراسية المعنيّة {count}. اسحب درجة الفصل أولًا.',
  },
  'gradebook.not_approved': {
    status: 409,
    en: 'The marks of {title} need approval before they can be published.',
    ar: 'تحتاج درجات {title} إلى اعتماد قبل نشرها.',
  },
} as const;
