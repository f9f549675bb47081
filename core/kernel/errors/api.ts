/** Keys and tokens of programs. */
export const API_ERRORS = {
  'api.key_invalid': {
    status: 401,
    en: 'The API key or token is not valid, has expired or was revoked.',
    ar: 'مفتاح الواجهة البرمجية أو الرمز غير صالح أو منتهي أو ملغى.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
