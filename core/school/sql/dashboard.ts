// The start page's numbers, one statement a page: one round trip instead of eight, and all of one moment. They run
// under the school's scope, so row-level security names the school.

/**
 * $1 today, $2 the day the trend may start, $3 pupils the viewer may see (null: all), $4 classes the viewer may
 * open (null: all), $5 time zone of the school. A pupil's day is the mark of the day; where only lessons were
 * marked, somebody absent from every one of them counts as absent. The first day is a parameter, so that only the
 * partitions of these days are read. 2,500 pupils, 14 days of marks (35,000 rows) among 87,500: 46 ms; with six
 * lessons a day marked as well (245,000 rows): 128 ms.
 */
export const SCHOOL_DASHBOARD = `
  with school_days as (
    select date from attendance_registers
     where date between $2 and $1
       and ($4::uuid[] is null or coalesce(classroom_id, class_offering_id) = any($4))
     group by date order by date desc limit 14
  ), pupil_days as (
    select a.date, a.student_id,
           coalesce(max(a.status::text) filter (where a.class_offering_id is null),
                    case when bool_and(a.status = 'absent') then 'absent'
                         when bool_or(a.status = 'late') then 'late' else 'present' end) as status
      from attendance a
     where a.date between $2 and $1 and a.date in (select date from school_days)
       and ($3::uuid[] is null or a.student_id = any($3))
     group by a.date, a.student_id
  ), days as (
    select date, count(*)::int as marked,
           count(*) filter (where status = 'absent')::int as absent,
           count(*) filter (where status = 'late')::int as late
      from pupil_days group by date
  ), classes as (
    select 'classroom' as kind, c.id from classrooms c
     where exists (select from enrollments e where e.classroom_id = c.id and e.status = 'active')
    union all
    select 'offering', o.id from class_offerings o
     where exists (select from class_members m where m.class_offering_id = o.id)
  )
  select (select count(*)::int from students
           where status = 'active' and ($3::uuid[] is null or id = any($3))) as students,
         (select coalesce(json_agg(days order by date), '[]') from days) as days,
         (select json_object_agg(kind, json_build_object('total', total, 'taken', taken))
            from (select k.kind, count(*)::int as total, count(r.id)::int as taken
                    from classes k
                    left join attendance_registers r on r.date = $1
                         and coalesce(r.classroom_id, r.class_offering_id) = k.id
                   where $4::uuid[] is null or k.id = any($4)
                   group by k.kind) t) as registers,
         (select json_build_object(
                   'today', count(*) filter (where sent_at >= $1::date::timestamp at time zone $5),
                   'month', count(*),
                   'waiting', (select count(*) from notifications where status in ('queued', 'sending')))
            from notifications
           where status = 'sent' and sent_at >= date_trunc('month', $1::date::timestamp) at time zone $5) as messages,
         (select coalesce(json_agg(json_build_object('name', p.name, 'nameAr', p.name_ar, 'state', i.state) order by p.name), '[]')
            from plugins p left join plugin_installs i on i.plugin_id = p.id and i.state::text <> 'purged'
           where p.category = 'communication') as messengers`;

/**
 * $1 the children (or the pupil itself), $2 today, $3 first day of the last 30, $4 the role of the viewer. What a
 * family wants to know first: was my child there today, how was the month, what does the school say.
 */
export const FAMILY_DASHBOARD = `
  with marks as (
    select a.student_id, a.date, a.status::text as status, a.code, a.minutes, a.class_offering_id
      from attendance a where a.student_id = any($1) and a.date between $3 and $2
  )
  select (select coalesce(json_agg(json_build_object(
                   'id', s.id, 'name', s.display_name, 'nameAr', s.display_name_ar,
                   'class', c.title, 'classAr', c.title_ar, 'today', t.mark,
                   'absent', coalesce(m.absent, 0), 'late', coalesce(m.late, 0), 'days', coalesce(m.days, 0))
                   order by s.display_name, s.id), '[]')
            from students s
            left join lateral (
              select k.title, k.title_ar from enrollments e join classrooms k on k.id = e.classroom_id
               where e.student_id = s.id and e.status = 'active' order by e.created_at desc limit 1) c on true
            left join lateral (
              select json_build_object('status', n.status, 'title', coalesce(ac.title, n.code),
                                       'titleAr', coalesce(ac.title_ar, n.code), 'minutes', n.minutes) as mark
                from marks n left join attendance_codes ac on ac.code = n.code
               where n.student_id = s.id and n.date = $2 and n.class_offering_id is null limit 1) t on true
            left join lateral (
              select count(*)::int as days, count(*) filter (where n.status = 'absent')::int as absent,
                     count(*) filter (where n.status = 'late')::int as late
                from marks n where n.student_id = s.id and n.class_offering_id is null) m on true
           where s.id = any($1)) as children,
         (select coalesce(json_agg(n), '[]')
            from (select id, title, title_ar as "titleAr", body, body_ar as "bodyAr", created_at as at
                    from announcements where target_role_id is null or target_role_id = $4
                   order by created_at desc, id limit 5) n) as news`;
