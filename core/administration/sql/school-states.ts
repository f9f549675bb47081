/** $1 school, $2 now. Locks it, so that two changes come one after the other. */
export const LOCK_SCHOOL = `
  select t.id, t.name, t.subdomain, t.status, t.group_id, t.trial_ends_at, coalesce(t.trial_ends_at > $2, false) as trial_lasts,
         (select code from plans p where p.id = t.plan_id) as plan
    from tenants t where t.id = $1 for update of t`;

/** $1 school, $2 state, $3 reason of a suspension, $4 days of a new trial or null, $5 now. */
export const SET_STATE = `
  update tenants
     set status = $2::enum_tenants_status,
         trial_ends_at = case when $4::int is not null then $5::timestamptz + make_interval(days => $4::int)
                              when $2 = 'active' then null else trial_ends_at end,
         suspended_at = case when $2 = 'suspended' then coalesce(suspended_at, $5) when $2 = 'archived' then suspended_at end,
         suspended_reason = case when $2 = 'suspended' then coalesce($3, suspended_reason) when $2 = 'archived' then suspended_reason end,
         archived_at = case when $2 = 'archived' then $5::timestamptz end,
         updated_at = now()
   where id = $1`;

/**
 * $1 school. What waited runs now. A message about an absence of days ago would frighten and help nobody: it is closed
 * unsent after a day.
 */
export const WAKE_EVENTS = `
  update outbox
     set next_attempt_at = now(), updated_at = now(),
         status = (case when stale then 'done' else 'pending' end)::enum_outbox_status,
         done_at = case when stale then now() end,
         last_error = case when stale then 'Closed unsent: the school was suspended for more than a day.' end
    from (select id as event, type = 'attendance.absence_recorded' and created_at < now() - interval '1 day' as stale
            from outbox where tenant_id = $1 and status = 'pending' for update) waiting
   where outbox.id = waiting.event`;

/** $1 words of the name or address or '', $2 state or '', $3 group or null, $4 page size, $5 offset. Newest first. */
export const LIST_SCHOOLS = `
  select t.id, t.name, t.name_ar as "nameAr", t.subdomain, t.status, t.trial_ends_at as "trialEndsAt",
         t.suspended_at as "suspendedAt", t.created_at as "createdAt", p.code as plan, p.name as "planName",
         p.name_ar as "planNameAr", g.id as "groupId", g.name as "groupName",
         case when t.custom_domain_verified_at is not null then t.custom_domain end as "customDomain",
         count(*) over ()::int as total
    from tenants t join plans p on p.id = t.plan_id left join school_groups g on g.id = t.group_id
   where ($1 = '' or strpos(lower(t.name || ' ' || coalesce(t.name_ar, '') || ' ' || t.subdomain), lower($1)) > 0)
     and ($2 = '' or t.status::text = $2) and ($3::uuid is null or t.group_id = $3)
   order by t.created_at desc, t.id limit $4 offset $5`;

/** $1 school. */
export const READ_SCHOOL = `
  select t.id, t.name, t.name_ar as "nameAr", t.subdomain, t.status, t.trial_ends_at as "trialEndsAt",
         t.suspended_at as "suspendedAt", t.suspended_reason as "suspendedReason", t.archived_at as "archivedAt",
         t.created_at as "createdAt", t.locale, t.time_zone as "timeZone", p.code as plan, p.name as "planName",
         p.name_ar as "planNameAr", t.group_id as "groupId", t.custom_domain as "customDomain",
         t.custom_domain_verified_at as "customDomainVerifiedAt"
    from tenants t join plans p on p.id = t.plan_id where t.id = $1`;
