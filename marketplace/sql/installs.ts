/** $1 plugin id, $2 school or null for the scope's. Locks the install, so that of two actions one meets the other's state. */
export const LOCK_INSTALL = `
  select i.id, i.tenant_id as "tenantId", p.id as "catalogueId", p.plugin_id as "pluginId", i.state,
         i.suspended_for as "suspendedFor", i.state_note as "note", i.purge_at as "purgeAt", i.settings, i.consent,
         v.id as "versionId", v.version, v.sha256, v.state as "versionState", v.state_reason as "versionReason", v.manifest,
         i.created_at as "createdAt"
    from plugin_installs i join plugins p on p.id = i.plugin_id join plugin_versions v on v.id = i.version_id
   where p.plugin_id = $1 and i.tenant_id = coalesce($2::uuid, daftar.current_school())
     for update of i`;

/** $1 install, $2 state, $3 suspended for, $4 note, $5 when it is deleted. */
export const SET_STANDING = `
  update plugin_installs
     set state = $2::enum_plugin_installs_state, suspended_for = $3::enum_plugin_installs_suspended_for, state_note = $4,
         purge_at = $5, updated_at = now()
   where id = $1`;

/**
 * Under the platform's scope: installs that do not stand where entitlement and versions say. Each row names the action that
 * puts it right. A fault is nobody's to clear but the school's, and a revoked version outweighs every other reason. Whether
 * a school may use add-ons is asked once, however many it has.
 */
export const UNSETTLED = `
  with allowed as materialized (
    select t.id as tenant_id, daftar.may('add_ons', t.id, daftar.billing_now()) as yes
      from tenants t where exists (select from plugin_installs i where i.tenant_id = t.id and i.state in ('enabled', 'suspended'))
  )
  select i.tenant_id as "tenantId", p.plugin_id as "pluginId", v.state = 'revoked' as revoked, v.state_reason as reason,
         allowed.yes as allowed, i.state
    from plugin_installs i
    join plugins p on p.id = i.plugin_id
    join plugin_versions v on v.id = i.version_id
    join allowed on allowed.tenant_id = i.tenant_id
   where (i.state = 'enabled' and (v.state = 'revoked' or not allowed.yes))
      or (i.state = 'suspended' and i.suspended_for <> 'revoked' and v.state = 'revoked')
      or (i.state = 'suspended' and i.suspended_for = 'payment' and v.state <> 'revoked' and allowed.yes)
   limit 1000`;
