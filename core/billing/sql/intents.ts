/** $1 now. Schools that have something due. */
export const DUE_INTENTS = `
  select tenant_id from billing_intents where state = 'pending' and next_attempt_at <= $1
   group by tenant_id order by min(sequence) limit 500`;

/** $1 school, $2 now. The oldest one, or nothing while that waits for its next attempt: later ones must not overtake it. */
export const NEXT_INTENT = `
  select id, kind, payload, idempotency_key from (
    select * from billing_intents where tenant_id = $1 and state = 'pending' order by sequence limit 1) first
   where next_attempt_at <= $2`;

/** $1 intent, $2 now. */
export const INTENT_DONE = `
  update billing_intents set state = 'done', attempts = attempts + 1, done_at = $2, last_error = null, updated_at = now()
   where id = $1`;

/** $1 intent, $2 what went wrong, $3 now, $4 pauses in seconds, $5 most attempts. */
export const INTENT_FAILED = `
  update billing_intents
     set attempts = attempts + 1, last_error = $2, updated_at = now(),
         state = case when attempts + 1 >= $5 then 'failed' else 'pending' end,
         next_attempt_at = $3::timestamptz + make_interval(secs => ($4::int[])[least(attempts + 1, cardinality($4::int[]))])
   where id = $1`;

/** $1 school, $2 customer. The first one stays. */
export const SAVE_CUSTOMER = `
  update tenants set stripe_customer_id = $2 where id = $1 and stripe_customer_id is null`;

/** $1 subscription, $2 its id at the provider. */
export const SAVE_PROVIDER_ID = `
  update subscriptions set provider_id = $2, updated_at = now() where id = $1 and provider_id is null`;

/** $1 school. */
export const HAS_WAITING_INTENTS = `
  select exists (select from billing_intents where tenant_id = $1 and state = 'pending') as waiting`;

/**
 * $1 now, $2 a day later. Schools whose period ends soon and whose provider has not been told the terms of the next one; the
 * key of the intent names the end of the period.
 */
export const SOON_TO_RENEW = `
  select s.tenant_id as id from subscriptions s
   where s.status in ('trialing', 'active', 'past_due') and s.provider_id is not null
     and s.current_period_end > $1 and s.current_period_end <= $2
     and not exists (select from billing_intents i where i.tenant_id = s.tenant_id
       and i.idempotency_key = 'terms:prepare:' || to_char(s.current_period_end at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
   order by s.current_period_end limit 500`;

/** $1 subscription, $2 the id at the provider that ended. */
export const FORGET_PROVIDER_ID = `
  update subscriptions set provider_id = null, updated_at = now() where id = $1 and provider_id = $2`;
