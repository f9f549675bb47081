/** Agreements on partners' shares. */
export const PARTNER_SHARE_ERRORS = {
  'shares.code_unknown': {
    status: 404,
    en: 'The price book has no add-on and no meter "{code}". Choose one of its codes.',
    ar: 'لا يتضمن دليل الأسعار إضافة أو عدادًا بالرمز «{code}». اختر أحد رموزه.',
  },
  'shares.publisher_unknown': {
    status: 404,
    en: 'There is no publisher "{publisher}". Publish one of its add-ons or link its account first.',
    ar: 'لا يوجد ناشر باسم «{publisher}». انشر إحدى إضافاته أو اربط حسابه أولًا.',
  },
  'shares.agreed': {
    status: 409,
    en: 'There is already an agreement on "{code}" from that moment. Choose a later one; agreements are never changed.',
    ar: 'يوجد اتفاق على «{code}» من تلك اللحظة. اختر وقتًا لاحقًا؛ فالاتفاقات لا تُعدَّل.',
  },
} as const;
