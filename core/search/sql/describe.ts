import type { SearchKind } from '../services/kinds.ts';

/**
 * $1 records. What people read of each kind of result: title, what tells it from others of that title, and whether it is
 * active. Read from the records themselves, so that a result never shows an old name.
 */
export const DESCRIBE: Record<SearchKind, string> = {
  student: `
    select s.id, s.display_name as title, s.display_name_ar as "titleAr", s.status = 'active' as active,
           concat_ws(' · ', s.admission_number, p.title) as detail, concat_ws(' · ', s.admission_number, coalesce(p.title_ar, p.title)) as "detailAr"
      from students s left join lateral (
        select c.title, c.title_ar from enrollments e join classrooms c on c.id = e.classroom_id
         where e.student_id = s.id and e.status = 'active' order by e.start_date desc nulls last, e.created_at desc limit 1) p on true
     where s.id = any($1)`,
  guardian: `
    select g.id, g.display_name as title, g.display_name_ar as "titleAr", g.active is not false as active,
           concat_ws(' · ', g.phone, (select string_agg(s.display_name, ', ' order by s.display_name)
             from student_guardians l join students s on s.id = l.student_id where l.guardian_id = g.id and ($2::uuid[] is null or s.id = any($2)))) as detail,
           concat_ws(' · ', g.phone, (select string_agg(coalesce(s.display_name_ar, s.display_name), '، ' order by s.display_name)
             from student_guardians l join students s on s.id = l.student_id where l.guardian_id = g.id and ($2::uuid[] is null or s.id = any($2)))) as "detailAr"
      from guardians g where g.id = any($1)`,
  teacher: `
    select id, display_name as title, display_name_ar as "titleAr", active is not false as active, staff_number as detail, staff_number as "detailAr"
      from teachers where id = any($1)`,
  class: `
    select c.id, c.title, c.title_ar as "titleAr", y.current is true as active,
           concat_ws(' · ', g.title, y.title) as detail, concat_ws(' · ', coalesce(g.title_ar, g.title), y.title) as "detailAr"
      from classrooms c join academic_years y on y.id = c.academic_year_id left join grade_levels g on g.id = c.grade_level_id
     where c.id = any($1)`,
  lessonGroup: `
    select o.id, o.title, null as "titleAr", y.current is true as active,
           concat_ws(' · ', b.title, c.title, y.title) as detail, concat_ws(' · ', coalesce(b.title_ar, b.title), coalesce(c.title_ar, c.title), y.title) as "detailAr"
      from class_offerings o join academic_years y on y.id = o.academic_year_id join subjects b on b.id = o.subject_id
      left join classrooms c on c.id = o.classroom_id
     where o.id = any($1)`,
  subject: `select id, title, title_ar as "titleAr", true as active, code as detail, code as "detailAr" from subjects where id = any($1)`,
  invoice: `
    select i.id, i.number as title, i.number as "titleAr", i.status <> 'void' as active,
           s.display_name as detail, coalesce(s.display_name_ar, s.display_name) as "detailAr"
      from invoices i join students s on s.id = i.student_id where i.id = any($1)`,
  file: `
    select f.id, f.name as title, f.name as "titleAr", f.state = 'stored' as active, p.name as detail, coalesce(p.name_ar, p.name) as "detailAr"
      from plugin_files f join plugin_installs i on i.id = f.install_id join plugins p on p.id = i.plugin_id
     where f.id = any($1) and f.state = 'stored'`,
  announcement: `
    select id, title, title_ar as "titleAr", true as active, left(created_at::text, 10) as detail, left(created_at::text, 10) as "detailAr"
      from announcements where id = any($1)`,
};
