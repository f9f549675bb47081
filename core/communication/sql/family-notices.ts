// Who is told of results. A guardian counts for a pupil when the school sends messages to them and they may see the records;
// a pupil counts while at the school. All run under the school's scope.

const REACHED = `
  student_guardians l
  join guardians g on g.id = l.guardian_id and g.active
  join students s on s.id = l.student_id and s.status = 'active'`;
const WANTED = 'l.student_id = any($3::uuid[]) and l.sms_allowed and l.may_see_records';
const TOLD = `
  exists (select from family_notices n
           where n.term_id = $2 and n.kind = $1 and n.student_id = l.student_id and n.guardian_id = l.guardian_id)`;

/**
 * $1 kind, $2 term, $3 pupils, $4 occasion, $5 true for those told before too. One row for each guardian and pupil who was not
 * told on this occasion.
 */
export const NOTE_FAMILIES = `
  insert into family_notices (kind, term_id, guardian_id, student_id, occasion)
  select $1, $2, l.guardian_id, l.student_id, $4 from ${REACHED}
   where ${WANTED} and g.phone is not null and ($5 or not ${TOLD})
  on conflict (tenant_id, term_id, kind, student_id, guardian_id, occasion) do nothing
  returning guardian_id, student_id`;

/** $1 kind, $2 term, $3 pupils. How many guardians a message would reach, were told before, or have no number. */
export const COUNT_FAMILIES = `
  select count(*) filter (where has_number and is_new)::int as messages,
         count(*) filter (where has_number)::int as everybody,
         count(*) filter (where has_number and was_told)::int as told_before,
         count(*) filter (where not has_number)::int as without_number
    from (select l.guardian_id, bool_or(g.phone is not null) as has_number, bool_or(${TOLD}) as was_told,
                 bool_or(not ${TOLD}) as is_new
            from ${REACHED} where ${WANTED} group by l.guardian_id) f`;
