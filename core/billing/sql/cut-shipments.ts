/** Takes the cut's place in line; nobody else cuts until the transaction ends. $1 the name of the mark. */
export const TAKE_MARK = 'select snapshot::text as snapshot, at from usage_marks where name = $1 for update';

/** $1 name, $2 moment. */
export const FIRST_MARK = `
  insert into usage_marks (name, snapshot, at) values ($1, null, $2) on conflict (name) do nothing`;

/** $1 name, $2 snapshot or null, $3 moment. */
export const MOVE_MARK = 'update usage_marks set snapshot = $2::pg_snapshot, at = $3 where name = $1';

/**
 * $1 now. Keeps the instants at which a bill changes, from 40 days ago until the day after tomorrow: the end of a trial, the
 * current period, and the months counted from the anchor (usage is billed monthly on yearly plans too). Whole seconds, as at Stripe.
 */
export const NOTE_BOUNDARIES = `
  insert into usage_boundaries (tenant_id, at)
  select distinct s.tenant_id, date_trunc('second', b.at)
    from subscriptions s
   cross join lateral (
     select s.trial_ends_at as at
     union all select s.starts_at where s.status = 'trialing'
     union all select s.current_period_start
     union all select s.current_period_end
     union all
     select ((s.anchor_at at time zone 'UTC') + n * interval '1 month') at time zone 'UTC'
       from generate_series(
         (extract(year from $1::timestamptz) - extract(year from s.anchor_at))::int * 12
           + (extract(month from $1::timestamptz) - extract(month from s.anchor_at))::int - 2,
         (extract(year from $1::timestamptz) - extract(year from s.anchor_at))::int * 12
           + (extract(month from $1::timestamptz) - extract(month from s.anchor_at))::int + 1) as n
      where n >= 0) b
   where b.at between $1::timestamptz - interval '40 days' and $1::timestamptz + interval '2 days'
  on conflict do nothing`;

/**
 * $1 snapshot of the last cut, $2 most entries. Notes the hours of the oldest entries that the snapshot did not see, found by
 * the index on the transaction they were written in, and answers the snapshot that saw them too. An entry whose transaction
 * was open then is found when it commits, however late. The entries of one transaction are never parted.
 */
export const NOTE_NEW_HOURS = `
  with last as (
    select e.written_in as id from usage_events e
     where e.written_in >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(e.written_in, $1::pg_snapshot)
     order by e.written_in offset $2 limit 1
  ), noted as (
    insert into usage_hours_to_cut (tenant_id, meter, hour)
    select distinct e.tenant_id, e.meter, date_trunc('hour', e.occurred_at, 'UTC')
      from usage_events e
     where e.written_in >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(e.written_in, $1::pg_snapshot)
       and e.written_in <= coalesce((select id from last), '18446744073709551615'::xid8)
    on conflict do nothing
  ), now as (select pg_current_snapshot() as seen)
  select l.id is null as is_all,
         case when l.id is null then n.seen::text
              else format('%s:%s:%s', least(pg_snapshot_xmin(n.seen)::text::numeric, x.next), x.next,
                (select string_agg(i::text, ',' order by i) from pg_snapshot_xip(n.seen) i where i < l.id)) end as snapshot
    from now n left join last l on true
   cross join lateral (select l.id::text::numeric + 1 as next) x`;

/** Hours with shipments that lost their claim on the ledger: they are cut anew. */
export const NOTE_LOST_HOURS = `
  insert into usage_hours_to_cut (tenant_id, meter, hour)
  select distinct tenant_id, meter, date_trunc('hour', window_start, 'UTC')
    from shipments where state = 'needs_correction' and correction in ('replace', 'recut')
  on conflict do nothing`;

/** $1 school, $2 from, $3 until. Notes the hours in which ledger and shipments differ, and those in which a bill changes. */
export const NOTE_DIFFERENT_HOURS = `
  insert into usage_hours_to_cut (tenant_id, meter, hour)
  select $1, l.meter, l.hour
    from (select e.meter, date_trunc('hour', e.occurred_at, 'UTC') as hour, sum(e.quantity) as total from usage_events e
           where e.tenant_id = $1 and e.occurred_at >= $2 and e.occurred_at < $3 group by 1, 2) l
    left join (select s.meter, date_trunc('hour', s.window_start, 'UTC') as hour, sum(s.value) as total from shipments s
                where s.tenant_id = $1 and s.window_start >= $2 and s.window_start < $3 and s.purpose = 'usage' and s.state <> 'failed'
                  and not (s.state = 'needs_correction' and s.correction in ('replace', 'recut')) group by 1, 2) c
      on c.meter = l.meter and c.hour = l.hour
   where l.total is distinct from c.total
      or exists (select from usage_boundaries b where b.tenant_id = $1 and b.at > l.hour and b.at < l.hour + interval '1 hour')
  on conflict do nothing`;

/** Schools that may have usage. */
export const ALL_SCHOOLS = 'select id from tenants order by id';

/** The snapshot of now. */
export const CURRENT_SNAPSHOT = 'select pg_current_snapshot()::text as snapshot';

/**
 * $1 now, $2 most hours. Takes hours off the list and cuts new shipments: of each, split where a bill changes, one more
 * revision with what the ledger holds more than was shipped. The total is always counted anew from the ledger, so looking twice cuts
 * nothing twice. Revision and identifier follow from the rows alone.
 *
 * Where the ledger holds less than was shipped, a bill was changed inside an hour that was sent already: those shipments
 * are taken back and the hour is cut anew. The time told to Stripe is the last entry's own, inside the part and off its last second.
 *
 * The list is read by the places of its rows: a join of it with itself was planned by how long it was when somebody last
 * looked, two thousand times seventy thousand rows.
 */
export const CUT_HOURS = `
  with dirty as materialized (
    delete from usage_hours_to_cut d
     where d.ctid = any (array(select ctid from usage_hours_to_cut limit $2))
    returning d.tenant_id, d.meter, d.hour
  ), segments as (
    select d.tenant_id, d.meter, s.start,
           lead(s.start, 1, d.hour + interval '1 hour') over (partition by d.tenant_id, d.meter, d.hour order by s.start) as until
      from dirty d
     cross join lateral (
       select d.hour as start
       union
       select b.at from usage_boundaries b where b.tenant_id = d.tenant_id and b.at > d.hour and b.at < d.hour + interval '1 hour') s
  ), counted as (
    select g.*, coalesce(l.total, 0) as total, l.last_at, coalesce(s.total, 0) as shipped, coalesce(s.revision, 0) + 1 as revision,
           coalesce(l.total, 0) - case when l.total < s.total then 0 else coalesce(s.total, 0) end as value
      from segments g
     cross join lateral (
       select sum(e.quantity) as total, max(e.occurred_at) as last_at from usage_events e
        where e.tenant_id = g.tenant_id and e.meter = g.meter and e.occurred_at >= g.start and e.occurred_at < g.until) l
     cross join lateral (
       select max(s.revision) as revision,
              sum(s.value) filter (where s.purpose = 'usage' and s.state <> 'failed'
                and not (s.state = 'needs_correction' and s.correction in ('replace', 'recut'))) as total
         from shipments s
        where s.tenant_id = g.tenant_id and s.meter = g.meter and s.window_start = g.start) s
  ), gone as (
    update shipments s
       set state = 'failed', updated_at = $1
      from dirty d
     where s.state = 'needs_correction' and s.correction = 'replace' and s.tenant_id = d.tenant_id and s.meter = d.meter
       and s.window_start >= d.hour and s.window_start < d.hour + interval '1 hour'
  ), taken_back as (
    update shipments s
       set state = (case when s.way <> 'meter_event' or (s.state = 'pending' and s.attempts = 0) then 'failed' else 'needs_correction' end)::enum_shipments_state,
           correction = 'recut', next_attempt_at = null, updated_at = $1
      from counted c
     where c.total < c.shipped and s.tenant_id = c.tenant_id and s.meter = c.meter and s.window_start = c.start
       and s.purpose = 'usage' and s.state <> 'failed'
       and not (s.state = 'needs_correction' and s.correction in ('replace', 'recut'))
    returning s.id
  ), made as (
    insert into shipments (tenant_id, meter, window_start, window_end, revision, value, event_timestamp, identifier, content_hash,
                           state, way, created_at, updated_at)
    select c.tenant_id, c.meter, c.start, c.until, c.revision, c.value,
           greatest(date_trunc('second', least(c.last_at, c.until - interval '2 seconds')), c.start),
           i.identifier, encode(sha256(convert_to(i.identifier || '|' || c.value::text, 'UTF8')), 'hex'),
           (case when w.way = 'trial' then 'confirmed' else 'pending' end)::enum_shipments_state,
           w.way::enum_shipments_way, $1, $1
      from counted c
     cross join lateral (select format('%s:%s:%s:%s', c.tenant_id, replace(c.meter, '/', ':'),
       to_char(c.start at time zone 'UTC', 'YYYYMMDDHH24MISS'), c.revision) as long) f
     cross join lateral (select case when length(f.long) <= 100 then f.long
       else left(f.long, 67) || ':' || left(encode(sha256(convert_to(f.long, 'UTF8')), 'hex'), 32) end as identifier) i
     cross join lateral (select case
       when exists (select from subscriptions t join tenants n on n.id = t.tenant_id
                     where t.tenant_id = c.tenant_id and c.start >= date_trunc('second', t.starts_at)
                       and c.start < date_trunc('second', case when t.status = 'trialing' then coalesce(t.trial_ends_at, n.trial_ends_at, 'infinity')
                         else least(t.trial_ends_at, case when t.trial_ends_at is not null then t.anchor_at end) end)) then 'trial'
       when c.start < $1::timestamptz - interval '34 days 12 hours' then 'invoice_item'
       when exists (select from billing_invoices p
                     where p.tenant_id = c.tenant_id and p.usage_start <= c.start and c.start < p.usage_end
                       and p.state in ('open', 'paid', 'uncollectible')) then 'invoice_item'
       else 'meter_event' end as way) w
     where c.total <> c.shipped and c.value > 0
    on conflict do nothing
    returning id
  )
  select (select count(*)::int from dirty) as hours, (select count(*)::int from made) as made,
         (select count(*)::int from taken_back) as taken_back`;

/** $1 snapshot of the last cut: whether it is of this server's past. After a restore into another one it is not. */
export const IS_PAST_SNAPSHOT =
  'select pg_snapshot_xmax($1::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) as past';
