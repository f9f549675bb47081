/** The life of add-ons in schools, and of their versions. */
export const PLUGIN_ERRORS = {
  'plugin.move_refused': {
    status: 409,
    en: 'The add-on "{plugin}" is in the state "{state}", where this is not possible. Reload the page to see what is.',
    ar: 'الإضافة «{plugin}» في الحالة «{state}» ولا يمكن تنفيذ ذلك فيها. أعد تحميل الصفحة لمعرفة المتاح.',
  },
  'plugin.meter_unknown': {
    status: 400,
    en: 'The add-on "{plugin}" has no meter "{meter}"; a limit can be set for its own meters alone.',
    ar: 'ليس للإضافة «{plugin}» عدّاد باسم «{meter}»، ولا يوضع حد إلا لعدّاداتها.',
  },
  'plugin.version_unknown': {
    status: 404,
    en: 'The add-on "{plugin}" has no version {version}.',
    ar: 'ليس للإضافة «{plugin}» إصدار {version}.',
  },
  'plugin.version_withdrawn': {
    status: 409,
    en: 'Version {version} of the add-on "{plugin}" was withdrawn: {reason}. Install or upgrade to another version.',
    ar: 'سُحب الإصدار {version} من الإضافة «{plugin}»: {reason}. ثبّت إصدارًا آخر أو حدّث إليه.',
  },
  'plugin.state_only_rises': {
    status: 409,
    en: 'Version {version} of "{plugin}" is {state} already, and a state is never taken back. Publish a new version instead.',
    ar: 'الإصدار {version} من «{plugin}» في الحالة {state} مسبقًا، ولا تُسحب الحالة أبدًا. انشر إصدارًا جديدًا بدلًا من ذلك.',
  },
  'plugin.no_upgrade': {
    status: 409,
    en: 'There is no newer version of the add-on "{plugin}" to upgrade to.',
    ar: 'لا يوجد إصدار أحدث من الإضافة «{plugin}» للتحديث إليه.',
  },
  'plugin.no_rollback': {
    status: 409,
    en: 'The add-on "{plugin}" cannot go back: it was not upgraded in the last {days} days, or the version before was withdrawn.',
    ar: 'لا يمكن للإضافة «{plugin}» الرجوع: لم تُحدَّث خلال آخر {days} أيام، أو سُحب الإصدار السابق.',
  },
  'plugin.migration_failed': {
    status: 409,
    en: 'The add-on "{plugin}" could not carry its data to version {version} ({reason}). Nothing was changed; the version before keeps running.',
    ar: 'تعذّر على الإضافة «{plugin}» نقل بياناتها إلى الإصدار {version} ({reason}). لم يتغيّر شيء ويستمر الإصدار السابق في العمل.',
  },
  'plugin.data_changing': {
    status: 409,
    en: 'The data of the add-on "{plugin}" kept changing during the upgrade. Switch it off, upgrade, and switch it on again.',
    ar: 'ظلّت بيانات الإضافة «{plugin}» تتغيّر أثناء التحديث. أوقفها ثم حدّثها ثم فعّلها من جديد.',
  },
  'plugin.rollout_closed': {
    status: 409,
    en: 'This rollout is {state}; that cannot be done with it now.',
    ar: 'هذا الطرح في الحالة {state} ولا يمكن تنفيذ ذلك عليه الآن.',
  },
  'plugin.reason_needed': {
    status: 400,
    en: 'Say why, in at least 5 letters: schools and the ledger of releases show the reason.',
    ar: 'اذكر السبب في 5 أحرف على الأقل: يظهر السبب للمدارس وفي سجل الإصدارات.',
  },
  'plugin.archive_refused': {
    status: 400,
    en: 'The archive was refused: {reason} Make it with "daftar-plugin pack" and send it again.',
    ar: 'رُفضت الحزمة: {reason} أنشئها بالأمر "daftar-plugin pack" ثم أرسلها مرة أخرى.',
  },
  'plugin.checks_failed': {
    status: 422,
    en: 'The version did not pass the checks: {problems} Run "daftar-plugin validate", change what it names, and publish again.',
    ar: 'لم يجتز الإصدار الفحوص: {problems} شغّل "daftar-plugin validate" وعدّل ما يذكره ثم انشر مرة أخرى.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
