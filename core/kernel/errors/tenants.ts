/** What a school's state or settings do not allow. */
export const TENANT_ERRORS = {
  'tenant.read_only': {
    status: 423,
    en: 'The school is suspended and can only be read. Nothing was changed.',
    ar: 'المدرسة موقوفة ويمكن القراءة فقط. لم يتغيّر شيء.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
