import { COUNTED_BY_STRIPE } from './shipments.ts';

/** $1 school, $2 a moment. Where the month begins whose usage a draft counts until then. */
export const MONTH_UNTIL = `
  select usage_start as start from billing_invoices where tenant_id = $1 and usage_end = $2 and state = 'draft'`;

/**
 * $1 school, $2 start, $3 end. What each meter with sums stands at in a period. Stripe is read by whole hours, so the shipments of the
 * first and last hour that lie outside are named too (`outside`): they are taken off what Stripe says.
 */
export const PERIOD_FIGURES = `
  with ledger as (
    select meter, sum(quantity) as total from usage_events
     where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3
     group by meter
  ), shipped as (
    select meter,
           sum(value) filter (where inside and way = 'meter_event' and claims) as claimed,
           sum(value) filter (where inside and way = 'trial' and claims) as trial,
           sum(value) filter (where inside and way = 'invoice_item' and claims) as late,
           sum(value) filter (where not inside and ${COUNTED_BY_STRIPE}) as outside,
           count(*) filter (where way = 'meter_event' and
             (inside and state not in ('acknowledged', 'confirmed', 'failed') or not inside and state = 'sent')) as open
      from (select *, window_start >= $2 and window_start < $3 as inside,
                   purpose = 'usage' and state <> 'failed'
                     and not (state = 'needs_correction' and correction in ('replace', 'recut')) as claims
              from shipments
             where tenant_id = $1 and purpose <> 'state' and window_start >= date_trunc('hour', $2::timestamptz, 'UTC')
               and window_start < date_trunc('hour', $3::timestamptz + interval '59 minutes 59 seconds', 'UTC')) s
     group by meter
  )
  select meter, coalesce(l.total, 0) as ledger, coalesce(s.claimed, 0) as claimed, coalesce(s.trial, 0) as trial,
         coalesce(s.late, 0) as late, coalesce(s.outside, 0) as outside, coalesce(s.open, 0) as open, t.stripe_customer_id
    from ledger l full join shipped s using (meter)
    left join tenants t on t.id = $1
   order by meter`;
