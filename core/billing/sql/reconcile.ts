import { COUNTED_BY_STRIPE } from './shipments.ts';

/** Of a shipment, what it claims of the ledger, as a condition. */
const CLAIMS = `
  purpose = 'usage' and state <> 'failed' and not (state = 'needs_correction' and correction in ('replace', 'recut'))`;

/**
 * $1 now, $2 a school or null, $3 from, $4 until. The customers and meters to compare, with the UTC days of each: those with
 * shipments in the range, and those with an accepted shipment that no summary confirmed yet, however old.
 */
export const COMPARE_GROUPS = `
  select s.tenant_id, s.meter, t.stripe_customer_id,
         array_agg(distinct date_trunc('day', s.window_start, 'UTC') order by date_trunc('day', s.window_start, 'UTC')) as days
    from shipments s join tenants t on t.id = s.tenant_id
   where ($2::uuid is null or s.tenant_id = $2) and s.purpose <> 'state' and t.stripe_customer_id is not null
     and s.window_start > $1::timestamptz - interval '90 days'
     and ((s.window_start >= $3 and s.window_start < $4) or (s.state = 'acknowledged' and s.way = 'meter_event'))
   group by s.tenant_id, s.meter, t.stripe_customer_id`;

/**
 * $1 school, $2 meter, $3 UTC days. What each hour should stand at, what is still on its way, and how fresh it is. One row an
 * hour that has shipments.
 */
export const EXPECTED_HOURS = `
  select date_trunc('hour', s.window_start, 'UTC') as hour,
         coalesce(sum(s.value) filter (where s.way = 'meter_event' and ${CLAIMS}), 0) as claimed,
         coalesce(sum(s.value) filter (where s.purpose = 'usage' and s.way = 'trial' and s.state <> 'failed'), 0) as trial,
         coalesce(sum(s.value) filter (where s.purpose = 'usage' and s.way = 'invoice_item' and s.state <> 'failed'), 0) as late,
         coalesce(sum(s.value) filter (where s.purpose <> 'state' and ${COUNTED_BY_STRIPE}), 0) as counted,
         count(*) filter (where s.way = 'meter_event' and s.state not in ('acknowledged', 'confirmed', 'failed')) as open,
         max(greatest(s.acknowledged_at, s.cancelled_at)) as last_at,
         bool_or(exists (select from billing_invoices p where p.tenant_id = s.tenant_id
           and p.usage_start <= s.window_start and s.window_start < p.usage_end
           and p.state in ('open', 'paid', 'uncollectible'))) as is_closed
    from shipments s
   where s.tenant_id = $1 and s.meter = $2 and s.purpose <> 'state'
     and date_trunc('day', s.window_start, 'UTC') = any($3::timestamptz[])
     and s.window_start >= (select min(d) from unnest($3::timestamptz[]) as d)
   group by 1
   order by 1`;

/** $1 school, $2 meter, $3 hours, $4 now. */
export const CONFIRM_HOURS = `
  update shipments set state = 'confirmed', confirmed_at = $4, updated_at = $4
   where tenant_id = $1 and meter = $2 and state = 'acknowledged' and purpose <> 'state' and way = 'meter_event'
     and window_start >= (select min(h) from unnest($3::timestamptz[]) as h)
     and date_trunc('hour', window_start, 'UTC') = any($3::timestamptz[])`;

/**
 * $1 school, $2 meter, $3 hour, $4 value, $5 now. An event of its own that makes Stripe's hour right; it belongs to the newest part
 * of the hour and claims nothing of the ledger.
 */
export const ADD_CORRECTION = `
  insert into shipments (tenant_id, meter, window_start, window_end, revision, value, event_timestamp, identifier, content_hash,
                         state, way, purpose, created_at, updated_at)
  select l.tenant_id, l.meter, l.window_start, l.window_end, r.revision, $4::numeric, l.event_timestamp, i.identifier,
         encode(sha256(convert_to(i.identifier || '|' || $4::numeric::text, 'UTF8')), 'hex'), 'pending', 'meter_event', 'correction', $5, $5
    from (select * from shipments
           where tenant_id = $1 and meter = $2 and way = 'meter_event' and purpose <> 'state'
             and window_start >= $3 and window_start < $3::timestamptz + interval '1 hour'
           order by window_start desc, revision desc limit 1) l
   cross join lateral (select max(revision) + 1 as revision from shipments s
     where s.tenant_id = l.tenant_id and s.meter = l.meter and s.window_start = l.window_start) r
   cross join lateral (select format('%s:%s:%s:%s', l.tenant_id, replace(l.meter, '/', ':'),
     to_char(l.window_start at time zone 'UTC', 'YYYYMMDDHH24MISS'), r.revision) as long) f
   cross join lateral (select case when length(f.long) <= 100 then f.long
     else left(f.long, 67) || ':' || left(encode(sha256(convert_to(f.long, 'UTF8')), 'hex'), 32) end as identifier) i
  on conflict do nothing`;

/**
 * $1 school, $2 meter, $3 hour, $4 too much, $5 now. Marks one event of the last 24 hours to be taken back: a correction of exactly
 * that value first, then the smallest that is large enough, then the largest there is. Answers its value.
 */
export const TAKE_BACK_ONE = `
  update shipments
     set state = 'needs_correction', correction = (case when purpose = 'correction' then 'recut' else 'offset' end)::enum_shipments_correction,
         next_attempt_at = null, updated_at = $5
   where id = (
     select id from shipments
      where tenant_id = $1 and meter = $2 and window_start >= $3 and window_start < $3::timestamptz + interval '1 hour'
        and purpose <> 'state' and ${COUNTED_BY_STRIPE} and state in ('acknowledged', 'confirmed')
        and acknowledged_at > $5::timestamptz - interval '23 hours'
      order by (purpose = 'correction' and value = $4) desc, (value >= $4) desc,
               case when value >= $4 then value else -value end
      limit 1)
  returning value`;

/** $1 school, $2 meter, $3 UTC days: the ledger of each. */
export const LEDGER_DAYS = `
  select d.day, coalesce(l.total, 0) as total
    from unnest($3::timestamptz[]) as d (day)
   cross join lateral (select sum(e.quantity) as total from usage_events e
     where e.tenant_id = $1 and e.meter = $2 and e.occurred_at >= d.day and e.occurred_at < d.day + interval '1 day') l`;

/** $1 school, $2 scope, $3 meter, arrays of $4 from, $5 until, $6 ledger, $7 trial, $8 late, $9 shipped, $10 Stripe; $11 now. */
export const WRITE_STATEMENTS = `
  insert into usage_statements (tenant_id, scope, meter, from_at, until_at, ledger, trial, late, shipped, stripe, checked_at)
  select $1, $2, $3, n.from_at, n.until_at, n.ledger, n.trial, n.late, n.shipped, n.stripe, $11
    from unnest($4::timestamptz[], $5::timestamptz[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[])
      as n (from_at, until_at, ledger, trial, late, shipped, stripe)
  on conflict (tenant_id, scope, meter, from_at) do update
    set until_at = excluded.until_at, ledger = excluded.ledger, trial = excluded.trial, late = excluded.late,
        shipped = excluded.shipped, stripe = excluded.stripe, checked_at = excluded.checked_at`;
