-- Up Migration
-- The tenancy wall: two roles, forced row-level security, references that cannot leave a school.
-- Two policies and two roles instead of one policy with OR: a count over 450,000 of 1.8 million rows took
-- 978 ms with a CASE in the policy and 41 ms with two roles.

create schema daftar;
revoke all on schema daftar from public;
revoke create on schema public from public;
grant usage on schema public, daftar to app_tenant, app_platform;

-- The school of this connection. No school set means null, and null equals nothing: no scope, no rows.
create function daftar.current_school() returns uuid
  language sql stable parallel safe
  set search_path = pg_catalog
  return nullif(current_setting('app.tenant', true), '')::uuid;

create function daftar.is_plain_date(value text) returns boolean
  language sql immutable parallel safe
  set search_path = pg_catalog
  return value ~ '^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
     and substr(value, 9)::int <= extract(day from
           make_date(greatest(substr(value, 1, 4)::int, 1), substr(value, 6, 2)::int, 1) + interval '1 month - 1 day');

-- Puts one table behind the wall. `platform` says whether staff and relays may reach it at all; children's
-- records stay false. `rights` are what a school's role may do, for example 'select, insert' for the ledger.
create function daftar.raise_wall(target regclass, platform boolean, rights text) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  name text := (select relname from pg_class where oid = target);
  partitioned boolean := (select relkind = 'p' from pg_class where oid = target);
begin
  execute format('alter table %I alter column tenant_id set not null', name);
  execute format('alter table %I alter column tenant_id set default daftar.current_school()', name);
  if not partitioned then
    execute format('alter table %I add constraint %I unique (tenant_id, id)', name, name || '_school_id_key');
  end if;
  execute format('create index %I on %I (tenant_id, created_at desc, id)', name || '_school_list_idx', name);
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format(
    'create policy school on %I to app_tenant using (tenant_id = (select daftar.current_school())) '
    'with check (tenant_id = (select daftar.current_school()))', name);
  execute format('grant %s on %I to app_tenant', rights, name);
  if platform then
    execute format('create policy platform on %I to app_platform using (true) with check (true)', name);
    execute format('grant %s on %I to app_platform', rights, name);
  end if;
end $$;

-- A foreign key check does not ask row-level security, so a reference by id alone could be planted across
-- schools. Every reference between two tables of schools therefore carries the school: (tenant_id, x_id).
-- Payload writes "on delete set null" for all; a required reference must refuse instead.
create function daftar.tie_references() returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  link record;
begin
  for link in
    select c.conname, c.conrelid::regclass as source, c.confrelid::regclass as target, a.attname as field,
           a.attnotnull as required,
           exists (select from pg_attribute t where t.attrelid = c.confrelid and t.attname = 'tenant_id' and not t.attisdropped)
             and exists (select from pg_attribute t where t.attrelid = c.conrelid and t.attname = 'tenant_id' and not t.attisdropped)
             as both_of_schools
      from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace and cardinality(c.conkey) = 1
       and c.conparentid = 0 and c.confdeltype = 'n'
  loop
    execute format('alter table %s drop constraint %I', link.source, link.conname);
    if link.both_of_schools then
      execute format(
        'alter table %s add constraint %I foreign key (tenant_id, %I) references %s (tenant_id, id) %s',
        link.source, link.conname, link.field, link.target,
        case when link.required then '' else format('on delete set null (%I)', link.field) end);
    else
      execute format(
        'alter table %s add constraint %I foreign key (%I) references %s (id) %s',
        link.source, link.conname, link.field, link.target,
        case when link.required or link.field = 'tenant_id' then '' else format('on delete set null (%I)', link.field) end);
    end if;
  end loop;
end $$;

-- Yearly partitions of the big tables. A default partition catches what no year does, so no mark is ever
-- refused; an alarm watches that it stays empty. Partitions get no grants: the way in is the parent.
create function daftar.add_year_partitions(first_year int, last_year int) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  parent text;
  year int;
begin
  foreach parent in array array['attendance', 'exam_results'] loop
    for year in first_year..last_year loop
      execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
        parent || '_' || year, parent, year || '-01-01', (year + 1) || '-01-01');
    end loop;
    execute format('create table if not exists %I partition of %I default', parent || '_other', parent);
  end loop;
end $$;

select daftar.add_year_partitions(2018, 2032);

-- Tables of schools ------------------------------------------------------------------------------------------
select daftar.raise_wall(name::regclass, false, 'select, insert, update, delete')
  from unnest(array[
    'students', 'guardians', 'student_guardians', 'teachers', 'attendance_registers', 'attendance', 'attendance_codes',
    'academic_years', 'terms', 'grade_levels', 'classrooms', 'subjects', 'class_offerings', 'enrollments',
    'class_members', 'class_teachers', 'exams', 'exam_results', 'fee_structures', 'invoices', 'payments',
    'announcements', 'roles', 'role_permissions', 'import_runs']) as name;
select daftar.raise_wall('notifications', true, 'select, insert, update');
select daftar.raise_wall('plugin_installs', true, 'select, insert, update');
select daftar.raise_wall('plugin_calls', true, 'select, insert, update');
-- The ledger only grows: no role of the application may change or delete a row of it.
select daftar.raise_wall('usage_events', true, 'select, insert');
-- Written by the platform's sender; the school reads its own.
select daftar.raise_wall('shipments', true, 'select');
grant insert, update on shipments to app_platform;
select daftar.raise_wall('subscriptions', true, 'select');
grant insert, update on subscriptions to app_platform;

-- Users: a school's host sees that school's users; the console and the partner host see their own realm.
alter table users alter column tenant_id set default daftar.current_school();
alter table users add constraint users_school_id_key unique (tenant_id, id);
alter table users add constraint users_realm_check check (
  (realm = 'school' and tenant_id is not null)
  or (realm <> 'school' and tenant_id is null and num_nonnulls(role_id, teacher_id, guardian_id, student_id) = 0));
create unique index users_realm_email_key on users (realm, email) where tenant_id is null;
create index users_school_list_idx on users (tenant_id, created_at desc, id);
alter table users enable row level security;
alter table users force row level security;
create policy school on users to app_tenant
  using (tenant_id = (select daftar.current_school()))
  with check (tenant_id = (select daftar.current_school()));
create policy platform on users to app_platform
  using (tenant_id is null and realm::text = current_setting('app.realm', true))
  with check (tenant_id is null and realm::text = current_setting('app.realm', true));
grant select, insert, update, delete on users to app_tenant, app_platform;

-- Payload's own tables know no tenant. The column fills itself from the connection, so Payload need not know.
create function daftar.raise_inner_wall(target regclass) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  name text := (select relname from pg_class where oid = target);
begin
  execute format('alter table %I add column tenant_id uuid default daftar.current_school()', name);
  execute format('alter table %I add column realm text not null default current_setting(''app.realm'', true)', name);
  execute format('create index %I on %I (tenant_id)', name || '_school_idx', name);
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format(
    'create policy school on %I to app_tenant using (tenant_id = (select daftar.current_school())) '
    'with check (tenant_id = (select daftar.current_school()))', name);
  execute format(
    'create policy platform on %I to app_platform using (tenant_id is null and realm = current_setting(''app.realm'', true)) '
    'with check (tenant_id is null and realm = current_setting(''app.realm'', true))', name);
  execute format('grant select, insert, update, delete on %I to app_tenant, app_platform', name);
end $$;
select daftar.raise_inner_wall('users_sessions');
select daftar.raise_inner_wall('payload_preferences');
select daftar.raise_inner_wall('payload_preferences_rels');
grant usage on all sequences in schema public to app_tenant, app_platform;
-- Nothing reads this one at run time; without a policy it shows no rows to anybody.
alter table payload_migrations enable row level security;
alter table payload_migrations force row level security;
grant select on payload_migrations to app_tenant, app_platform;

-- Tables of the platform -------------------------------------------------------------------------------------
alter table tenants enable row level security;
alter table tenants force row level security;
create policy school on tenants for select to app_tenant using (id = (select daftar.current_school()));
create policy platform on tenants to app_platform using (true) with check (true);
grant select on tenants to app_tenant;
grant select, insert, update, delete on tenants to app_platform;
grant select on permissions, plans, plugins, plugin_versions to app_tenant;
grant select, insert, update, delete on permissions, plans, plugins, plugin_versions, school_groups to app_platform;
-- A school without this would fail on pages that join groups; it sees none of them.
alter table school_groups enable row level security;
alter table school_groups force row level security;
create policy platform on school_groups to app_platform using (true) with check (true);
grant select on school_groups to app_tenant;

-- A school writes events and may look at its own; only the platform's relay works on them.
create index outbox_due_idx on outbox (next_attempt_at) where status = 'pending';
create unique index outbox_dedupe_key on outbox (tenant_id, type, dedupe_key) nulls not distinct where dedupe_key is not null;
alter table outbox alter column tenant_id set default daftar.current_school();
alter table outbox enable row level security;
alter table outbox force row level security;
create policy school on outbox to app_tenant
  using (tenant_id = (select daftar.current_school()))
  with check (tenant_id = (select daftar.current_school()));
create policy platform on outbox to app_platform using (true) with check (true);
grant select, insert on outbox to app_tenant;
grant select, insert, update, delete on outbox to app_platform;

-- Which handler is done with which event: what makes a handler run to its end once.
create table outbox_handled (
  event_id uuid not null references outbox (id) on delete cascade,
  handler text not null,
  handled_at timestamptz not null default now(),
  primary key (event_id, handler)
);
grant select, insert, delete on outbox_handled to app_platform;

-- What /readyz writes and reads as a school's role: one row a process kind, of no school.
create table readiness_probe (tenant_id uuid primary key, seen_at timestamptz not null);
alter table readiness_probe enable row level security;
alter table readiness_probe force row level security;
create policy school on readiness_probe to app_tenant
  using (tenant_id = (select daftar.current_school()))
  with check (tenant_id = (select daftar.current_school()));
grant select, insert, update on readiness_probe to app_tenant;
grant select on daftar_migrations to app_tenant, app_platform;

select daftar.tie_references();

-- Migration tools stay with their owner.
revoke execute on all functions in schema daftar from public;
grant execute on function daftar.current_school(), daftar.is_plain_date(text) to app_tenant, app_platform;
