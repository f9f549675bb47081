/**
 * $1 how many. Installs whose moments must be worked out anew. The partial index holds these alone; other clocks at work
 * are passed over.
 */
export const STALE_INSTALLS = `
  select i.id, i.tenant_id, i.state = 'enabled' as enabled, v.manifest -> 'schedules' as schedules, t.time_zone
    from plugin_installs i join plugin_versions v on v.id = i.version_id join tenants t on t.id = i.tenant_id
   where i.schedules_stale
   limit $1
     for update of i skip locked`;

/** $1 school, $2 install, $3 [{name, cron, next}], $4 zone. A schedule that stays as it was keeps the moment it waits for. */
export const KEEP_SCHEDULES = `
  with wanted as (
    select * from jsonb_to_recordset($3::jsonb) as w(name text, cron text, next timestamptz)),
  gone as (
    delete from plugin_schedules where install_id = $2 and name not in (select name from wanted))
  insert into plugin_schedules as s (tenant_id, install_id, name, cron, time_zone, next_run_at)
  select $1, $2, name, cron, $4, next from wanted
  on conflict (tenant_id, install_id, name) do update
     set cron = excluded.cron, time_zone = excluded.time_zone, next_run_at = excluded.next_run_at, updated_at = now()
   where (s.cron, s.time_zone) is distinct from (excluded.cron, excluded.time_zone)`;

/** $1 install. */
export const MARK_FRESH = 'update plugin_installs set schedules_stale = false where id = $1';

/**
 * $1 the moment, $2 how many. What is due, oldest first, by the index alone; a schedule of a school that is suspended or an
 * add-on that is off waits. Other clocks at work are passed over.
 */
export const DUE_SCHEDULES = `
  select s.id, s.tenant_id, s.install_id, s.name, s.cron, s.time_zone, s.next_run_at, t.name as school, p.plugin_id
    from plugin_schedules s
    join plugin_installs i on i.id = s.install_id and i.state = 'enabled' and not i.schedules_stale
    join plugins p on p.id = i.plugin_id
    join tenants t on t.id = s.tenant_id and t.status in ('trial', 'active')
   where s.next_run_at <= $1
   order by s.next_run_at
   limit $2
     for update of s skip locked`;

/** $1 [{id, slot, next}]: schedules with the moment that is run and the one after now. */
export const ADVANCE_SCHEDULES = `
  update plugin_schedules s set last_slot = w.slot, next_run_at = w.next, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as w(id uuid, slot timestamptz, next timestamptz)
   where s.id = w.id`;
