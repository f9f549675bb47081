/** Errors of taking data out of a school and of bringing in sheets, `export.*` and `sheet.*`. */
export const TRANSFER_ERRORS = {
  'export.running': {
    status: 409,
    en: 'Another export of this school is running. Wait until it is finished, then try again.',
    ar: 'يجري تصدير آخر لهذه المدرسة. انتظر حتى ينتهي ثم أعد المحاولة.',
  },
  'export.none_before': {
    status: 409,
    en: 'Nothing was exported yet, so there is nothing to compare with. Export everything first.',
    ar: 'لم يُصدَّر أي شيء بعد، فلا يوجد ما تُقارن به التغييرات. صدّر كل البيانات أولًا.',
  },
} as const;
