import { exclusiveEnd, type FileQuery, keyOf } from './file-query.ts';

/** Everybody with a record. One person can have several (a teacher whose child is here), all under one key. */
const PEOPLE = `
  select ${keyOf('s')} as key, 1 as rank, 'student' as role, s.given_name, s.middle_name, s.family_name,
         s.given_name_ar, s.middle_name_ar, s.family_name_ar, s.email, s.phone, null::text as sms,
         null::text as phone_as_given, null::text as language, s.admission_number as number,
         s.status = 'active' as enabled, s.status::text as status, s.id as student_id, s.grade_level_id, s.updated_at
    from students s
  union all
  select ${keyOf('t')}, 2, 'teacher', t.given_name, t.middle_name, t.family_name, t.given_name_ar, t.middle_name_ar,
         t.family_name_ar, t.email, t.phone, null, null, null, t.staff_number, t.active is not false, null, null, null,
         t.updated_at
    from teachers t
  union all
  select ${keyOf('g')}, 3, coalesce(
           (select case when bool_or(l.relation in ('father', 'mother', 'parent')) then 'parent'
                        when bool_or(l.relation = 'relative') then 'relative' end
              from student_guardians l where l.guardian_id = g.id), 'guardian'),
         g.given_name, g.middle_name, g.family_name, g.given_name_ar, g.middle_name_ar,
         g.family_name_ar, g.email, null, coalesce(g.phone, g.phone_as_given), g.phone_as_given, g.language::text, null,
         g.active is not false, null, null, null, g.updated_at
    from guardians g`;

// OneRoster has the guardians of a pupil as a list of ids; what they are to the pupil and may see travels as metadata.
const USERS = `
  with people as (${PEOPLE}),
  person as (select distinct on (key) * from people order by key, rank),
  several as (
    select key, max(sms) as sms, max(phone_as_given) as phone_as_given, max(language) as language,
           max(updated_at) as updated_at
      from people group by key),
  links as (
    select l.student_id, array_agg(${keyOf('g')} order by l.contact_order, ${keyOf('g')}) as agents,
           jsonb_agg(jsonb_build_object('id', ${keyOf('g')}, 'relation', l.relation, 'order', l.contact_order,
             'records', l.may_see_records, 'sms', l.sms_allowed, 'email', l.email_allowed, 'call', l.call_allowed)
             order by l.contact_order, ${keyOf('g')}) as details,
           max(l.updated_at) as updated_at
      from student_guardians l join guardians g on g.id = l.guardian_id
     group by l.student_id),
  placeless as (
    select e.student_id, max(e.updated_at) as updated_at,
           jsonb_agg(jsonb_build_object('id', ${keyOf('e')}, 'year', ${keyOf('y')}, 'status', e.status,
             'start', e.start_date, 'end', e.end_date) order by y.start_date, ${keyOf('e')}) as years
      from enrollments e join academic_years y on y.id = e.academic_year_id
     where e.classroom_id is null group by e.student_id)
  select p.key as "sourcedId", p.enabled as "enabledUser", coalesce(p.number, p.key) as username,
         p.given_name as "givenName", p.family_name as "familyName", p.middle_name as "middleName",
         p.number as identifier, p.email, v.sms, p.phone, l.agents as "agentSourcedIds", gl.code as grades,
         $1::text as "primaryOrgSourcedId", p.given_name_ar as "metadata.givenNameAr",
         p.middle_name_ar as "metadata.middleNameAr", p.family_name_ar as "metadata.familyNameAr",
         v.language as "metadata.language", p.status as "metadata.status", v.phone_as_given as "metadata.phoneAsGiven",
         case when p.student_id is not null then coalesce(l.details, '[]') end as "metadata.guardianLinks",
         case when p.student_id is not null then coalesce(n.years, '[]') end as "metadata.yearsWithoutClass",
         greatest(v.updated_at, l.updated_at, n.updated_at) as changed_at
    from person p join several v on v.key = p.key
    left join links l on l.student_id = p.student_id
    left join placeless n on n.student_id = p.student_id
    left join grade_levels gl on gl.id = p.grade_level_id`;

// A role belongs to its user and changes with the user; the first is the primary one of the only school.
const ROLES = `
  select case when length(p.key) > 240 then md5(p.key) else p.key end || '.' || p.role as "sourcedId",
         p.key as "userSourcedId",
         case when row_number() over (partition by p.key order by p.rank) = 1 then 'primary' else 'secondary' end
           as "roleType",
         p.role, $1::text as "orgSourcedId", max(p.updated_at) over (partition by p.key) as changed_at
    from (${PEOPLE}) p`;

const DEMOGRAPHICS = `
  select ${keyOf('s')} as "sourcedId", s.birth_date as "birthDate", s.sex::text as sex, s.updated_at as changed_at
    from students s where s.birth_date is not null or s.sex is not null`;

// A standard reader takes one main teacher at a time for a class, so only the first is called primary.
const ENROLLMENTS = `
  select ${keyOf('e')} as "sourcedId", ${keyOf('c')} as "classSourcedId", $1::text as "schoolSourcedId",
         ${keyOf('s')} as "userSourcedId", 'student' as role, null::boolean as "primary", e.start_date as "beginDate",
         coalesce(${exclusiveEnd('e.end_date')}, case when e.status = 'ended' then
           greatest(e.updated_at::date::text, e.start_date) end) as "endDate",
         e.status::text as "metadata.status", e.end_date as "metadata.lastDay", null::boolean as "metadata.primary",
         null::text as "metadata.kind", e.updated_at as changed_at
    from enrollments e join classrooms c on c.id = e.classroom_id join students s on s.id = e.student_id
  union all
  select ${keyOf('m')}, ${keyOf('o')}, $1::text, ${keyOf('s')}, 'student', null, m.start_date,
         ${exclusiveEnd('m.end_date')}, null, null, null, null, m.updated_at
    from class_members m join class_offerings o on o.id = m.class_offering_id join students s on s.id = m.student_id
  union all
  select ${keyOf('a')}, coalesce(${keyOf('c')}, ${keyOf('o')}), $1::text, ${keyOf('t')}, 'teacher',
         a.primary and row_number() over (partition by a.classroom_id, a.class_offering_id
           order by a.primary desc nulls last, a.start_date nulls first, ${keyOf('a')}) = 1,
         a.start_date, ${exclusiveEnd('a.end_date')}, null, null, a.primary, null, a.updated_at
    from class_teachers a join teachers t on t.id = a.teacher_id
    left join classrooms c on c.id = a.classroom_id
    left join class_offerings o on o.id = a.class_offering_id
   where c.id is not null or o.id is not null
  union all
  select 'main-' || o.id, ${keyOf('o')}, $1::text, ${keyOf('t')}, 'teacher',
         not exists (select from class_teachers a where a.class_offering_id = o.id and a.primary), null, null, null, null,
         null, 'mainTeacher', o.updated_at
    from class_offerings o join teachers t on t.id = o.teacher_id
   where not exists (select from class_teachers a where a.class_offering_id = o.id and a.teacher_id = o.teacher_id)`;

/** Everybody, their roles, births, and who is in which class. */
export const PEOPLE_QUERIES: readonly FileQuery[] = [
  { file: 'users', sql: USERS },
  { file: 'roles', sql: ROLES },
  { file: 'enrollments', sql: ENROLLMENTS },
  { file: 'demographics', sql: DEMOGRAPHICS },
];
