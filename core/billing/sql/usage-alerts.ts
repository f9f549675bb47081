/** Under the platform's scope: schools that are not suspended. */
export const OPEN_SCHOOLS = (columns: string) =>
  `select t.id, ${columns} from tenants t where t.status in ('trial', 'active') order by t.id`;

/** The notice about the ceiling that runs in the school of the scope, if one does. */
export const NOTICE_OF = `
  select above_since, above_limit, used from school_seats
   where kind = 'students' and above_since is not null and below_since is null`;

/** Shows the notice where a subscription is read. */
export const MIRROR_CEILINGS = `
  update subscriptions s set above_ceiling_since = n.since
    from (select tenant_id, case when below_since is null then above_since end as since
            from school_seats where kind = 'students') n
   where n.tenant_id = s.tenant_id and s.status in ('trialing', 'active', 'past_due', 'suspended')
     and s.above_ceiling_since is distinct from n.since`;
