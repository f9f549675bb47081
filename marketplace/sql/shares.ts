/** Lines that bring a partner a share: what a code under an agreement brought in, by the agreement valid when it was invoiced. */
const SHARED_LINES = `
  select l.tenant_id, l.invoice_id, l.id, l.code, l.position, l.amount_cents, a.id as agreement_id, a.publisher_id, a.share_percent
    from billing_invoice_lines l
    join billing_invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
    cross join lateral (
      select a.id, a.publisher_id, a.share_percent from partner_agreements a
       where a.code = l.code and a.valid_from <= i.finalised_at order by a.valid_from desc limit 1) a
   where l.kind in ('add_on', 'metered', 'late_usage', 'proration_charge') and l.amount_cents > 0
     and i.finalised_at is not null and i.state <> 'void'`;

/** What happened to the money of invoices. A credit note is money that is not asked for any more. */
const FACTS = `
  select tenant_id, invoice_id, id, kind, amount_cents, occurred_at, created_at, '[]'::jsonb as lines
    from billing_payments where invoice_id is not null
  union all
  select tenant_id, invoice_id, id, 'credit_note', amount_cents, created_at, created_at, lines from billing_credit_notes`;

/** $1 how many. Invoices with a fact that some line of a partner has not counted yet. */
export const INVOICES_TO_SHARE = `
  with shared as (${SHARED_LINES}), facts as (${FACTS})
  select distinct s.tenant_id as "tenantId", s.invoice_id as "invoiceId"
    from shared s join facts f on f.tenant_id = s.tenant_id and f.invoice_id = s.invoice_id
   where not exists (select from partner_entries e
     where e.tenant_id = s.tenant_id and e.invoice_line_id = s.id and e.fact_id = f.id)
   limit $1`;

/** $1 school, $2 invoice. Held until the end of the transaction, so that two processes never count one fact at once. */
export const LOCK_INVOICE = `
  select total_cents as "totalCents" from billing_invoices where tenant_id = $1 and id = $2 for update`;

/** $1 school, $2 invoice. */
export const LINES_OF_INVOICE = `
  select s.id, s.code, s.amount_cents as "amountCents", s.agreement_id as "agreementId", s.publisher_id as "publisherId",
         s.share_percent as "sharePercent"
    from (${SHARED_LINES} and l.tenant_id = $1 and l.invoice_id = $2) s order by s.position`;

/** $1 school, $2 invoice. Each fact with the lines that have counted it. */
export const FACTS_OF_INVOICE = `
  select f.id, f.kind, f.amount_cents as "amountCents", f.occurred_at as "occurredAt", f.lines,
         array(select e.invoice_line_id from partner_entries e
                where e.tenant_id = f.tenant_id and e.fact_id = f.id) as "countedBy"
    from (${FACTS}) f where f.tenant_id = $1 and f.invoice_id = $2
   order by f.occurred_at, f.created_at, f.id`;

/** $1 school, $2 line. The partner's right as it stands. */
export const RIGHT_OF_LINE = `
  select right_cents as "rightCents", share_percent as "sharePercent", agreement_id as "agreementId", publisher_id as "publisherId"
    from partner_entries where tenant_id = $1 and invoice_line_id = $2 order by sequence desc limit 1`;

export const ADD_ENTRY = `
  insert into partner_entries (tenant_id, publisher_id, agreement_id, share_percent, invoice_id, invoice_line_id, code, fact_kind,
    fact_id, collected_cents, right_cents, amount_cents, occurred_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  on conflict (tenant_id, invoice_line_id, fact_id) do nothing returning id`;

/** $1 school, $2 line. What is left of each transfer, the newest first. */
export const TRANSFERS_OF_LINE = `
  select t.id, (t.amount_cents - coalesce((select sum(r.amount_cents) from partner_transfers r
           where r.tenant_id = t.tenant_id and r.reverses_id = t.id), 0))::int8 as "leftCents"
    from partner_transfers t join partner_entries e on e.tenant_id = t.tenant_id and e.id = t.entry_id
   where t.tenant_id = $1 and t.invoice_line_id = $2 and t.reverses_id is null
   order by e.sequence desc`;

export const ADD_TRANSFER = `
  insert into partner_transfers (tenant_id, entry_id, publisher_id, invoice_line_id, reverses_id, amount_cents)
  values ($1, $2, $3, $4, $5, $6)`;

/** $1 how many. A reversal waits for its transfer; a publisher without an account waits for one. */
export const DUE_TRANSFERS = `
  select t.id, t.amount_cents as "amountCents", t.invoice_line_id as "lineId", t.attempts, r.provider_id as "reversesProviderId",
         p.stripe_account_id as "account"
    from partner_transfers t
    join partner_entries e on e.tenant_id = t.tenant_id and e.id = t.entry_id
    left join partner_payouts p on p.publisher_id = t.publisher_id
    left join partner_transfers r on r.tenant_id = t.tenant_id and r.id = t.reverses_id
   where t.state = 'pending'
     and (case when t.reverses_id is null then p.publisher_id is not null else r.state = 'sent' end)
   order by e.sequence limit $1`;

export const NOTE_ATTEMPT = 'update partner_transfers set attempts = attempts + 1 where id = $1';
export const MARK_TRANSFER_SENT = `
  update partner_transfers set state = 'sent', provider_id = $2, sent_at = $3, last_error = null where id = $1`;
export const NOTE_TRANSFER_ERROR = 'update partner_transfers set last_error = $2 where id = $1';

/** $1 publisher, $2 from, $3 before. What a partner may read of its entries: no school and no invoice. */
export const STATEMENT_ROWS = `
  select e.id, left(e.invoice_line_id::text, 8) as sale, e.occurred_at as "occurredAt", e.code, e.fact_kind as "kind",
         e.share_percent as "sharePercent", e.collected_cents as "collectedCents", e.right_cents as "rightCents",
         e.amount_cents as "amountCents",
         case when e.amount_cents = 0 then 'none'
              when bool_and(t.state = 'sent') then 'sent' else 'waiting' end as transfer,
         coalesce(array_agg(t.provider_id order by t.created_at) filter (where t.provider_id is not null), '{}') as "providerIds"
    from partner_entries e left join partner_transfers t on t.tenant_id = e.tenant_id and t.entry_id = e.id
   where e.publisher_id = $1 and e.occurred_at >= $2 and e.occurred_at < $3
   group by e.tenant_id, e.id
   order by e.occurred_at, e.sequence`;

/** $1 publisher, $2 from, $3 before. */
export const STATEMENT_SUMS = `
  select coalesce(sum(amount_cents) filter (where occurred_at < $2), 0)::int8 as "openedCents",
         coalesce(sum(amount_cents) filter (where occurred_at >= $2 and occurred_at < $3 and amount_cents > 0), 0)::int8 as "sharesCents",
         coalesce(sum(amount_cents) filter (where occurred_at >= $2 and occurred_at < $3 and amount_cents < 0), 0)::int8 as "reversedCents",
         coalesce((select sum(case when reverses_id is null then amount_cents else -amount_cents end)
            from partner_transfers t where t.publisher_id = $1 and t.state = 'sent'), 0)::int8 as "transferredCents",
         coalesce(sum(amount_cents), 0)::int8 as "rightCents"
    from partner_entries where publisher_id = $1`;
