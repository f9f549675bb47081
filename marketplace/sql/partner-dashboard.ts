/**
 * The catalogue as the start page of partners shows it, under the platform's scope on the partner host. An account of a
 * partner names no publisher yet, so nothing here says how often somebody's add-on is installed or called: those
 * numbers are a publisher's own business.
 */
export const PARTNER_DASHBOARD = `
  select p.plugin_id as id, p.name, p.name_ar as "nameAr", p.summary, p.summary_ar as "summaryAr", p.publisher,
         p.current_version as version, p.listed
    from plugins p
   order by p.name, p.id`;
