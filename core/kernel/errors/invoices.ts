/** The price book's drafts, and the platform's invoices. */
export const INVOICE_ERRORS = {
  'price.content_invalid': {
    status: 422,
    en: 'The price book is not complete yet ({count} fields): {reason}. Correct the marked fields and save again.',
    ar: 'دليل الأسعار غير مكتمل بعد (عدد الحقول: {count}): {reason}. صحّح الحقول المشار إليها ثم احفظ مرة أخرى.',
  },
  'price.draft_conflict': {
    status: 409,
    en: '{who} saved this draft in the meantime. Load it again and repeat your change.',
    ar: 'حفظ {who} هذه المسودة في أثناء ذلك. أعد تحميلها وكرّر تعديلك.',
  },
  'price.valid_from_past': {
    status: 409,
    en: 'A price book cannot be valid from {validFrom}, which is past. Choose a moment from now on.',
    ar: 'لا يمكن أن يسري دليل الأسعار من {validFrom} لأنه وقت مضى. اختر وقتًا لم يمضِ بعد.',
  },
  'price.valid_from_order': {
    status: 409,
    en: 'Version {version} is published and valid from {after}. Choose a moment after that.',
    ar: 'الإصدار {version} منشور ويسري من {after}. اختر وقتًا بعده.',
  },
  'price.plan_in_use': {
    status: 409,
    en: 'The plan "{plan}" is not in this price book, but {schools} schools have it. Keep it and close it to new schools instead.',
    ar: 'الخطة «{plan}» ليست في دليل الأسعار هذا، لكن عدد المدارس المشتركة فيها {schools}. أبقِها وأغلقها أمام المدارس الجديدة.',
  },
  'price.add_on_in_use': {
    status: 409,
    en: '"{addOn}" is not in this price book, but {schools} schools pay for it. Keep it until they have given it up.',
    ar: '«{addOn}» ليست في دليل الأسعار هذا، لكن عدد المدارس التي تدفع ثمنها {schools}. أبقِها إلى أن تتخلى عنها.',
  },
  'invoice.state_refused': {
    status: 409,
    en: 'This invoice is {state}; that cannot be done with it any more. Make a credit note to correct a finalised one.',
    ar: 'حالة هذه الفاتورة {state}، ولم يعد ذلك ممكنًا. أصدر إشعارًا دائنًا لتصحيح فاتورة نهائية.',
  },
  'invoice.negative': {
    status: 409,
    en: 'The invoice adds up to {cents} cents, and an invoice cannot be below zero. Correct its lines.',
    ar: 'مجموع الفاتورة {cents} سنت، ولا يمكن أن تكون الفاتورة أقل من صفر. صحّح بنودها.',
  },
  'invoice.credit_too_high': {
    status: 409,
    en: 'Only {left} cents of this invoice are left to credit.',
    ar: 'لم يبقَ من هذه الفاتورة سوى {left} سنت يمكن إصدار إشعار دائن به.',
  },
  'invoice.payment_conflict': {
    status: 409,
    en: 'The payment "{providerId}" was recorded before with another amount. The first amount stands.',
    ar: 'سُجّلت الدفعة «{providerId}» من قبل بمبلغ آخر. يبقى المبلغ الأول.',
  },
  'invoice.days_missing': {
    status: 409,
    en: 'The month has not ended, or its daily counts are not taken yet. Try again in some minutes.',
    ar: 'لم ينتهِ الشهر بعد، أو لم تُؤخذ أعداده اليومية. حاول مرة أخرى بعد دقائق.',
  },
} as const;
