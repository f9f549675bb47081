/** What the edge refuses: addresses, limits, forms of requests. */
export const EDGE_ERRORS = {
  'request.address_refused': {
    status: 403,
    en: 'From your network ({address}) this address may not be used. Ask the administrator to add it to the list of allowed networks.',
    ar: 'لا يُسمح باستخدام هذا الموقع من شبكتك ({address}). اطلب من المسؤول إضافتها إلى قائمة الشبكات المسموح بها.',
  },
  'request.too_slow': {
    status: 503,
    en: 'The answer took longer than {seconds} seconds and was stopped. Ask for less at a time.',
    ar: 'استغرق الجواب أكثر من {seconds} ثانية فأُوقف. اطلب بيانات أقل في كل مرة.',
  },
  'request.too_late': {
    status: 408,
    en: 'The request took too long to arrive. Try again.',
    ar: 'استغرق وصول الطلب وقتًا طويلًا. حاول مرة أخرى.',
  },
  'request.media_type': {
    status: 415,
    en: 'The body of this request must be JSON (application/json).',
    ar: 'يجب أن يكون محتوى هذا الطلب بصيغة JSON (application/json).',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
