-- Up Migration

-- Price books that are being written. Staff see them; schools and partners do not. ----------------------------
create table price_book_drafts (
  id uuid primary key default gen_random_uuid(),
  title text not null check (length(title) between 1 and 120),
  -- The version it began from; the difference is told against it.
  based_on integer not null references price_books (version),
  content jsonb not null,
  note text not null default '' check (length(note) <= 2000),
  -- Goes up with each save, so that of two people who save one is told.
  revision integer not null default 1,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Numbers without gaps: taken in the transaction that uses them, so that one that fails gives its number back.
create table billing_counters (
  series text not null,
  year integer not null,
  last integer not null,
  primary key (series, year)
);

do $$
declare
  name text;
begin
  foreach name in array array['price_book_drafts', 'billing_counters'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy platform on %I to app_platform using (current_setting(''app.realm'', true) in (''platform'', ''system'')) '
      'with check (current_setting(''app.realm'', true) in (''platform'', ''system''))', name);
    execute format('grant select, insert, update on %I to app_platform', name);
  end loop;
end $$;
grant delete on price_book_drafts to app_platform;

-- What a school held at the end of each of its days: written by the platform, read by the school. ---------------
create table day_snapshots (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  day date not null,
  -- The moment at which the day ended in the school's time zone of then.
  ends_at timestamptz not null,
  active_students integer not null check (active_students >= 0),
  storage_bytes bigint not null check (storage_bytes >= 0),
  taken_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, day)
);
select daftar.raise_wall('day_snapshots', false, 'select');
create policy platform on day_snapshots to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, insert on day_snapshots to app_platform;
create index day_snapshots_period_idx on day_snapshots (tenant_id, ends_at);

-- How the number of active students moved, one row a statement: from it and the number of now follows that of any day,
-- also when nothing looked at the end of it. It tells nobody's name.
create table active_student_changes (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  changed_at timestamptz not null default clock_timestamp(),
  delta integer not null check (delta <> 0),
  created_at timestamptz not null default now()
);
select daftar.raise_wall('active_student_changes', false, 'select, insert');
create index active_student_changes_time_idx on active_student_changes (tenant_id, changed_at);

create function daftar.note_active_students() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if tg_op = 'INSERT' then
    insert into active_student_changes (tenant_id, delta)
    select tenant_id, count(*) from new_rows where status = 'active' group by tenant_id;
  elsif tg_op = 'DELETE' then
    insert into active_student_changes (tenant_id, delta)
    select tenant_id, -count(*) from old_rows where status = 'active' group by tenant_id;
  else
    insert into active_student_changes (tenant_id, delta)
    select tenant_id, sum(step)
      from (select tenant_id, 1 as step from new_rows where status = 'active'
            union all
            select tenant_id, -1 from old_rows where status = 'active') as steps
     group by tenant_id
    having sum(step) <> 0;
  end if;
  return null;
end $$;
create trigger active_students_added after insert on students referencing new table as new_rows
  for each statement execute function daftar.note_active_students();
create trigger active_students_changed after update on students referencing old table as old_rows new table as new_rows
  for each statement execute function daftar.note_active_students();
create trigger active_students_removed after delete on students referencing old table as old_rows
  for each statement execute function daftar.note_active_students();
revoke execute on function daftar.note_active_students() from public;

-- Invoices: what they were rated from, and whose usage they count. ---------------------------------------------
alter table billing_invoices add column rated_from jsonb not null default '{}';
-- The billing month whose usage it counts; what comes later for this month is found by it.
alter table billing_invoices add column usage_start timestamptz;
alter table billing_invoices add column usage_end timestamptz;
alter table billing_invoices add column usage_book_version integer references price_books (version);
alter table billing_invoices add column usage_is_free boolean not null default false;
alter table billing_invoices add constraint billing_invoices_usage_check
  check (num_nonnulls(usage_start, usage_end, usage_book_version) in (0, 3));
alter table billing_credit_notes add column issued_at timestamptz not null default now();

-- One invoice for a reason and a period, and one for the usage of a month, however many processes make it.
create unique index billing_invoices_once_idx on billing_invoices (tenant_id, reason, period_start, period_end)
  where state <> 'void' and reason <> 'manual';
create unique index billing_invoices_usage_idx on billing_invoices (tenant_id, usage_start)
  where state <> 'void' and usage_start is not null;
