const HEAD = `i.id, i.number, i.state, i.reason, i.period_start as "periodStart", i.period_end as "periodEnd", i.currency,
  i.price_book_version as "priceBookVersion", i.subtotal_cents::float8 as "subtotalCents", i.tax_cents::float8 as "taxCents",
  i.total_cents::float8 as "totalCents", i.paid_cents::float8 as "paidCents", i.credited_cents::float8 as "creditedCents",
  i.stripe_invoice_id as "stripeInvoiceId", i.stripe_total_cents::float8 as "stripeTotalCents", i.due_at as "dueAt",
  i.finalised_at as "finalisedAt", i.paid_at as "paidAt", i.group_invoice_id as "groupInvoiceId"`;

/** $1 school, $2 with drafts, $3 rows, $4 rows to skip. Newest first; drafts and those taken back before are the platform's. */
export const LIST_INVOICES = `
  select ${HEAD}, count(*) over ()::int as total
    from billing_invoices i
   where i.tenant_id = $1 and ($2 or i.number is not null)
   order by coalesce(i.finalised_at, i.created_at) desc, i.id
   limit $3 offset $4`;

/** $1 school, $2 invoice, $3 with drafts. */
export const READ_INVOICE = `
  select ${HEAD},
    (select coalesce(jsonb_agg(jsonb_build_object(
              'id', l.id, 'kind', l.kind, 'code', l.code, 'description', l.description, 'quantity', l.quantity::text,
              'unitCents', l.unit_cents::text, 'amountCents', l.amount_cents, 'taxCents', l.tax_cents, 'periodStart', l.period_start,
              'periodEnd', l.period_end, 'priceBookVersion', l.price_book_version, 'explanation', l.explanation)
              order by l.position), '[]')
       from billing_invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_id = i.id) as lines,
    (select coalesce(jsonb_agg(jsonb_build_object(
              'number', c.number, 'amountCents', c.amount_cents, 'reason', c.reason, 'issuedAt', c.issued_at) order by c.number), '[]')
       from billing_credit_notes c where c.tenant_id = i.tenant_id and c.invoice_id = i.id) as "creditNotes",
    (select coalesce(jsonb_agg(jsonb_build_object(
              'kind', p.kind, 'amountCents', p.amount_cents, 'occurredAt', p.occurred_at) order by p.occurred_at, p.id), '[]')
       from billing_payments p where p.tenant_id = i.tenant_id and p.invoice_id = i.id) as payments
    from billing_invoices i
   where i.tenant_id = $1 and i.id = $2 and ($3 or i.number is not null)`;

/** $1 school, $2 year or null. Every line of every invoice with a number, oldest first. */
export const INVOICE_LINES = `
  select i.number, i.state, i.finalised_at, l.kind, l.code, l.description, l.period_start, l.period_end, l.quantity::text as quantity,
         l.unit_cents::text as unit_cents, l.amount_cents, i.currency
    from billing_invoices i
    join billing_invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
   where i.tenant_id = $1 and i.number is not null and ($2::int is null or date_part('year', i.finalised_at at time zone 'UTC') = $2)
   order by i.finalised_at, i.number, l.position`;
