// The matrix of roles. Runs under the school's scope, so no query names the school.

/** Every role with its permissions and how many users hold it; $1 role ids, or null for all. Oldest first. */
export const READ_ROLES = `
  select r.id, r.code, r.name, r.name_ar as "nameAr", r.row_scope as "rowScope", r.revision::int as revision,
         r.template_code as "templateCode", r.template_version::int as "templateVersion",
         array(select p.code from role_permissions p where p.role_id = r.id order by p.code) as permissions,
         (select count(*)::int from users u where u.role_id = r.id) as users
    from roles r
   where $1::uuid[] is null or r.id = any($1)
   order by r.created_at, r.id`;

/** $1 role ids. Holds the roles until the end of the transaction, always in the same order: two savers never wait for each other. */
export const LOCK_ROLES = 'select id from roles where id = any($1::uuid[]) order by id for update';

/** $1 role, $2 name, $3 name in Arabic, $4 row scope, $5 template version. */
export const CHANGE_ROLE = `
  update roles set name = $2, name_ar = $3, row_scope = $4::enum_roles_row_scope, template_version = $5, updated_at = now()
   where id = $1`;
