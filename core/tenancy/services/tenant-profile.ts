import type { TenantInfo, TenantProfile } from './scope.ts';

/** What `tenantInfo` reads of `tenants t`, its id apart. */
export const TENANT_COLUMNS = `t.subdomain, t.name, t.name_ar, t.locale, t.time_zone, t.status, t.require_second_factor,
  t.admin_ip_allow_list, t.custom_domain, t.custom_domain_verified_at, t.currency, t.calendar_display, t.digits,
  t.first_weekday, t.weekend_days, t.brand_colour, t.logo_key, t.mail_from_name, t.mail_reply_to,
  daftar.features_of(t.id, daftar.billing_now()) as plan_features`;

/** What a plan may hold beyond the core. */
export type Feature =
  | 'advanced_reports'
  | 'guardian_portal'
  | 'api_access'
  | 'white_label'
  | 'custom_domain'
  | 'sso'
  | 'dedicated_support';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The looks and habits of a school from its row of `tenants`. */
export function tenantProfile(row: Record<string, unknown>): TenantProfile {
  const features = Array.isArray(row.plan_features) ? row.plan_features.map(String) : [];
  return {
    customDomain:
      row.custom_domain_verified_at && features.includes('custom_domain') ? text(row.custom_domain) : null,
    features,
    currency: text(row.currency) ?? 'QAR',
    calendarDisplay: row.calendar_display === 'gregorian_hijri' ? 'gregorian_hijri' : 'gregorian',
    digits: row.digits === 'arab' ? 'arab' : 'latn',
    firstWeekday: Number(row.first_weekday ?? 0),
    weekendDays: readWeekend(row.weekend_days),
    brandColour: text(row.brand_colour),
    logoKey: text(row.logo_key),
    mailFromName: text(row.mail_from_name),
    mailReplyTo: text(row.mail_reply_to),
  };
}

/** Friday and Saturday, the weekend of Qatar, for a school that chose none. */
export const DEFAULT_WEEKEND: readonly number[] = [5, 6];

function readWeekend(value: unknown): readonly number[] {
  const days = text(value)
    ?.split(',')
    .map(Number)
    .filter((day) => Number.isInteger(day) && day >= 0 && day <= 6);
  return days && days.length > 0 ? days : DEFAULT_WEEKEND;
}

/** True when the school had the feature as its row was read: by its plan, an add-on, a contract or an override. */
export function hasFeature(tenant: TenantInfo, feature: Feature): boolean {
  return tenant.profile?.features.includes(feature) ?? false;
}

/** How dates and numbers are shown in a school. `firstWeekday` and `weekendDays` count from Sunday, 0. */
export type SchoolCalendar = {
  timeZone: string;
  calendarDisplay: 'gregorian' | 'gregorian_hijri';
  digits: 'latn' | 'arab';
  firstWeekday: number;
  weekendDays: readonly number[];
};

/** The calendar of a school; the defaults of Qatar where there is no school. */
export function calendarOf(tenant: TenantInfo | undefined): SchoolCalendar {
  const profile = tenant?.profile;
  return {
    timeZone: tenant?.timeZone ?? 'Asia/Qatar',
    calendarDisplay: profile?.calendarDisplay ?? 'gregorian',
    digits: profile?.digits ?? 'latn',
    firstWeekday: profile?.firstWeekday ?? 0,
    weekendDays: profile?.weekendDays ?? DEFAULT_WEEKEND,
  };
}
