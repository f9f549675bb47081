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
  'tenant.networks_invalid': {
    status: 400,
    en: '"{entry}" is not an address or a network such as 192.0.2.7 or 10.0.0.0/8.',
    ar: '«{entry}» ليس عنوانًا ولا شبكة، مثل 192.0.2.7 أو 10.0.0.0/8.',
  },
  'tenant.networks_lock_out': {
    status: 400,
    en: 'This list does not contain your own address {address}: saving it would lock you out. Add your address first.',
    ar: 'لا تتضمن هذه القائمة عنوانك الحالي {address}، وحفظها سيمنعك من الدخول. أضف عنوانك أولًا.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
