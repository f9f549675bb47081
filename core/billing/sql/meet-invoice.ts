const COLUMNS = 'id, state, total_cents, usage_start, usage_end';

/** $1 school, $2 invoice at the provider. */
export const LINKED_INVOICE = `
  select ${COLUMNS} from billing_invoices where tenant_id = $1 and stripe_invoice_id = $2`;

/**
 * $1 school, $2 when the provider made its invoice, $3 whether it asks for nothing so far, $4 whether it is the first of a
 * subscription. Ours that was made for the nearest moment and has no counterpart yet: the first and a change are made at the
 * start of what they are for, the others at its end. The provider may be late by as long as it did not answer. Nothing yet is
 * no reason to leave a month of usage alone: it may still be counted.
 */
export const FIND_OWN_INVOICE = `
  select ${COLUMNS} from (
    select *, case when reason = 'period' then period_end else period_start end as made_for
      from billing_invoices where tenant_id = $1 and stripe_invoice_id is null and payer_group_id is null
         and state <> 'void'
         and (usage_start is not null or total_cents <> 0 and not $3)) own
   where made_for between $2::timestamptz - interval '2 days' and $2::timestamptz + interval '1 hour'
   order by abs(extract(epoch from made_for - $2::timestamptz)), (reason = 'start') = $4 desc, created_at limit 1`;

/** $1 school, $2 ours, $3 theirs, $4 their total in cents. */
export const LINK_INVOICE = `
  update billing_invoices set stripe_invoice_id = $3, stripe_total_cents = $4, updated_at = now()
   where tenant_id = $1 and id = $2`;
