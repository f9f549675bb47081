/**
 * $1 first day of the month (YYYY-MM-DD), $2 time zone of the school, $3 rows a page, $4 rows to skip, $5 now, $6 a meter or null.
 *
 * The whole usage page in one statement, so that every number is of the same instant: with two, an entry written in
 * between would make the ledger and the shipments disagree on the screen. Days are the school's own: `occurred_at` is
 * compared with bounds that were computed once, so that the index (tenant, meter, occurred_at) stays usable, and
 * turned into a local day only for the rows of the month. The twelve months come from the shipments, which are a thousandth of
 * the ledger's rows; the chosen one from the ledger itself.
 */
export const USAGE_SUMMARY = `
  with bounds as (
    select $1::date as first_day,
           ($1::date)::timestamp at time zone $2 as month_start,
           ($1::date + interval '1 month') at time zone $2 as month_end,
           ($5::timestamptz at time zone $2)::date as today,
           (date_trunc('month', $5::timestamptz at time zone $2) - interval '11 months') at time zone $2 as year_start
  ), trials as (
    select s.starts_at, case when s.status = 'trialing' then coalesce(s.trial_ends_at, 'infinity')
             else least(s.trial_ends_at, case when s.trial_ends_at is not null then s.anchor_at end) end as ends_at
      from subscriptions s
  ), month_rows as (
    select e.id, e.meter, e.source, e.event_id, e.quantity, e.occurred_at, e.subject,
           exists (select from trials t where e.occurred_at >= t.starts_at and e.occurred_at < t.ends_at) as is_free
      from usage_events e, bounds b
     where e.occurred_at >= b.month_start and e.occurred_at < b.month_end
  ), month_totals as (
    select meter, sum(quantity) as total, count(*) as entries, coalesce(sum(quantity) filter (where is_free), 0) as free
      from month_rows group by meter
  ), day_totals as (
    select meter, (occurred_at at time zone $2)::date as day, sum(quantity) as quantity from month_rows group by 1, 2
  ), months as (
    select s.meter, to_char(s.window_start at time zone $2, 'YYYY-MM') as month, sum(s.value) as quantity
      from shipments s, bounds b
     where s.window_start >= b.year_start and s.purpose = 'usage' and s.state <> 'failed'
     group by 1, 2
  ), shipped as (
    select s.meter,
           sum(s.value) filter (where s.purpose = 'usage') as shipped,
           sum(s.value) filter (where s.purpose = 'usage' and s.way = 'meter_event' and s.state in ('acknowledged', 'confirmed')) as acknowledged,
           sum(s.value) filter (where s.purpose = 'usage' and s.way = 'meter_event' and s.state = 'confirmed') as confirmed,
           sum(s.value) filter (where s.purpose = 'usage' and s.way = 'trial') as free,
           sum(s.value) filter (where s.purpose = 'usage' and s.way = 'invoice_item') as late,
           max(s.acknowledged_at) as last_at,
           count(*) filter (where s.last_error is not null and s.state not in ('acknowledged', 'confirmed')) as troubled
      from shipments s, bounds b
     where s.window_start >= b.month_start and s.window_start < b.month_end and s.purpose <> 'state' and s.state <> 'failed'
     group by s.meter
  ), meters as (
    select meter from month_totals union select meter from months union select meter from shipped
  ), page as (
    select * from month_rows where $6::text is null or meter = $6 order by occurred_at desc, id limit $3 offset $4
  )
  select
    (select to_char(today, 'YYYY-MM-DD') from bounds) as today,
    (select extract(epoch from month_start) from bounds) as month_start,
    (select extract(epoch from month_end) from bounds) as month_end,
    (select coalesce(sum(entries), 0)::int from month_totals where $6::text is null or meter = $6) as entries,
    (select coalesce(jsonb_agg(jsonb_build_object(
              'meter', m.meter, 'total', coalesce(t.total, 0), 'free', coalesce(t.free, 0), 'entries', coalesce(t.entries, 0),
              'days', (select jsonb_agg(jsonb_build_object('label', to_char(d, 'YYYY-MM-DD'), 'value', coalesce(q.quantity, 0)) order by d)
                         from bounds b
                        cross join lateral generate_series(b.first_day::timestamp, b.first_day + interval '1 month' - interval '1 day', interval '1 day') as d
                         left join day_totals q on q.meter = m.meter and q.day = d::date),
              'months', (select jsonb_agg(jsonb_build_object('label', to_char(d, 'YYYY-MM'), 'value',
                                case when d::date = b.first_day then coalesce(t.total, 0) else coalesce(q.quantity, 0) end) order by d)
                         from bounds b
                        cross join lateral generate_series(date_trunc('month', b.today::timestamp) - interval '11 months',
                          date_trunc('month', b.today::timestamp), interval '1 month') as d
                         left join months q on q.meter = m.meter and q.month = to_char(d, 'YYYY-MM')),
              'shipped', coalesce(s.shipped, 0), 'acknowledged', coalesce(s.acknowledged, 0), 'confirmed', coalesce(s.confirmed, 0),
              'trial', coalesce(s.free, 0), 'late', coalesce(s.late, 0),
              'lastAt', s.last_at, 'troubled', coalesce(s.troubled, 0)) order by m.meter), '[]')
       from meters m
       left join month_totals t using (meter)
       left join shipped s using (meter)) as meters,
    (select coalesce(jsonb_agg(jsonb_build_object(
              'id', p.id, 'meter', p.meter, 'source', p.source, 'eventId', p.event_id, 'quantity', p.quantity,
              'occurredAt', p.occurred_at, 'isFree', p.is_free,
              'receipt', (select c.id from plugin_calls c join plugin_installs i on i.id = c.install_id
                           where c.event = p.subject and p.subject is not null limit 1))
              order by p.occurred_at desc, p.id), '[]') from page p) as ledger`;

/** $1 first day of the month, $2 time zone. The month's ledger in order, with the school's own clock. */
export const MONTH_LEDGER = `
  select to_char(occurred_at at time zone $2, 'YYYY-MM-DD HH24:MI:SS') as local_time, occurred_at, meter, quantity, source, event_id
    from usage_events
   where occurred_at >= ($1::date)::timestamp at time zone $2
     and occurred_at < ($1::date + interval '1 month') at time zone $2
   order by occurred_at, id`;

/**
 * $1 now. What a school was told and charged: for each month that an invoice counted, by meter, what the ledger holds, what Stripe
 * counted when the invoice was made, and what stands on invoices for it; newest first.
 */
export const INVOICED_USAGE = `
  select i.id as invoice, i.number, i.usage_start as "from", i.usage_end as until, u.meter,
         coalesce(l.total, 0)::float8 as ledger, i.usage_is_free as "isFree", st.stripe::float8 as stripe,
         coalesce(b.quantity, 0)::float8 as invoiced, coalesce(b.cents, 0)::float8 as cents
    from billing_invoices i
   cross join lateral (
     select code as meter from billing_invoice_lines n where n.invoice_id = i.id and n.kind = 'metered'
     union select e.meter from usage_statements e where e.scope = 'period' and e.from_at = i.usage_start
       and exists (select from price_books v, jsonb_array_elements(v.content -> 'meters') m
                    where v.version = i.usage_book_version and m ->> 'code' = e.meter)) u
    left join lateral (select sum(e.quantity) as total from usage_events e
      where e.meter = u.meter and e.occurred_at >= i.usage_start and e.occurred_at < i.usage_end) l on true
    left join usage_statements st on st.scope = 'period' and st.from_at = i.usage_start and st.meter = u.meter
    left join lateral (select sum(n.quantity) as quantity, sum(n.amount_cents) as cents
      from billing_invoice_lines n join billing_invoices o on o.id = n.invoice_id
     where n.code = u.meter and n.kind in ('metered', 'late_usage') and n.period_start = i.usage_start and n.period_end = i.usage_end
       and o.state in ('open', 'paid', 'uncollectible')) b on true
   where i.usage_start is not null and i.number is not null and i.state in ('open', 'paid', 'uncollectible')
     and i.usage_end > $1::timestamptz - interval '400 days'
   order by i.usage_start desc, u.meter`;

/** $1 now. The days of the last 35 that were compared with Stripe, and those that differ. */
export const COMPARED_DAYS = `
  select count(distinct from_at)::int as days, max(checked_at) as "checkedAt",
         coalesce(jsonb_agg(jsonb_build_object('day', to_char(from_at at time zone 'UTC', 'YYYY-MM-DD'), 'meter', meter,
           'ledger', ledger - trial - late, 'stripe', stripe) order by from_at) filter (where difference <> 0), '[]') as differences
    from usage_statements
   where scope = 'day' and from_at > $1::timestamptz - interval '35 days'`;
