const DRAFT = `d.id, d.title, d.based_on as "basedOn", d.note, d.revision, d.created_by as "createdBy", d.updated_by as "updatedBy",
  d.created_at as "createdAt", d.updated_at as "updatedAt"`;

/** Drafts without their content, the last saved first. */
export const LIST_DRAFTS = `select ${DRAFT} from price_book_drafts d order by d.updated_at desc, d.id limit 100`;

/** $1 draft. */
export const READ_DRAFT = `select ${DRAFT}, d.content from price_book_drafts d where d.id = $1`;

/** $1 draft. */
export const LOCK_DRAFT = `${READ_DRAFT} for update`;

/** $1 title, $2 version it begins from, $3 content, $4 who, $5 now. */
export const ADD_DRAFT = `
  insert into price_book_drafts as d (title, based_on, content, created_by, updated_by, created_at, updated_at)
  values ($1, $2, $3, $4, $4, $5, $5) returning ${DRAFT}, d.content`;

/** $1 draft, $2 title, $3 note, $4 content, $5 who, $6 now. */
export const SAVE_DRAFT = `
  update price_book_drafts as d
     set title = $2, note = $3, content = $4, updated_by = $5, updated_at = $6, revision = revision + 1
   where d.id = $1
  returning ${DRAFT}, d.content`;

/** $1 draft. */
export const DROP_DRAFT = 'delete from price_book_drafts where id = $1 returning title';

/** The published versions without their content, the newest first. */
export const LIST_VERSIONS = `
  select version, valid_from as "validFrom", note, sha256, published_by as "publishedBy", published_at as "publishedAt"
    from price_books order by version desc limit 500`;

/** One publication after the other: the version is the next number. */
export const LOCK_PUBLISHING = `select pg_advisory_xact_lock(hashtextextended('daftar.publish_price_book', 0))`;

/** The newest version and when it begins. */
export const LAST_VERSION = 'select version, valid_from from price_books order by version desc limit 1';

/** $1 version, $2 valid from, $3 content, $4 its hash, $5 note, $6 who, $7 now. */
export const ADD_VERSION = `
  insert into price_books (version, valid_from, content, sha256, note, published_by, published_at)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/** How many running subscriptions have each plan, are going to have it, or hold each add-on. */
export const CODES_IN_USE = `
  with running as (
    select plan_id, pending_plan, add_ons from subscriptions where status in ('trialing', 'active', 'past_due', 'suspended')
  )
  select 'plan' as area, p.code, count(*)::int as schools from running r join plans p on p.id = r.plan_id group by p.code
  union all
  select 'plan', pending_plan, count(*)::int from running where pending_plan is not null group by pending_plan
  union all
  select 'add_on', a ->> 'code', count(*)::int
    from running, jsonb_array_elements(case jsonb_typeof(add_ons) when 'array' then add_ons else '[]' end) as a
   group by a ->> 'code'`;

/**
 * $1 rows of plans. Brings the table plans to what the book says; rows that are right already stay untouched. What has no price or no
 * limit in the book keeps the figure it has, where the table needs one: it is shown nowhere as a price.
 */
export const PROJECT_PLANS = `
  insert into plans as p (code, name, name_ar, max_students, student_ceiling, max_teachers, storage_gb, monthly_price_cents,
                          yearly_price_cents, features)
  select b.code, b.name, b.name_ar, b.students, b.ceiling, b.teachers, coalesce(b.storage_gb, old.storage_gb, 1000000),
         coalesce(b.monthly, old.monthly_price_cents, 0), b.yearly, b.features
    from jsonb_to_recordset($1::jsonb) as b(code text, name text, name_ar text, students numeric, ceiling numeric, teachers numeric,
         storage_gb numeric, monthly numeric, yearly numeric, features jsonb)
    left join plans old on old.code = b.code
  on conflict (code) do update
     set name = excluded.name, name_ar = excluded.name_ar, max_students = excluded.max_students,
         student_ceiling = excluded.student_ceiling, max_teachers = excluded.max_teachers, storage_gb = excluded.storage_gb,
         monthly_price_cents = excluded.monthly_price_cents, yearly_price_cents = excluded.yearly_price_cents,
         features = excluded.features, updated_at = now()
   where (p.name, p.name_ar, p.max_students, p.student_ceiling, p.max_teachers, p.storage_gb, p.monthly_price_cents,
          p.yearly_price_cents, p.features::jsonb)
     is distinct from (excluded.name, excluded.name_ar, excluded.max_students, excluded.student_ceiling, excluded.max_teachers,
          excluded.storage_gb, excluded.monthly_price_cents, excluded.yearly_price_cents, excluded.features::jsonb)
  returning code`;
