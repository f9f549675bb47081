/** $1 now. Installs whose grace is over, of schools that can be written to. Under the platform's scope. */
export const DUE_PURGES = `
  select i.tenant_id as "tenantId", p.plugin_id as "pluginId"
    from plugin_installs i join plugins p on p.id = i.plugin_id join tenants t on t.id = i.tenant_id
   where i.state::text = 'uninstalling' and i.purge_at <= $1 and t.status in ('trial', 'active')
   order by i.purge_at limit 200`;

/** $1 install. What it was set to and what was accepted goes too. */
export const EMPTY_INSTALL = `
  update plugin_installs set settings = '{}', consent = null, consented_by_id = null, updated_at = now() where id = $1`;

/** $1 install, $2 its catalogue entry, which the trail names. */
export const COUNT_REST = `
  select (select count(*)::int from plugin_upgrades where install_id = $1 and snapshot is not null) as snapshots,
         (select coalesce(array_agg(storage_key), '{}') from plugin_exports where install_id = $1) as exports,
         (select max(created_at) from audit_events
           where subject_id = $2 and action = 'add-ons.uninstall') as asked`;

/** $1 now minus the days an export is kept. */
export const OLD_EXPORTS = `select id, storage_key as "storageKey" from plugin_exports where created_at < $1 limit 500`;
