/**
 * A rule of the wall as the database's own catalogue shows it. `offenders` returns one row a breach; `breach` is SQL that
 * breaks the rule, to prove that it can fail.
 */
export type WallRule = { name: string; offenders: string; breach: string; caught: string };

/** Tables that name a school but may hold rows of none: their policies say who sees those. */
const SCHOOL_OPTIONAL = [
  'users',
  'outbox',
  'payload_preferences',
  'payload_preferences_rels',
  'audit_events',
  'user_credentials',
  'user_sessions',
  'user_totp',
  'user_recovery_codes',
  'one_time_tokens',
  'api_key_secrets',
  'api_access_tokens',
  'sso_secrets',
  'sso_identities',
];
const APP_ROLES = ['app_tenant', 'app_platform', 'daftar_app', 'daftar_app_next'];
/** Schema-wide bookkeeping that holds nothing of anybody. */
const OPEN_TABLES = [
  'daftar_migrations',
  'permissions',
  'plans',
  'plugins',
  'plugin_versions',
  'outbox_handled',
  'price_books',
  'price_book_parts',
];

/** What a suspended school may still write: signing in and out, passwords, mails about them, the trail, own views. */
const OPEN_WHILE_SUSPENDED = [
  'users_sessions',
  'user_sessions',
  'user_credentials',
  'user_totp',
  'user_recovery_codes',
  'one_time_tokens',
  'api_access_tokens',
  'sso_identities',
  'audit_events',
  'outbox',
  'payload_preferences',
  'payload_preferences_rels',
  'support_grants',
  'readiness_probe',
  // Taking its data along is open to every school.
  'plugin_exports',
  'export_runs',
];
/** What a school knows of children and families: nobody of the platform reads it. */
const CHILDREN = [
  ...['students', 'guardians', 'student_guardians', 'teachers', 'enrollments'],
  ...['search_terms', 'search_words', 'oneroster_tombstones', 'import_changes'],
  ...['attendance', 'attendance_archive', 'attendance_days', 'attendance_corrections'],
  ...['attendance_excuses', 'attendance_steps_reached', 'teacher_absences', 'covers'],
  ...['exam_results', 'exam_results_archive', 'exam_question_scores', 'rollup_results'],
  ...['term_marks', 'grade_publications', 'grade_sheets', 'year_end_members', 'year_end_decisions'],
  ...['report_cards', 'report_comments', 'report_card_steps', 'issued_papers', 'paper_files'],
  ...['invoices', 'payments', 'plugin_kv', 'plugin_records', 'plugin_caps'],
  ...['plugin_aggregate_books', 'plugin_aggregate_cells', 'plugin_aggregate_questions'],
];
/** The columns of `tenants` that are the school's own to choose. */
const OWN_SETTINGS = [
  'locale',
  'time_zone',
  'currency',
  'first_weekday',
  'weekend_days',
  'calendar_display',
  'digits',
  'require_second_factor',
  'admin_ip_allow_list',
  'name_ar',
  'brand_colour',
  'logo_key',
  'mail_from_name',
  'mail_reply_to',
  'updated_at',
];

/** Functions that read what the caller may read anyway; `take_seats` is what the triggers of seats run as the caller. */
const OPEN_FUNCTIONS = [
  'current_school',
  'is_plain_date',
  'billing_now',
  'entitlements',
  'may',
  'features_of',
  'take_seats',
  'parts_of_book',
  'partition_state',
  // What the triggers of results and marks run as the caller; they write an event of the caller's own school.
  'tell_rollup',
  'exam_keys',
  // Folding is plain arithmetic on texts; the rebuild runs as the caller, behind the wall.
  'fold_for_search',
  'search_terms_of',
  'letters_of',
  'rebuild_search',
];

const list = (names: string[]) => names.map((name) => `'${name}'`).join(', ');

/** Tables of schools: everything in public with a tenant_id, partitions apart (the way in is their parent). */
const SCHOOL_TABLES = `
  select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attnotnull
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;

const CURRENT_SCHOOL = String.raw`tenant_id = \( SELECT daftar\.current_school\(\) AS current_school\)`;

export const WALL_RULES: WallRule[] = [
  {
    name: 'every table of schools has row-level security, enabled and forced',
    offenders: `select relname as offender from (${SCHOOL_TABLES}) t where not (relrowsecurity and relforcerowsecurity)`,
    breach:
      'create table bad (id uuid primary key, tenant_id uuid not null); alter table bad enable row level security',
    caught: 'bad',
  },
  {
    name: 'every other table has row-level security or is known to be open',
    offenders: `select relname as offender from pg_class c
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and not (relrowsecurity and relforcerowsecurity) and relname not in (${list(OPEN_TABLES)})`,
    breach: 'create table bad (id uuid primary key)',
    caught: 'bad',
  },
  {
    name: 'every table of schools has a policy for app_tenant that names the school in USING and in WITH CHECK',
    offenders: `select relname as offender from (${SCHOOL_TABLES}) t
      where not exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = t.relname
        and p.roles = '{app_tenant}' and p.cmd = 'ALL' and p.qual ~ '${CURRENT_SCHOOL}' and p.with_check ~ '${CURRENT_SCHOOL}')`,
    breach: `create table bad (id uuid primary key, tenant_id uuid not null);
      create policy school on bad to app_tenant using (tenant_id = (select daftar.current_school()))`,
    caught: 'bad',
  },
  {
    name: 'no policy for app_tenant lets anything through but the current school',
    offenders: `select tablename as offender from pg_policies
      where schemaname = 'public' and ('app_tenant' = any(roles) or 'public' = any(roles) or 'daftar_app' = any(roles))
        and (coalesce(qual, 'none') !~ '^\\((tenant_id|id) = \\( SELECT daftar\\.current_school\\(\\) AS current_school\\)\\)$'
          or (cmd <> 'SELECT' and coalesce(with_check, 'none') !~ '^\\(${CURRENT_SCHOOL}\\)$'
            and not (tablename = 'tenants' and cmd = 'UPDATE'
              and with_check ~ '^\\(id = \\( SELECT daftar\\.current_school\\(\\) AS current_school\\)\\)$')))`,
    breach: 'create policy extra on students to app_tenant using (true) with check (true)',
    caught: 'students',
  },
  {
    name: 'the children’s records are closed to the platform role',
    offenders: `select tablename as offender from pg_policies
      where schemaname = 'public' and 'app_platform' = any(roles)
        and tablename in (${list(CHILDREN)})`,
    breach: 'create policy platform on students to app_platform using (true)',
    caught: 'students',
  },
  {
    name: 'tenant_id is never empty, but where a row may belong to no school',
    offenders: `select relname as offender from (${SCHOOL_TABLES}) t
      where not attnotnull and relname not in (${list(SCHOOL_OPTIONAL)})`,
    breach: 'alter table students alter column tenant_id drop not null',
    caught: 'students',
  },
  {
    name: 'every unique index of a school table starts with tenant_id',
    offenders: `select i.indexrelid::regclass::text as offender
      from (${SCHOOL_TABLES}) t join pg_index i on i.indrelid = t.oid
      where i.indisunique and not i.indisprimary
        and (select attname from pg_attribute where attrelid = t.oid and attnum = i.indkey[0]) is distinct from 'tenant_id'
        and pg_get_expr(i.indpred, i.indrelid) is distinct from '(tenant_id IS NULL)'`,
    breach: 'create unique index bad_idx on students (admission_number)',
    caught: 'bad_idx',
  },
  {
    name: 'every primary key of a school table is a random id, or starts with tenant_id',
    offenders: `select t.relname as offender from (${SCHOOL_TABLES}) t join pg_index i on i.indrelid = t.oid and i.indisprimary
      where not exists (select from pg_attribute a where a.attrelid = t.oid and a.attnum = any(i.indkey)
        and a.attname in ('id', 'tenant_id', 'user_id', 'key_id', 'connection_id') and a.atttypid in ('uuid'::regtype, 'varchar'::regtype, 'int4'::regtype))`,
    breach: 'create table bad (tenant_id uuid not null, code text primary key)',
    caught: 'bad',
  },
  {
    name: 'every reference between two tables of schools carries the school',
    offenders: `select conname as offender from pg_constraint c
      where c.contype = 'f' and c.conparentid = 0
        and c.conrelid in (select oid from (${SCHOOL_TABLES}) s) and c.confrelid in (select oid from (${SCHOOL_TABLES}) s)
        and c.conrelid::regclass::text not in ('payload_preferences_rels')
        and not (select bool_or(a.attname = 'tenant_id') from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any(c.conkey))`,
    breach: 'alter table invoices add column bad_id uuid constraint bad_ref references students (id)',
    caught: 'bad_ref',
  },
  {
    name: 'a reference that carries the school never clears or changes it',
    offenders: `select conname as offender from pg_constraint c
      where c.contype = 'f' and c.conparentid = 0 and c.confdeltype = 'n' and c.conrelid in (select oid from (${SCHOOL_TABLES}) s)
        and (c.confdelsetcols is null or exists (select from pg_attribute a where a.attrelid = c.conrelid
          and a.attnum = any(c.confdelsetcols) and a.attname = 'tenant_id'))
        and exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any(c.conkey) and a.attname = 'tenant_id')`,
    breach: `alter table invoices add column bad_id uuid,
      add constraint bad_ref foreign key (tenant_id, bad_id) references students (tenant_id, id) on delete set null`,
    caught: 'bad_ref',
  },
  {
    name: 'the roles of the application are not superuser, cannot pass row-level security, create nothing and own nothing',
    offenders: `select rolname as offender from pg_roles r where rolname in (${list(APP_ROLES)})
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
          or exists (select from pg_class where relowner = r.oid)
          or exists (select from pg_proc where proowner = r.oid)
          or exists (select from pg_namespace where nspowner = r.oid)
          or has_schema_privilege(r.oid, 'public', 'create') or has_schema_privilege(r.oid, 'daftar', 'create'))`,
    breach: 'create table bad (id uuid primary key); alter table bad owner to app_tenant',
    caught: 'app_tenant',
  },
  {
    name: 'the login can become the two roles and nobody else',
    offenders: `select g.rolname as offender from pg_auth_members m
      join pg_roles g on g.oid = m.roleid join pg_roles l on l.oid = m.member
      where l.rolname in (${list(APP_ROLES)}) and not (l.rolname in ('daftar_app', 'daftar_app_next') and g.rolname in ('app_tenant', 'app_platform'))`,
    breach: 'grant pg_read_all_data to daftar_app',
    caught: 'pg_read_all_data',
  },
  {
    name: 'the login itself has rights on no table before it takes a role',
    offenders: `select c.relname as offender from pg_class c cross join lateral aclexplode(c.relacl) g
      where c.relnamespace in ('public'::regnamespace, 'daftar'::regnamespace)
        and g.grantee in (0, (select oid from pg_roles where rolname = 'daftar_app'), (select oid from pg_roles where rolname = 'daftar_app_next'))`,
    breach: 'grant select on students to public',
    caught: 'students',
  },
  {
    name: 'no partition is granted: the way in is the parent',
    offenders: `select c.relname as offender from pg_class c cross join lateral aclexplode(c.relacl) g
      where c.relispartition and g.grantee <> c.relowner`,
    breach: 'grant select on attendance_2026 to app_tenant',
    caught: 'attendance_2026',
  },
  {
    name: 'every archive has all columns of its table, and its view has them too',
    offenders: `select m.relname || suffix || '.' || a.attname as offender
      from pg_class m cross join unnest(array['_archive', '_all']) as suffix
      join pg_attribute a on a.attrelid = m.oid and a.attnum > 0 and not a.attisdropped
      where m.relname in ('attendance', 'exam_results') and m.relnamespace = 'public'::regnamespace
        and not exists (select from pg_attribute b where b.attrelid = to_regclass('public.' || m.relname || suffix)
          and b.attname = a.attname and b.atttypid = a.atttypid)`,
    breach: 'alter table attendance add column bad int',
    caught: 'attendance_archive.bad',
  },
  {
    name: 'no role of the application may empty a table or fire triggers',
    offenders: `select c.relname as offender from pg_class c cross join lateral aclexplode(c.relacl) g
      join pg_roles r on r.oid = g.grantee
      where r.rolname in (${list(APP_ROLES)}) and g.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES')`,
    breach: 'grant truncate on students to app_tenant',
    caught: 'students',
  },
  {
    name: 'the ledger only grows',
    offenders: `select c.relname as offender from pg_class c cross join lateral aclexplode(c.relacl) g
      join pg_roles r on r.oid = g.grantee
      where c.relname = 'usage_events' and r.rolname in (${list(APP_ROLES)}) and g.privilege_type in ('UPDATE', 'DELETE')`,
    breach: 'grant update on usage_events to app_platform',
    caught: 'usage_events',
  },
  {
    name: 'published prices, counted days, payments and movements of revenue only grow',
    offenders: `select c.relname as offender from pg_class c cross join lateral aclexplode(c.relacl) g
      join pg_roles r on r.oid = g.grantee
      where c.relname in ('price_books', 'day_snapshots', 'active_student_changes', 'billing_payments', 'subscription_movements')
        and r.rolname in (${list(APP_ROLES)}) and g.privilege_type in ('UPDATE', 'DELETE')`,
    breach: 'grant update on day_snapshots to app_platform',
    caught: 'day_snapshots',
  },
  {
    name: 'the audit trail only grows',
    offenders: `select c.relname as offender from pg_class c cross join lateral aclexplode(c.relacl) g
      join pg_roles r on r.oid = g.grantee
      where c.relname = 'audit_events' and r.rolname in (${list(APP_ROLES)}) and g.privilege_type in ('UPDATE', 'DELETE')`,
    breach: 'grant delete on audit_events to app_platform',
    caught: 'audit_events',
  },
  {
    name: 'receipts and the readings of personal data only grow',
    offenders: `select c.relname as offender from pg_class c cross join lateral aclexplode(c.relacl) g
      join pg_roles r on r.oid = g.grantee
      where c.relname in ('plugin_calls', 'data_reads') and r.rolname in (${list(APP_ROLES)}) and g.privilege_type in ('UPDATE', 'DELETE')`,
    breach: 'grant update on plugin_calls to app_tenant',
    caught: 'plugin_calls',
  },
  {
    name: 'a partner, who has the platform’s role, reads no receipt and nothing that a plugin read',
    offenders: `select tablename as offender from pg_policies
      where schemaname = 'public' and 'app_platform' = any(roles)
        and tablename in ('plugin_calls', 'data_reads', 'receipt_heads', 'plugin_replays') and qual not like '%app.realm%'`,
    breach: 'create policy partner on data_reads to app_platform using (true)',
    caught: 'data_reads',
  },
  {
    name: 'the ledger of releases only grows, and what proves a deletion is never changed',
    offenders: `select c.relname as offender from pg_class c cross join lateral aclexplode(c.relacl) g
      join pg_roles r on r.oid = g.grantee
      where c.relname in ('plugin_releases', 'plugin_certificates') and r.rolname in (${list(APP_ROLES)})
        and g.privilege_type in ('UPDATE', 'DELETE')`,
    breach: 'grant update on plugin_releases to app_platform',
    caught: 'plugin_releases',
  },
  {
    name: 'a school changes of its own row only its settings',
    offenders: `select a.attname as offender from pg_attribute a
      where a.attrelid = 'tenants'::regclass and a.attnum > 0 and not a.attisdropped
        and has_column_privilege('app_tenant', 'tenants', a.attname, 'update') and a.attname not in (${list(OWN_SETTINGS)})`,
    breach: 'grant update (plan_id) on tenants to app_tenant',
    caught: 'plan_id',
  },
  {
    name: 'every table of schools refuses writes of a suspended school, or is known to stay open',
    offenders: `select t.relname as offender from (${SCHOOL_TABLES}) t
      where t.relname not in (${list(OPEN_WHILE_SUSPENDED)})
        and not exists (select from pg_trigger g join pg_proc p on p.oid = g.tgfoid
          where g.tgrelid = t.oid and g.tgname = 'read_only' and g.tgenabled = 'O' and p.proname = 'refuse_read_only')`,
    breach: 'alter table students disable trigger read_only',
    caught: 'students',
  },
  {
    name: 'no view reads with the rights of its owner',
    offenders: `select relname as offender from pg_class
      where relnamespace in ('public'::regnamespace, 'daftar'::regnamespace) and (relkind = 'm'
        or (relkind = 'v' and not coalesce(reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1']))`,
    breach: 'create view bad as select * from students',
    caught: 'bad',
  },
  {
    name: 'no function runs with the rights of its owner',
    offenders: `select proname as offender from pg_proc
      where pronamespace in ('public'::regnamespace, 'daftar'::regnamespace) and prosecdef`,
    breach: `create function daftar.bad() returns int language sql security definer as 'select 1'`,
    caught: 'bad',
  },
  {
    name: 'the application may run no function of ours but those it needs',
    offenders: `select p.proname as offender from pg_proc p cross join pg_roles r
      where p.pronamespace = 'daftar'::regnamespace and p.proname not in (${list(OPEN_FUNCTIONS)})
        and r.rolname in (${list(APP_ROLES)}) and has_function_privilege(r.oid, p.oid, 'execute')`,
    breach: `create function daftar.bad() returns int language sql as 'select 1'`,
    caught: 'bad',
  },
];
