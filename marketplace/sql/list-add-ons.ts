/** The catalogue as the school of the scope sees it: what is listed, and what it has or had. */
export const LIST_ADD_ONS = `
  select p.id, p.plugin_id, v.version, v.manifest, i.id as install_id, i.state, i.settings, i.consent, i.consented_at,
         i.created_at as install_created_at, i.suspended_for, i.state_note, i.purge_at, i.version_id,
         iv.version as installed_version, iv.manifest as installed_manifest, iv.state as installed_state,
         iv.state_reason as installed_reason, coalesce(c.ok, 0) as ok, coalesce(c.failed, 0) as failed, c.last
    from plugins p
    join plugin_versions v on v.plugin_id = p.id and v.version = p.current_version
    left join plugin_installs i on i.plugin_id = p.id
    left join plugin_versions iv on iv.id = i.version_id
    left join lateral (
      select count(*) filter (where code = 'ok') as ok, count(*) filter (where code <> 'ok') as failed, max(created_at) as last
        from plugin_calls where install_id = i.id and created_at > now() - interval '30 days') c on true
   where p.listed or i.id is not null
   order by p.name`;

/** Proofs of deletion of the school of the scope, newest first. */
export const LIST_CERTIFICATES = `
  select id, plugin_id as "pluginId", created_at as at from plugin_certificates order by created_at desc limit 500`;
