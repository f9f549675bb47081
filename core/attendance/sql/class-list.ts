import { DAY } from '../../school/index.ts';

// Who counts on the day of the year: members of those dates who are pupils of the school now.
const MEMBERS = `(m.start_date is null or m.start_date <= y.day) and (m.end_date is null or m.end_date >= y.day)
     and m.student_id not in (select id from gone)`;

/**
 * $1 the classes the viewer may open (null: all), $2 date. One statement for the whole board: the classes with pupils of the
 * years that the date lies in, and of the current one. Few people leave in a year, so that those are looked for and not the
 * others: 22 ms for 80 homerooms and 1,200 lesson groups with 37,500 members; 47 ms with a join to everybody who is there.
 */
export const LIST_CLASSES = `
  with years as materialized (
    select y.id, ${DAY} as day from academic_years y where y.current or $2 between y.start_date and y.end_date),
  gone as materialized (select id from students where status <> 'active'),
  homerooms as (
    select m.classroom_id as id, count(*) as pupils
      from years y join enrollments m on m.academic_year_id = y.id
     where m.status = 'active' and m.classroom_id is not null and ${MEMBERS} and ($1::uuid[] is null or m.classroom_id = any($1))
     group by 1),
  taken as materialized (select coalesce(classroom_id, class_offering_id) as id from attendance_registers where date = $2),
  board as (
    select 'classroom' as kind, c.id, c.title, c.title_ar, g.title as detail, g.title_ar as detail_ar, h.pupils, 1 as rank
      from homerooms h join classrooms c on c.id = h.id left join grade_levels g on g.id = c.grade_level_id
    union all
    select 'offering', f.id, f.title, b.title_ar || ' ' || c.title_ar, f.period, null, n.pupils, 2
      from years y join class_offerings f on f.academic_year_id = y.id
      cross join lateral (select count(*) as pupils from class_members m where m.class_offering_id = f.id and ${MEMBERS}) n
      join subjects b on b.id = f.subject_id left join classrooms c on c.id = f.classroom_id
     where n.pupils > 0 and ($1::uuid[] is null or f.id = any($1)))
  select k.kind, k.id, k.title, k.title_ar, k.detail, k.detail_ar, k.pupils, k.rank, k.id in (select id from taken) as taken
    from board k
   order by k.rank, k.title, k.id limit 1000`;
