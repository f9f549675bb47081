// What charts are drawn from: tallies of classes by date, and for lists of pupils their days. Marks are never read. $1 first
// date, $2 last date, $3 classrooms (null: all). Run under the school's scope. Measured on two busy cores with a year of 2,500
// pupils in 80 classes, 450,000 days a school: 6 ms, 15 ms and 270 ms.

const IN_SPAN = `d.date between $1 and $2 and ($3::uuid[] is null or d.classroom_id = any($3))`;

const SUMS = `
  sum(d.recorded)::int as recorded, sum(d.absent)::int as absent, sum(d.unexcused)::int as unexcused, sum(d.late)::int as late`;

/** One row a date, for the lines of days and weeks. From days this took 300 ms. */
export const BY_DAY = `
  select d.date, ${SUMS} from attendance_tallies d where ${IN_SPAN} and d.recorded > 0 group by d.date order by d.date`;

/**
 * One row a class and weekday (0 is Sunday): the heat map, and summed up the classes and the grades. From days this took
 * 320 ms. The sums come first and the names after, so that a plan without statistics is no worse.
 */
export const BY_CLASS_AND_WEEKDAY = `
  with sums as materialized (
    select d.classroom_id, extract(dow from d.date::date)::int as weekday, ${SUMS}
      from attendance_tallies d where ${IN_SPAN} and d.recorded > 0 group by 1, 2)
  select s.classroom_id as class, c.title, c.title_ar, g.id as grade, g.title as grade_title, g.title_ar as grade_title_ar,
         s.weekday, s.recorded, s.absent, s.unexcused, s.late
    from sums s join classrooms c on c.id = s.classroom_id left join grade_levels g on g.id = c.grade_level_id
   order by g."order" nulls last, c.title, 1, s.weekday`;

const COUNTS = `
  count(*)::int as recorded,
  count(*) filter (where d.status = 'absent')::int as absent,
  count(*) filter (where d.status = 'absent' and not d.excused)::int as unexcused,
  count(*) filter (where d.status = 'late')::int as late`;

/**
 * $4 percentage of absence from which it is chronic, $5 days that must be recorded, $6 pupils to name in each list. The pupils
 * who are away most and those who are late most, with how many there are in all.
 */
export const BY_PUPIL = `
  with counted as (
    select d.student_id, ${COUNTS} from attendance_days d where ${IN_SPAN} group by d.student_id),
  ranked as (
    select *, recorded >= $5 and absent * 100 >= $4 * recorded as chronic,
           row_number() over (order by (recorded >= $5) desc, absent::float8 / recorded desc, student_id) as away_rank,
           row_number() over (order by late desc, student_id) as late_rank
      from counted)
  select s.id, s.display_name, s.display_name_ar, s.admission_number, r.recorded, r.absent, r.unexcused, r.late, r.chronic,
         r.away_rank::int, r.late_rank::int, (select count(*)::int from ranked where chronic) as chronic_count,
         (select count(*)::int from ranked) as pupils
    from ranked r join students s on s.id = r.student_id
   where (r.chronic and r.away_rank <= $6) or (r.late > 0 and r.late_rank <= $6)
   order by r.away_rank`;
