// What aggregates are counted from. Runs under the school's scope, so no query names the tenant.

/** The year that is counted: the current one, else the one of today ($1), else the latest. */
export const COUNTED_YEAR = `
  select id from academic_years
   order by current desc nulls last, ($1 between start_date and end_date) desc, start_date desc, id limit 1`;

/** $1 year. Each active pupil with the class of the year, or the grade where there is none. */
const PUPILS = `
  select s.id, coalesce(s.sex::text, 'unspecified') as sex,
         coalesce(c.id::text, 'none:' || coalesce(s.grade_level_id::text, '')) as unit,
         case when c.id is null then s.grade_level_id else c.grade_level_id end as grade_id
    from students s
    left join lateral (
      select e.classroom_id from enrollments e
       where e.student_id = s.id and e.status = 'active' and e.academic_year_id = $1
       order by e.created_at desc, e.id limit 1) e on true
    left join classrooms c on c.id = e.classroom_id
   where s.status = 'active'`;

/** $1 year. The units of the school with their pupils by sex. */
export const UNITS = `
  select unit as id, grade_id as "gradeId", jsonb_object_agg(sex, pupils) as "bySex"
    from (select unit, grade_id, sex, count(*)::int as pupils from (${PUPILS}) p group by 1, 2, 3) counted
   group by 1, 2 order by 1`;

/** $2 is [{unit, sex, part}]; without a sex all pupils of the unit are meant. */
const PARTS = 'jsonb_to_recordset($2::jsonb) as m(unit text, sex text, part text)';
const IN_PART = '(m.sex is null or m.sex = p.sex)';

/**
 * Sums shares into cells. One share a pupil and cell; its fingerprint tells a later count whether the pupil's share is still
 * the same. It is kept beside records of the same school under the same wall, so it need hide nothing.
 */
const cellsOf = (shares: string) => `
  select part, slice, sum(total) as total, sum(items)::int as items,
         array_agg(left(md5(pupil::text || ':' || total || ':' || items), 16)) as basis
    from (${shares}) shares group by part, slice`;

/** By measure: $1 year, $2 parts; for attendance $3, the first day of this month, which has not ended. */
export const CELLS = {
  students: cellsOf(`
    select m.part, '' as slice, p.id as pupil, 1::numeric as total, 1 as items
      from (${PUPILS}) p join ${PARTS} on m.unit = p.unit and ${IN_PART}`),
  // By the class of the mark and not that of today: whoever moves or joins changes no month that has ended.
  attendance: cellsOf(`
    select m.part, left(a.date, 7) as slice, a.student_id as pupil,
           count(*) filter (where a.status = 'absent')::numeric as total, count(*)::int as items
      from attendance a
      join (select id, coalesce(sex::text, 'unspecified') as sex from students) p on p.id = a.student_id
      join ${PARTS} on m.unit = a.classroom_id::text and ${IN_PART}
      join academic_years y on y.id = $1
     where a.class_offering_id is null and a.date between y.start_date and y.end_date and a.date < $3
     group by 1, 2, 3`),
  results: cellsOf(`
    select m.part, e.subject_id::text as slice, p.id as pupil,
           round(sum(r.score_hundredths / e.total_marks), 4) as total, count(*)::int as items
      from exam_results r
      join exams e on e.id = r.exam_id and e.total_marks > 0
      join (${PUPILS}) p on p.id = r.student_id
      join ${PARTS} on m.unit = p.unit and ${IN_PART}
     where r.academic_year_id = $1 and r.score_hundredths is not null and r.status in ('graded', 'late')
     group by 1, 2, 3`),
} as const;
