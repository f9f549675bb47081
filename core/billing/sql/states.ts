/** $1 a school or null. Who pays for overage now; a contract has none. */
export const STATE_ACCOUNTS = `
  select s.tenant_id, p.code as plan, s.billing_cycle, s.group_percent, s.add_ons, s.price_book_version, s.anchor_at,
         s.month_terms
    from subscriptions s join plans p on p.id = s.plan_id
   where s.status in ('active', 'past_due') and s.anchor_at is not null and s.price_book_version is not null
     and s.contract is null and ($1::uuid is null or s.tenant_id = $1)`;

/** $1 school, $2 start, $3 end. What the invoice that counts a month was ordered with. */
export const ORDER_OF_MONTH = `
  select rated_from from billing_invoices
   where tenant_id = $1 and usage_start = $2 and usage_end = $3 and state <> 'void'`;

/**
 * $1 school, $2 meter, $3 start and $4 end of the month, $5 value, $6 the moment it is told for, $7 now. One more shipment where the
 * newest of the month says something else; of a month without any, zero needs none.
 */
export const ADD_STATE = `
  insert into shipments (tenant_id, meter, window_start, window_end, revision, value, event_timestamp, identifier, content_hash,
                         state, way, purpose, created_at, updated_at)
  select $1, $2, $3, $4, n.revision, $5::numeric, date_trunc('second', $6::timestamptz), i.identifier,
         encode(sha256(convert_to(i.identifier || '|' || $5::numeric::text, 'UTF8')), 'hex'), 'pending', 'meter_event', 'state', $7, $7
    from (select coalesce(max(revision), 0) + 1 as revision,
                 (array_agg(value order by revision desc) filter (where state <> 'failed'
                   and not (state = 'needs_correction' and correction = 'replace')))[1] as newest
            from shipments where tenant_id = $1 and meter = $2 and window_start = $3 and purpose = 'state') n
   cross join lateral (select format('%s:%s:%s:s%s', $1::uuid, $2::text, to_char($3::timestamptz at time zone 'UTC', 'YYYYMMDDHH24MISS'),
     n.revision) as identifier) i
   where $5::numeric <> coalesce(n.newest, 0)
  on conflict do nothing`;

/** $1 school, $2 start of the month: the newest state of each meter, and how many are on their way. */
export const NEWEST_STATES = `
  select s.meter, t.stripe_customer_id,
         (array_agg(s.value order by s.revision desc) filter (where s.state <> 'failed'
           and not (s.state = 'needs_correction' and s.correction = 'replace')))[1] as value,
         count(*) filter (where s.state not in ('acknowledged', 'confirmed', 'failed')) as open
    from shipments s join tenants t on t.id = s.tenant_id
   where s.tenant_id = $1 and s.window_start = $2 and s.purpose = 'state'
   group by s.meter, t.stripe_customer_id
   order by s.meter`;
