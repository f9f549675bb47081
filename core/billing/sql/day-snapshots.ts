import { TENANT_COLUMNS } from '../../tenancy/index.ts';

/**
 * $1 now, $2 a school or null for all. Schools one of whose days has ended since their last snapshot. Archived schools keep
 * what they have and are not counted any more.
 */
export const SCHOOLS_TO_COUNT = `
  select t.id, ${TENANT_COLUMNS}
    from tenants t
   where t.status <> 'archived' and ($2::uuid is null or t.id = $2)
     and not exists (select from day_snapshots s
                      where s.tenant_id = t.id
                        and s.day >= ($1::timestamptz at time zone t.time_zone::text)::date - 1)
   order by t.id`;

/**
 * $1 now, $2 time zone, $3 most days to look back. In the scope of the school. One row for each of its days that has ended and
 * has no snapshot, beginning with the subscription's period (or yesterday, without one).
 *
 * Students: those of now less what moved since the end of the day, which is exact for any past day. Storage: the files that
 * are there now and were there then, of add-ons and of the school itself; one that was deleted since is not counted, in the
 * school's favour. A school that moved
 * to another time zone may skip a day or have a shorter one, never the same day twice.
 */
export const COUNT_ENDED_DAYS = `
  with today as (
    select ($1::timestamptz at time zone $2)::date as day
  ), first as (
    select greatest(t.day - $3::int, coalesce(
             (select max(day) + 1 from day_snapshots),
             least(t.day - 1, (select (min(coalesce(current_period_start, starts_at)) at time zone $2)::date
                                 from subscriptions where status in ('trialing', 'active', 'past_due', 'suspended'))))) as day
      from today t
  ), days as (
    select d::date as day, (d::date + 1)::timestamp at time zone $2 as ends_at
      from first f, today t, generate_series(f.day::timestamp, (t.day - 1)::timestamp, interval '1 day') as d
  ), active as (
    select count(*) as now from students where status = 'active'
  )
  select to_char(d.day, 'YYYY-MM-DD') as day, d.ends_at,
         greatest(0, a.now - coalesce((select sum(delta) from active_student_changes c where c.changed_at >= d.ends_at), 0))::int as students,
         (coalesce((select sum(bytes) from plugin_files f where f.state <> 'leaving' and f.created_at < d.ends_at), 0)
           + coalesce((select sum(bytes) from stored_files f where f.created_at < d.ends_at), 0))::bigint as bytes
    from days d, active a
   order by d.day`;

/** $1 school, $2 rows {day, ends_at, students, bytes}, $3 now. A day that another process wrote stays as it is. */
export const ADD_SNAPSHOTS = `
  insert into day_snapshots (tenant_id, day, ends_at, active_students, storage_bytes, taken_at)
  select $1, r.day, r.ends_at, r.students, r.bytes, $3
    from jsonb_to_recordset($2::jsonb) as r(day date, ends_at timestamptz, students integer, bytes bigint)
  on conflict (tenant_id, day) do nothing`;

/**
 * $1 school, $2 start, $3 end. The peaks of the days that ended in a period. A day belongs to the period in which it ends; one
 * that ends together with the period is its last.
 */
export const PEAKS_OF = `
  select coalesce(max(active_students), 0)::int as students, coalesce(max(storage_bytes), 0)::bigint as bytes, count(*)::int as days
    from day_snapshots where tenant_id = $1 and ends_at > $2 and ends_at <= $3`;
