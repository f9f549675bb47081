import type { Language } from '../../core/kernel/index.ts';

/** What the browser's tab says on our own pages; Payload's texts for custom views know one language only. */
const TITLES: Record<string, Record<Language, string>> = {
  schools: { en: 'Schools', ar: 'المدارس' },
  groups: { en: 'Groups of schools', ar: 'مجموعات المدارس' },
  'price-book': { en: 'Price book', ar: 'دليل الأسعار' },
  quotes: { en: 'Quotes', ar: 'عروض الأسعار' },
  releases: { en: 'Releases', ar: 'الإصدارات' },
  figures: { en: 'Figures', ar: 'المؤشرات' },
  statement: { en: 'Statement', ar: 'كشف الحساب' },
  'partner-shares': { en: 'Partners’ shares', ar: 'حصص الشركاء' },
  settings: { en: 'Settings', ar: 'الإعدادات' },
  register: { en: 'Attendance register', ar: 'سجل الحضور' },
  marks: { en: 'Marks', ar: 'الدرجات' },
  attendance: { en: 'Attendance', ar: 'الحضور' },
  calendar: { en: 'Calendar', ar: 'التقويم' },
  timetable: { en: 'Timetable', ar: 'الجدول الدراسي' },
  'report-cards': { en: 'Report cards', ar: 'التقارير المدرسية' },
  imports: { en: 'Imports', ar: 'الاستيراد' },
  'year-end': { en: 'Year end', ar: 'نهاية العام' },
  'add-ons': { en: 'Add-ons', ar: 'الإضافات' },
  'data-access': { en: 'Data read by add-ons', ar: 'ما قرأته الإضافات' },
  sso: { en: 'Single sign-on', ar: 'الدخول الموحد' },
  login: { en: 'Sign in', ar: 'تسجيل الدخول' },
  forgot: { en: 'Forgotten password', ar: 'نسيت كلمة المرور' },
  'set-password': { en: 'Choose a password', ar: 'اختيار كلمة مرور' },
  security: { en: 'Your security', ar: 'أمان حسابك' },
  'api-keys': { en: 'API keys', ar: 'مفاتيح الواجهة البرمجية' },
  roles: { en: 'Roles and permissions', ar: 'الأدوار والأذونات' },
  plan: { en: 'Plan and invoices', ar: 'الخطة والفواتير' },
  usage: { en: 'Usage', ar: 'الاستخدام' },
  audit: { en: 'Audit trail', ar: 'سجل التدقيق' },
  support: { en: 'Support access', ar: 'دخول الدعم' },
};

/** The title of one of our own pages, by the first part of its address below /admin. */
export function pageTitle(segment: string | undefined, language: Language): string | undefined {
  return segment === undefined ? undefined : TITLES[segment]?.[language];
}
