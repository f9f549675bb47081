/**
 * $1 first day of the month (YYYY-MM-DD), $2 time zone of the school, $3 rows a page, $4 rows to skip.
 *
 * The whole usage page in one statement, so that every number is of the same instant: with two, an entry written in
 * between would make the ledger and the shipments disagree on the screen. Days are the school's own: `occurred_at` is
 * compared with bounds that were computed once, so that the index (tenant, meter, occurred_at) stays usable, and
 * turned into a local day only for the rows of the range. Shipments are cut by whole hours, so for the comparison
 * the ledger is taken by the same hours; in a zone off by half an hour that is not exactly the month.
 */
export const USAGE_SUMMARY = `
  with bounds as (
    select $1::date as first_day,
           ($1::date)::timestamp at time zone $2 as month_start,
           ($1::date + interval '1 month') at time zone $2 as month_end,
           (now() at time zone $2)::date as today,
           ((now() at time zone $2)::date - 29)::timestamp at time zone $2 as chart_start
  ), month_rows as (
    select e.id, e.meter, e.source, e.event_id, e.quantity, e.occurred_at
      from usage_events e, bounds b
     where e.occurred_at >= b.month_start and e.occurred_at < b.month_end
  ), month_totals as (
    select meter, sum(quantity) as total, count(*) as entries from month_rows group by meter
  ), day_totals as (
    select e.meter, (e.occurred_at at time zone $2)::date as day, sum(e.quantity) as quantity
      from usage_events e, bounds b
     where e.occurred_at >= b.chart_start
     group by 1, 2
  ), hour_ledger as (
    select e.meter, sum(e.quantity) as total
      from usage_events e, bounds b
     where e.occurred_at >= date_trunc('hour', b.month_start) and e.occurred_at < date_trunc('hour', b.month_end)
     group by e.meter
  ), shipped as (
    select s.meter, sum(s.value) as shipped,
           coalesce(sum(s.value) filter (where s.state in ('acknowledged', 'confirmed')), 0) as acknowledged,
           max(s.sent_at) filter (where s.state in ('acknowledged', 'confirmed')) as last_at,
           count(*) filter (where s.last_error is not null and s.state not in ('acknowledged', 'confirmed')) as troubled
      from shipments s, bounds b
     where s.window_start >= date_trunc('hour', b.month_start) and s.window_start < date_trunc('hour', b.month_end)
     group by s.meter
  ), meters as (
    select meter from month_totals union select meter from day_totals union select meter from shipped
  ), page as (
    select * from month_rows order by occurred_at desc, id limit $3 offset $4
  )
  select
    (select to_char(today, 'YYYY-MM-DD') from bounds) as today,
    (select count(*)::int from month_rows) as entries,
    (select coalesce(jsonb_agg(jsonb_build_object(
              'meter', m.meter, 'total', coalesce(t.total, 0), 'entries', coalesce(t.entries, 0),
              'days', (select jsonb_agg(jsonb_build_object('day', to_char(d, 'YYYY-MM-DD'), 'quantity', coalesce(q.quantity, 0)) order by d)
                         from bounds b
                        cross join lateral generate_series((b.today - 29)::timestamp, b.today::timestamp, interval '1 day') as d
                         left join day_totals q on q.meter = m.meter and q.day = d::date),
              'ledger', coalesce(l.total, 0), 'shipped', coalesce(s.shipped, 0), 'acknowledged', coalesce(s.acknowledged, 0),
              'lastAt', s.last_at, 'troubled', coalesce(s.troubled, 0)) order by m.meter), '[]')
       from meters m
       left join month_totals t using (meter)
       left join hour_ledger l using (meter)
       left join shipped s using (meter)) as meters,
    (select coalesce(jsonb_agg(jsonb_build_object(
              'id', id, 'meter', meter, 'source', source, 'eventId', event_id, 'quantity', quantity, 'occurredAt', occurred_at)
              order by occurred_at desc, id), '[]') from page) as ledger`;

/** $1 first day of the month, $2 time zone. The month's ledger in order, with the school's own clock. */
export const MONTH_LEDGER = `
  select to_char(occurred_at at time zone $2, 'YYYY-MM-DD HH24:MI:SS') as local_time, occurred_at, meter, quantity, source, event_id
    from usage_events
   where occurred_at >= ($1::date)::timestamp at time zone $2
     and occurred_at < ($1::date + interval '1 month') at time zone $2
   order by occurred_at, id`;
