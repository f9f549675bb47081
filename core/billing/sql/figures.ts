/** All movements of all schools, as written: a history of years is some ten thousand rows. */
export const ALL_MOVEMENTS = `
  select tenant_id as "tenantId", at, kind, delta_cents as "deltaCents", mrr_cents as "mrrCents", reason
    from subscription_movements order by sequence`;

/** What paying schools have agreed to, for the proof that movements and subscriptions say the same. */
export const PAYING_SUBSCRIPTIONS = `
  select s.tenant_id as "tenantId", p.code as plan, s.billing_cycle as cycle, s.group_percent as "groupPercent",
         coalesce(s.add_ons, '[]'::jsonb) as "addOns", s.contract, s.price_book_version as "priceBookVersion"
    from subscriptions s join plans p on p.id = s.plan_id
   where s.status in ('active', 'past_due')`;

/** $1 from, $2 before. What was billed in each month by its sort: what was used, what recurs, what is paid once. */
export const BILLED_BY_MONTH = `
  select to_char(i.finalised_at at time zone 'UTC', 'YYYY-MM') as month,
         coalesce(sum(l.amount_cents) filter (where l.kind in ('student_overage', 'storage_overage', 'metered', 'late_usage')), 0)::int8 as "usageCents",
         coalesce(sum(l.amount_cents) filter (where l.kind = 'setup'), 0)::int8 as "onceCents"
    from billing_invoices i join billing_invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
   where i.state in ('open', 'paid', 'uncollectible') and i.finalised_at >= $1 and i.finalised_at < $2
   group by 1 order by 1`;

/** $1 from, $2 before, $3 kinds of lines. The same lines, for each school. */
export const BILLED_ROWS = `
  select i.tenant_id as "tenantId", i.finalised_at as at, l.kind, l.code as reason, l.amount_cents as "deltaCents"
    from billing_invoices i join billing_invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
   where i.state in ('open', 'paid', 'uncollectible') and i.finalised_at >= $1 and i.finalised_at < $2 and l.kind = any($3)
   order by i.finalised_at, i.id, l.position`;

/** $1 ids. */
export const SCHOOL_NAMES = `
  select id, name, name_ar as "nameAr", subdomain from tenants where id = any($1)`;

export const READ_INPUTS = `
  select month, acquisition_cents as "acquisitionCents", margin_percent as "marginPercent", updated_by as "updatedBy"
    from kpi_inputs order by month desc`;
export const SAVE_INPUT = `
  insert into kpi_inputs (month, acquisition_cents, margin_percent, updated_by, updated_at) values ($1, $2, $3, $4, $5)
  on conflict (month) do update set acquisition_cents = excluded.acquisition_cents, margin_percent = excluded.margin_percent,
    updated_by = excluded.updated_by, updated_at = excluded.updated_at`;

export const READ_ASSUMPTIONS = `
  select content, updated_by as "updatedBy", updated_at as "updatedAt" from kpi_assumptions`;
export const SAVE_ASSUMPTIONS = `
  insert into kpi_assumptions (content, updated_by, updated_at) values ($1, $2, $3)
  on conflict (is_shared) do update
    set content = excluded.content, updated_by = excluded.updated_by, updated_at = excluded.updated_at`;
