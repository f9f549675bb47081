import { TENANT_COLUMNS } from '../../tenancy/index.ts';

/**
 * $1 how many, $2 seconds of the claim. Takes the oldest due events for this process alone: SKIP LOCKED lets
 * many relays work side by side without waiting for each other, and the claim runs out by itself when a process
 * dies. The partial index outbox_due_idx holds the waiting events alone, so done ones cost nothing here.
 */
export const CLAIM_EVENTS = `
  update outbox
     set locked_until = now() + make_interval(secs => $2), updated_at = now()
   where id in (
     select id from outbox
      where status = 'pending' and next_attempt_at <= now() and (locked_until is null or locked_until < now())
      order by next_attempt_at
      limit $1
      for update skip locked)
  returning id`;

/** $1 event, $2 seconds. Keeps a claim alive while its handlers run. */
export const RENEW_CLAIM = `update outbox set locked_until = now() + make_interval(secs => $2) where id = $1 and status = 'pending'`;

/**
 * $1 event, $2 seconds. Begins an attempt and reads the event with its school and the handlers that are done with
 * it. Counting here and not at the claim, so that waiting in a long queue is no failed attempt.
 */
export const BEGIN_ATTEMPT = `
  with begun as (
    update outbox set attempts = attempts + 1, locked_until = now() + make_interval(secs => $2), updated_at = now()
     where id = $1 and status = 'pending'
    returning *)
  select o.id, o.type, o.tenant_id, o.payload, o.created_at, o.attempts, o.audience,
         ${TENANT_COLUMNS},
         array(select handler from outbox_handled h where h.event_id = o.id) as handled
    from begun o left join tenants t on t.id = o.tenant_id`;

/** $1 event, $2 handler. */
export const MARK_HANDLED =
  'insert into outbox_handled (event_id, handler) values ($1, $2) on conflict do nothing';

/** $1 event. */
export const MARK_DONE = `
  update outbox set status = 'done', done_at = now(), locked_until = null, last_error = null, updated_at = now() where id = $1`;

/** $1 event, $2 error, $3 seconds until the next attempt, $4 attempts after which the event is a dead letter. */
export const MARK_FAILED = `
  update outbox
     set last_error = $2, locked_until = null, updated_at = now(),
         status = (case when attempts >= $4 then 'dead' else 'pending' end)::enum_outbox_status,
         next_attempt_at = now() + make_interval(secs => $3)
   where id = $1
  returning status`;

/** $1 event, $2 seconds. The school is suspended: the event waits, and the attempt counts for nothing. */
export const POSTPONE = `
  update outbox
     set attempts = attempts - 1, locked_until = null, next_attempt_at = now() + make_interval(secs => $2), updated_at = now()
   where id = $1 and status = 'pending'`;

/** $1 event. The last error stays to be read until the next attempt ends. */
export const REVIVE_EVENT = `
  update outbox set status = 'pending', attempts = 0, next_attempt_at = now(), locked_until = null, updated_at = now()
   where id = $1 and status = 'dead'
  returning tenant_id, type`;
