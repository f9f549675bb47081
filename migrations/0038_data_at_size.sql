-- Up Migration
-- Data at size: fewer indexes on the big tables, partitions ahead of time, an archive that daily queries never touch,
-- numbers of classes kept ready, and the list of made-up schools.

-- Indexes of the big tables ------------------------------------------------------------------------------------
-- Every query of a school names the school, so an index on a pupil or an exam alone is never used; others are the beginning
-- of a longer one. Each of them would cost every mark that is written.
drop index if exists exam_results_tenant_idx, exam_results_student_idx, exam_results_exam_idx, exam_results_academic_year_idx,
  exam_results_updated_at_idx, exam_results_created_at_idx, "tenant_student_academicYear_1_idx", tenant_exam_idx,
  attendance_tenant_idx, attendance_student_idx, attendance_classroom_idx, attendance_class_offering_idx,
  attendance_updated_at_idx, attendance_created_at_idx;
-- The list of results, newest first; and what is old enough for the archive.
create index exam_results_school_date on exam_results (tenant_id, date desc, id);

-- Partitions ------------------------------------------------------------------------------------------------------
-- A year that is already in the default partition gets one of its own and moves into it, so that a partition that was made
-- too late, or old years that a school brought along, cost nothing but the move.
create function daftar.add_partitions(parent text, first_year int, last_year int) returns int
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  years int[];
  year int;
  part text;
  bounds text[];
  has_rows boolean;
  added int := 0;
begin
  execute format('create table if not exists %I partition of %I default', parent || '_other', parent);
  -- All of them first: a table is not altered while a query reads it.
  execute format(
    'select array_agg(y) from (select generate_series($1, $2) as y union select left(date, 4)::int from %I where date between ''1900'' and ''2100'') x',
    parent || '_other') into years using first_year, last_year;
  foreach year in array coalesce(years, '{}') loop
    part := parent || '_' || year;
    continue when to_regclass('public.' || part) is not null;
    bounds := array[year || '-01-01', (year + 1) || '-01-01'];
    execute format('select exists (select from %I where date >= %L and date < %L)', parent || '_other', bounds[1], bounds[2])
      into has_rows;
    if has_rows then
      execute format('create table %I (like %I including defaults including constraints including storage)', part, parent);
      execute format('with moved as (delete from %I where date >= %L and date < %L returning *) insert into %I select * from moved',
        parent || '_other', bounds[1], bounds[2], part);
      execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, bounds[1], bounds[2]);
    else
      execute format('create table %I partition of %I for values from (%L) to (%L)', part, parent, bounds[1], bounds[2]);
    end if;
    added := added + 1;
  end loop;
  return added;
end $$;

drop function daftar.add_year_partitions(int, int);
create function daftar.add_year_partitions(first_year int, last_year int) returns int
  language sql
  set search_path = public, pg_catalog
as $$
  select sum(daftar.add_partitions(parent, first_year, last_year))::int
    from unnest(array['attendance', 'exam_results', 'attendance_archive', 'exam_results_archive']) as parent
$$;

-- What an alarm asks, for every role: the last year with a partition, and whether a default partition holds anything. A size
-- needs no right to read, so that partitions stay without grants; an empty table has none.
create function daftar.partition_state() returns table (parent text, last_year int, default_bytes bigint)
  language sql stable
  set search_path = public, pg_catalog
as $$
  select p.relname::text, max(substring(c.relname from '_(\d{4})$')::int),
         coalesce(sum(pg_relation_size(c.oid)) filter (where c.relname = p.relname || '_other'), 0)::bigint
    from pg_class p join pg_inherits i on i.inhparent = p.oid join pg_class c on c.oid = i.inhrelid
   where p.relname in ('attendance', 'exam_results') and p.relnamespace = 'public'::regnamespace and c.relkind = 'r'
   group by p.relname
$$;

-- The archive -----------------------------------------------------------------------------------------------------
-- Tables of the same shape. Rows move school by school, because each school has its own clock and the years of all schools
-- lie together; a row is in one of the two at every moment, since a move is one statement.
alter table tenants add column archive_after_years int not null default 5
  constraint archive_clock check (archive_after_years between 1 and 50);

create table exam_results_archive (like exam_results including defaults including constraints including storage)
  partition by range (date);
create table attendance_archive (like attendance including defaults including constraints including storage)
  partition by range (date);
alter table exam_results_archive add primary key (id, date);
alter table attendance_archive add primary key (id, date);

do $$
declare
  link record;
begin
  for link in
    select conrelid::regclass::text || '_archive' as target, conname, pg_get_constraintdef(oid) as definition
      from pg_constraint
     where contype = 'f' and conrelid in ('exam_results'::regclass, 'attendance'::regclass)
  loop
    execute format('alter table %I add constraint %I %s', link.target, left(link.conname, 55) || '_archive', link.definition);
  end loop;
end $$;

select daftar.raise_wall('exam_results_archive', false, 'select, insert, delete');
select daftar.raise_wall('attendance_archive', false, 'select, insert, delete');
create unique index exam_results_archive_one_result on exam_results_archive (tenant_id, exam_id, student_id, date);
create index exam_results_archive_student on exam_results_archive (tenant_id, student_id, academic_year_id, date desc);
create index attendance_archive_student on attendance_archive (tenant_id, student_id, date);
select daftar.add_partitions(parent, 2010, 2032) from unnest(array['attendance_archive', 'exam_results_archive']) as parent;

-- What reports of old years read. The reader's rights and the reader's wall, on both sides.
create view exam_results_all with (security_invoker = true) as
  select *, false as archived from exam_results union all select *, true from exam_results_archive;
create view attendance_all with (security_invoker = true) as
  select *, false as archived from attendance union all select *, true from attendance_archive;
grant select on exam_results_all, attendance_all to app_tenant;

-- Numbers of classes ----------------------------------------------------------------------------------------------
-- Kept by events: whatever writes a result or a mark leaves an event that names which numbers are no longer right, in its
-- own transaction; a worker counts those anew. Counting anew is the same however often and in whatever order it happens.
create table rollup_results (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  academic_year_id uuid not null,
  term_id uuid,
  classroom_id uuid,
  class_offering_id uuid,
  subject_id uuid not null,
  exams int not null,
  graded int not null,
  missing int not null,
  exempt int not null,
  -- Hundredths of a percent, summed over the graded results of exams with total marks; the mean is this over `rated`.
  rated int not null,
  percent_sum bigint not null,
  -- How many of the rated results lie in each tenth, from 0-9.99 % to 90-100 %.
  tenths int[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
select daftar.raise_wall('rollup_results', false, 'select, insert, update, delete');
create unique index rollup_results_key on rollup_results
  (tenant_id, academic_year_id, term_id, classroom_id, class_offering_id, subject_id) nulls not distinct;

create table rollup_attendance (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  date varchar not null,
  classroom_id uuid,
  class_offering_id uuid,
  present int not null,
  absent int not null,
  late int not null,
  left_early int not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
select daftar.raise_wall('rollup_attendance', false, 'select, insert, update, delete');
create unique index rollup_attendance_key on rollup_attendance (tenant_id, date, classroom_id, class_offering_id) nulls not distinct;

-- Which numbers a change touches. A change of more than 500 of them (an import) says "all".
create function daftar.tell_rollup(school uuid, told text, keys jsonb) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if jsonb_array_length(keys) = 0 or current_setting('daftar.archiving', true) = 'on' then
    return;
  end if;
  insert into outbox (tenant_id, tenant_name, type, payload, next_attempt_at)
  select school, t.name, told,
         case when jsonb_array_length(keys) > 500 then '{"all": true}'::jsonb else jsonb_build_object('keys', keys) end, now()
    from tenants t where t.id = school;
  perform pg_notify('daftar_outbox', '');
end $$;

create function daftar.exam_keys(touched uuid[]) returns jsonb
  language sql stable
  set search_path = public, pg_catalog
as $$
  select coalesce(jsonb_agg(distinct jsonb_build_object('year', academic_year_id, 'term', term_id, 'classroom', classroom_id,
           'offering', class_offering_id, 'subject', subject_id)), '[]')
    from exams where id = any(touched)
$$;

create function daftar.tell_results() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  school uuid;
  touched uuid[];
begin
  if tg_op = 'UPDATE' then
    for school, touched in
      select tenant_id, array_agg(distinct exam_id)
        from (select tenant_id, exam_id from new_rows union all select tenant_id, exam_id from old_rows) both_rows group by tenant_id
    loop
      perform daftar.tell_rollup(school, 'rollup.results_changed', daftar.exam_keys(touched));
    end loop;
  else
    for school, touched in select tenant_id, array_agg(distinct exam_id) from changed_rows group by tenant_id loop
      perform daftar.tell_rollup(school, 'rollup.results_changed', daftar.exam_keys(touched));
    end loop;
  end if;
  return null;
end $$;
create trigger tell_results_insert after insert on exam_results referencing new table as changed_rows
  for each statement execute function daftar.tell_results();
create trigger tell_results_delete after delete on exam_results referencing old table as changed_rows
  for each statement execute function daftar.tell_results();
create trigger tell_results_update after update on exam_results referencing old table as old_rows new table as new_rows
  for each statement execute function daftar.tell_results();

-- An exam that moves to another class, subject or term takes its results along; other total marks change every percentage.
create function daftar.tell_exams() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  school uuid;
  keys jsonb;
begin
  for school, keys in
    select b.tenant_id, jsonb_agg(distinct jsonb_build_object('year', b.academic_year_id, 'term', b.term_id,
             'classroom', b.classroom_id, 'offering', b.class_offering_id, 'subject', b.subject_id))
      from (select o.* from old_rows o join new_rows n on n.id = o.id
             where (o.academic_year_id, o.term_id, o.classroom_id, o.class_offering_id, o.subject_id, o.total_marks)
               is distinct from (n.academic_year_id, n.term_id, n.classroom_id, n.class_offering_id, n.subject_id, n.total_marks)
            union all
            select n.* from old_rows o join new_rows n on n.id = o.id
             where (o.academic_year_id, o.term_id, o.classroom_id, o.class_offering_id, o.subject_id, o.total_marks)
               is distinct from (n.academic_year_id, n.term_id, n.classroom_id, n.class_offering_id, n.subject_id, n.total_marks)) b
     group by b.tenant_id
  loop
    perform daftar.tell_rollup(school, 'rollup.results_changed', keys);
  end loop;
  return null;
end $$;
create trigger tell_exams_update after update on exams referencing old table as old_rows new table as new_rows
  for each statement execute function daftar.tell_exams();

create function daftar.tell_attendance() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  school uuid;
  keys jsonb;
begin
  if tg_op = 'UPDATE' then
    for school, keys in
      select tenant_id, jsonb_agg(distinct jsonb_build_object('date', date, 'classroom', classroom_id, 'offering', class_offering_id))
        from (select tenant_id, date, classroom_id, class_offering_id from new_rows
              union all select tenant_id, date, classroom_id, class_offering_id from old_rows) both_rows
       group by tenant_id
    loop
      perform daftar.tell_rollup(school, 'rollup.attendance_changed', keys);
    end loop;
  else
    for school, keys in
      select tenant_id, jsonb_agg(distinct jsonb_build_object('date', date, 'classroom', classroom_id, 'offering', class_offering_id))
        from changed_rows group by tenant_id
    loop
      perform daftar.tell_rollup(school, 'rollup.attendance_changed', keys);
    end loop;
  end if;
  return null;
end $$;
create trigger tell_attendance_insert after insert on attendance referencing new table as changed_rows
  for each statement execute function daftar.tell_attendance();
create trigger tell_attendance_delete after delete on attendance referencing old table as changed_rows
  for each statement execute function daftar.tell_attendance();
create trigger tell_attendance_update after update on attendance referencing old table as old_rows new table as new_rows
  for each statement execute function daftar.tell_attendance();

-- Made-up schools ---------------------------------------------------------------------------------------------------
-- Which schools `daftar seed` made, so that it removes these and no other. Only the owner of the schema reaches it.
create table daftar.seeded_schools (
  tenant_id uuid primary key references tenants (id) on delete cascade,
  seed int not null,
  made_at timestamptz not null default now(),
  done_at timestamptz
);

revoke execute on all functions in schema daftar from public;
grant execute on function daftar.partition_state(), daftar.tell_rollup(uuid, text, jsonb), daftar.exam_keys(uuid[])
  to app_tenant, app_platform;
