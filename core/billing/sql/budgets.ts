const MONTH_OF_SCHOOL = `
    from tenants t
   cross join lateral (select date_trunc('month', $2::timestamptz at time zone t.time_zone::text) as local_start) l
   cross join lateral (select l.local_start at time zone t.time_zone::text as month_start, l.local_start::date as month,
                              (l.local_start + interval '1 month') at time zone t.time_zone::text as month_end) b
   cross join unnest($3::text[]) as k(meter)
    left join budget_counts c on c.tenant_id = t.id and c.meter = k.meter and c.month = b.month`;

/**
 * What the ledger took after the count: found by when entries were written, which is why meter and time are kept from the
 * planner's eyes; it would take the index of the month and read all of it.
 */
const SINCE_COUNT = `
  select sum(e.quantity) from usage_events e
   where e.tenant_id = t.id and e.created_at > c.through and e.meter || '' = k.meter
     and e.occurred_at + interval '0' >= b.month_start and e.occurred_at + interval '0' < b.month_end`;

const WHOLE_MONTH = `
  select sum(e.quantity) from usage_events e
   where e.tenant_id = t.id and e.meter = k.meter and e.occurred_at >= b.month_start and e.occurred_at < b.month_end`;

/**
 * $1 school, $2 moment, $3 meters. What each meter counts in the school's calendar month of the moment: what the ledger
 * has and what reservations hold. From the rows themselves, so that no way of writing the ledger leaves the budget behind.
 */
export const SPENT = `
  select k.meter, b.month_start, b.month_end, to_char(b.month, 'YYYY-MM-DD') as month,
         case when c.through is null then coalesce((${WHOLE_MONTH}), 0) else c.used + coalesce((${SINCE_COUNT}), 0) end::text as used,
         coalesce((select sum(r.quantity) from usage_reservations r
            where r.tenant_id = t.id and r.meter = k.meter and r.state = 'held' and r.expires_at > $2), 0)::text as held,
         c.through is null or c.through < now() - interval '20 minutes' as is_old
  ${MONTH_OF_SCHOOL}
   where t.id = $1`;

/**
 * $1 school, $2 moment, $3 meters. Moves the counts on to ten minutes ago: statements end after 30 seconds and idle
 * transactions too, so whatever was begun before then is written. To be run under the lock of the caps.
 */
export const MOVE_COUNTS = `
  insert into budget_counts (tenant_id, meter, month, through, used)
  select t.id, k.meter, b.month, h.through,
         case when c.through is null then coalesce((${WHOLE_MONTH} and e.created_at <= h.through), 0)
              else c.used + coalesce((${SINCE_COUNT} and e.created_at <= h.through), 0) end
  ${MONTH_OF_SCHOOL}
   cross join lateral (select now() - interval '10 minutes' as through) h
   where t.id = $1
  on conflict (tenant_id, meter, month) do update set through = excluded.through, used = excluded.used
   where budget_counts.through < excluded.through`;

/** $1 meters. In one order for everybody, so that two never wait for each other; the lock says who takes the last cents. */
export const LOCK_CAPS = `
  select meter, monthly_cents, is_hard from budget_caps where meter = any($1) order by meter for update`;

/** $1 school. */
export const CAPS = `
  select meter, monthly_cents, is_hard from budget_caps where tenant_id = $1 order by meter`;

/** $1 meter, $2 cents, $3 hard, $4 moment. */
export const SET_CAP = `
  insert into budget_caps (meter, monthly_cents, is_hard, updated_at) values ($1, $2, $3, $4)
  on conflict (tenant_id, meter) do update
     set monthly_cents = excluded.monthly_cents, is_hard = excluded.is_hard, updated_at = excluded.updated_at`;

/** $1 meter, $2 quantity, $3 source, $4 event, $5 moment, $6 until. */
export const RESERVE = `
  insert into usage_reservations (meter, quantity, source, event_id, reserved_at, expires_at) values ($1, $2, $3, $4, $5, $6)`;

/** $1 source, $2 event, $3 state. */
export const SETTLE_RESERVATION = `
  update usage_reservations set state = $3 where source = $1 and event_id = $2 and state = 'held'`;

/** $1 month, $2 subject, $3 marks, $4 facts. Those that were not raised yet, the lowest first. */
export const RAISE_ALERT = `
  with raised as (
    insert into usage_alerts (month, subject, percent, facts)
    select $1::date, $2, mark, $4::jsonb from unnest($3::int[]) as mark on conflict do nothing returning percent
  )
  select percent from raised order by percent`;

/** $1 moment. What was held for work that never ended; counted no more since it expired, and free to be reserved anew. */
export const SWEEP_RESERVATIONS = `
  delete from usage_reservations where state = 'held' and expires_at <= $1`;
