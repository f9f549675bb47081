/**
 * Cuts new shipments: for each school, meter and hour whose ledger holds more than was ever shipped, one more
 * revision with the difference. Revision and identifier follow from the rows alone, so two processes that cut at
 * the same time collide on the unique key and one of them inserts nothing. The time told to Stripe is the last
 * event's own, held inside the hour and off its last second (periods end on hours). Only the last 34 days are
 * looked at: Stripe takes nothing older than 35.
 */
export const CUT_SHIPMENTS = `
  with ledger as (
    select tenant_id, meter, date_trunc('hour', occurred_at) as window_start, sum(quantity) as total,
           least(max(occurred_at), date_trunc('hour', min(occurred_at)) + interval '59 minutes 58 seconds') as event_timestamp
      from usage_events
     where occurred_at > now() - interval '34 days'
     group by tenant_id, meter, date_trunc('hour', occurred_at)
  ), shipped as (
    select tenant_id, meter, window_start, sum(value) as total, max(revision) as revision
      from shipments
     where window_start > now() - interval '35 days'
     group by tenant_id, meter, window_start
  )
  insert into shipments (tenant_id, meter, window_start, revision, value, event_timestamp, identifier, content_hash, state)
  select l.tenant_id, l.meter, l.window_start, coalesce(s.revision, 0) + 1, l.total - coalesce(s.total, 0),
         l.event_timestamp, i.identifier,
         encode(sha256(convert_to(i.identifier || '|' || (l.total - coalesce(s.total, 0))::text, 'UTF8')), 'hex'), 'pending'
    from ledger l
    left join shipped s using (tenant_id, meter, window_start)
   cross join lateral (
     select format('%s:%s:%s:%s', l.tenant_id, l.meter, to_char(l.window_start at time zone 'UTC', 'YYYYMMDDHH24'), coalesce(s.revision, 0) + 1)
       as identifier) i
   where l.total > coalesce(s.total, 0)
  on conflict do nothing`;

/** Unsent shipments, oldest first, with the school's Stripe customer. */
export const DUE_SHIPMENTS = `
  select s.id, s.tenant_id, s.meter, s.value, s.event_timestamp, s.identifier, s.state, t.stripe_customer_id, t.name, t.subdomain
    from shipments s join tenants t on t.id = s.tenant_id
   where s.state in ('pending', 'sent')
   order by s.created_at, s.revision
   limit 500`;

/** $1 shipment. Written before the request, so that a crash leaves a trace of the attempt. */
export const MARK_SHIPMENT_SENT = `
  update shipments set state = 'sent', attempts = attempts + 1, sent_at = now(), updated_at = now() where id = $1`;

/** $1 shipment. */
export const MARK_SHIPMENT_ACKNOWLEDGED = `
  update shipments set state = 'acknowledged', last_error = null, updated_at = now() where id = $1`;

/** $1 shipment, $2 error. */
export const NOTE_SHIPMENT_ERROR = 'update shipments set last_error = $2, updated_at = now() where id = $1';
