// What the wizard shows. All run under the school's scope.

/** $1 year end. */
export const READ_RUN = `
  select r.id, r.status, r.revision, r.failed_allowed as "failedAllowed", r.committed_by as "committedBy",
         r.committed_by_label as "committedByLabel", r.committed_at as "committedAt", r.undone_at as "undoneAt", r.turned_at as "turnedAt",
         json_build_object('id', f.id, 'title', f.title, 'startDate', f.start_date, 'endDate', f.end_date) as "from",
         json_build_object('id', t.id, 'title', t.title, 'startDate', t.start_date, 'endDate', t.end_date) as "to"
    from year_ends r join academic_years f on f.id = r.from_year_id join academic_years t on t.id = r.to_year_id
   where r.id = $1`;

/** Years with the move that leads out of them, newest first. */
export const READ_YEARS = `
  select y.id, y.title, y.start_date as "startDate", y.end_date as "endDate", y.current is true as current,
         (select r.id from year_ends r where r.from_year_id = y.id and r.status <> 'undone') as "runId",
         (select r.status from year_ends r where r.from_year_id = y.id and r.status <> 'undone') as "runStatus",
         (select count(*)::int from enrollments e where e.academic_year_id = y.id) as pupils,
         (select count(*)::int from classrooms c where c.academic_year_id = y.id) as classes
    from academic_years y order by y.start_date desc, y.id limit 60`;

/** $1 year end. How many pupils have which outcome, class by class; pupils without a class are last. */
export const COUNT_BY_CLASS = `
  select c.id, c.title, c.title_ar as "titleAr", g.title as grade, g.title_ar as "gradeAr",
         count(*)::int as pupils,
         count(*) filter (where d.outcome = 'promote')::int as promote, count(*) filter (where d.outcome = 'repeat')::int as repeat,
         count(*) filter (where d.outcome = 'leave')::int as leave, count(*) filter (where d.outcome = 'graduate')::int as graduate,
         (select string_agg(distinct k.title, ', ' order by k.title) from year_end_decisions o join classrooms k on k.id = o.to_class_id
           where o.year_end_id = $1 and o.outcome = 'promote' and o.from_class_id = c.id) as "toTitles"
    from year_end_decisions d
    left join classrooms c on c.id = d.from_class_id
    left join grade_levels g on g.id = c.grade_level_id
   where d.year_end_id = $1
   group by c.id, c.title, c.title_ar, g.title, g.title_ar, g."order"
   order by g."order" nulls last, c.title nulls last, c.id`;

/** $1 year end, $2 class (null: pupils without one). */
export const READ_PUPILS = `
  select s.id, s.display_name as name, s.display_name_ar as "nameAr", s.admission_number as "admissionNumber",
         d.outcome, d.reason, d.to_class_id as "toClassId", k.title as "toClass", k.title_ar as "toClassAr", d.exit_date as "exitDate", d.exit_reason as "exitReason",
         e.next_year as intention
    from year_end_decisions d join students s on s.id = d.student_id
    left join classrooms k on k.id = d.to_class_id
    left join enrollments e on e.id = d.enrollment_id
   where d.year_end_id = $1 and d.from_class_id is not distinct from $2::uuid
   order by s.display_name, s.id limit 500`;

/** $1 year end. The classes of the next year with how many will be in them. */
export const READ_NEXT_CLASSES = `
  select k.id, k.title, k.title_ar as "titleAr", k.grade_level_id as "gradeId", g.title as grade, g.title_ar as "gradeAr", k.capacity::int as capacity,
         (select count(*)::int from year_end_decisions d where d.year_end_id = r.id and d.to_class_id = k.id and d.outcome in ('promote', 'repeat')) as pupils
    from year_ends r join classrooms k on k.academic_year_id = r.to_year_id left join grade_levels g on g.id = k.grade_level_id
   where r.id = $1 order by g."order" nulls last, k.title, k.id`;

/**
 * $1 year, $2 pupils the viewer may see (null: all). The pupils of a year as they were: a year that has ended shows the names
 * and grades of its time, a running one those of today.
 */
export const READ_ROSTER = `
  select coalesce(e.class_title, c.title) as class, coalesce(e.class_title_ar, c.title_ar) as "classAr",
         coalesce(e.grade_title, g.title) as grade, coalesce(e.grade_title_ar, g.title_ar) as "gradeAr",
         s.id, coalesce(e.student_name, s.display_name) as name, coalesce(e.student_name_ar, s.display_name_ar) as "nameAr",
         s.admission_number as "admissionNumber", e.exit_code as "exitCode", e.exit_reason as "exitReason", e.repeating is true as repeating,
         e.start_date as "startDate", e.end_date as "endDate"
    from enrollments e join students s on s.id = e.student_id
    left join classrooms c on c.id = e.classroom_id
    left join grade_levels g on g.id = coalesce(e.grade_level_id, c.grade_level_id)
   where e.academic_year_id = $1 and ($2::uuid[] is null or e.student_id = any($2))
     and ($3::text is null or coalesce(e.class_title, c.title, '') = $3)
   order by g."order" nulls last, 1 nulls last, 6, s.id limit 500`;

/** $1 year, $2 pupils the viewer may see (null: all). The classes of a year as they were called. */
export const READ_ROSTER_CLASSES = `
  select coalesce(e.class_title, c.title, '') as class, min(coalesce(e.class_title_ar, c.title_ar)) as "classAr", count(*)::int as pupils
    from enrollments e left join classrooms c on c.id = e.classroom_id
    left join grade_levels g on g.id = coalesce(e.grade_level_id, c.grade_level_id)
   where e.academic_year_id = $1 and ($2::uuid[] is null or e.student_id = any($2))
   group by 1 order by min(g."order") nulls last, 1`;
