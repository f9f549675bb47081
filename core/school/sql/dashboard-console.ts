/**
 * What staff look at first: schools, and whether events reach their handlers. Runs under the platform's scope, which
 * sees no record of any pupil. Counting by status uses the index on outbox.status.
 */
export const CONSOLE_DASHBOARD = `
  select (select json_build_object(
                   'active', count(*) filter (where status in ('trial', 'active')), 'all', count(*),
                   'month', count(*) filter (where created_at > now() - interval '30 days'))
            from tenants) as schools,
         (select json_build_object(
                   'waiting', count(*) filter (where status = 'pending'),
                   'dead', count(*) filter (where status = 'dead'),
                   'oldestSeconds', coalesce(extract(epoch from now() - min(created_at) filter (where status = 'pending')), 0)::int)
            from outbox where status in ('pending', 'dead')) as events,
         (select count(*)::int from subscriptions where status in ('past_due', 'suspended')) as unpaid,
         (select coalesce(json_agg(l), '[]')
            from (select id, name, name_ar as "nameAr", subdomain, status in ('trial', 'active') as active, created_at as at
                    from tenants order by created_at desc, id limit 5) l) as latest`;
