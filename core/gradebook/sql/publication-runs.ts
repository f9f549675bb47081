// One run over the lesson groups of a term. All run under the school's scope.

/**
 * $1 term, $2 lesson groups or null for all, $3 those the viewer may open or null for all, $4 classes or null, $5 grades or
 * null, $6 the term with the terms inside it. Lesson groups with assessments in one of these.
 */
export const GROUPS_OF_TERM = `
  select o.id, o.title, coalesce(g.state, 'draft') as state
    from class_offerings o
    left join classrooms c on c.id = o.classroom_id
    left join grade_sheets g on g.class_offering_id = o.id and g.term_id = $1
   where exists (select from exams e where e.class_offering_id = o.id and e.term_id = any($6::uuid[]))
     and ($2::uuid[] is null or o.id = any($2)) and ($3::uuid[] is null or o.id = any($3))
     and ($4::uuid[] is null or o.classroom_id = any($4)) and ($5::uuid[] is null or c.grade_level_id = any($5))
   order by o.title, o.id`;

/**
 * $1 lesson groups, $2 term. How many cells nobody has filled: a pupil who is in the group on the day of an assessment and has
 * no result of it, not even "missing" or "exempt". Assessments of days to come are not asked for: $3 is today. With
 * EXCEPT it never becomes a loop over loops: as an anti-join it ran for more than 10 s on rows that were seeded a moment ago, before
 * the first statistics of their tables, and for 17 ms after them.
 */
export const EMPTY_CELLS = `
  select e.class_offering_id as id, count(*)::int as cells
    from (select x.id as exam_id, m.student_id
            from exams x
            join class_members m on m.class_offering_id = x.class_offering_id
             and (x.date is null or ((m.start_date is null or m.start_date <= x.date) and (m.end_date is null or m.end_date >= x.date)))
            join students s on s.id = m.student_id and s.status = 'active'
           where x.class_offering_id = any($1) and x.term_id = $2 and (x.date is null or x.date <= $3)
          except
          select r.exam_id, r.student_id from exam_results r
           where r.exam_id = any(array(select x.id from exams x where x.class_offering_id = any($1) and x.term_id = $2))) c
    join exams e on e.id = c.exam_id
   group by e.class_offering_id`;

/** $1 lesson groups, $2 term. The pupils families would see something of once these groups are published. */
export const PUPILS_OF_GROUPS = `
  select distinct m.student_id as id
    from class_members m join terms t on t.id = $2
   where m.class_offering_id = any($1)
     and (m.start_date is null or m.start_date <= t.end_date) and (m.end_date is null or m.end_date >= t.start_date)`;

/** $1 lesson groups, $2 the term around theirs. Those whose mark of that term is published. */
export const STANDING_GROUPS = `
  select o.id, o.title from grade_sheets g join class_offerings o on o.id = g.class_offering_id
   where g.class_offering_id = any($1) and g.term_id = $2 and g.state = 'published' order by o.title, o.id`;

/** $1 run. The pupils with a published mark in a lesson group of the run, whoever published it. */
export const PUBLISHED_PUPILS = `
  select distinct k.student_id as id
    from mark_publication_parts p
    join mark_publication_runs r on r.id = p.run_id
    join term_marks k on k.class_offering_id = any(p.offering_ids) and k.term_id = r.term_id
   where p.run_id = $1 and k.published_at is not null`;

/** $1 key, $2 term, $3 deed, $4 with empty cells, $5 telling, $6 note, $7 groups, $8 actor. */
export const START_RUN = `
  insert into mark_publication_runs (idempotency_key, term_id, deed, with_empty_cells, telling, note, groups, actor)
  values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant_id, idempotency_key) do nothing returning id`;

/** $1 run, $2 JSON [[lesson group, …], …]. */
export const PLAN_PARTS = `
  insert into mark_publication_parts (run_id, position, offering_ids)
  select $1, p.position, array(select jsonb_array_elements_text(p.ids)::uuid)
    from jsonb_array_elements($2::jsonb) with ordinality as p(ids, position)`;

/** $1 run. How far it is; what was left is gathered from its parts. */
export const READ_RUN = `
  select r.id, r.term_id, r.deed, r.telling, r.state, r.groups, r.messages, r.actor ->> 'label' as by,
         r.finished_at, extract(epoch from r.finished_at - r.started_at)::float8 as seconds,
         coalesce(sum(cardinality(p.offering_ids)) filter (where p.done_at is not null), 0)::int as done,
         coalesce(sum(p.sheets), 0)::int as sheets, coalesce(sum(p.marks), 0)::int as marks,
         coalesce(jsonb_agg(p.skipped order by p.position) filter (where p.skipped <> '[]'), '[]') as skipped
    from mark_publication_runs r join mark_publication_parts p on p.run_id = r.id
   where r.id = $1 group by r.id`;
