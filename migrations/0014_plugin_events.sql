-- Up Migration
-- Events that one add-on alone is told, messages that wait and report their delivery, schedules of add-ons in each school's
-- own zone, and signatures that were used once.

ALTER TYPE "public"."enum_notifications_status" ADD VALUE 'delivered';
ALTER TYPE "public"."enum_notifications_status" ADD VALUE 'undelivered';
ALTER TABLE "notifications" ADD COLUMN "not_before" timestamp(3) with time zone;
ALTER TABLE "notifications" ADD COLUMN "delivered_at" timestamp(3) with time zone;

-- The add-on an event is meant for, by its reverse domain name; empty for an event that every listener is told.
alter table outbox add column audience text;

-- Schedules ------------------------------------------------------------------------------------------------------
-- One row an install and schedule with the moment it is due next. The clock reads what is due by the index and never
-- looks at the other installs; the cron expression is read only to find the moment after.
create table plugin_schedules (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  install_id uuid not null,
  name text not null,
  cron text not null,
  time_zone text not null,
  next_run_at timestamptz not null,
  last_slot timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (tenant_id, install_id) references plugin_installs (tenant_id, id) on delete cascade,
  unique (tenant_id, install_id, name)
);
select daftar.raise_wall('plugin_schedules', true, 'select, insert, update, delete');
create index plugin_schedules_due_idx on plugin_schedules (next_run_at);

-- An install whose moments must be worked out anew: whoever switches it, changes its version or the school's zone need
-- not know about schedules. The clock takes the mark away again.
alter table plugin_installs add column schedules_stale boolean not null default true;
create index plugin_installs_stale_idx on plugin_installs (id) where schedules_stale;

create function daftar.mark_schedules() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if tg_op = 'INSERT' or new.state is distinct from old.state or new.version_id is distinct from old.version_id then
    new.schedules_stale := true;
  end if;
  return new;
end $$;
create trigger mark_schedules before insert or update of state, version_id on plugin_installs
  for each row execute function daftar.mark_schedules();

create function daftar.mark_schedules_of_school() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  update plugin_installs set schedules_stale = true where tenant_id = new.id and not schedules_stale;
  return null;
end $$;
create trigger mark_schedules after update of time_zone on tenants
  for each row when (new.time_zone is distinct from old.time_zone) execute function daftar.mark_schedules_of_school();

-- An add-on is told that it was switched on or moved to another version, in the transaction of that, whichever of the
-- many ways of an install did it.
create function daftar.tell_install() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  told text := case when new.state = 'enabled' and old.state is distinct from new.state then 'install.enabled'
                    when new.state = 'enabled' and old.version_id is distinct from new.version_id then 'install.upgraded' end;
  now_version text := (select version from plugin_versions where id = new.version_id);
begin
  if told is null then
    return null;
  end if;
  insert into outbox (tenant_id, tenant_name, type, audience, payload, next_attempt_at)
  select new.tenant_id, t.name, told, p.plugin_id,
         case told when 'install.enabled' then jsonb_build_object('version', now_version)
           else jsonb_build_object('from', (select version from plugin_versions where id = old.version_id), 'to', now_version) end,
         now()
    from tenants t, plugins p where t.id = new.tenant_id and p.id = new.plugin_id;
  perform pg_notify('daftar_outbox', '');
  return null;
end $$;
create trigger tell_install after update of state, version_id on plugin_installs
  for each row execute function daftar.tell_install();

-- Signed calls -----------------------------------------------------------------------------------------------------
-- Signatures that were used, until they are too old to be accepted anyway: nobody sends a recorded call again.
create table plugin_signatures (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  install_id uuid not null,
  digest text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, install_id) references plugin_installs (tenant_id, id) on delete cascade,
  unique (tenant_id, install_id, digest)
);
select daftar.raise_wall('plugin_signatures', true, 'select, insert, delete');
create index plugin_signatures_end_idx on plugin_signatures (expires_at);

revoke execute on function daftar.mark_schedules(), daftar.mark_schedules_of_school(), daftar.tell_install() from public;
