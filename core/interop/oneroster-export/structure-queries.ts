import { HOMEROOM_COURSE, WHOLE_SCHOOL_CLASS } from '../rest/sql/parts.ts';
import { exclusiveEnd, type FileQuery, keyOf } from './file-query.ts';

/** What has no class of its own, an exam of several or a scale of the school, stands in one for the whole school. */
export const NEEDS_WHOLE_SCHOOL = `(exists (select from exams where class_offering_id is null and classroom_id is null)
  or exists (select from grade_scales where class_offering_id is null)) and exists (select from academic_years)`;

const ACADEMIC_SESSIONS = `
  select ${keyOf('y')} as "sourcedId", y.title, 'schoolYear' as type, y.start_date as "startDate",
         ${exclusiveEnd('y.end_date')} as "endDate", null::text as "parentSourcedId",
         left(y.end_date, 4) as "schoolYear", y.current as "metadata.current", y.updated_at as changed_at
    from academic_years y
  union all
  select ${keyOf('t')}, t.title, t.kind::text, t.start_date, ${exclusiveEnd('t.end_date')}, ${keyOf('y')},
         left(y.end_date, 4), null, t.updated_at
    from terms t join academic_years y on y.id = t.academic_year_id`;

// The grades of the school travel with it: OneRoster knows their codes alone, not what they are called or their order.
const ORGS = `
  select $1::text as "sourcedId", t.name, 'school' as type, t.subdomain as identifier, t.name_ar as "metadata.nameAr",
         (select jsonb_agg(jsonb_build_object('code', g.code, 'title', g.title, 'titleAr', g.title_ar, 'order', g."order")
                           order by g."order", g.code) from grade_levels g) as "metadata.gradeLevels",
         greatest(t.updated_at, (select max(g.updated_at) from grade_levels g)) as changed_at
    from tenants t where t.id::text = $1::text`;

const COURSES = `
  select ${keyOf('s')} as "sourcedId", s.title, s.code as "courseCode", $1::text as "orgSourcedId",
         s.title_ar as "metadata.titleAr", s.credit_hours as "metadata.creditHours", s.subject_group as "metadata.subjectGroup", null::text as "metadata.kind",
         s.updated_at as changed_at
    from subjects s
  union all
  select '${HOMEROOM_COURSE}', 'Homeroom', 'HOMEROOM', $1::text, null, null, null, 'homeroom',
         (select min(y.created_at) from academic_years y)
   where exists (select from classrooms) or ${NEEDS_WHOLE_SCHOOL}`;

const CLASSES = `
  select ${keyOf('c')} as "sourcedId", c.title, g.code as grades, '${HOMEROOM_COURSE}' as "courseSourcedId",
         c.code as "classCode", 'homeroom' as "classType", c.room as location, $1::text as "schoolSourcedId",
         array[${keyOf('y')}] as "termSourcedIds", null::text[] as periods,
         c.title_ar as "metadata.titleAr", c.capacity as "metadata.capacity",
         null::text as "metadata.homeroomSourcedId", null::text as "metadata.mainTeacherSourcedId",
         null::text as "metadata.period", null::text as "metadata.kind", c.updated_at as changed_at
    from classrooms c
    join academic_years y on y.id = c.academic_year_id
    left join grade_levels g on g.id = c.grade_level_id
  union all
  select ${keyOf('o')}, o.title, g.code, ${keyOf('s')}, o.code, 'scheduled', o.room, $1::text,
         case when t.id is null then array[${keyOf('y')}]
              when t.academic_year_id = o.academic_year_id then array[${keyOf('t')}]
              else array[${keyOf('y')}, ${keyOf('t')}] end,
         regexp_split_to_array(nullif(trim(o.period), ''), '\\s*,\\s*'),
         null, null, ${keyOf('c')}, ${keyOf('m')}, o.period, null, o.updated_at
    from class_offerings o
    join subjects s on s.id = o.subject_id
    join academic_years y on y.id = o.academic_year_id
    left join terms t on t.id = o.term_id
    left join classrooms c on c.id = o.classroom_id
    left join grade_levels g on g.id = c.grade_level_id
    left join teachers m on m.id = o.teacher_id
  union all
  select '${WHOLE_SCHOOL_CLASS}', t.name, null, '${HOMEROOM_COURSE}', null, 'ext:wholeSchool', null, $1::text,
         (select array_agg(${keyOf('y')} order by y.start_date, y.id) from academic_years y), null, null, null, null, null, null,
         'wholeSchool', (select min(y.created_at) from academic_years y)
    from tenants t where t.id::text = $1::text and ${NEEDS_WHOLE_SCHOOL}`;

/** Years, terms, the school, subjects and classes. */
export const STRUCTURE_QUERIES: readonly FileQuery[] = [
  { file: 'academicSessions', sql: ACADEMIC_SESSIONS },
  { file: 'orgs', sql: ORGS },
  { file: 'courses', sql: COURSES },
  { file: 'classes', sql: CLASSES },
];
