/** The console of sales: notes, quotes, simulations, groups. */
export const SALES_ERRORS = {
  'quote.not_draft': {
    status: 409,
    en: 'The quote {number} was sent already and cannot be changed. Copy it and change the copy.',
    ar: 'أُرسل عرض السعر {number} من قبل ولا يمكن تغييره. انسخه وغيّر النسخة.',
  },
  'quote.state_refused': {
    status: 409,
    en: 'This is not possible: the quote {number} is in the state “{state}”. Reload the page.',
    ar: 'لا يمكن ذلك: عرض السعر {number} في الحالة «{state}». أعد تحميل الصفحة.',
  },
  'quote.expired': {
    status: 409,
    en: 'The quote {number} was valid until {date}. Copy it with a new date and send the copy.',
    ar: 'كان عرض السعر {number} ساريًا حتى {date}. انسخه بتاريخ جديد وأرسل النسخة.',
  },
  'quote.date_past': {
    status: 400,
    en: 'The day until which the quote is valid has passed. Choose a later one.',
    ar: 'مضى اليوم الذي يسري حتى نهايته عرض السعر. اختر يومًا لاحقًا.',
  },
  'quote.total_negative': {
    status: 400,
    en: 'The lines of the quote add up to less than nothing. Make the reductions smaller.',
    ar: 'مجموع بنود عرض السعر أقل من الصفر. قلّل مبالغ الخصم.',
  },
  'quote.school_needed': {
    status: 409,
    en: 'The quote {number} is for somebody who has no school here yet. Make the school first, then accept the quote for it.',
    ar: 'عرض السعر {number} لجهة ليست لها مدرسة هنا بعد. أنشئ المدرسة أولًا ثم اقبل العرض باسمها.',
  },
} as const;
