/**
 * The lower half of the start pages in one statement, under the school's scope. $1 today, $2 pupils the viewer may see
 * (null: all), $3 classes (null: all), $4 until when something is near, $5-$8 whether the viewer sees attendance, results, fees
 * and the structure. A part that is not to be seen is null and is not computed. Results of the year count when they are
 * published, invoices when they are issued. Whoever sees all pupils reads the numbers of classes that events keep.
 */
export const OVERVIEW = `
  select case when $5 then (
           select coalesce(json_agg(json_build_object('id', k.id, 'title', k.title, 'titleAr', k.title_ar) order by k.title, k.id), '[]')
             from (select c.id, c.title, c.title_ar from classrooms c join academic_years y on y.id = c.academic_year_id
                    where y.start_date <= $1 and y.end_date >= $1 and ($3::uuid[] is null or c.id = any($3))
                      and exists (select from enrollments e where e.classroom_id = c.id and e.status = 'active')
                      and not exists (select from attendance_registers r where r.date = $1 and r.classroom_id = c.id)
                    order by c.title, c.id limit 12) k) end as "notTaken",
         case when $6 then (
           select coalesce(json_agg(json_build_object('subject', b.title, 'subjectAr', b.title_ar, 'percent', m.percent, 'results', m.results) order by m.results desc, b.title), '[]')
             from (select k.subject_id, round(sum(k.sum) / sum(k.results) / 100, 1)::float8 as percent, sum(k.results)::int as results
                     from (select n.subject_id, n.published_sum as sum, n.published as results
                             from rollup_results n join academic_years y on y.id = n.academic_year_id
                            where $2::uuid[] is null and $1 between y.start_date and y.end_date and n.published > 0
                           union all
                           select e.subject_id, sum(round(r.score_hundredths * 100 / e.total_marks)), count(*)
                             from academic_years y join exam_results r on r.date between y.start_date and y.end_date
                             join exams e on e.id = r.exam_id and e.academic_year_id = y.id and e.published_at is not null and e.total_marks > 0
                            where $2::uuid[] is not null and r.student_id = any($2) and $1 between y.start_date and y.end_date
                              and r.score_hundredths is not null and r.status in ('graded', 'late', 'submitted')
                            group by e.subject_id) k
                    group by k.subject_id order by results desc limit 10) m
             join subjects b on b.id = m.subject_id) end as results,
         case when $7 then (
           select json_build_object(
                    'open', coalesce(sum(i.amount_minor - p.paid), 0)::float8,
                    'overdue', coalesce(sum(i.amount_minor - p.paid) filter (where i.due_date < $1), 0)::float8,
                    'overdueCount', count(*) filter (where i.due_date < $1 and i.amount_minor > p.paid),
                    'months', (
                      select coalesce(json_agg(json_build_object('month', m.month, 'paid', m.paid) order by m.month), '[]')
                        from (select left(d::text, 7) as month, (
                                select coalesce(sum(y.amount_minor), 0)::float8 from payments y
                                 where y.paid_on >= left(d::text, 7) || '-01' and y.paid_on <= left(d::text, 7) || '-31'
                                   and ($2::uuid[] is null or y.student_id = any($2))) as paid
                                from generate_series(date_trunc('month', $1::date) - interval '5 months', $1::date, interval '1 month') d) m))
             from invoices i
             cross join lateral (select coalesce(sum(amount_minor), 0) as paid from payments where invoice_id = i.id) p
            where i.status = 'open' and ($2::uuid[] is null or i.student_id = any($2))) end as fees,
         case when $8 then (
           select coalesce(json_agg(u order by u.date, u.title), '[]') from (
             select * from (
               select 'term' as kind, title, null as detail, null as "detailAr", start_date as date from terms where start_date > $1 and start_date <= $4
               union all
               select 'year', title, null, null, start_date from academic_years where start_date > $1 and start_date <= $4
               union all
               select 'exam', e.title, concat_ws(' · ', b.title, c.title), concat_ws(' · ', coalesce(b.title_ar, b.title), coalesce(c.title_ar, c.title)), e.date
                 from exams e join subjects b on b.id = e.subject_id left join classrooms c on c.id = e.classroom_id
                where $6 and e.date >= $1 and e.date <= $4
                  and ($2::uuid[] is null or e.classroom_id = any($3) or e.class_offering_id = any($3)
                    or exists (select from enrollments n where n.classroom_id = e.classroom_id and n.student_id = any($2) and n.status = 'active')
                    or exists (select from class_members n where n.class_offering_id = e.class_offering_id and n.student_id = any($2)))) a
              order by date, title limit 8) u) end as upcoming`;
