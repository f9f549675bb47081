/** Moving a school into its next year. */
export const YEAR_END_ERRORS = {
  'year_end.unknown': {
    status: 404,
    en: 'This year end does not exist or was undone. Start it again.',
    ar: 'عملية نهاية العام هذه غير موجودة أو تم التراجع عنها. ابدأها من جديد.',
  },
  'year_end.year_unknown': {
    status: 404,
    en: 'This academic year does not exist. Choose another one.',
    ar: 'هذا العام الدراسي غير موجود. اختر عامًا آخر.',
  },
  'year_end.years_order': {
    status: 400,
    en: 'The next year must begin after the last day of the year that ends. Change its days.',
    ar: 'يجب أن يبدأ العام القادم بعد آخر يوم من العام المنتهي. عدّل التواريخ.',
  },
  'year_end.date_invalid': {
    status: 400,
    en: 'A date is not a day of the calendar. Write it as 2026-06-30.',
    ar: 'أحد التواريخ ليس يومًا صحيحًا. اكتبه بالصيغة ‎2026-06-30.',
  },
  'year_end.class_needed': {
    status: 400,
    en: 'Choose the class of the next year for pupils who stay.',
    ar: 'اختر شعبة العام القادم للطلاب الباقين.',
  },
  'year_end.class_unknown': {
    status: 400,
    en: 'This class is not a class of the next year. Choose one of the list.',
    ar: 'هذه الشعبة ليست من شعب العام القادم. اختر شعبة من القائمة.',
  },
  'year_end.changed': {
    status: 409,
    en: 'Somebody changed a decision after you opened this preview. Nothing was committed; look at it again and commit then.',
    ar: 'غيّر شخص آخر قرارًا بعد أن فتحت هذه المعاينة. لم يُعتمد شيء؛ راجعها من جديد ثم اعتمدها.',
  },
  'year_end.committed_already': {
    status: 409,
    en: 'This year end was committed already ({by}). Nothing was changed by you; reload the page.',
    ar: 'سبق اعتماد نهاية هذا العام ({by}). لم يتغيّر شيء من جانبك؛ أعد تحميل الصفحة.',
  },
  'year_end.blocked': {
    status: 409,
    en: 'The year cannot end yet: {count} things are in the way. Nothing was changed; mend them and commit again.',
    ar: 'لا يمكن إنهاء العام بعد: عدد العوائق {count}. لم يتغيّر شيء؛ عالجها ثم اعتمد من جديد.',
  },
  'year_end.not_committed': {
    status: 409,
    en: 'This year end was not committed, so there is nothing to undo.',
    ar: 'لم تُعتمد نهاية العام هذه، فلا شيء للتراجع عنه.',
  },
  'year_end.undo_blocked': {
    status: 409,
    en: 'The next year has begun: {registers} registers, {marks} attendance marks and {results} results would be lost. Nothing was undone.',
    ar: 'بدأ العام القادم فعلًا: سيضيع {registers} من سجلات الحضور و{marks} من علامات الحضور و{results} من النتائج. لم يتم التراجع عن شيء.',
  },
  'year_end.no_place': {
    status: 404,
    en: 'This pupil has no open place in the current year.',
    ar: 'لا يوجد لهذا الطالب قيد مفتوح في العام الحالي.',
  },
} as const;
