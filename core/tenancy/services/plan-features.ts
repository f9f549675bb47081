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

/** A plan or an add-on that holds something; whole US cents a month, undefined where it is agreed by contract. */
export type Offer = {
  code: string;
  kind: 'plan' | 'add_on';
  name: string;
  nameAr: string;
  monthlyCents: number | undefined;
};

/**
 * True when a school may use the feature: the one of the scope, or the named one in the platform's scope. The database's one
 * answer (`daftar.may`), read anew each time, so that a change acts on the next request.
 */
export async function planAllows(
  database: Queryable,
  feature: PlanFeature,
  tenantId?: string,
): Promise<boolean> {
  const { rows } = await database.query(
    'select daftar.may($1, coalesce($2::uuid, daftar.current_school()), daftar.billing_now()) as allowed',
    [feature, tenantId ?? null],
  );
  return rows[0]?.allowed === true;
}

/**
 * Throws plan.feature_missing, which names the plans and add-ons that hold the feature (as sentence and as data), unless
 * `planAllows` it; tenant.read_only where only the suspension stands in the way.
 */
export async function requireFeature(
  database: Queryable,
  feature: PlanFeature,
  tenantId?: string,
): Promise<void> {
  if (await planAllows(database, feature, tenantId)) return;
  const { rows } = await database.query(
    'select daftar.features_of(coalesce($2::uuid, daftar.current_school()), daftar.billing_now()) ? $1 as held',
    [feature, tenantId ?? null],
  );
  if (rows[0]?.held === true) throw new AppError('tenant.read_only');
  const [name, nameAr] = PLAN_FEATURES[feature];
  const offers = await offersOf(database, feature);
  throw new AppError(
    'plan.feature_missing',
    {
      feature: name,
      featureAr: nameAr,
      plans: offers.map((offer) => offer.name).join(', '),
      plansAr: offers.map((offer) => offer.nameAr).join('، '),
    },
    { data: { feature, offers } },
  );
}

/** What holds a feature today, the cheapest plan first and add-ons after the plans. */
export async function offersOf(database: Queryable, feature: string): Promise<Offer[]> {
  const { rows } = await database.query(
    `select code, 'plan' as kind, name, name_ar, nullif(monthly_price_cents, 0)::float8 as cents, monthly_price_cents as price
       from plans where features ? $1
     union all
     select a ->> 'code', 'add_on', a -> 'name' ->> 'en', a -> 'name' ->> 'ar', (a ->> 'cents')::float8, (a ->> 'cents')::numeric
       from jsonb_array_elements((select content -> 'addOns' from price_books
              where valid_from <= daftar.billing_now() order by valid_from desc limit 1)) a
      where a -> 'features' ? $1
      order by kind desc, price`,
    [feature],
  );
  return rows.map((row) => ({
    code: row.code,
    kind: row.kind,
    name: row.name,
    nameAr: row.name_ar,
    monthlyCents: row.cents ?? undefined,
  }));
}
