/** What is in the way of a year end. `asks` may be accepted by whoever commits; everything else must be mended first. */
export const BLOCKERS = {
  years_overlap: {
    asks: false,
    sql: `
    select t.id, t.title as label, t.title as "labelAr", null as detail
      from year_ends r join academic_years f on f.id = r.from_year_id join academic_years t on t.id = r.to_year_id
     where r.id = $1 and t.start_date <= f.end_date`,
  },
  pupil_undecided: {
    asks: false,
    sql: `
    select s.id, s.display_name as label, s.display_name_ar as "labelAr", s.admission_number as detail
      from year_ends r join students s on s.status = 'active'
     where r.id = $1 and not exists (select from year_end_decisions d where d.year_end_id = r.id and d.student_id = s.id)
       and (exists (select from enrollments e where e.student_id = s.id and e.academic_year_id = r.from_year_id and e.status = 'active')
         or not exists (select from enrollments n where n.student_id = s.id and n.academic_year_id = r.to_year_id))`,
  },
  pupil_without_class: {
    asks: false,
    sql: `
    select s.id, s.display_name as label, s.display_name_ar as "labelAr", s.admission_number as detail
      from year_end_decisions d join students s on s.id = d.student_id
     where d.year_end_id = $1 and d.outcome in ('promote', 'repeat') and d.from_class_id is null and d.to_class_id is null`,
  },
  pupil_without_grade: {
    asks: false,
    sql: `
    select s.id, s.display_name as label, s.display_name_ar as "labelAr", s.admission_number as detail
      from year_end_decisions d join students s on s.id = d.student_id
     where d.year_end_id = $1 and d.outcome in ('promote', 'repeat') and d.from_class_id is not null and d.from_grade_id is null and d.to_class_id is null`,
  },
  grade_without_next: {
    asks: false,
    sql: `
    select g.id, g.title as label, g.title_ar as "labelAr", count(*)::text as detail
      from year_end_decisions d join grade_levels g on g.id = d.from_grade_id
     where d.year_end_id = $1 and d.outcome = 'promote' and d.to_grade_id is null and d.to_class_id is null
     group by g.id, g.title, g.title_ar`,
  },
  grade_without_class: {
    asks: false,
    sql: `
    select g.id, g.title as label, g.title_ar as "labelAr", count(*)::text as detail
      from year_end_decisions d join grade_levels g on g.id = d.to_grade_id
     where d.year_end_id = $1 and d.outcome in ('promote', 'repeat') and d.from_class_id is not null and d.to_class_id is null
     group by g.id, g.title, g.title_ar`,
  },
  class_over_capacity: {
    asks: false,
    sql: `
    select k.id, k.title as label, k.title_ar as "labelAr", f.pupils || ' / ' || k.capacity::int as detail
      from year_ends r join classrooms k on k.academic_year_id = r.to_year_id and k.capacity is not null
      cross join lateral (
        select (select count(*) from year_end_decisions d where d.year_end_id = r.id and d.to_class_id = k.id and d.outcome in ('promote', 'repeat'))
             + (select count(*) from enrollments e where e.classroom_id = k.id and e.status = 'active') as pupils) f
     where r.id = $1 and f.pupils > k.capacity`,
  },
  already_enrolled: {
    asks: false,
    sql: `
    select e.id, s.display_name as label, s.display_name_ar as "labelAr", s.admission_number as detail
      from year_ends r join year_end_decisions d on d.year_end_id = r.id join students s on s.id = d.student_id
      join enrollments e on e.student_id = d.student_id and e.academic_year_id = r.to_year_id
     where r.id = $1`,
  },
  two_open_enrollments: {
    asks: false,
    sql: `
    select e.id, s.display_name as label, s.display_name_ar as "labelAr", y.title as detail
      from year_ends r join academic_years f on f.id = r.from_year_id
      join year_end_decisions d on d.year_end_id = r.id join students s on s.id = d.student_id
      join enrollments e on e.student_id = d.student_id and e.status = 'active' and e.academic_year_id not in (r.from_year_id, r.to_year_id)
      join academic_years y on y.id = e.academic_year_id
     where r.id = $1 and coalesce(e.end_date, y.end_date) >= f.start_date`,
  },
  unpublished_results: {
    asks: true,
    sql: `
    select x.id, x.title as label, null as "labelAr", x.date as detail
      from year_ends r join exams x on x.academic_year_id = r.from_year_id and x.published_at is null
     where r.id = $1 and exists (select from exam_results m where m.exam_id = x.id)`,
  },
} as const;

export type BlockerCode = keyof typeof BLOCKERS;

/** The first of what a statement finds, and how many there are. */
export const firstOf = (sql: string): string => `
  with found as materialized (${sql})
  select (select count(*)::int from found) as count,
         (select coalesce(json_agg(f), '[]') from (select * from found order by label, id limit 30) f) as items`;
