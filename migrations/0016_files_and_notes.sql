-- Up Migration
-- What add-ons keep as files, and the notes they leave for people in the panel.

-- A row is written before its object and shown only when the object is there; the bytes of both count for the quota, so
-- that two calls at once cannot both take the last of it.
create table plugin_files (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  install_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  content_type text not null,
  bytes bigint not null check (bytes >= 0),
  sha256 text not null,
  storage_key text not null,
  state text not null default 'storing' check (state in ('storing', 'stored', 'leaving')),
  created_at timestamptz not null default now(),
  foreign key (tenant_id, install_id) references plugin_installs (tenant_id, id)
);
select daftar.raise_wall('plugin_files', false, 'select, insert, update, delete');
create index plugin_files_install_idx on plugin_files (tenant_id, install_id, created_at desc, id);
-- Uninstalling ends in work of the platform's own clock; partners, who share the role, see nothing of it.
create policy platform on plugin_files to app_platform
  using (current_setting('app.realm', true) = 'system')
  with check (current_setting('app.realm', true) = 'system');
grant select, update, delete on plugin_files to app_platform;

-- One note for everybody with a role; who has read it is kept by person.
create table panel_notes (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  role_id uuid not null,
  source text not null,
  idempotency_key text not null,
  title jsonb not null,
  body jsonb not null,
  page text,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, role_id) references roles (tenant_id, id) on delete cascade,
  unique (tenant_id, source, idempotency_key)
);
select daftar.raise_wall('panel_notes', false, 'select, insert, update, delete');
create index panel_notes_role_idx on panel_notes (tenant_id, role_id, created_at desc);

create table panel_note_reads (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  note_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, note_id) references panel_notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
select daftar.raise_wall('panel_note_reads', false, 'select, insert, delete');
create unique index panel_note_reads_once_idx on panel_note_reads (tenant_id, note_id, user_id);
