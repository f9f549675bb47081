/** $1 catalogue id. Rollouts that can still act on installs of an add-on. */
export const OPEN_ROLLOUT = `
  select id, version_id as "versionId", state from plugin_rollouts
   where plugin_id = $1 and state in ('running', 'paused', 'rolling_back') for update`;

/** $1 plugin, $2 version, $3 baseline, $4 now. */
export const START_ROLLOUT = `
  insert into plugin_rollouts (plugin_id, version_id, baseline_version_id, state, ring, ring_started_at)
  values ($1, $2, $3, 'running', 0, $4)`;

const FIELDS = `r.id, r.state, r.ring, r.ring_started_at as "ringStartedAt", r.reason, r.figures, r.created_at as "createdAt",
  r.ended_at as "endedAt", p.id as "catalogueId", p.plugin_id as "pluginId", p.name, p.name_ar as "nameAr",
  v.id as "versionId", v.version, v.sha256, v.manifest, v.state as "versionState", v.state_reason as "versionReason",
  b.id as "baselineVersionId", b.version as "baseline", b.sha256 as "baselineSha256", b.state as "baselineState"`;
const FROM = `from plugin_rollouts r join plugins p on p.id = r.plugin_id
  join plugin_versions v on v.id = r.version_id join plugin_versions b on b.id = r.baseline_version_id`;

/** Rollouts with work to do: those under way, and those that came back while a school could not be written to. */
export const WORKING_ROLLOUTS = `
  select ${FIELDS} ${FROM}
   where r.state in ('running', 'rolling_back')
      or (r.state = 'rolled_back' and exists (
        select from plugin_upgrades u join tenants t on t.id = u.tenant_id
         where u.rollout_id = r.id and u.kind <> 'rollback' and u.undone_at is null and t.status in ('trial', 'active')
           and u.rollback_until > now()))
   order by r.created_at`;

/** $1 rollout. */
export const READ_ROLLOUT = `select ${FIELDS} ${FROM} where r.id = $1`;

/** $1 how many. */
export const LIST_ROLLOUTS = `
  select ${FIELDS},
         (select count(*)::int from plugin_upgrades u where u.rollout_id = r.id and u.kind <> 'rollback' and u.undone_at is null) as upgraded,
         (select count(*)::int from plugin_upgrades u where u.rollout_id = r.id and u.undone_at is not null) as undone,
         (select count(*)::int from plugin_upgrade_holds h where h.rollout_id = r.id) as held
    ${FROM} order by r.created_at desc limit $1`;

/**
 * $1 catalogue id, $2 rollout. Every living install in the order of its turn, which the hash of school and add-on fixes:
 * the same school is not the first of every add-on, and each ring holds the ones before it. A school that went back by
 * itself is not asked again.
 */
export const INSTALLS_IN_TURN = `
  select i.id, i.state, i.tenant_id as "tenantId", i.version_id as "versionId", v.version, i.consent, t.status,
         exists (select from plugin_upgrade_holds h where h.tenant_id = i.tenant_id and h.install_id = i.id
                    and h.rollout_id = $2) as held,
         exists (select from plugin_upgrades u where u.install_id = i.id and u.rollout_id = $2 and u.undone_at is not null) as undone
    from plugin_installs i join plugin_versions v on v.id = i.version_id join tenants t on t.id = i.tenant_id
    join plugin_rollouts r on r.id = $2
   where i.plugin_id = $1 and i.state::text in ('installed', 'enabled', 'suspended') and t.status <> 'archived'
   order by sha256(convert_to(i.tenant_id::text || ':' || i.plugin_id::text, 'UTF8')), i.id`;

/** $1 rollout, $2 now. Schools that have its version, by it or by hand, can go back and can be written to. */
export const TO_UNDO = `
  select distinct u.tenant_id as "tenantId"
    from plugin_rollouts r
    join plugin_upgrades u on u.to_version_id = r.version_id and u.kind <> 'rollback' and u.undone_at is null
    join plugin_installs i on i.id = u.install_id and i.version_id = u.to_version_id
    join tenants t on t.id = u.tenant_id
   where r.id = $1 and u.rollback_until > $2 and t.status in ('trial', 'active')
     and i.state::text in ('installed', 'enabled', 'suspended')`;

/**
 * $1 identity of a version, $2 from, $3 until. What the host did not run says nothing about a version; a time limit is
 * counted as a failed call too. Receipts of all schools, by (bundle_hash, created_at): 4 ms over 20,000 receipts of one
 * version among 200,000.
 */
export const VERSION_FIGURES = `
  select count(*)::int as calls,
         count(*) filter (where code <> 'ok')::int as errors,
         count(*) filter (where code in ('timeout_cpu', 'timeout_wall', 'never_settles'))::int as timeouts,
         coalesce(sum(cpu_ms), 0)::float as "cpuMs"
    from plugin_calls
   where bundle_hash = $1 and created_at >= $2 and created_at < $3
     and code not in ('busy', 'closed', 'plugin_paused', 'revoked', 'bundle_hash_mismatch', 'signature_invalid')`;

export const LIST_PLUGINS = `
  select id, plugin_id as "pluginId", name, name_ar as "nameAr", listed, current_version as current from plugins order by name`;

export const LIST_VERSIONS = `
  select v.plugin_id as "catalogueId", v.version, v.state, v.state_reason as reason, v.held_back as "heldBack",
         v.created_at as "publishedAt",
         (select count(*)::int from plugin_installs i where i.version_id = v.id and i.state::text <> 'purged') as installs
    from plugin_versions v`;
