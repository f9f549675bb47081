/**
 * Figures of one install of the school since $2: from the index plugin_calls_figures_idx, 280 ms over 100,000 receipts
 * of a month on two cores with a load of 16. Percentiles count what ran: a call that the host refused took no time of the plugin's.
 */
export const CALL_FIGURES = `
  select count(*)::int as calls, count(*) filter (where code <> 'ok')::int as failed,
         percentile_disc(0.5) within group (order by wall_ms) filter (where wall_ms > 0) as p50,
         percentile_disc(0.95) within group (order by wall_ms) filter (where wall_ms > 0) as p95,
         coalesce(sum(cpu_ms), 0)::float as "cpuMs"
    from plugin_calls
   where install_id = $1 and created_at >= $2`;

/** How often each code came, since $2. */
export const CALL_CODES = `
  select code, count(*)::int as count from plugin_calls where install_id = $1 and created_at >= $2 group by code order by 2 desc, 1`;

/** The last calls that failed, since $2. */
export const RECENT_FAILURES = `
  select id, created_at, entry, kind, code, message from plugin_calls
   where install_id = $1 and created_at >= $2 and code <> 'ok'
   order by created_at desc limit 5`;

/**
 * Figures of a publisher's plugins over all schools, by plugin, version, day and code: $1 publisher, $2 since, $3 first day
 * (UTC). No school is named, and nothing that a plugin read. 2 seconds over 300,000
 * receipts of five schools on two cores with a load of 16; a rollup by day is the next step when there are more.
 */
export const PUBLISHER_PLUGINS = `
  select p.plugin_id as id, p.name, p.name_ar as "nameAr", p.summary, p.summary_ar as "summaryAr", p.publisher,
         p.current_version as version, p.listed,
         (select count(*) from plugin_installs i where i.plugin_id = p.id and i.state::text in ('installed', 'enabled', 'suspended'))::int as installs,
         (select count(*) from plugin_installs i where i.plugin_id = p.id and i.state::text = 'enabled')::int as enabled
    from plugins p
   where p.publisher_id = $1
   order by p.name, p.id`;

export const PUBLISHER_CALLS = `
  select p.plugin_id as id, count(*)::int as calls, count(*) filter (where c.code <> 'ok')::int as failed,
         percentile_disc(0.5) within group (order by c.wall_ms) filter (where c.wall_ms > 0) as p50,
         percentile_disc(0.95) within group (order by c.wall_ms) filter (where c.wall_ms > 0) as p95,
         coalesce(sum(c.cpu_ms), 0)::float as "cpuMs"
    from plugins p join plugin_installs i on i.plugin_id = p.id
    join plugin_calls c on c.tenant_id = i.tenant_id and c.install_id = i.id and c.created_at >= $2
   where p.publisher_id = $1
   group by p.plugin_id`;

export const PUBLISHER_GROUPS = `
  select p.plugin_id as id, c.version, to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD') as day, c.code, count(*)::int as calls
    from plugins p join plugin_installs i on i.plugin_id = p.id
    join plugin_calls c on c.tenant_id = i.tenant_id and c.install_id = i.id and c.created_at >= $2
   where p.publisher_id = $1
   group by 1, 2, 3, 4`;

/** How many schools have which version: $1 publisher. */
export const PUBLISHER_VERSIONS = `
  select p.plugin_id as id, v.version, count(*)::int as installs
    from plugins p join plugin_installs i on i.plugin_id = p.id join plugin_versions v on v.id = i.version_id
   where p.publisher_id = $1 and i.state::text in ('installed', 'enabled', 'suspended')
   group by 1, 2`;

/** The last failed calls of a publisher's plugins that can be replayed: $1 publisher, $2 since. No school is named. */
export const PUBLISHER_FAILURES = `
  select r.call_id as id, p.plugin_id as plugin, c.version, c.kind, c.entry, c.code, c.wall_ms, c.cpu_ms, c.created_at,
         r.bundle -> 'outcome' ->> 'message' as message
    from plugin_replays r join plugin_calls c on c.tenant_id = r.tenant_id and c.id = r.call_id
    join plugin_installs i on i.tenant_id = r.tenant_id and i.id = r.install_id join plugins p on p.id = i.plugin_id
   where p.publisher_id = $1 and r.created_at >= $2
   order by r.created_at desc limit 20`;
