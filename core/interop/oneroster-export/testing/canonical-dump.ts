import type pg from 'pg';

const key = (alias: string) => `coalesce(${alias}.sourced_id, ${alias}.id::text)`;
const name = (alias: string) =>
  [
    'given_name',
    'middle_name',
    'family_name',
    'given_name_ar',
    'middle_name_ar',
    'family_name_ar',
    'display_name',
    'display_name_ar',
    'email',
    'phone',
  ]
    .map((column) => `'${column}', ${alias}.${column}`)
    .join(', ');

/** What a school has, by the keys that other systems know and by values; nothing of ids, times or the order of rows. */
const CONTENT: Record<string, string> = {
  academicYears: `select ${key('y')} as k, jsonb_build_array(y.title, y.start_date, y.end_date, coalesce(y.current, false)) as v
    from academic_years y where y.tenant_id = $1`,
  terms: `select ${key('t')} as k, jsonb_build_array(t.title, t.kind, ${key('y')}, t.start_date, t.end_date) as v
    from terms t join academic_years y on y.id = t.academic_year_id where t.tenant_id = $1`,
  gradeLevels: `select g.code as k, jsonb_build_array(g.title, g.title_ar, g."order") as v
    from grade_levels g where g.tenant_id = $1`,
  subjects: `select ${key('s')} as k, jsonb_build_array(s.title, s.title_ar, s.code, s.credit_hours, s.subject_group) as v
    from subjects s where s.tenant_id = $1`,
  classrooms: `select ${key('c')} as k, jsonb_build_array(c.title, c.title_ar, c.code, g.code, ${key('y')}, c.capacity, c.room) as v
    from classrooms c join academic_years y on y.id = c.academic_year_id left join grade_levels g on g.id = c.grade_level_id
    where c.tenant_id = $1`,
  classOfferings: `select ${key('o')} as k, jsonb_build_array(o.title, o.code, ${key('s')}, ${key('c')}, ${key('t')}, ${key('y')},
      ${key('m')}, o.period, o.room) as v
    from class_offerings o join subjects s on s.id = o.subject_id join academic_years y on y.id = o.academic_year_id
    left join classrooms c on c.id = o.classroom_id left join terms t on t.id = o.term_id left join teachers m on m.id = o.teacher_id
    where o.tenant_id = $1`,
  students: `select ${key('s')} as k, jsonb_build_object(${name('s')}, 'number', s.admission_number, 'status', s.status,
      'grade', g.code, 'born', s.birth_date, 'sex', s.sex) as v
    from students s left join grade_levels g on g.id = s.grade_level_id where s.tenant_id = $1`,
  teachers: `select ${key('t')} as k, jsonb_build_object(${name('t')}, 'number', t.staff_number, 'active', t.active) as v
    from teachers t where t.tenant_id = $1`,
  guardians: `select ${key('g')} as k, jsonb_build_object(${name('g')}, 'given', g.phone_as_given, 'language', g.language,
      'active', g.active) as v from guardians g where g.tenant_id = $1`,
  guardianLinks: `select ${key('s')} || ' ' || ${key('g')} as k, jsonb_build_array(l.relation, l.contact_order, l.may_see_records,
      l.sms_allowed, l.email_allowed, l.call_allowed) as v
    from student_guardians l join students s on s.id = l.student_id join guardians g on g.id = l.guardian_id where l.tenant_id = $1`,
  enrollments: `select ${key('e')} as k, jsonb_build_array(${key('s')}, ${key('c')}, ${key('y')}, e.status, e.start_date, e.end_date) as v
    from enrollments e join students s on s.id = e.student_id join academic_years y on y.id = e.academic_year_id
    left join classrooms c on c.id = e.classroom_id where e.tenant_id = $1`,
  classMembers: `select ${key('m')} as k, jsonb_build_array(${key('o')}, ${key('s')}, m.start_date, m.end_date) as v
    from class_members m join class_offerings o on o.id = m.class_offering_id join students s on s.id = m.student_id
    where m.tenant_id = $1`,
  classTeachers: `select ${key('a')} as k, jsonb_build_array(${key('t')}, ${key('c')}, ${key('o')}, a.primary, a.start_date, a.end_date) as v
    from class_teachers a join teachers t on t.id = a.teacher_id left join classrooms c on c.id = a.classroom_id
    left join class_offerings o on o.id = a.class_offering_id where a.tenant_id = $1`,
  gradeCategories: `select ${key('k')} as k, jsonb_build_array(k.title, k.title_ar, k.weight_hundredths, k.drop_lowest, ${key('o')}, ${key('y')}, k.sort) as v
    from grade_categories k left join class_offerings o on o.id = k.class_offering_id left join academic_years y on y.id = k.academic_year_id
    where k.tenant_id = $1`,
  gradeScales: `select ${key('g')} as k, jsonb_build_array(g.title, g.title_ar, g.type, ${key('o')}, ${key('y')}, g.pass_hundredths,
      (select jsonb_agg(jsonb_build_array(i.label, i.label_ar, i.from_hundredths, i.gpa_hundredths, i.passes, i."order") order by i.from_hundredths)
         from grade_scale_intervals i where i.scale_id = g.id)) as v
    from grade_scales g left join class_offerings o on o.id = g.class_offering_id left join academic_years y on y.id = g.academic_year_id
    where g.tenant_id = $1`,
  exams: `select ${key('x')} as k, jsonb_build_array(x.title, ${key('s')}, ${key('o')}, ${key('c')}, ${key('y')}, ${key('t')}, x.type,
      x.total_marks, x.date, x.description, x.assigned_on, x.resit_date, x.weight, x.sort, x.published_at, ${key('k')}) as v
    from exams x join subjects s on s.id = x.subject_id join academic_years y on y.id = x.academic_year_id
    left join class_offerings o on o.id = x.class_offering_id left join classrooms c on c.id = x.classroom_id
    left join terms t on t.id = x.term_id left join grade_categories k on k.id = x.category_id where x.tenant_id = $1`,
  examResults: `select ${key('r')} as k, jsonb_build_array(${key('s')}, ${key('x')}, ${key('y')}, r.date, r.score_hundredths, r.status,
      r.comment, r.text_score, coalesce(r.late, false), coalesce(r.attempt, 1)) as v
    from exam_results r join students s on s.id = r.student_id join exams x on x.id = r.exam_id
    join academic_years y on y.id = r.academic_year_id where r.tenant_id = $1`,
};

/** The content of a school, so that two schools can be compared: a sorted list of lines for each kind of record. */
export async function canonicalDump(admin: pg.Pool, tenantId: string): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const [kind, sql] of Object.entries(CONTENT)) {
    const { rows } = await admin.query(
      `select k, v::text as v from (${sql}) c order by k collate "C", v::text`,
      [tenantId],
    );
    dump[kind] = rows.map((row) => `${row.k} ${row.v}`);
  }
  return dump;
}
