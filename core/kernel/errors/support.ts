/** Access of Daftar's staff to a school. */
export const SUPPORT_ERRORS = {
  'support.read_only': {
    status: 403,
    en: 'Support access may look and not change. Nothing was changed.',
    ar: 'دخول الدعم للاطلاع فقط دون تغيير. لم يتغيّر شيء.',
  },
  'support.second_factor': {
    status: 403,
    en: 'Sign in to the console with your second factor before you enter a school.',
    ar: 'سجّل الدخول إلى لوحة الإدارة بالتحقق بخطوتين قبل الدخول إلى مدرسة.',
  },
  'support.not_open': {
    status: 409,
    en: 'This support access is not open: the school has not approved it, has ended it, or its hour is over.',
    ar: 'دخول الدعم هذا غير متاح: لم توافق عليه المدرسة أو أنهته أو انقضت ساعته.',
  },
  'support.open_already': {
    status: 409,
    en: 'You already asked this school for access. Use that request, or end it first.',
    ar: 'سبق أن طلبت الدخول إلى هذه المدرسة. استخدم ذلك الطلب أو أنهِه أولًا.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
