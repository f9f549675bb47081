/** $1 now, $2 a school or null for all, $3 whether to go before the time of the next attempt. What has something to send. */
export const DUE_GROUPS = `
  select s.tenant_id, s.meter, t.stripe_customer_id, t.name, t.subdomain, min(s.created_at) as since
    from shipments s join tenants t on t.id = s.tenant_id
   where s.state not in ('acknowledged', 'confirmed', 'failed') and s.way = 'meter_event'
     and not (s.state = 'needs_correction' and s.correction = 'replace')
     and ($2::uuid is null or s.tenant_id = $2)
     and ($3 or s.next_attempt_at is null or s.next_attempt_at <= $1)
   group by s.tenant_id, s.meter, t.stripe_customer_id, t.name, t.subdomain
   order by since`;

/** $1 school, $2 meter, $3 now, $4 as above. */
export const DUE_SHIPMENTS = `
  select id, value, event_timestamp, window_start, identifier, content_hash, state, correction, attempts, sent_at,
         content_hash = encode(sha256(convert_to(identifier || '|' || value::text, 'UTF8')), 'hex') as is_whole
    from shipments
   where tenant_id = $1 and meter = $2 and way = 'meter_event' and state not in ('acknowledged', 'confirmed', 'failed')
     and not (state = 'needs_correction' and correction = 'replace')
     and ($4 or next_attempt_at is null or next_attempt_at <= $3)
   order by created_at, revision
   limit 200`;

/** $1 now: what has waited too long to be a meter event, and was surely never sent, goes on an invoice. */
export const TOO_OLD_FOR_EVENTS = `
  update shipments set way = 'invoice_item', updated_at = $1
   where state = 'pending' and way = 'meter_event' and purpose = 'usage'
     and event_timestamp < $1::timestamptz - interval '34 days 12 hours'`;

/** $1 shipment, $2 now. Written before the request, so that a crash leaves a trace. `sent_at` is the first attempt without an answer. */
export const MARK_SENT = `
  update shipments
     set state = 'sent', attempts = attempts + 1, sent_at = case when state = 'sent' then sent_at else $2 end, updated_at = $2
   where id = $1`;

/** $1 shipment, $2 now. */
export const MARK_ACKNOWLEDGED = `
  update shipments set state = 'acknowledged', acknowledged_at = $2, last_error = null, next_attempt_at = null, updated_at = $2
   where id = $1`;

/** $1 shipment, $2 now, $3 error, $4 next attempt, $5 whether Stripe surely did not take it. */
export const POSTPONE = `
  update shipments
     set last_error = $3, next_attempt_at = $4, updated_at = $2,
         state = case when $5 and state = 'sent' then 'pending' else state end
   where id = $1`;

/** $1 shipment, $2 now: its event was taken back at Stripe. What was offset keeps its claim on the ledger, what is cut anew loses it. */
export const MARK_CANCELLED = `
  update shipments
     set state = (case when correction = 'offset' then 'acknowledged' else 'failed' end)::enum_shipments_state,
         cancelled_at = $2, acknowledged_at = $2, last_error = null, next_attempt_at = null, updated_at = $2
   where id = $1 and state = 'needs_correction'`;

/** $1 shipment, $2 now: nobody will count it as an event any more. */
export const TO_INVOICE = `
  update shipments set way = 'invoice_item', state = 'pending', updated_at = $2 where id = $1`;

/** Of a shipment, what Stripe should have counted by now, as a condition. */
export const COUNTED_BY_STRIPE = `
  way = 'meter_event' and cancelled_at is null
  and (state in ('acknowledged', 'confirmed') or (state = 'needs_correction' and correction <> 'replace'))`;

/** $1 school, $2 meter, $3 an hour: what Stripe should have counted in it. */
export const COUNTED_IN_HOUR = `
  select coalesce(sum(value), 0) as value from shipments
   where tenant_id = $1 and meter = $2 and window_start >= $3 and window_start < $3::timestamptz + interval '1 hour'
     and purpose <> 'state' and ${COUNTED_BY_STRIPE}`;

/** $1 identifiers, $2 now: Stripe said later that it did not count them. What a summary proved already is left alone. */
export const REFUSE_SHIPMENTS = `
  update shipments
     set state = 'needs_correction', correction = 'replace', last_error = left($3, 500), updated_at = $2
   where identifier = any($1) and state in ('sent', 'acknowledged') and way = 'meter_event'
  returning tenant_id, meter, identifier, purpose`;
