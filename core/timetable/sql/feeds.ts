// Calendar feeds. Run under the school's scope: a token of another school finds no row.

/** $1 hash, $2 account, $3 kind, $4 whose lessons, $5 language. */
export const ADD_FEED = `
  insert into calendar_feeds (token_hash, user_id, kind, subject_id, language) values ($1, $2, $3, $4, $5)
  returning id, created_at as "createdAt"`;

/** $1 hash. The feed, when it was not revoked and its owner's account is on. */
export const FIND_FEED = `
  select f.id, f.user_id as "userId", f.kind, f.subject_id as "subjectId", f.language
    from calendar_feeds f join users u on u.id = f.user_id and u.active is not false
   where f.token_hash = $1 and f.revoked_at is null`;

/** $1 feed. At most once an hour: programs ask often. */
export const NOTE_READING = `
  update calendar_feeds set last_read_at = now()
   where id = $1 and (last_read_at is null or last_read_at < now() - interval '1 hour')`;

/** $1 account. */
export const FEEDS_OF = `
  select f.id, f.kind, f.language, f.created_at as "createdAt", f.last_read_at as "lastReadAt",
         coalesce(t.display_name, c.title, s.display_name) as title,
         coalesce(t.display_name_ar, c.title_ar, s.display_name_ar, t.display_name, c.title, s.display_name) as "titleAr"
    from calendar_feeds f
    left join teachers t on f.kind = 'teacher' and t.id = f.subject_id
    left join classrooms c on f.kind = 'class' and c.id = f.subject_id
    left join students s on f.kind = 'student' and s.id = f.subject_id
   where f.user_id = $1 and f.revoked_at is null
   order by f.created_at desc, f.id`;

/** $1 feed, $2 account. */
export const REVOKE_FEED = `
  update calendar_feeds set revoked_at = now() where id = $1 and user_id = $2 and revoked_at is null returning id`;

/**
 * $1 account, $2 kind, $3 whose lessons. Whether the account may see this timetable now, and the names of teachers in it: with the permission on the
 * school's structure, a teacher the own one and those of classes, a family those of its pupils and of their classes.
 */
export const MAY_SEE = `
  select exists (
    select from users u join role_permissions p on p.role_id = u.role_id and p.code = 'teachers.read' where u.id = $1) as "seesTeachers",
  exists (
    select from users u join roles r on r.id = u.role_id
      join role_permissions p on p.role_id = r.id and p.code = 'structure.read'
     where u.id = $1 and u.active is not false
       and case $2
         when 'teacher' then exists (select from teachers t where t.id = $3)
           and (r.row_scope = 'school' or (r.row_scope = 'own_classes' and u.teacher_id = $3))
         when 'class' then exists (select from classrooms c where c.id = $3)
           and (r.row_scope in ('school', 'own_classes') or exists (
             select from enrollments e where e.classroom_id = $3 and e.status = 'active' and (e.student_id = u.student_id
               or exists (select from student_guardians g join guardians a on a.id = g.guardian_id and a.active is not false
                           where g.student_id = e.student_id and g.guardian_id = u.guardian_id and g.may_see_records))))
         else exists (select from students s where s.id = $3)
           and (r.row_scope = 'school' or (r.row_scope = 'self' and u.student_id = $3)
             or (r.row_scope = 'own_children' and exists (
               select from student_guardians g join guardians a on a.id = g.guardian_id and a.active is not false
                where g.student_id = $3 and g.guardian_id = u.guardian_id and g.may_see_records)))
       end) as may`;
