/** $1 catalogue id, $2 version. One version with its code. */
export const READ_VERSION = `
  select v.id as "versionId", v.manifest, v.code, v.sha256, v.signature, v.state, v.state_reason as reason
    from plugin_versions v where v.plugin_id = $1 and v.version = $2`;

/** $1 catalogue id or null for all. Sorted in the program, because versions sort by semver and not as text. */
export const VERSION_STATES = `
  select v.id as "versionId", v.plugin_id as "catalogueId", v.version, v.state, v.state_reason as reason,
         v.held_back as "heldBack", v.manifest
    from plugin_versions v where ($1::uuid is null or v.plugin_id = $1)`;

/** $1 install, $2 from, $3 to, $4 kind, $5 rollout, $6 snapshot, $7 report, $8 last moment to go back. */
export const KEEP_UPGRADE = `
  insert into plugin_upgrades (install_id, from_version_id, to_version_id, kind, rollout_id, snapshot, report, rollback_until)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** $1 install, $2 version, $3 settings, $4 consent, $5 who consented or null to keep. */
export const SET_VERSION = `
  update plugin_installs
     set version_id = $2, settings = $3, consent = $4, updated_at = now(),
         consented_at = case when $6 then now() else consented_at end,
         consented_by_id = case when $6 then $5::uuid else consented_by_id end
   where id = $1`;

/** $1 install, $2 its version, $3 now. The change that can be undone: the last one that led to the version of today. */
export const UNDOABLE = `
  select u.id, u.from_version_id as "fromVersionId", u.snapshot, u.rollback_until as "until", u.created_at as "at",
         u.rollout_id as "rolloutId", v.version, v.state, v.manifest
    from plugin_upgrades u join plugin_versions v on v.id = u.from_version_id
   where u.install_id = $1 and u.to_version_id = $2 and u.undone_at is null and u.kind <> 'rollback'
     and u.snapshot is not null and u.rollback_until > $3
   order by u.created_at desc limit 1`;

/** $1 upgrade, $2 reason, $3 now. */
export const MARK_UNDONE = `
  update plugin_upgrades set undone_at = $3, undone_reason = $2 where id = $1`;

/** $1 now. What was kept for going back is forgotten when nobody can go back any more. */
export const FORGET_SNAPSHOTS = `
  update plugin_upgrades set snapshot = null where rollback_until <= $1 and has_snapshot`;
