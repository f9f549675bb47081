/** Signing in, passwords, second factors, devices and invitations. */
export const IDENTITY_ERRORS = {
  'service.busy': {
    status: 503,
    en: 'Many people are signing in right now. Try again in a few seconds.',
    ar: 'يسجّل كثيرون الدخول الآن. حاول مرة أخرى بعد ثوانٍ.',
  },
  'auth.credentials_wrong': {
    status: 401,
    en: 'The e-mail or the password is not right.',
    ar: 'البريد الإلكتروني أو كلمة المرور غير صحيحة.',
  },
  'auth.second_factor_wrong': {
    status: 401,
    en: 'The code is not right or was used already. Wait for the next one.',
    ar: 'الرمز غير صحيح أو سبق استخدامه. انتظر الرمز التالي.',
  },
  'auth.step_expired': {
    status: 401,
    en: 'This step has expired. Please sign in again.',
    ar: 'انتهت صلاحية هذه الخطوة. يرجى تسجيل الدخول من جديد.',
  },
  'auth.second_factor_needed': {
    status: 403,
    en: 'Your account needs a second factor. Set it up first.',
    ar: 'يحتاج حسابك إلى التحقق بخطوتين. فعّله أولًا.',
  },
  'auth.second_factor_exists': {
    status: 409,
    en: 'Your account has a second factor already. Take it away first.',
    ar: 'التحقق بخطوتين مفعّل لحسابك من قبل. ألغه أولًا.',
  },
  'auth.second_factor_compulsory': {
    status: 403,
    en: 'Your account must keep a second factor.',
    ar: 'يجب أن يبقى التحقق بخطوتين مفعّلًا لحسابك.',
  },
  'auth.password_short': {
    status: 400,
    en: 'A password needs at least {length} characters.',
    ar: 'يجب أن تتكون كلمة المرور من {length} أحرف على الأقل.',
  },
  'auth.password_long': {
    status: 400,
    en: 'A password may have at most {length} characters.',
    ar: 'يجب ألا تزيد كلمة المرور على {length} حرفًا.',
  },
  'auth.password_common': {
    status: 400,
    en: 'This password is on the list of the most used ones, or is made of your name or e-mail. Choose another.',
    ar: 'كلمة المرور هذه من أكثر الكلمات استخدامًا أو مأخوذة من اسمك أو بريدك. اختر غيرها.',
  },
  'auth.link_invalid': {
    status: 400,
    en: 'This link was used already, has expired or is not complete. Ask for a new one.',
    ar: 'استُخدم هذا الرابط من قبل أو انتهت صلاحيته أو أنه غير مكتمل. اطلب رابطًا جديدًا.',
  },
  'auth.password_off': {
    status: 403,
    en: 'This school signs in through its identity provider.',
    ar: 'تسجّل هذه المدرسة الدخول عبر مزوّد الهوية الخاص بها.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
