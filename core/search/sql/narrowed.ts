// The records that a narrowed viewer may find, as the row rules of the collections say. All run under the school's scope.

/** $1 pupils. Their guardians. */
export const GUARDIANS_OF =
  'select distinct guardian_id as id from student_guardians where student_id = any($1)';

/** $1 pupils, $2 whether the viewer is family, who sees no draft. */
export const INVOICES_OF = `select id from invoices where student_id = any($1) and (not $2::boolean or status <> 'draft')`;

/** $1 role. What is announced to everybody or to this role. */
export const NEWS_FOR_ROLE =
  'select id from announcements where target_role_id is null or target_role_id = $1 order by created_at desc limit 500';
