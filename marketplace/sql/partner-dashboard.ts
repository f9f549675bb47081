/**
 * The catalogue with what schools do with it: installs, and calls of the last 30 days with how many failed. Runs
 * under the platform's scope on the partner host; it counts rows of schools and names none of them. Calls are
 * grouped before the join, so that an entry with many installs is not counted many times.
 */
export const PARTNER_DASHBOARD = `
  with calls as (
    select i.plugin_id, count(*)::int as calls, count(*) filter (where c.code <> 'ok')::int as failed
      from plugin_calls c join plugin_installs i on i.id = c.install_id
     where c.created_at > now() - interval '30 days'
     group by i.plugin_id
  ), installs as (
    select plugin_id, count(*)::int as installs, count(*) filter (where state = 'enabled')::int as enabled
      from plugin_installs group by plugin_id
  )
  select p.plugin_id as id, p.name, p.name_ar as "nameAr", p.summary, p.summary_ar as "summaryAr", p.publisher,
         p.current_version as version, p.listed,
         coalesce(n.installs, 0) as installs, coalesce(n.enabled, 0) as enabled,
         coalesce(c.calls, 0) as calls, coalesce(c.failed, 0) as failed
    from plugins p
    left join installs n on n.plugin_id = p.id
    left join calls c on c.plugin_id = p.id
   order by p.name, p.id`;
