-- Up Migration
-- What add-ons keep of their own, and the numbers that aggregates are answered from.

-- One value by key. json and not jsonb: a plugin gets back what it wrote, whatever its order of keys and its characters.
create table plugin_kv (
  tenant_id uuid not null default daftar.current_school(),
  install_id uuid not null,
  key text collate "C" not null check (length(key) between 1 and 200),
  value json not null,
  expires_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, install_id, key)
);
create index plugin_kv_expired_idx on plugin_kv (tenant_id, install_id, expires_at) where expires_at is not null;

-- One record of an own collection by key.
create table plugin_records (
  tenant_id uuid not null default daftar.current_school(),
  install_id uuid not null,
  collection text collate "C" not null,
  key text collate "C" not null check (length(key) between 1 and 200),
  value jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, install_id, collection, key)
);

-- How many keys and records an install holds. Kept by triggers, so that no way of writing can forget it; its row lock is
-- what makes the quota exact when a hundred calls write at once.
create table plugin_storage (
  tenant_id uuid not null default daftar.current_school(),
  install_id uuid not null,
  entries int not null default 0,
  primary key (tenant_id, install_id)
);

-- Aggregates (docs/decisions/0013-aggregates-from-fixed-cells.md). The groups of a school for one year, fixed when they
-- are first needed.
create table plugin_aggregate_books (
  tenant_id uuid primary key default daftar.current_school(),
  year_id uuid not null,
  taken_on date not null,
  structure json not null
);
-- One number about at least 10 pupils. Every answer is a sum of these and of nothing else. `basis` holds a fingerprint for
-- each pupil's share, which tells how many pupils a newer number would differ in.
create table plugin_aggregate_cells (
  tenant_id uuid not null default daftar.current_school(),
  measure text not null,
  part text not null,
  slice text not null,
  total numeric not null,
  items int not null,
  basis text[] not null,
  primary key (tenant_id, measure, part, slice)
);
-- The questions of an install on one school day with their answers: the same question is answered the same, and counts once.
create table plugin_aggregate_questions (
  tenant_id uuid not null default daftar.current_school(),
  install_id uuid not null,
  day date not null,
  question text not null,
  answer json not null,
  primary key (tenant_id, install_id, day, question)
);

do $$
declare
  name text;
begin
  foreach name in array array['plugin_kv', 'plugin_records', 'plugin_storage', 'plugin_aggregate_books',
    'plugin_aggregate_cells', 'plugin_aggregate_questions'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy school on %I to app_tenant using (tenant_id = (select daftar.current_school())) '
      'with check (tenant_id = (select daftar.current_school()))', name);
    execute format('grant select, insert, update, delete on %I to app_tenant', name);
  end loop;
  foreach name in array array['plugin_kv', 'plugin_records', 'plugin_storage', 'plugin_aggregate_questions'] loop
    execute format('alter table %I add constraint %I foreign key (tenant_id, install_id) '
      'references plugin_installs (tenant_id, id) on delete cascade', name, name || '_install_fk');
  end loop;
end $$;
-- A suspended school writes nothing, and a plugin writes nothing for it.
select daftar.guard_read_only(name::regclass)
  from unnest(array['plugin_kv', 'plugin_records', 'plugin_storage', 'plugin_aggregate_books',
    'plugin_aggregate_cells', 'plugin_aggregate_questions']) as name;

create function daftar.count_plugin_storage() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if tg_op = 'INSERT' then
    insert into plugin_storage (tenant_id, install_id, entries)
    select tenant_id, install_id, count(*) from changed_rows group by tenant_id, install_id
    on conflict (tenant_id, install_id) do update set entries = plugin_storage.entries + excluded.entries;
  else
    update plugin_storage s set entries = s.entries - c.entries
      from (select tenant_id, install_id, count(*)::int as entries from changed_rows group by tenant_id, install_id) c
     where s.tenant_id = c.tenant_id and s.install_id = c.install_id;
  end if;
  return null;
end $$;
create trigger count_added after insert on plugin_kv referencing new table as changed_rows
  for each statement execute function daftar.count_plugin_storage();
create trigger count_removed after delete on plugin_kv referencing old table as changed_rows
  for each statement execute function daftar.count_plugin_storage();
create trigger count_added after insert on plugin_records referencing new table as changed_rows
  for each statement execute function daftar.count_plugin_storage();
create trigger count_removed after delete on plugin_records referencing old table as changed_rows
  for each statement execute function daftar.count_plugin_storage();
revoke execute on all functions in schema daftar from public;
