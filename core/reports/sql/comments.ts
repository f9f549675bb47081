// Comments of a term. All run under the school's scope.

const columns = (comment: string) => `
  s.id as student_id, s.display_name, s.display_name_ar, s.given_name, s.given_name_ar, s.sex::text as sex,
  ${comment}.text_en, ${comment}.text_ar, ${comment}.conduct, ${comment}.revision,
  exists (select from report_cards k where k.student_id = s.id and k.term_id = $1 and k.state in ('approved', 'published')) as is_frozen`;

/** $1 term, $2 classroom. */
export const pupilsOfClassroomInTerm = `
  select ${columns('r')}
    from enrollments e
    join terms t on t.id = $1 and t.academic_year_id = e.academic_year_id
    join students s on s.id = e.student_id and s.status = 'active'
    left join report_comments r on r.student_id = s.id and r.term_id = $1 and r.class_offering_id is null
   where e.classroom_id = $2 and e.status = 'active'
   order by s.display_name, s.id`;

/** $1 term, $2 lesson group. */
export const pupilsOfOfferingInTerm = `
  select ${columns('r')}
    from class_members m
    join terms t on t.id = $1
    join class_offerings o on o.id = m.class_offering_id and o.academic_year_id = t.academic_year_id
    join students s on s.id = m.student_id and s.status = 'active'
    left join report_comments r on r.student_id = s.id and r.term_id = $1 and r.class_offering_id = o.id
   where m.class_offering_id = $2
     and (m.start_date is null or m.start_date <= t.end_date) and (m.end_date is null or m.end_date >= t.start_date)
   order by s.display_name, s.id`;

/**
 * $1 term, $2 lesson group or null, $3 JSON [{student, en, ar, conduct, revision}], $4 account. A comment that is newer
 * than the one the writer saw is not touched, and its row is not returned.
 */
export const SAVE_COMMENTS = `
  insert into report_comments as r (student_id, term_id, class_offering_id, text_en, text_ar, conduct, written_by_id)
  select c.student, $1::uuid, $2::uuid, c.en, c.ar, c.conduct, $4::uuid
    from jsonb_to_recordset($3::jsonb) as c(student uuid, en text, ar text, conduct text, revision int)
   where c.revision = coalesce((select k.revision from report_comments k where k.student_id = c.student and k.term_id = $1::uuid
                                   and k.class_offering_id is not distinct from $2::uuid), 0)
  on conflict (tenant_id, student_id, term_id, class_offering_id) do update
     set text_en = excluded.text_en, text_ar = excluded.text_ar, conduct = excluded.conduct,
         written_by_id = excluded.written_by_id, revision = r.revision + 1, updated_at = now()
  returning r.student_id`;
