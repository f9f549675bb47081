/** Access of Daftar's staff to a school. */
export const SUPPORT_ERRORS = {
  'support.read_only': {
    status: 403,
    en: 'Support access may look and not change. Nothing was changed.',
    ar: 'دخول الدعم للاطلاع فقط دون تغيير. لم يتغيّر شيء.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
