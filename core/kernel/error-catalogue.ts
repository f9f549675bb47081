import { ADD_ON_ERRORS } from './errors/add-ons.ts';
import { API_ERRORS } from './errors/api.ts';
import { ATTENDANCE_ERRORS } from './errors/attendance.ts';
import { BILLING_ERRORS } from './errors/billing.ts';
import { EDGE_ERRORS } from './errors/edge.ts';
import { ENTITLEMENT_ERRORS } from './errors/entitlements.ts';
import { EXTENSION_ERRORS } from './errors/extensions.ts';
import { GRADEBOOK_ERRORS } from './errors/gradebook.ts';
import { IDENTITY_ERRORS } from './errors/identity.ts';
import { INVOICE_ERRORS } from './errors/invoices.ts';
import { ONEROSTER_ERRORS } from './errors/oneroster.ts';
import { PARTNER_SHARE_ERRORS } from './errors/partner-shares.ts';
import { PARTNER_ERRORS } from './errors/partners.ts';
import { PLUGIN_ERRORS } from './errors/plugins.ts';
import { REPORT_ERRORS } from './errors/reports.ts';
import { SALES_ERRORS } from './errors/sales.ts';
import { SSO_ERRORS } from './errors/sso.ts';
import { SUBSCRIPTION_ERRORS } from './errors/subscriptions.ts';
import { SUPPORT_ERRORS } from './errors/support.ts';
import { TENANT_ERRORS } from './errors/tenants.ts';
import { TIMETABLE_ERRORS } from './errors/timetable.ts';
import { TRANSFER_ERRORS } from './errors/transfer.ts';
import { YEAR_END_ERRORS } from './errors/year-end.ts';

/**
 * Every error that a person or a client program can meet, once. A code is stable for ever: clients
 * compare it, translations hang on it, and docs/errors.md explains it. `{name}` is filled from details.
 */
export const ERROR_CATALOGUE = {
  ...EDGE_ERRORS,
  ...IDENTITY_ERRORS,
  ...TENANT_ERRORS,
  ...TRANSFER_ERRORS,
  ...API_ERRORS,
  ...SSO_ERRORS,
  ...SUPPORT_ERRORS,
  ...EXTENSION_ERRORS,
  ...ADD_ON_ERRORS,
  ...PLUGIN_ERRORS,
  ...PARTNER_ERRORS,
  ...PARTNER_SHARE_ERRORS,
  ...BILLING_ERRORS,
  ...SALES_ERRORS,
  ...SUBSCRIPTION_ERRORS,
  ...INVOICE_ERRORS,
  ...ONEROSTER_ERRORS,
  ...ENTITLEMENT_ERRORS,
  ...REPORT_ERRORS,
  ...YEAR_END_ERRORS,
  ...GRADEBOOK_ERRORS,
  ...TIMETABLE_ERRORS,
  ...ATTENDANCE_ERRORS,
  'host.unknown': {
    status: 421,
    en: 'This address does not belong to any school here.',
    ar: 'هذا العنوان لا يخص أي مدرسة هنا.',
  },
  'request.invalid': {
    status: 400,
    en: 'The request is not valid: {reason}',
    ar: 'الطلب غير صالح: {reason}',
  },
  'request.too_large': {
    status: 413,
    en: 'The upload is larger than the limit of {limitMb} MB.',
    ar: 'الملف المرفوع أكبر من الحد المسموح وهو {limitMb} ميغابايت.',
  },
  'request.origin_refused': {
    status: 403,
    en: 'This change was refused because it was sent from another website.',
    ar: 'رُفض هذا التغيير لأنه أُرسل من موقع آخر.',
  },
  'request.rate_limited': {
    status: 429,
    en: 'Too many attempts. Wait {seconds} seconds and try again.',
    ar: 'محاولات كثيرة جدًا. انتظر {seconds} ثانية ثم حاول مرة أخرى.',
  },
  'auth.required': {
    status: 401,
    en: 'Please sign in first.',
    ar: 'يرجى تسجيل الدخول أولًا.',
  },
  'auth.forbidden': {
    status: 403,
    en: 'Your role does not allow this. It needs the permission "{permission}".',
    ar: 'دورك لا يسمح بذلك. يلزم الإذن «{permission}».',
  },
  'resource.not_found': {
    status: 404,
    en: 'There is no such record.',
    ar: 'لا يوجد سجل بهذا المعرّف.',
  },
  'database.unavailable': {
    status: 503,
    en: 'The database is not reachable right now. Nothing was lost; try again in a few seconds.',
    ar: 'تعذّر الوصول إلى قاعدة البيانات الآن. لم يُفقد شيء؛ حاول مرة أخرى بعد ثوانٍ.',
  },
  'tenant.subdomain_invalid': {
    status: 400,
    en: 'The subdomain "{subdomain}" cannot be used. Use 3 to 40 lower-case letters, digits and hyphens, starting with a letter; some names are reserved.',
    ar: 'لا يمكن استخدام النطاق الفرعي «{subdomain}». استخدم من 3 إلى 40 حرفًا لاتينيًا صغيرًا أو رقمًا أو شرطة، ويبدأ بحرف؛ وبعض الأسماء محجوزة.',
  },
  'tenant.email_invalid': {
    status: 400,
    en: '"{email}" is not an e-mail address.',
    ar: '«{email}» ليس عنوان بريد إلكتروني.',
  },
  'tenant.unknown': {
    status: 404,
    en: 'There is no school with the subdomain "{subdomain}".',
    ar: 'لا توجد مدرسة بالنطاق الفرعي «{subdomain}».',
  },
  'tenant.plan_unknown': {
    status: 400,
    en: 'There is no plan "{plan}". Available plans: {plans}.',
    ar: 'لا توجد خطة باسم «{plan}». الخطط المتاحة: {plans}.',
  },
  'tenant.conflict': {
    status: 409,
    en: 'The school "{subdomain}" already exists with another {field} ("{existing}"). Nothing was changed.',
    ar: 'المدرسة «{subdomain}» موجودة من قبل بقيمة أخرى للحقل {field} («{existing}»). لم يتغيّر شيء.',
  },
  'record.in_use': {
    status: 409,
    en: 'This record is still used by {table}. Remove or move those first.',
    ar: 'ما زال هذا السجل مستخدمًا في {table}. أزل تلك السجلات أو انقلها أولًا.',
  },
  'record.duplicate': {
    status: 409,
    en: 'There is already a record with the same {fields}.',
    ar: 'يوجد سجل آخر بالقيمة نفسها في: {fields}.',
  },
  'record.relation_unknown': {
    status: 400,
    en: 'The field "{field}" points to a record that does not exist in this school.',
    ar: 'يشير الحقل «{field}» إلى سجل غير موجود في هذه المدرسة.',
  },
  'record.value_invalid': {
    status: 400,
    en: 'A value breaks the rule "{rule}". Correct it and save again.',
    ar: 'هناك قيمة تخالف القاعدة «{rule}». صحّحها واحفظ مرة أخرى.',
  },
  'record.append_only': {
    status: 403,
    en: 'These records are kept as written; they cannot be changed or deleted.',
    ar: 'تُحفظ هذه السجلات كما كُتبت؛ لا يمكن تعديلها أو حذفها.',
  },
  'register.class_unknown': {
    status: 404,
    en: 'There is no such class in your school, or it is not one of your classes.',
    ar: 'لا يوجد صف بهذا المعرّف في مدرستك، أو أنه ليس من صفوفك.',
  },
  'register.date_invalid': {
    status: 400,
    en: 'The date "{date}" is not a date in the form YYYY-MM-DD.',
    ar: 'التاريخ «{date}» ليس تاريخًا بالصيغة YYYY-MM-DD.',
  },
  'register.date_future': {
    status: 400,
    en: 'The register of {date} cannot be taken yet: today is {today} at the school.',
    ar: 'لا يمكن تسجيل حضور {date} بعد: تاريخ اليوم في المدرسة هو {today}.',
  },
  'register.student_not_in_class': {
    status: 400,
    en: '{count} of the pupils sent are not in this class. Reload the register and mark again.',
    ar: '{count} من الطلاب المرسلين ليسوا في هذا الصف. أعد تحميل السجل وسجّل من جديد.',
  },
  'register.code_unknown': {
    status: 400,
    en: 'The attendance code "{code}" is not defined in your school.',
    ar: 'رمز الحضور «{code}» غير معرّف في مدرستك.',
  },
  'register.conflict': {
    status: 409,
    en: 'Somebody else saved this register in the meantime. Review their marks and save again.',
    ar: 'حفظ شخص آخر هذا السجل في أثناء ذلك. راجع ما سجّله ثم احفظ مرة أخرى.',
  },
  'import.package_invalid': {
    status: 422,
    en: 'The package has {errors} errors; nothing was imported.',
    ar: 'في الحزمة {errors} من الأخطاء؛ لم يُستورد أي شيء.',
  },
  'import.removal_guard': {
    status: 409,
    en: 'This import would remove {removed} of {existing} people, more than a third. Confirm the removal to go on.',
    ar: 'سيزيل هذا الاستيراد {removed} من أصل {existing} شخصًا، أي أكثر من الثلث. أكّد الإزالة للمتابعة.',
  },
  'import.running': {
    status: 409,
    en: 'Another import of this school is running. Wait until it is finished.',
    ar: 'يجري استيراد آخر لهذه المدرسة. انتظر حتى ينتهي.',
  },
  'import.not_checked': {
    status: 409,
    en: 'Only a package whose check is finished and was not refused can be imported. Upload the package again.',
    ar: 'لا يمكن استيراد إلا حزمة اكتمل فحصها ولم تُرفض. ارفع الحزمة مرة أخرى.',
  },
  'roles.grant_beyond': {
    status: 403,
    en: 'You can give or take only permissions that you hold yourself. You do not hold: {permissions}.',
    ar: 'لا يمكنك منح الأذونات أو سحبها إلا إذا كنت تملكها. أنت لا تملك: {permissions}.',
  },
  'roles.scope_beyond': {
    status: 403,
    en: 'You can give no role that reaches further than your own.',
    ar: 'لا يمكنك منح دور نطاقه أوسع من نطاق دورك.',
  },
  'roles.user_above': {
    status: 403,
    en: 'This person has rights that you do not have, so you cannot change or delete the account.',
    ar: 'لدى هذا الشخص صلاحيات ليست لديك، لذلك لا يمكنك تعديل حسابه أو حذفه.',
  },
  'roles.last_admin': {
    status: 409,
    en: 'The school would be left without anybody who may manage users and roles. Give somebody else these permissions first.',
    ar: 'ستبقى المدرسة بلا أي شخص يمكنه إدارة المستخدمين والأدوار. امنح شخصًا آخر هذه الأذونات أولًا.',
  },
  'roles.in_use': {
    status: 409,
    en: 'The role "{role}" still has {count} users. Give them another role first.',
    ar: 'ما زال الدور «{role}» مسندًا إلى {count} من المستخدمين. أسند إليهم دورًا آخر أولًا.',
  },
  'roles.conflict': {
    status: 409,
    en: 'Somebody else changed the role "{role}" in the meantime. Review their changes and save again.',
    ar: 'غيّر شخص آخر الدور «{role}» في أثناء ذلك. راجع تغييراته ثم احفظ مرة أخرى.',
  },
  'roles.permission_unknown': {
    status: 400,
    en: 'There is no permission "{permission}".',
    ar: 'لا يوجد إذن باسم «{permission}».',
  },
  'plugin.unknown': {
    status: 404,
    en: 'There is no add-on "{plugin}" in the catalogue.',
    ar: 'لا توجد إضافة باسم «{plugin}» في الكتالوج.',
  },
  'plugin.not_installed': {
    status: 409,
    en: 'The add-on "{plugin}" is not installed in this school.',
    ar: 'الإضافة «{plugin}» غير مثبتة في هذه المدرسة.',
  },
  'plugin.consent_missing': {
    status: 400,
    en: 'To install the add-on, accept exactly the permissions it asks for. Reload the page: they may have changed.',
    ar: 'لتثبيت الإضافة، اقبل الأذونات التي تطلبها كما هي. أعد تحميل الصفحة فقد تكون تغيّرت.',
  },
  'plugin.settings_invalid': {
    status: 400,
    en: 'The setting "{field}" is not valid: {reason}',
    ar: 'الإعداد «{field}» غير صالح: {reason}',
  },
  'plugin.integrity': {
    status: 409,
    en: 'The bundle of the add-on "{plugin}" does not match its published hash and will not run.',
    ar: 'حزمة الإضافة «{plugin}» لا تطابق بصمتها المنشورة ولن تعمل.',
  },
  'message.recipient_unknown': {
    status: 404,
    en: 'There is no such guardian, or the guardian cannot be reached this way.',
    ar: 'لا يوجد ولي أمر بهذا المعرّف، أو لا يمكن الوصول إليه بهذه الطريقة.',
  },
  'usage.conflict': {
    status: 409,
    en: 'The usage event "{eventId}" was already recorded with another value. The first value stands.',
    ar: 'سُجّل حدث الاستخدام «{eventId}» من قبل بقيمة أخرى. تبقى القيمة الأولى.',
  },
  'file.link_invalid': {
    status: 403,
    en: 'This link has expired or is not valid.',
    ar: 'انتهت صلاحية هذا الرابط أو أنه غير صالح.',
  },
  internal: {
    status: 500,
    en: 'Something went wrong on our side. The incident number is {requestId}.',
    ar: 'حدث خطأ من جانبنا. رقم الحادثة هو {requestId}.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;
