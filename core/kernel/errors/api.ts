/** Keys and tokens of programs. */
export const API_ERRORS = {
  'api.key_invalid': {
    status: 401,
    en: 'The API key or token is not valid, has expired or was revoked.',
    ar: 'مفتاح الواجهة البرمجية أو الرمز غير صالح أو منتهي أو ملغى.',
  },
  'api.key_ended': {
    status: 409,
    en: 'This key was revoked or has expired. Make a new one.',
    ar: 'هذا المفتاح ملغى أو انتهت صلاحيته. أنشئ مفتاحًا جديدًا.',
  },
  'api.maker_limited': {
    status: 403,
    en: 'A key reaches the whole school, and your role reaches only a part of it.',
    ar: 'يصل المفتاح إلى بيانات المدرسة كلها، ودورك يصل إلى جزء منها فقط.',
  },
  'api.scope_not_held': {
    status: 403,
    en: 'You can give a key only what you may do yourself. You lack: {scopes}.',
    ar: 'لا يمكنك منح المفتاح إلا ما تملكه من أذونات. ينقصك: {scopes}.',
  },
  'api.scope_not_grantable': {
    status: 400,
    en: 'A key can never hold these permissions: {scopes}.',
    ar: 'لا يمكن منح هذه الأذونات لأي مفتاح: {scopes}.',
  },
  'api.addresses_invalid': {
    status: 400,
    en: '"{entry}" is not an address or a network such as 203.0.113.0/24, or the list has more than 50 entries.',
    ar: '«{entry}» ليس عنوانًا أو شبكة مثل ‎203.0.113.0/24، أو أن القائمة تزيد على 50 سطرًا.',
  },
  'api.not_for_programs': {
    status: 403,
    en: 'This address is for people who are signed in; an API key cannot use it.',
    ar: 'هذا العنوان للأشخاص المسجلين؛ لا يمكن استخدامه بمفتاح واجهة برمجية.',
  },
  'api.two_credentials': {
    status: 400,
    en: 'The request came with a key and with the cookie of a session. Send only one of them.',
    ar: 'أُرسل الطلب بمفتاح وبملف ارتباط لجلسة معًا. أرسل واحدًا منهما فقط.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
