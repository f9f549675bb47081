/** $1 group, $2 start, $3 end, $4 now. The draft of a group and a period is made once. */
export const ADD_GROUP_DRAFT = `
  insert into billing_group_invoices (group_id, period_start, period_end, created_at, updated_at)
  values ($1, $2, $3, $4, $4) returning id`;

/** $1 group invoice. */
export const LOCK_GROUP_INVOICE = 'select * from billing_group_invoices where id = $1 for update';

/** $1 group, $2 start, $3 end. The draft of a group and a period; a final one stays as it is. */
export const GROUP_INVOICE_OF = `
  select id, state from billing_group_invoices
   where group_id = $1 and period_start = $2 and period_end = $3 and state = 'draft'
   order by created_at limit 1`;

/** $1 group invoice, $2 invoices, $3 group. Only drafts of schools of this group, or that it pays for, are bundled. */
export const PUT_IN_BUNDLE = `
  update billing_invoices i set group_invoice_id = $1
    from tenants t
   where t.id = i.tenant_id and coalesce(i.payer_group_id, t.group_id) = $3 and i.id = any($2::uuid[]) and i.state = 'draft'
     and coalesce(i.group_invoice_id, $1) = $1
  returning i.id`;

/** $1 group invoice, $2 now. */
export const SUM_BUNDLE = `
  update billing_group_invoices g
     set total_cents = (select coalesce(sum(total_cents), 0) from billing_invoices i where i.group_invoice_id = g.id and i.state <> 'void'),
         updated_at = $2
   where g.id = $1
  returning total_cents`;

/** $1 group invoice. Its schools' invoices, in one order everywhere, locked. */
export const LOCK_MEMBERS = `
  select id, tenant_id, state, total_cents, paid_cents, credited_cents from billing_invoices
   where group_invoice_id = $1 and state <> 'void'
   order by tenant_id, id for update`;

/** $1 group invoice, $2 state, $3 now. */
export const SET_GROUP_STATE = `
  update billing_group_invoices
     set state = $2, updated_at = $3, finalised_at = coalesce(finalised_at, $3),
         paid_at = case when $2 = 'paid' then coalesce(paid_at, $3) end,
         paid_cents = (select coalesce(sum(paid_cents), 0) from billing_invoices i where i.group_invoice_id = billing_group_invoices.id)
   where id = $1`;
