/** Subscriptions of schools, their payments, and the payment provider's messages. */
export const SUBSCRIPTION_ERRORS = {
  'subscription.none': {
    status: 404,
    en: 'This school has no subscription. Ask our team to set one up.',
    ar: 'لا يوجد اشتراك لهذه المدرسة. اطلب من فريقنا إعداده.',
  },
  'subscription.not_running': {
    status: 409,
    en: 'The subscription is not running, so its plan cannot be changed. Pay what is open, or ask our team to start it again.',
    ar: 'الاشتراك غير سارٍ، لذلك لا يمكن تغيير خطته. سدّد المبالغ المستحقة، أو اطلب من فريقنا تفعيله من جديد.',
  },
  'subscription.by_contract': {
    status: 409,
    en: 'Your plan was agreed in a contract. Ask our team to change it.',
    ar: 'خطتك محددة بعقد. اطلب من فريقنا تغييرها.',
  },
  'subscription.plan_unknown': {
    status: 400,
    en: 'The plan "{plan}" cannot be chosen. Choose one of the plans on the page.',
    ar: 'لا يمكن اختيار الخطة «{plan}». اختر إحدى الخطط المعروضة في الصفحة.',
  },
  'subscription.add_on_unknown': {
    status: 400,
    en: 'The add-on "{addOn}" cannot be added to a plan. Choose one of those on the page.',
    ar: 'لا يمكن إضافة «{addOn}» إلى الخطة. اختر إحدى الإضافات المعروضة في الصفحة.',
  },
  'subscription.price_moved': {
    status: 409,
    en: 'The amount to pay now has changed to {cents} cents since you looked. Look at it again and confirm.',
    ar: 'تغيّر المبلغ المستحق الآن إلى {cents} سنتًا منذ اطلاعك عليه. راجعه مرة أخرى ثم أكّد.',
  },
  'subscription.no_payment_method': {
    status: 409,
    en: 'There is no payment method yet. Add a card first, then pay.',
    ar: 'لا توجد وسيلة دفع بعد. أضف بطاقة أولًا ثم سدّد.',
  },
  'subscription.paid_by_group': {
    status: 409,
    en: 'Your group pays for this school, so its payment method is kept with the group. Ask the person who pays for the group, or our team.',
    ar: 'تدفع مجموعتكم عن هذه المدرسة، لذلك تُحفظ وسيلة الدفع لدى المجموعة. تواصل مع المسؤول عن الدفع في المجموعة أو مع فريقنا.',
  },
  'provider.unreachable': {
    status: 503,
    en: 'The payment provider does not answer at the moment. Nothing was changed; try again in a few minutes.',
    ar: 'لا يستجيب مزود الدفع حاليًا. لم يتغيّر شيء؛ حاول مرة أخرى بعد بضع دقائق.',
  },
  'webhook.invalid': {
    status: 400,
    en: 'The message is not signed by the payment provider, too old, or damaged. It was not kept.',
    ar: 'الرسالة غير موقّعة من مزود الدفع أو قديمة جدًا أو تالفة. لم يُحتفظ بها.',
  },
} as const;
