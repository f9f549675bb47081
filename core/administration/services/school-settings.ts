import type pg from 'pg';
import { recordAudit } from '../../observability/index.ts';
import {
  brandingOf,
  calendarOf,
  checkAllowList,
  currentScope,
  hasFeature,
  inTransaction,
  requireTenant,
} from '../../tenancy/index.ts';
import type { Actor } from './change-school.ts';
import { readSchoolDomain, type SchoolDomain } from './school-domain.ts';
import type { Looks } from './school-looks.ts';

export type SchoolSettings = {
  locale: 'en' | 'ar';
  timeZone: string;
  currency: 'QAR' | 'USD';
  /** 0 is Sunday. */
  firstWeekday: 0 | 1 | 6;
  weekendDays: number[];
  calendarDisplay: 'gregorian' | 'gregorian_hijri';
  digits: 'latn' | 'arab';
  requireSecondFactor: 'optional' | 'staff' | 'everybody';
  /** Networks in CIDR form, a line each. */
  adminIpAllowList: string;
};

export type SettingsPage = {
  settings: SchoolSettings;
  looks: Looks & { name: string; logoPath: string | null; onColour: string };
  domain: SchoolDomain | null;
  features: { whiteLabel: boolean; customDomain: boolean };
};

const READ = `
  select locale, time_zone as "timeZone", currency, first_weekday as "firstWeekday", weekend_days as "weekendDays",
         calendar_display as "calendarDisplay", digits, require_second_factor as "requireSecondFactor",
         coalesce(admin_ip_allow_list, '') as "adminIpAllowList", name, name_ar as "nameAr", brand_colour as "brandColour",
         mail_from_name as "mailFromName", mail_reply_to as "mailReplyTo"
    from tenants where id = $1`;

/** Everything the settings page of the school of the scope shows. */
export async function readSettingsPage(pool: pg.Pool): Promise<SettingsPage> {
  const tenant = requireTenant();
  const { rows } = await pool.query(READ, [tenant.id]);
  const { name, nameAr, brandColour, mailFromName, mailReplyTo, ...settings } = rows[0];
  const branding = brandingOf(tenant);
  return {
    settings: {
      ...settings,
      firstWeekday: Number(settings.firstWeekday),
      weekendDays: [...calendarOf({ ...tenant }).weekendDays],
      ...(settings.weekendDays ? { weekendDays: String(settings.weekendDays).split(',').map(Number) } : {}),
    },
    looks: {
      ...{ name, nameAr, brandColour, mailFromName, mailReplyTo },
      logoPath: branding.logoPath,
      onColour: branding.onColour,
    },
    domain: (await readSchoolDomain(pool)) ?? null,
    features: {
      whiteLabel: hasFeature(tenant, 'white_label'),
      customDomain: hasFeature(tenant, 'custom_domain'),
    },
  };
}

/** Saves the settings of the school of the scope. Throws tenant.network_invalid or tenant.locked_out. */
export async function saveSettings(pool: pg.Pool, settings: SchoolSettings, actor: Actor): Promise<void> {
  const tenant = requireTenant();
  const networks = checkAllowList(settings.adminIpAllowList, currentScope()?.client?.address);
  const weekend = [...new Set(settings.weekendDays)].sort();
  await inTransaction(pool, async (client) => {
    const before = (await client.query(READ, [tenant.id])).rows[0];
    await client.query(
      `update tenants
          set locale = $2::enum_tenants_locale, time_zone = $3::enum_tenants_time_zone, currency = $4::enum_tenants_currency,
              first_weekday = $5::enum_tenants_first_weekday, weekend_days = $6,
              calendar_display = $7::enum_tenants_calendar_display, digits = $8::enum_tenants_digits,
              require_second_factor = $9::enum_tenants_require_second_factor, admin_ip_allow_list = $10, updated_at = now()
        where id = $1`,
      [
        tenant.id,
        settings.locale,
        settings.timeZone,
        settings.currency,
        String(settings.firstWeekday),
        weekend.join(','),
        settings.calendarDisplay,
        settings.digits,
        settings.requireSecondFactor,
        networks.join('\n') || null,
      ],
    );
    const { name: _name, nameAr: _nameAr, brandColour: _colour, ...was } = before;
    await recordAudit(client, {
      category: 'change',
      action: 'settings.save',
      actor,
      subject: { collection: 'tenants', id: tenant.id, label: tenant.name },
      before: was,
      after: { ...settings, weekendDays: weekend.join(','), adminIpAllowList: networks.join('\n') },
    });
  });
}
