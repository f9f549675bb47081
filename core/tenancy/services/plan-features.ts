import { AppError } from '../../kernel/index.ts';
import type { Pair } from './labels.ts';
import type { Queryable } from './transaction.ts';

/** What plans and add-ons of the price book hold, by the code in `features`, in plain words for people. */
export const PLAN_FEATURES = {
  core: ['people, classes, attendance, exams and fees', 'الأفراد والصفوف والحضور والاختبارات والرسوم'],
  email_support: ['support by e-mail', 'الدعم بالبريد الإلكتروني'],
  dedicated_support: ['a support contact of your own', 'مسؤول دعم مخصص'],
  premium_support: ['premium support', 'الدعم المميز'],
  guardian_portal: ['the portal for guardians', 'بوابة أولياء الأمور'],
  advanced_reports: ['advanced reports', 'التقارير المتقدمة'],
  ai_analytics: ['AI analytics', 'تحليلات الذكاء الاصطناعي'],
  lms: ['learning management', 'إدارة التعلم'],
  add_ons: ['add-ons', 'الإضافات'],
  api_access: ['API access', 'الوصول عبر الواجهة البرمجية'],
  custom_domain: ['a domain of your own', 'النطاق الخاص'],
  white_label: ['your own name, logo and colours', 'الاسم والشعار والألوان الخاصة'],
  sso: ['single sign-on', 'الدخول الموحد'],
} as const satisfies Record<string, Pair>;

export type PlanFeature = keyof typeof PLAN_FEATURES;

/**
 * True when the plan of a school holds the feature: of the scope's school, or of the named one in the platform's scope.
 * Read anew each time, so that a changed plan acts on the next request.
 */
export async function planAllows(
  database: Queryable,
  feature: PlanFeature,
  tenantId?: string,
): Promise<boolean> {
  const { rows } = await database.query(
    `select p.features ? $1 as allowed from tenants t join plans p on p.id = t.plan_id
      where t.id = coalesce($2::uuid, daftar.current_school())`,
    [feature, tenantId ?? null],
  );
  return rows[0]?.allowed === true;
}

/** Throws plan.feature_missing, which names the plans that hold the feature, unless `planAllows` it. */
export async function requireFeature(
  database: Queryable,
  feature: PlanFeature,
  tenantId?: string,
): Promise<void> {
  if (await planAllows(database, feature, tenantId)) return;
  const [name, nameAr] = PLAN_FEATURES[feature];
  const { rows } = await database.query(
    `select string_agg(name, ', ' order by monthly_price_cents) as plans,
            string_agg(name_ar, '، ' order by monthly_price_cents) as plans_ar
       from plans where features ? $1`,
    [feature],
  );
  throw new AppError('plan.feature_missing', {
    feature: name,
    featureAr: nameAr,
    plans: rows[0]?.plans ?? '',
    plansAr: rows[0]?.plans_ar ?? '',
  });
}
