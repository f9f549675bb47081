/** $1 group. */
export const PAYER_CUSTOMER = 'select stripe_customer_id from group_payers where group_id = $1';

/** $1 group. What its customer at the provider is made from. */
export const PAYER_OF_GROUP = `
  select g.name, g.contact_email as email, p.stripe_customer_id as customer
    from group_payers p join school_groups g on g.id = p.group_id where g.id = $1`;

/** $1 group, $2 customer. The first one stays. */
export const SAVE_PAYER_CUSTOMER = `
  update group_payers set stripe_customer_id = $2 where group_id = $1 and stripe_customer_id is null`;

/** $1 customer. */
export const GROUP_OF_CUSTOMER = 'select group_id as id from group_payers where stripe_customer_id = $1';

/** $1 group, $2 what is shown of its payment method, or null. */
export const SAVE_PAYER_METHOD = `
  update group_payers set payment_method = $2 where group_id = $1 and payment_method is distinct from $2`;

/** $1 school. What groups owe for it, and where that is at the provider. */
export const GROUP_DEBTS = `
  select i.payer_group_id as "groupId", p.stripe_customer_id as customer, g.stripe_invoice_id as "invoiceId", i.created_at as at,
         (i.total_cents - i.paid_cents - i.credited_cents)::float8 as cents
    from billing_invoices i
    left join billing_group_invoices g on g.id = i.group_invoice_id
    left join group_payers p on p.group_id = i.payer_group_id
   where i.tenant_id = $1 and i.payer_group_id is not null and i.state in ('draft', 'open', 'uncollectible') and i.total_cents > 0
   order by i.created_at, i.id`;

/** Schools of groups with one payer that still pay for themselves, and have no bill of their own under way. $1 a school or null. */
export const SCHOOLS_TO_TAKE_OVER = `
  select s.tenant_id as id from subscriptions s
    join tenants t on t.id = s.tenant_id
    join group_payers p on p.group_id = t.group_id and p.has_one_payer
   where s.payer_group is null and s.anchor_at is not null and s.status in ('trialing', 'active', 'past_due', 'suspended')
     and ($1::uuid is null or s.tenant_id = $1)
     and not exists (select from billing_intents i where i.tenant_id = s.tenant_id and i.state = 'pending')
     and not exists (select from billing_invoices i where i.tenant_id = s.tenant_id and i.payer_group_id is null
       and i.state = 'draft' and i.reason <> 'manual' and i.total_cents > 0)
   order by s.tenant_id limit 500`;

/** $1 group or null. Schools that a group pays for, or owes something for. */
export const SCHOOLS_OF_PAYER = `
  select tenant_id as id from subscriptions where payer_group = $1::text and status <> 'purged'
  union
  select tenant_id from billing_invoices where payer_group_id = $1::uuid and state in ('draft', 'open', 'uncollectible')`;

/** $1 before. Groups with a draft that has waited, or with an invoice that the provider does not have yet. */
export const GROUPS_TO_COLLECT = `
  select payer_group_id as id from billing_invoices
   where payer_group_id is not null and state = 'draft' and group_invoice_id is null
     and (created_at <= $1 or reason = 'change')
  union
  select group_id from billing_group_invoices
   where state = 'draft' or (state = 'open' and stripe_invoice_id is null)`;

/** $1 group. Drafts that it has not been asked to pay yet. */
export const WAITING_DRAFTS = `
  select id, tenant_id, reason, period_start, period_end, created_at from billing_invoices
   where payer_group_id = $1 and state = 'draft' and group_invoice_id is null and reason <> 'manual'
   order by tenant_id, id`;

/** $1 group. Its invoices that are not at the provider yet, oldest first. */
export const UNRAISED_BUNDLES = `
  select id, state, total_cents::float8 as cents from billing_group_invoices
   where group_id = $1 and (state = 'draft' or (state = 'open' and stripe_invoice_id is null))
   order by created_at, id`;

/** $1 group invoice. Its schools' invoices. */
export const BUNDLED = `
  select id, tenant_id, state, usage_start, usage_end from billing_invoices
   where group_invoice_id = $1 and state <> 'void' order by tenant_id, id`;

/** $1 group invoice. Every line of its schools' invoices, with what names it for the payer. */
export const BUNDLED_LINES = `
  select l.id, l.description->>'en' as description, l.amount_cents::float8 as cents, l.period_start, l.period_end,
         i.id as invoice, i.number, i.tenant_id, t.name as school
    from billing_invoices i
    join billing_invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
    join tenants t on t.id = i.tenant_id
   where i.group_invoice_id = $1 and i.state <> 'void' and l.amount_cents <> 0
   order by t.name, i.tenant_id, i.id, l.position`;

/** $1 group invoice, $2 theirs, $3 their total, $4 now. The schools' invoices stay without: an id of theirs is of one of ours. */
export const NOTE_RAISED = `
  update billing_group_invoices set stripe_invoice_id = $2, stripe_total_cents = $3, updated_at = $4
   where id = $1 and stripe_invoice_id is null`;

/** $1 group or null. Invoices that are open at the provider, as far as we know. */
export const OPEN_BUNDLES = `
  select id, group_id as "groupId", stripe_invoice_id as theirs from billing_group_invoices
   where stripe_invoice_id is not null and state in ('open', 'uncollectible') and ($1::uuid is null or group_id = $1)
   order by created_at limit 500`;

/** $1 invoice at the provider. */
export const BUNDLE_OF_PROVIDER = 'select id from billing_group_invoices where stripe_invoice_id = $1';
