/** Single sign-on. */
export const SSO_ERRORS = {
  'sso.failed': {
    status: 401,
    en: 'The sign-in at the identity provider did not succeed: {reason}',
    ar: 'لم ينجح تسجيل الدخول عبر مزوّد الهوية: {reason}',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
