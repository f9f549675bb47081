/** $1 school, $2 start, $3 end. What the ledger holds of each meter in a period. */
export const USAGE_OF = `
  select meter, sum(quantity)::bigint as quantity, count(*)::int as events, min(occurred_at) as first, max(occurred_at) as last
    from usage_events
   where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3
   group by meter order by meter`;

/**
 * $1 school, $2 before, $3 days. Usage of finished months that no finalised invoice has charged: the ledger of each such month
 * less its lines. It follows from the rows alone, so that it is right whenever and however often it is asked. Months of a
 * trial are free, also late. Limited to some days, so that a rating reads no year of ledger.
 */
export const LATE_USAGE = `
  with months as (
    select usage_start, usage_end, usage_book_version
      from billing_invoices
     where tenant_id = $1 and state in ('open', 'paid', 'uncollectible') and not usage_is_free
       and usage_end <= $2 and usage_end > $2::timestamptz - make_interval(days => $3::int)
  ), ledger as (
    select m.usage_start, m.usage_end, m.usage_book_version, e.meter, sum(e.quantity)::bigint as quantity,
           count(*)::int as events, min(e.occurred_at) as first, max(e.occurred_at) as last
      from months m
      join usage_events e on e.tenant_id = $1 and e.occurred_at >= m.usage_start and e.occurred_at < m.usage_end
     group by 1, 2, 3, 4
  ), billed as (
    select l.period_start, l.period_end, l.code, sum(l.quantity)::bigint as quantity, sum(l.amount_cents)::bigint as cents
      from billing_invoice_lines l
      join billing_invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
     where l.tenant_id = $1 and l.kind in ('metered', 'late_usage') and i.state in ('open', 'paid', 'uncollectible')
     group by 1, 2, 3
  )
  select l.usage_start, l.usage_end, l.usage_book_version, l.meter, l.quantity, l.events, l.first, l.last,
         coalesce(b.quantity, 0)::bigint as billed_quantity, coalesce(b.cents, 0)::bigint as billed_cents
    from ledger l
    left join billed b on b.period_start = l.usage_start and b.period_end = l.usage_end and b.code = l.meter
   where l.quantity > coalesce(b.quantity, 0)
   order by l.usage_start, l.meter`;

/**
 * $1 school, $2 reason, $3 start, $4 end, $5 version, $6 usage start, $7 usage end, $8 its version, $9 free, $10 rated from,
 * $11 now. The draft of a reason and a period is made once.
 */
export const ADD_DRAFT = `
  insert into billing_invoices (tenant_id, reason, period_start, period_end, price_book_version, usage_start, usage_end,
                                usage_book_version, usage_is_free, rated_from, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
  on conflict do nothing
  returning id`;

/** $1 school, $2 reason, $3 start, $4 end. The invoice of a reason and a period, locked. */
export const LOCK_BY_PERIOD = `
  select id, state from billing_invoices
   where tenant_id = $1 and reason = $2 and period_start = $3 and period_end = $4 and state <> 'void' and reason <> 'manual'
     for update`;

/** $1 school, $2 invoice. */
export const LOCK_INVOICE = 'select * from billing_invoices where tenant_id = $1 and id = $2 for update';

/** $1 school, $2 invoice, $3 lines. */
export const ADD_LINES = `
  insert into billing_invoice_lines (tenant_id, invoice_id, position, kind, code, description, quantity, unit_cents, amount_cents,
                                     tax_cents, period_start, period_end, price_book_version, explanation)
  select $1, $2, r.position, r.kind, r.code, r.description, r.quantity, r.unit_cents, r.amount_cents, r.tax_cents, r.period_start,
         r.period_end, r.price_book_version, r.explanation
    from jsonb_to_recordset($3::jsonb) as r(position integer, kind text, code text, description jsonb, quantity numeric,
         unit_cents numeric, amount_cents bigint, tax_cents bigint, period_start timestamptz, period_end timestamptz, price_book_version integer,
         explanation jsonb)`;

/** $1 school, $2 invoice. */
export const DROP_LINES = 'delete from billing_invoice_lines where tenant_id = $1 and invoice_id = $2';

/** $1 school, $2 invoice, $3 subtotal, $4 tax, $5 total, $6 now, $7 rated from, $8 version. */
export const SET_TOTALS = `
  update billing_invoices
     set subtotal_cents = $3, tax_cents = $4, total_cents = $5, updated_at = $6, rated_from = $7,
         price_book_version = $8
   where tenant_id = $1 and id = $2`;

/** $1 series, $2 year. The next number; the row stays locked until the transaction ends, so that none is left out. */
export const NEXT_NUMBER = `
  insert into billing_counters (series, year, last) values ($1, $2, 1)
  on conflict (series, year) do update set last = billing_counters.last + 1
  returning last`;

/** $1 school, $2 invoice, $3 number, $4 state, $5 now, $6 due. */
export const SET_FINAL = `
  update billing_invoices
     set number = $3, state = $4, finalised_at = $5, due_at = $6, paid_at = case when $4 = 'paid' then $5::timestamptz end,
         updated_at = $5
   where tenant_id = $1 and id = $2`;

/** $1 school, $2 invoice, $3 state, $4 paid at or null, $5 now. */
export const SET_STATE = `
  update billing_invoices set state = $3, paid_at = $4, updated_at = $5 where tenant_id = $1 and id = $2`;

/** $1 school, $2 invoice, $3 kind, $4 cents, $5 provider's id, $6 when. A fact of the provider is written once. */
export const ADD_PAYMENT = `
  insert into billing_payments (tenant_id, invoice_id, kind, amount_cents, provider_id, occurred_at)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (tenant_id, kind, provider_id) do nothing
  returning id`;

/** $1 school, $2 kind, $3 provider's id. */
export const KNOWN_PAYMENT = `
  select amount_cents, invoice_id from billing_payments where tenant_id = $1 and kind = $2 and provider_id = $3`;

/** $1 school, $2 invoice, $3 now. What came in less what went out. Returns the invoice. */
export const SUM_PAYMENTS = `
  update billing_invoices i
     set paid_cents = (select coalesce(sum(case when kind in ('payment', 'dispute_won') then amount_cents else -amount_cents end), 0)
                         from billing_payments p where p.tenant_id = i.tenant_id and p.invoice_id = i.id),
         updated_at = $3
   where tenant_id = $1 and id = $2
  returning *`;

/** $1 school, $2 invoice, $3 number, $4 cents, $5 reason, $6 lines, $7 provider's id or null, $8 now. */
export const ADD_CREDIT_NOTE = `
  insert into billing_credit_notes (tenant_id, invoice_id, number, amount_cents, reason, lines, stripe_credit_note_id, issued_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  returning id`;

/** $1 school, $2 invoice, $3 now. Returns the invoice. */
export const SUM_CREDITS = `
  update billing_invoices i
     set credited_cents = (select coalesce(sum(amount_cents), 0) from billing_credit_notes c
                            where c.tenant_id = i.tenant_id and c.invoice_id = i.id),
         updated_at = $3
   where tenant_id = $1 and id = $2
  returning *`;
