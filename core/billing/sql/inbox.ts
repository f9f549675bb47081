/**
 * $1 event, $2 type, $3 object type, $4 object, $5 its state, $6 customer, $7 occurred, $8 now. A delivery that is known, by its
 * event or by its fact, only counts; a second event about a known fact wakes it again, since what it tells is read anew anyway.
 */
export const KEEP_EVENT = `
  insert into stripe_inbox (event_id, type, object_type, object_id, object_state, customer_id, occurred_at, received_at, next_attempt_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict do nothing`;

/** $1 event, $2 type, $3 object, $4 its state, $5 now. */
export const COUNT_EVENT = `
  update stripe_inbox
     set deliveries = deliveries + 1,
         state = case when event_id = $1 or state = 'dead' then state else 'pending' end,
         next_attempt_at = case when event_id = $1 then next_attempt_at else $5 end
   where event_id = $1 or (object_id = $3 and type = $2 and object_state = $4)`;

/** $1 now, $2 most, $3 a claim's end. Claims what is due, so that two processes do not both ask the provider about it. */
export const CLAIM_INBOX = `
  update stripe_inbox set attempts = attempts + 1, next_attempt_at = $3
   where event_id in (select event_id from stripe_inbox where state = 'pending' and next_attempt_at <= $1
     order by occurred_at, event_id limit $2 for update skip locked)
  returning event_id, type, object_type, object_id, customer_id, attempts, deliveries`;

/** $1 event, $2 state, $3 now, $4 deliveries as read: one that came meanwhile keeps the row waiting. */
export const CLOSE_EVENT = `
  update stripe_inbox set state = case when deliveries = $4 then $2 else state end, handled_at = $3, last_error = null
   where event_id = $1`;

/** $1 event, $2 what went wrong, $3 next attempt, $4 most attempts. */
export const RETRY_EVENT = `
  update stripe_inbox set last_error = $2, next_attempt_at = $3, state = case when attempts >= $4 then 'dead' else 'pending' end
   where event_id = $1`;

/** $1 object. Whether the provider told that it deleted it. */
export const IS_DELETED = `
  select from stripe_inbox where object_id = $1 and type like '%.deleted' limit 1`;

/** $1 now, $2 event or null for all. */
export const REVIVE_EVENTS = `
  update stripe_inbox set state = 'pending', attempts = 0, next_attempt_at = $1
   where state = 'dead' and ($2::text is null or event_id = $2)`;

/** Counts by state, the oldest that waits, and the events that nobody could handle. */
export const INBOX_STATE = `
  select count(*) filter (where state = 'pending')::int as waiting, count(*) filter (where state = 'dead')::int as dead,
         count(*)::int as total, min(received_at) filter (where state = 'pending') as "oldestWaiting" from stripe_inbox`;
export const DEAD_EVENTS = `
  select event_id as "eventId", type, object_id as "objectId", received_at as "receivedAt", attempts, last_error as "lastError"
    from stripe_inbox where state = 'dead' order by received_at desc limit 100`;

/** $1 school, $2 kind, $3 provider's id. */
export const KNOWN_MOVEMENT = `
  select from billing_payments where tenant_id = $1 and kind = $2 and provider_id = $3`;

/** $1 school, $2 invoice at the provider. Ours, when it is final. */
export const FINAL_INVOICE = `
  select id from billing_invoices where tenant_id = $1 and stripe_invoice_id = $2 and state not in ('draft', 'void')`;

/** $1 kind, $2 school, $3 cents, $4 provider's id, $5 occurred. Once for each fact. */
export const KEEP_MOVEMENT = `
  insert into billing_payments (kind, tenant_id, amount_cents, provider_id, occurred_at) values ($1, $2, $3, $4, $5)
  on conflict (tenant_id, kind, provider_id) do nothing`;

/** $1 the kind of look: until when it has seen everything. */
export const LAST_LOOK = 'select at from usage_marks where name = $1';

/** $1 the kind of look, $2 now. */
export const NOTE_LOOK = `
  insert into usage_marks (name, at) values ($1, $2) on conflict (name) do update set at = excluded.at`;
