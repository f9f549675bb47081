/** What a client of OneRoster did wrong; sent in the form of the standard. */
export const ONEROSTER_ERRORS = {
  'oneroster.paging_invalid': {
    status: 400,
    en: 'The parameter "{parameter}" is not valid. "limit" is a whole number from 1, "offset" one from 0, and each parameter comes once.',
    ar: 'المعامل «{parameter}» غير صالح. يجب أن يكون limit عددًا صحيحًا من 1 فأكثر وoffset من 0 فأكثر، وأن يرد كل معامل مرة واحدة.',
  },
  'oneroster.order_invalid': {
    status: 400,
    en: 'The parameter "orderBy" can be "asc" or "desc".',
    ar: 'قيمة المعامل orderBy هي asc أو desc فقط.',
  },
  'oneroster.filter_invalid': {
    status: 400,
    en: 'The filter cannot be read. Write field=\'value\' without spaces around the operator, and at most two of them joined by " AND " or " OR ".',
    ar: 'تعذّرت قراءة عامل التصفية. اكتب field=\'value\' بلا مسافات حول المعامل، وبحد أقصى شرطين يربطهما " AND " أو " OR ".',
  },
  'oneroster.filter_field_unknown': {
    status: 400,
    en: 'These records cannot be filtered by "{field}".',
    ar: 'لا يمكن تصفية هذه السجلات حسب «{field}».',
  },
  'oneroster.filter_value_invalid': {
    status: 400,
    en: 'The value of the filter for "{field}" does not have the form of that field, or the operator does not fit it.',
    ar: 'قيمة التصفية للحقل «{field}» ليست بالصيغة المطلوبة أو أن المعامل لا يناسبه.',
  },
  'oneroster.selection_field_unknown': {
    status: 400,
    en: 'These records have no field "{field}" to select.',
    ar: 'لا يوجد في هذه السجلات حقل باسم «{field}» لاختياره.',
  },
  'oneroster.sort_field_unknown': {
    status: 400,
    en: 'These records cannot be sorted by "{field}".',
    ar: 'لا يمكن ترتيب هذه السجلات حسب «{field}».',
  },
  'oneroster.scope_missing': {
    status: 403,
    en: 'The access token does not hold a scope for this operation. One of these is needed: {scopes}.',
    ar: 'رمز الوصول لا يحمل نطاقًا لهذه العملية. يلزم أحد النطاقات: {scopes}.',
  },
  'oneroster.record_unknown': {
    status: 404,
    en: 'There is no record with the sourcedId "{sourcedId}" here.',
    ar: 'لا يوجد هنا سجل بالمعرّف «{sourcedId}».',
  },
  'oneroster.path_unknown': {
    status: 404,
    en: 'This address is none of the OneRoster 1.2 services.',
    ar: 'هذا العنوان ليس من خدمات OneRoster 1.2.',
  },
  'oneroster.method_refused': {
    status: 405,
    en: 'This address answers only to {methods}.',
    ar: 'هذا العنوان يقبل الطرق التالية فقط: {methods}.',
  },
  'oneroster.data_invalid': {
    status: 422,
    en: 'The data was not stored: {reason}',
    ar: 'لم تُحفظ البيانات: {reason}',
  },
  'oneroster.delete_refused': {
    status: 422,
    en: 'The record was not deleted, because other records still use it. Delete those first.',
    ar: 'لم يُحذف السجل لأن سجلات أخرى ما زالت تستخدمه. احذفها أولًا.',
  },
} as const;
