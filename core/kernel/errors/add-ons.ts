/** What people meet when they use what an add-on shows. `plugin` is its name. */
export const ADD_ON_ERRORS = {
  'plugin.surface_unknown': {
    status: 404,
    en: 'There is nothing of this name here. The add-on may have been switched off or changed; reload the page.',
    ar: 'لا يوجد شيء بهذا الاسم هنا. ربما أُوقفت الإضافة أو تغيّرت؛ أعد تحميل الصفحة.',
  },
  'plugin.busy': {
    status: 503,
    en: 'The add-on "{plugin}" has too much to do at the moment. Try again in a few seconds.',
    ar: 'الإضافة «{plugin}» مشغولة الآن. حاول مرة أخرى بعد ثوانٍ.',
  },
  'plugin.paused': {
    status: 503,
    en: 'The add-on "{plugin}" failed several times and is paused for a few minutes. Try again later; if it goes on, tell its publisher.',
    ar: 'تعطّلت الإضافة «{plugin}» عدة مرات فأُوقفت مؤقتًا لبضع دقائق. حاول لاحقًا، وإذا تكرر ذلك فأبلغ ناشرها.',
  },
  'plugin.timeout': {
    status: 504,
    en: 'The add-on "{plugin}" took too long and was stopped. Try again; if it goes on, tell its publisher.',
    ar: 'استغرقت الإضافة «{plugin}» وقتًا طويلًا فأُوقفت. حاول مرة أخرى، وإذا تكرر ذلك فأبلغ ناشرها.',
  },
  'plugin.failed': {
    status: 502,
    en: 'The add-on "{plugin}" failed. Try again; if it goes on, tell its publisher. Its log is on the page of add-ons.',
    ar: 'تعطّلت الإضافة «{plugin}». حاول مرة أخرى، وإذا تكرر ذلك فأبلغ ناشرها. سجلها في صفحة الإضافات.',
  },
  'plugin.answer_invalid': {
    status: 502,
    en: 'The add-on "{plugin}" answered something the panel cannot show. Its publisher has to correct it.',
    ar: 'أجابت الإضافة «{plugin}» بما لا تستطيع اللوحة عرضه. على ناشرها تصحيح ذلك.',
  },
  'plugin.answer_too_large': {
    status: 502,
    en: 'The add-on "{plugin}" answered more than the panel takes. Choose fewer records and try again.',
    ar: 'أجابت الإضافة «{plugin}» بأكثر مما تقبله اللوحة. اختر سجلات أقل وحاول مرة أخرى.',
  },
  'plugin.input_too_large': {
    status: 413,
    en: 'This is more than the add-on "{plugin}" can take at once. Choose fewer records or write less.',
    ar: 'هذا أكثر مما تستطيع الإضافة «{plugin}» معالجته دفعة واحدة. اختر سجلات أقل أو اكتب نصًا أقصر.',
  },
  'plugin.values_invalid': {
    status: 400,
    en: 'The field "{field}" is not filled in correctly: {reason}',
    ar: 'لم يُملأ الحقل «{field}» على نحو صحيح: {reason}',
  },
  'plugin.record_unknown': {
    status: 404,
    en: 'One of the chosen records does not exist, or you may not see it. Reload the page and choose again.',
    ar: 'أحد السجلات المختارة غير موجود أو لا يُسمح لك برؤيته. أعد تحميل الصفحة واختر من جديد.',
  },
  'plugin.no_record': {
    status: 400,
    en: 'Choose the records first: this action works on records.',
    ar: 'اختر السجلات أولًا: هذا الإجراء يعمل على سجلات.',
  },
} as const;
