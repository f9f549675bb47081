-- Up Migration
-- The platform signs every release with a key of its own; what is not signed does not run.

alter table plugin_versions add column signature varchar;

-- What a school lets an add-on use of a meter in a calendar month. The row is locked while usage is added, so that a
-- hundred calls at once end exactly at the cap. What platform and partners do not need to know, they do not see.
create table plugin_caps (
  tenant_id uuid not null default daftar.current_school(),
  install_id uuid not null,
  meter varchar not null check (length(meter) between 1 and 60),
  monthly bigint not null check (monthly >= 0),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, install_id, meter),
  constraint plugin_caps_install_fk foreign key (tenant_id, install_id)
    references plugin_installs (tenant_id, id) on delete cascade
);
alter table plugin_caps enable row level security;
alter table plugin_caps force row level security;
create policy school on plugin_caps to app_tenant using (tenant_id = (select daftar.current_school()))
  with check (tenant_id = (select daftar.current_school()));
grant select, insert, update, delete on plugin_caps to app_tenant;
select daftar.guard_read_only('plugin_caps'::regclass);
