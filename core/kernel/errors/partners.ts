/** Publishers of add-ons and their accounts. */
export const PARTNER_ERRORS = {
  'partner.no_publisher': {
    status: 403,
    en: 'Your account belongs to no publisher yet. Ask Daftar’s staff to link it.',
    ar: 'حسابك غير مرتبط بأي ناشر بعد. اطلب من موظفي دفتر ربطه.',
  },
  'partner.other_publisher': {
    status: 403,
    en: 'The add-on "{plugin}" belongs to another publisher.',
    ar: 'الإضافة «{plugin}» تخص ناشرًا آخر.',
  },
  'partner.account_unknown': {
    status: 404,
    en: 'There is no partner account "{email}". Make it with: daftar staff create --realm partner',
    ar: 'لا يوجد حساب شريك بالبريد «{email}». أنشئه بالأمر: daftar staff create --realm partner',
  },
  'receipt.unknown': {
    status: 404,
    en: 'There is no such receipt.',
    ar: 'لا يوجد إيصال بهذا المعرّف.',
  },
  'receipt.no_replay': {
    status: 404,
    en: 'Nothing is kept to replay this call: it succeeded, is older than {days} days, or failed often in the same hour.',
    ar: 'لا يوجد ما يُعاد به تشغيل هذا الاستدعاء: فقد نجح، أو مضى عليه أكثر من {days} يومًا، أو تكرر فشله في الساعة نفسها.',
  },
} as const;
