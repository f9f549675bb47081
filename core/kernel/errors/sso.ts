/** Single sign-on. */
export const SSO_ERRORS = {
  'sso.failed': {
    status: 401,
    en: 'The sign-in at the identity provider did not succeed: {reason}',
    ar: 'لم ينجح تسجيل الدخول عبر مزوّد الهوية: {reason}',
  },
  'sso.refused': {
    status: 403,
    en: 'The identity provider knows you, but this school does not let you in: {reason}',
    ar: 'تعرّف عليك مزوّد الهوية، لكن هذه المدرسة لا تسمح لك بالدخول: {reason}',
  },
  'sso.expired': {
    status: 401,
    en: 'This sign-in was started in another browser, has expired or was finished already. Please start again.',
    ar: 'بدأ هذا الدخول في متصفح آخر أو انتهت صلاحيته أو اكتمل من قبل. يرجى البدء من جديد.',
  },
  'sso.unavailable': {
    status: 502,
    en: 'The identity provider of your school cannot be reached right now. Try again in a minute.',
    ar: 'تعذّر الوصول إلى مزوّد هوية مدرستك الآن. حاول مرة أخرى بعد دقيقة.',
  },
  'sso.setup_invalid': {
    status: 400,
    en: 'This set-up cannot be used: {reason}',
    ar: 'لا يمكن استخدام هذا الإعداد: {reason}',
  },
  'sso.enforce_refused': {
    status: 409,
    en: 'Passwords cannot be switched off yet: {reason}',
    ar: 'لا يمكن إيقاف كلمات المرور بعد: {reason}',
  },
  'sso.role_beyond': {
    status: 403,
    en: 'The role "{role}" may do more than you, so you cannot hand it out.',
    ar: 'للدور «{role}» صلاحيات أكثر من صلاحياتك، فلا يمكنك منحه.',
  },
  'sso.plan_missing': {
    status: 402,
    en: 'The plan of this school does not include single sign-on. Sign in with your password, or ask an administrator of your school.',
    ar: 'لا تشمل خطة هذه المدرسة الدخول الموحد. سجّل الدخول بكلمة مرورك أو اسأل مسؤول مدرستك.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
