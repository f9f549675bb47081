/** Errors of taking data out of a school and of bringing in sheets, `export.*`, `import.*` of sheets and `sheet.*`. */
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
  'import.sheet_errors': {
    status: 409,
    en: 'The sheet has {errors} errors. Correct them and upload it again, or leave the rows with errors out.',
    ar: 'في الجدول {errors} من الأخطاء. صحّحها وارفعه مجددًا، أو استبعد الصفوف التي فيها أخطاء.',
  },
  'import.not_undoable': {
    status: 409,
    en: 'Only a finished import of a sheet can be undone, and only once.',
    ar: 'لا يمكن التراجع إلا عن استيراد جدول مكتمل، ومرة واحدة فقط.',
  },
  'sheet.unreadable': {
    status: 422,
    en: 'This sheet cannot be read. {reason}',
    ar: 'تعذّرت قراءة هذا الملف. {reason}',
  },
  'sheet.columns_missing': {
    status: 422,
    en: 'Say which column is: {fields}.',
    ar: 'حدّد العمود الخاص بكل من: {fields}.',
  },
} as const;
