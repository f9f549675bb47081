import type { PayloadRequest } from 'payload';
import { sessionOf } from '../../core/identity/index.ts';
import type { Language } from '../../core/kernel/index.ts';
import { grantsOf, viewerOf } from '../../core/tenancy/index.ts';
import { listSurfaces } from '../../marketplace/index.ts';

export type PanelLink = { id: string; href: string; label: string };

const LABELS: Record<string, Record<Language, string>> = {
  dashboard: { en: 'Start page', ar: 'الصفحة الرئيسية' },
  schools: { en: 'Schools', ar: 'المدارس' },
  groups: { en: 'Groups of schools', ar: 'مجموعات المدارس' },
  priceBook: { en: 'Price book', ar: 'دليل الأسعار' },
  quotes: { en: 'Quotes', ar: 'عروض الأسعار' },
  releases: { en: 'Releases', ar: 'الإصدارات' },
  figures: { en: 'Figures', ar: 'المؤشرات' },
  statement: { en: 'Statement', ar: 'كشف الحساب' },
  partnerShares: { en: 'Partners’ shares', ar: 'حصص الشركاء' },
  settings: { en: 'Settings', ar: 'الإعدادات' },
  register: { en: 'Register', ar: 'سجل الحضور' },
  marks: { en: 'Marks', ar: 'الدرجات' },
  attendance: { en: 'Attendance', ar: 'الحضور' },
  excuses: { en: 'Absences and excuses', ar: 'الغياب والأعذار' },
  calendar: { en: 'Calendar', ar: 'التقويم' },
  timetable: { en: 'Timetable', ar: 'الجدول الدراسي' },
  reportCards: { en: 'Report cards', ar: 'التقارير المدرسية' },
  imports: { en: 'Imports', ar: 'الاستيراد' },
  yearEnd: { en: 'Year end', ar: 'نهاية العام' },
  addOns: { en: 'Add-ons', ar: 'الإضافات' },
  dataAccess: { en: 'Data read by add-ons', ar: 'ما قرأته الإضافات' },
  apiKeys: { en: 'API keys', ar: 'مفاتيح الواجهة البرمجية' },
  sso: { en: 'Single sign-on', ar: 'الدخول الموحد' },
  roles: { en: 'Roles and permissions', ar: 'الأدوار والأذونات' },
  plan: { en: 'Plan and invoices', ar: 'الخطة والفواتير' },
  usage: { en: 'Usage', ar: 'الاستخدام' },
  audit: { en: 'Audit trail', ar: 'سجل التدقيق' },
  support: { en: 'Support access', ar: 'دخول الدعم' },
  security: { en: 'Your security', ar: 'أمان حسابك' },
};

/** Our own pages that the signed-in person may open, and those of add-ons. A family sees attendance on its start page, not in a register. */
export async function panelLinks(
  req: Pick<PayloadRequest, 'user' | 'payload'>,
  language: Language,
): Promise<PanelLink[]> {
  const viewer = viewerOf(req);
  if (!viewer) return [];
  const isStaff = viewer.realm === 'platform';
  const { codes, rowScope } = await grantsOf(req);
  const takesRegisters = rowScope === 'school' || rowScope === 'own_classes';
  const pages: [string, string, boolean][] = [
    ['dashboard', '/admin', true],
    ['register', '/admin/register', takesRegisters && codes.has('attendance.read')],
    ['marks', '/admin/marks', takesRegisters && codes.has('assessment.read')],
    ['attendance', '/admin/attendance', takesRegisters && codes.has('attendance.read')],
    ['excuses', '/admin/attendance', !takesRegisters && codes.has('excuses.write')],
    ['calendar', '/admin/calendar', codes.has('structure.read')],
    ['timetable', '/admin/timetable', codes.has('structure.read')],
    ['reportCards', '/admin/report-cards', codes.has('assessment.read')],
    ['imports', '/admin/imports', codes.has('imports.read')],
    ['yearEnd', '/admin/year-end', rowScope === 'school' && codes.has('structure.write')],
    ['addOns', '/admin/add-ons', codes.has('addons.read')],
    ['dataAccess', '/admin/data-access', codes.has('addons.read')],
    ['apiKeys', '/admin/api-keys', codes.has('api_keys.read')],
    ['sso', '/admin/sso', codes.has('sso.read')],
    ['roles', '/admin/roles', codes.has('roles.read')],
    ['plan', '/admin/plan', codes.has('billing.read')],
    ['usage', '/admin/usage', codes.has('billing.read')],
    ['settings', '/admin/settings', codes.has('settings.read')],
    ['schools', '/admin/schools', viewer.realm === 'platform'],
    ['groups', '/admin/groups', isStaff],
    ['priceBook', '/admin/price-book', isStaff],
    ['quotes', '/admin/quotes', isStaff],
    ['releases', '/admin/releases', isStaff],
    ['figures', '/admin/figures', isStaff],
    ['partnerShares', '/admin/partner-shares', isStaff],
    ['statement', '/admin/statement', viewer.realm === 'partner'],
    ['audit', '/admin/audit', isStaff || codes.has('audit.read')],
    ['support', '/admin/support', isStaff || codes.has('support.read')],
    ['security', '/admin/security', sessionOf(req)?.userId !== undefined],
  ];
  const own = pages.flatMap(([id, href, open]) =>
    open ? [{ id, href, label: LABELS[id]?.[language] ?? id }] : [],
  );
  const ofAddOns = (await listSurfaces(req)).flatMap(({ pluginId, pages: shown }) =>
    shown.map(({ name, title }) => ({
      id: `page-${name}`,
      href: `/admin/add-ons/${pluginId}/${name}`,
      label: title[language],
    })),
  );
  return [...own, ...ofAddOns];
}
