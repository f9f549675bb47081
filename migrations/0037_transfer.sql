-- Up Migration
-- Taking data out and bringing it in by sheets: complete exports, remembered columns, and what an import changed.

-- A delta begins where the last complete export began. Only a package that was read to its end stands here.
create table export_runs (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  mode text not null check (mode in ('bulk', 'delta')),
  since timestamptz,
  counts jsonb not null,
  created_at timestamptz not null default now()
);
select daftar.raise_wall('export_runs', false, 'select, insert');
-- A suspended school may always take its data along.
drop trigger read_only on export_runs;

-- A sheet waits for its columns before it is checked; what was chosen stands with the run.
alter type enum_import_runs_status add value 'needs_columns';
alter table import_runs add column collection varchar;
alter table import_runs add column options jsonb;
alter table import_runs add column idempotency_key varchar;
alter table import_runs add column undone_at timestamp(3) with time zone;
create unique index import_runs_once_idx on import_runs (tenant_id, idempotency_key);

-- Which column of a sheet is which field, by the words of its header, so that the next sheet of its kind is known.
create table sheet_mappings (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  collection text not null,
  signature text not null,
  mapping jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (tenant_id, collection, signature)
);
select daftar.raise_wall('sheet_mappings', false, 'select, insert, update, delete');

-- What one import wrote, record by record: without it nothing could be put back.
create table import_changes (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  run_id uuid not null,
  position bigint generated always as identity,
  table_name text not null,
  record_id uuid not null,
  -- The columns that changed, as they were; empty for a record that the import created.
  before jsonb,
  after jsonb not null,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, run_id) references import_runs (tenant_id, id) on delete cascade
);
select daftar.raise_wall('import_changes', false, 'select, insert, delete');
create index import_changes_run_idx on import_changes (tenant_id, run_id, position);
