/**
 * Schools that pay by a plan and not by a contract, whose period before the running one was not looked at. Periods that began
 * before the anchor had other terms; a plan that was changed inside of one leaves nothing to compare.
 */
export const PERIODS_TO_COMPARE = `
  select s.tenant_id as id, s.anchor_at as anchor, s.billing_cycle as cycle, s.current_period_start as ends
    from subscriptions s
   where s.status in ('active', 'past_due') and s.contract is null and s.anchor_at < s.current_period_start
     and s.current_period_start <= $1
     and not exists (select from best_price_checks c where c.tenant_id = s.tenant_id and c.period_end = s.current_period_start)
   order by s.tenant_id limit 500`;

/** $1 school, $2 start, $3 end. The terms that the plan of a period was charged by; none for one that was free or changed. */
export const TERMS_OF_PERIOD = `
  select i.rated_from->'ahead'->'terms' as terms, (i.rated_from->'ahead'->>'version')::int as version
    from billing_invoices i
    join billing_invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
   where i.tenant_id = $1 and l.kind = 'base' and l.period_start = $2 and l.period_end = $3
     and i.state in ('open', 'paid', 'uncollectible') and i.rated_from->'ahead'->'terms' is not null
     and not exists (select from billing_invoices c where c.tenant_id = $1 and c.reason = 'change' and c.state <> 'void'
       and c.period_start >= $2 and c.period_start < $3)
   order by i.created_at desc limit 1`;

/** $1 school. Its active teachers, whom a plan must have room for. */
export const TEACHERS_NOW = `select used from school_seats where tenant_id = $1 and kind = 'teachers'`;

/** The columns of a check in their order, and $12 now. Once for a period. */
export const ADD_CHECK = `
  insert into best_price_checks (tenant_id, period_start, period_end, plan, cycle, cents, better_plan, better_cents, students,
                                 storage_bytes, price_book_version, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (tenant_id, period_start) do nothing`;

/** $1 now. Schools that were not told yet what would have been cheaper; older news than a month is none. */
export const UNTOLD_CHECKS = `
  select c.tenant_id as id, c.period_start as "periodStart", c.period_end as "periodEnd", c.plan, c.cents::float8 as cents,
         c.better_plan as "betterPlan", c.better_cents::float8 as "betterCents", c.price_book_version as version
    from best_price_checks c
    join subscriptions s on s.tenant_id = c.tenant_id and s.status in ('active', 'past_due')
   where c.better_plan is not null and c.created_at > $1::timestamptz - interval '31 days'
     and not exists (select from billing_notices n where n.tenant_id = c.tenant_id and n.kind = 'cheaper_plan'
       and n.key = to_char(c.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
   order by c.created_at limit 500`;

/** $1 school, $2 end of the last period. In the scope of the school. */
export const CHECK_OF_PERIOD = `
  select period_start as "periodStart", period_end as "periodEnd", plan, cents::float8 as cents, better_plan as "betterPlan",
         better_cents::float8 as "betterCents", students
    from best_price_checks where tenant_id = $1 and period_end = $2 and better_plan is not null`;
