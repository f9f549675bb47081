/** Whole months of UTC before the one that runs. */
export const SIMULATED_MONTHS = 12;

/**
 * $1 the last school of the piece before or null, $2 schools a piece. Paying schools with their terms of today, in the order
 * of their ids; grace counts as paying (S32b). A school pays from the end of its trial, or from its start without one.
 */
export const PAYING_SCHOOLS_PAGE = `
  with paying as (
    select s.tenant_id, t.name, t.name_ar, t.group_id, p.code as plan, s.billing_cycle as cycle, s.group_percent, s.add_ons,
           s.contract, coalesce(s.trial_ends_at, s.starts_at) as pays_from
      from subscriptions s join tenants t on t.id = s.tenant_id join plans p on p.id = s.plan_id
     where s.status in ('active', 'past_due') and t.status <> 'archived'
  )
  select *, (select count(*)::int from paying) as total,
         case when group_id is null then 1 else (select count(*)::int from paying g where g.group_id = paying.group_id) end as group_size
    from paying where $1::uuid is null or tenant_id > $1 order by tenant_id limit $2`;

/** $1 schools, $2 first instant, $3 end. What the ledger holds of each school, month of UTC and meter. */
export const MONTHS_OF_USAGE = `
  select tenant_id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, meter, sum(quantity) as quantity
    from usage_events
   where tenant_id = any($1::uuid[]) and occurred_at >= $2 and occurred_at < $3
   group by 1, 2, 3`;

/** $1 schools, $2 first day, $3 the day after the last one. The highest day of each month (C4, C9). */
export const MONTHS_OF_PEAKS = `
  select tenant_id, to_char(day, 'YYYY-MM') as month, max(active_students) as students, max(storage_bytes) as storage_bytes
    from day_snapshots
   where tenant_id = any($1::uuid[]) and day >= $2::date and day < $3::date
   group by 1, 2`;

/** $1 school. The subscription that runs, or the last one. */
export const SUBSCRIPTION_OF_SCHOOL = `
  select s.*, p.code as plan, p.name as plan_name, p.name_ar as plan_name_ar
    from subscriptions s join plans p on p.id = s.plan_id
   where s.tenant_id = $1
   order by (s.status in ('trialing', 'active', 'past_due', 'suspended')) desc, s.starts_at desc, s.id limit 1`;

/** $1 school, $2 rows. Newest first. */
export const INVOICES_OF_SCHOOL = `
  select id, number, state, reason, period_start as "periodStart", period_end as "periodEnd", total_cents::float8 as "totalCents",
         paid_cents::float8 as "paidCents", credited_cents::float8 as "creditedCents", due_at as "dueAt", created_at as "createdAt"
    from billing_invoices where tenant_id = $1 order by created_at desc, id limit $2`;

/** $1 school, $2 rows. Newest first. */
export const PAYMENTS_OF_SCHOOL = `
  select p.id, p.kind, p.amount_cents::float8 as "amountCents", p.occurred_at as "occurredAt", i.number as "invoiceNumber"
    from billing_payments p left join billing_invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
   where p.tenant_id = $1 order by p.occurred_at desc, p.id limit $2`;

/** $1 school, $2 rows. Newest first. */
export const NOTES_OF_SCHOOL = `
  select id, body, author, created_at as "createdAt" from sales_notes where tenant_id = $1 order by created_at desc, id limit $2`;

/** Every group with its schools, and how many of them are active and pay (C6). */
export const LIST_GROUPS = `
  select g.id, g.name, g.contact_email as "contactEmail", count(t.id)::int as schools,
         count(t.id) filter (where exists (select from subscriptions s where s.tenant_id = t.id and s.status in ('active', 'past_due')))::int
           as paying,
         coalesce(p.has_one_payer, false) as "hasOnePayer"
    from school_groups g
    left join tenants t on t.group_id = g.id and t.status <> 'archived'
    left join group_payers p on p.group_id = g.id
   group by g.id, p.has_one_payer order by g.name, g.id limit 500`;

/** $1 group. */
export const READ_GROUP = `
  select g.id, g.name, g.contact_email as "contactEmail", coalesce(p.has_one_payer, false) as "hasOnePayer",
         p.stripe_customer_id as "customerId", p.payment_method as "paymentMethod"
    from school_groups g left join group_payers p on p.group_id = g.id where g.id = $1`;

/** $1 group. Schools that are in it no more and that it pays for until their period ends. */
export const LEAVING_GROUP = `
  select t.id, t.name, s.current_period_end as "periodEnd" from subscriptions s join tenants t on t.id = s.tenant_id
   where s.payer_group = $1::text and t.group_id is distinct from $1::uuid and s.status not in ('cancelled', 'purged')
   order by t.name, t.id limit 500`;

/** $1 group. Its schools with what they have, by name. */
export const SCHOOLS_OF_GROUP = `
  select t.id, t.name, t.name_ar, t.subdomain, t.status as school_status, s.status, p.code as plan, s.billing_cycle as cycle,
         s.group_percent, s.add_ons, s.contract, s.price_book_version, s.current_period_end, s.trial_ends_at, s.cancel_at_period_end,
         s.payer_group
    from tenants t
    left join subscriptions s on s.tenant_id = t.id and s.status in ('trialing', 'active', 'past_due', 'suspended')
    left join plans p on p.id = s.plan_id
   where t.group_id = $1 and t.status <> 'archived' order by t.name, t.id limit 500`;

/** $1 group. */
export const INVOICES_OF_GROUP = `
  select id, state, total_cents::float8 as "totalCents", paid_cents::float8 as "paidCents", period_start as "periodStart",
         period_end as "periodEnd", finalised_at as "finalisedAt"
    from billing_group_invoices where group_id = $1 and (total_cents <> 0 or state = 'draft') order by created_at desc, id limit 24`;
