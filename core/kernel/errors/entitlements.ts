/** What plan, quotas and budgets do not allow. `plans` are the names of plans and add-ons that would. */
export const ENTITLEMENT_ERRORS = {
  'plan.feature_missing': {
    status: 403,
    en: 'Your plan does not include {feature}. It is part of: {plans}. Change the plan on the page "Plan and invoices".',
    ar: 'لا تشمل خطتك {feature}. تتوفر هذه الميزة في: {plans}. يمكنك تغيير الخطة من صفحة «الخطة والفواتير».',
  },
  'quota.students_reached': {
    status: 402,
    en: 'The plan {plan} holds {limit} active students and the notice has run out; the school has {used}. Nobody was added. Make students inactive or take a larger plan: {plans}.',
    ar: 'تتسع الخطة {plan} لعدد {limit} من الطلاب النشطين وقد انتهت مهلة الإشعار؛ لدى المدرسة {used}. لم يُضف أحد. اجعل بعض الطلاب غير نشطين أو انتقل إلى خطة أكبر: {plans}.',
  },
  'quota.teachers_reached': {
    status: 402,
    en: 'The plan {plan} holds {limit} active teachers; the school has {used}. Nobody was added. Make teachers inactive or take a larger plan: {plans}.',
    ar: 'تتسع الخطة {plan} لعدد {limit} من المعلمين النشطين؛ لدى المدرسة {used}. لم يُضف أحد. اجعل بعض المعلمين غير نشطين أو انتقل إلى خطة أكبر: {plans}.',
  },
  'quota.storage_reached': {
    status: 402,
    en: 'The plan {plan} holds {limit} bytes of files; the school has {used} and this file needs {asked} more. It was not stored. Delete files or take more storage: {plans}.',
    ar: 'تتسع الخطة {plan} لملفات حجمها {limit} بايت؛ لدى المدرسة {used} ويحتاج هذا الملف إلى {asked} أخرى. لم يُخزَّن الملف. احذف ملفات أو زد مساحة التخزين: {plans}.',
  },
  'budget.exhausted': {
    status: 402,
    en: 'The monthly budget of {budget} for "{meter}" is used up: {spent} are spent or reserved, and this would cost {cost} more. Nothing was done. Raise the budget on the page "Usage" or wait for the next month.',
    ar: 'استُنفدت الميزانية الشهرية البالغة {budget} للبند «{meter}»: أُنفق أو حُجز {spent}، وسيكلّف هذا {cost} إضافية. لم يُنفَّذ شيء. ارفع الميزانية من صفحة «الاستخدام» أو انتظر الشهر القادم.',
  },
  'budget.meter_unknown': {
    status: 400,
    en: 'The price book has no meter "{meter}". Choose one of: {meters}.',
    ar: 'لا يتضمن دليل الأسعار بندًا باسم «{meter}». اختر واحدًا من: {meters}.',
  },
  'override.key_unknown': {
    status: 400,
    en: '"{key}" is no feature or quota of the price book. Choose one of: {keys}.',
    ar: '«{key}» ليست ميزة أو حصة في دليل الأسعار. اختر واحدة من: {keys}.',
  },
  'override.value_invalid': {
    status: 400,
    en: 'A feature takes true or false, and a quota a whole number or nothing for unlimited; "{key}" was given something else.',
    ar: 'تأخذ الميزة القيمة true أو false، وتأخذ الحصة عددًا صحيحًا أو تُترك فارغة لعدم التحديد؛ أُعطيت «{key}» قيمة أخرى.',
  },
  'override.ended': {
    status: 409,
    en: 'This override has ended already. Reload the page.',
    ar: 'انتهى هذا الاستثناء من قبل. أعد تحميل الصفحة.',
  },
} as const;
