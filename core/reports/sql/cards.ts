// Cards and their steps. All run under the school's scope.

/** A pupil of a class of the term's year who is still enrolled, with the card that counts now. $1 term, $2 classes. */
export const PUPILS_OF_CLASSES = `
  select e.classroom_id, s.id as student_id, s.display_name, s.display_name_ar, s.given_name, s.given_name_ar,
         s.sex::text as sex, s.admission_number,
         k.id as card_id, k.state, k.version, k.number, k.publish_on, k.returned_note,
         (select count(*)::int from report_cards w where w.student_id = s.id and w.term_id = $1 and w.state = 'withdrawn') as withdrawn
    from enrollments e
    join terms t on t.id = $1 and t.academic_year_id = e.academic_year_id
    join students s on s.id = e.student_id
    left join report_cards k on k.student_id = s.id and k.term_id = t.id and k.state <> 'withdrawn'
   where e.classroom_id = any($2) and e.status = 'active' and s.status = 'active'
   order by s.display_name, s.id`;

/** $1 term, $2 classes. A draft for each pupil who has no card that counts; the version goes on from withdrawn ones. */
export const MAKE_DRAFTS = `
  insert into report_cards (student_id, term_id, academic_year_id, classroom_id, version)
  select e.student_id, t.id, t.academic_year_id, e.classroom_id,
         1 + coalesce((select max(w.version) from report_cards w where w.student_id = e.student_id and w.term_id = t.id), 0)
    from enrollments e join terms t on t.id = $1 and t.academic_year_id = e.academic_year_id
    join students s on s.id = e.student_id and s.status = 'active'
   where e.classroom_id = any($2) and e.status = 'active'
  on conflict do nothing
  returning id`;

/** $1 cards, $2 the states they may come from, $3 the new state, $4 the note of a return. */
export const MOVE = `
  update report_cards set state = $3, returned_note = case when snapshot is null then $4 else returned_note end, updated_at = now()
   where id = any($1) and state = any($2) returning id`;

/**
 * $1 JSON [{id, number, check_code, template, snapshot}]. Freezes cards; one that somebody else approved meanwhile is not
 * touched, and its number is found missing by the caller.
 */
export const FREEZE = `
  update report_cards k
     set state = 'approved', number = f.number, check_code = f.check_code, template = f.template, snapshot = f.snapshot,
         returned_note = null, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as f(id uuid, number text, check_code text, template text, snapshot jsonb)
   where k.id = f.id and k.state in ('draft', 'submitted') returning k.id`;

/** $1 cards, $2 date, $3 whom it tells. The day from which families see approved cards; a card that is out keeps its own. */
export const SCHEDULE = `
  update report_cards set publish_on = $2, telling = $3, updated_at = now()
   where id = any($1) and state = 'approved' returning id`;

/** $1 today at the school. Publishes what is due. Row by row the same however often it runs. */
export const PUBLISH_DUE = `
  update report_cards set state = 'published', published_at = now(), updated_at = now()
   where state = 'approved' and publish_on <= $1 returning id, student_id, term_id, telling`;

/** $1 cards, $2 step, $3 note, $4 who. */
export const NOTE_STEPS = `
  insert into report_card_steps (card_id, step, note, actor_label)
  select id, $2, $3, $4 from unnest($1::uuid[]) as id`;
