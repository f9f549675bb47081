const COLUMNS = 'id, state, total_cents, usage_start, usage_end';

/** $1 school, $2 invoice at the provider. */
export const LINKED_INVOICE = `
  select ${COLUMNS} from billing_invoices where tenant_id = $1 and stripe_invoice_id = $2`;

/**
 * $1 school, $2 when the provider made its invoice, $3 whether it asks for nothing so far, $4 its reason, $5 its cents. Ours that
 * was made for the nearest moment and has no counterpart yet: the first and a change are made at the start of what they are for,
 * the others at its end. Of two for one moment the one with its reason counts (what is the first for us may be the end of a trial,
 * a period, there), then the one that comes nearer to its cents. The provider may be late by as long as it did not answer.
 * Nothing yet is no reason to leave a month of usage alone: it may still be counted.
 */
export const FIND_OWN_INVOICE = `
  select ${COLUMNS} from (
    select *, case when reason = 'period' then period_end else period_start end as made_for
      from billing_invoices where tenant_id = $1 and stripe_invoice_id is null and payer_group_id is null
         and state <> 'void'
         and (usage_start is not null or total_cents <> 0 and not $3)) own
   where made_for between $2::timestamptz - interval '2 days' and $2::timestamptz + interval '1 hour'
   order by abs(extract(epoch from made_for - $2::timestamptz)),
         case when reason = $4 then 0 when reason <> 'change' and $4 <> 'change' then 1 else 2 end,
         abs(total_cents - $5), created_at limit 1`;

/** $1 school, $2 ours, $3 theirs, $4 their total in cents, $5 when to look again should this process end. A final one needs no more. */
export const LINK_INVOICE = `
  update billing_invoices
     set stripe_invoice_id = $3, stripe_total_cents = $4, updated_at = now(),
         meet_at = case when state = 'draft' then coalesce(meet_at, $5) end
   where tenant_id = $1 and id = $2`;

/** $1 school, $2 ours, $3 their total in cents. Nothing is left to wait for. */
export const MEETING_DONE = `
  update billing_invoices set stripe_total_cents = $3, meet_at = null, updated_at = now() where tenant_id = $1 and id = $2`;

/** $1 school, $2 ours, $3 now, $4 pauses in seconds. */
export const MEET_LATER = `
  update billing_invoices
     set meet_attempts = meet_attempts + 1, updated_at = now(),
         meet_at = $3::timestamptz + make_interval(secs => ($4::int[])[least(meet_attempts + 1, cardinality($4::int[]))])
   where tenant_id = $1 and id = $2 and state = 'draft'`;

/** $1 school, $2 ours, $3 the moment. */
export const MEET_AT = `
  update billing_invoices set meet_at = $3, updated_at = now() where tenant_id = $1 and id = $2 and state = 'draft'`;

/** $1 now, $2 a claim's end, $3 most. Claims what is due, so that two processes do not both ask the provider about it. */
export const CLAIM_MEETINGS = `
  update billing_invoices set meet_at = $2
   where id in (select id from billing_invoices where meet_at <= $1 and state = 'draft' and stripe_invoice_id is not null
     order by meet_at limit $3 for update skip locked)
  returning id, tenant_id, stripe_invoice_id`;

/** $1 school, $2 ours. What the provider cannot know by itself: usage that came late and what an older invoice there fell short of. */
export const OWN_ITEMS = `
  select kind, code, amount_cents, description ->> 'en' as description, period_start, period_end, explanation -> 'inputs' ->> 'invoice' as invoice
    from billing_invoice_lines
   where tenant_id = $1 and invoice_id = $2 and (kind = 'late_usage' or kind = 'adjustment' and code = 'carried') and amount_cents <> 0
   order by position`;

/** $1 school, $2 invoice, $3 line, $4 difference in cents, $5 now. Adds the last line of a draft. */
export const ADD_LAST_LINE = `
  with line as (
    insert into billing_invoice_lines (tenant_id, invoice_id, position, kind, code, description, quantity, unit_cents, amount_cents,
                                       period_start, period_end, price_book_version, explanation)
    select $1, $2, (select coalesce(max(position), -1) + 1 from billing_invoice_lines where tenant_id = $1 and invoice_id = $2),
           r.kind, r.code, r.description, r.quantity, r.unit_cents, r.amount_cents, i.period_start, i.period_end,
           i.price_book_version, r.explanation
      from billing_invoices i
     cross join jsonb_to_record($3::jsonb) as r(kind text, code text, description jsonb, quantity numeric, unit_cents numeric,
           amount_cents bigint, explanation jsonb)
     where i.tenant_id = $1 and i.id = $2
  )
  update billing_invoices set subtotal_cents = subtotal_cents + $4, total_cents = total_cents + $4, updated_at = $5
   where tenant_id = $1 and id = $2`;

/** $1 school, $2 start of the month: the final invoice that counted it, when the provider's is known. */
export const INVOICE_OF_MONTH = `
  select i.id, i.number, i.total_cents, i.stripe_total_cents, i.stripe_invoice_id, i.finalised_at, t.name
    from billing_invoices i join tenants t on t.id = i.tenant_id
   where i.tenant_id = $1 and i.usage_start = $2 and i.stripe_invoice_id is not null and i.state in ('open', 'paid', 'uncollectible')`;
