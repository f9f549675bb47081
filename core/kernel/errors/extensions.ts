/** Calls of programs and people to an add-on's own addresses, and messages that wait. */
export const EXTENSION_ERRORS = {
  'endpoint.signature_old': {
    status: 401,
    en: 'The signature is older than five minutes or from the future. Sign the call again with the present time.',
    ar: 'مضى على التوقيع أكثر من خمس دقائق أو أن وقته في المستقبل. وقّع الطلب من جديد بالوقت الحالي.',
  },
  'endpoint.replayed': {
    status: 409,
    en: 'A call with this signature was already accepted. Sign each call anew.',
    ar: 'قُبل طلب بهذا التوقيع من قبل. وقّع كل طلب من جديد.',
  },
  'endpoint.body_too_large': {
    status: 413,
    en: 'The body is larger than the limit of {limitKb} KB. Send less in one call.',
    ar: 'محتوى الطلب أكبر من الحد المسموح وهو {limitKb} كيلوبايت. أرسل محتوى أقل في الطلب الواحد.',
  },
  'note.role_unknown': {
    status: 404,
    en: 'The school has no role "{role}". Choose one of its roles.',
    ar: 'ليس في المدرسة دور باسم «{role}». اختر أحد أدوارها.',
  },
  'message.too_late': {
    status: 400,
    en: 'A message can wait at most {days} days. Choose an earlier moment.',
    ar: 'يمكن تأجيل الرسالة {days} أيام على الأكثر. اختر وقتًا أقرب.',
  },
} as const;
