-- Up Migration
-- The life of an add-on in a school and of its versions on the platform: states that the database guards, upgrades that
-- can be undone with their data, rollouts by rings, a ledger of releases, and proof of what was deleted.

CREATE TYPE "public"."enum_plugin_installs_suspended_for" AS ENUM('payment', 'fault', 'revoked');
CREATE TYPE "public"."enum_plugin_versions_state" AS ENUM('listed', 'deprecated', 'yanked', 'revoked');
ALTER TYPE "public"."enum_plugin_installs_state" ADD VALUE 'uninstalling';
ALTER TYPE "public"."enum_plugin_installs_state" ADD VALUE 'purged';
ALTER TABLE "plugin_installs" ADD COLUMN "suspended_for" "enum_plugin_installs_suspended_for";
ALTER TABLE "plugin_installs" ADD COLUMN "state_note" varchar;
ALTER TABLE "plugin_installs" ADD COLUMN "purge_at" timestamp(3) with time zone;
ALTER TABLE "plugin_versions" ADD COLUMN "state" "enum_plugin_versions_state" DEFAULT 'listed' NOT NULL;
ALTER TABLE "plugin_versions" ADD COLUMN "state_reason" varchar;
-- Its rollout came back from the schools: it is offered to nobody until staff let it run again.
alter table plugin_versions add column held_back boolean not null default false;

-- States of an install ---------------------------------------------------------------------------------------
-- The same ways as MOVES in marketplace/services/life/install-states.ts; a test compares both.
create function daftar.check_install_move() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if new.state is distinct from old.state and (old.state::text || '>' || new.state::text) not in (
    'installed>enabled', 'enabled>installed', 'enabled>suspended', 'suspended>enabled',
    'suspended>installed', 'installed>uninstalling', 'enabled>uninstalling', 'suspended>uninstalling',
    'uninstalling>installed', 'uninstalling>purged', 'purged>installed') then
    raise exception 'an add-on cannot go from % to %', old.state, new.state using errcode = 'DF409';
  end if;
  if new.state::text = 'enabled' and exists (
    select from plugin_versions v where v.id = new.version_id and v.state = 'revoked') then
    raise exception 'a revoked version cannot be switched on' using errcode = 'DF409';
  end if;
  return new;
end $$;
create trigger install_move before update on plugin_installs
  for each row execute function daftar.check_install_move();
alter table plugin_installs add constraint suspended_says_why check (state::text <> 'suspended' or suspended_for is not null);
alter table plugin_installs add constraint uninstalling_says_when check (state::text <> 'uninstalling' or purge_at is not null);
create index plugin_installs_purge_idx on plugin_installs (purge_at) where purge_at is not null;
create index plugin_installs_version_state_idx on plugin_installs (version_id, state);

-- States of a version: they only rise, and what was published never changes.
create function daftar.check_version_change() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if new.state < old.state then
    raise exception 'the state of a version only rises' using errcode = 'DF409';
  end if;
  return new;
end $$;
create trigger version_change before update on plugin_versions
  for each row execute function daftar.check_version_change();
create index plugin_versions_revoked_idx on plugin_versions (plugin_id) where state = 'revoked';

-- Every process listens: a revoked version stops at once, and a school whose plan or state changed is looked at.
create function daftar.tell_plugin_change() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  perform pg_notify('daftar_plugins', tg_argv[0]);
  return null;
end $$;
create trigger tell_revoked after update of state on plugin_versions
  for each row when (new.state = 'revoked' and old.state <> 'revoked') execute function daftar.tell_plugin_change('revoked');
create trigger tell_plan after update of status, plan_id on tenants
  for each row when (new.status is distinct from old.status or new.plan_id is distinct from old.plan_id)
  execute function daftar.tell_plugin_change('entitlement');
create trigger tell_features after update of features on plans
  for each row when (new.features is distinct from old.features) execute function daftar.tell_plugin_change('entitlement');

-- Add-ons are a feature of every plan of today's price list; a plan without it suspends them.
update plans set features = features || '["add_ons"]'::jsonb where not features ? 'add_ons';

-- The ledger of releases -------------------------------------------------------------------------------------
create table plugin_releases (
  id uuid primary key default gen_random_uuid(),
  seq bigint not null unique,
  plugin_id varchar not null,
  version varchar not null,
  sha256 varchar(64) not null,
  action varchar not null check (action in ('publish', 'deprecate', 'yank', 'revoke')),
  reason varchar,
  actor varchar not null,
  at timestamp(3) with time zone not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null unique
);
create index plugin_releases_plugin_idx on plugin_releases (plugin_id, seq);
alter table plugin_releases enable row level security;
alter table plugin_releases force row level security;
create policy platform on plugin_releases to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
-- No right to change or delete: it only grows.
grant select, insert on plugin_releases to app_platform;

-- Rollouts ---------------------------------------------------------------------------------------------------
create table plugin_rollouts (
  id uuid primary key default gen_random_uuid(),
  plugin_id uuid not null references plugins (id),
  version_id uuid not null references plugin_versions (id),
  baseline_version_id uuid not null references plugin_versions (id),
  state varchar not null check (state in ('running', 'paused', 'rolling_back', 'rolled_back', 'done', 'superseded')),
  -- Position in RINGS of marketplace/services/releases/rings.ts.
  ring int not null default 0,
  ring_started_at timestamp(3) with time zone not null,
  reason varchar,
  -- What the last look at the receipts saw.
  figures jsonb,
  created_at timestamp(3) with time zone not null default now(),
  ended_at timestamp(3) with time zone
);
create unique index plugin_rollouts_one_open on plugin_rollouts (plugin_id) where state in ('running', 'paused', 'rolling_back');
create index plugin_rollouts_recent_idx on plugin_rollouts (created_at desc);
alter table plugin_rollouts enable row level security;
alter table plugin_rollouts force row level security;
create policy platform on plugin_rollouts to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, insert, update on plugin_rollouts to app_platform;
-- Figures of a version are counted over its receipts.
create index plugin_calls_version_idx on plugin_calls (bundle_hash, created_at);

-- Changes of an install's version, each with what was there before it -----------------------------------------
create table plugin_upgrades (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  install_id uuid not null,
  from_version_id uuid not null references plugin_versions (id),
  to_version_id uuid not null references plugin_versions (id),
  kind varchar not null check (kind in ('ring', 'manual', 'rollback')),
  rollout_id uuid references plugin_rollouts (id),
  -- The whole state before: settings, consent and data. Empty once the window to go back has passed.
  snapshot jsonb,
  has_snapshot boolean not null generated always as (snapshot is not null) stored,
  report jsonb not null,
  rollback_until timestamp(3) with time zone not null,
  undone_at timestamp(3) with time zone,
  undone_reason varchar,
  created_at timestamp(3) with time zone not null default now(),
  foreign key (tenant_id, install_id) references plugin_installs (tenant_id, id)
);
select daftar.raise_wall('plugin_upgrades', false, 'select, insert, update');
create index plugin_upgrades_install_idx on plugin_upgrades (tenant_id, install_id, created_at desc);
-- The platform counts upgrades of a rollout and forgets old snapshots; what is in them is the school's. Partners, who share
-- the role, see none of it.
create policy platform on plugin_upgrades to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select (id, tenant_id, install_id, rollout_id, from_version_id, to_version_id, kind, undone_at, rollback_until, created_at, has_snapshot),
  update (snapshot) on plugin_upgrades to app_platform;

-- Installs that a rollout passed over, with the reason; asked again in the next ring.
create table plugin_upgrade_holds (
  tenant_id uuid not null references tenants (id),
  install_id uuid not null,
  rollout_id uuid not null references plugin_rollouts (id),
  reason varchar not null,
  created_at timestamp(3) with time zone not null default now(),
  primary key (tenant_id, install_id, rollout_id),
  foreign key (tenant_id, install_id) references plugin_installs (tenant_id, id)
);
alter table plugin_upgrade_holds enable row level security;
alter table plugin_upgrade_holds force row level security;
create policy school on plugin_upgrade_holds to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
create policy platform on plugin_upgrade_holds to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select on plugin_upgrade_holds to app_tenant;
grant select, insert, delete on plugin_upgrade_holds to app_platform;
select daftar.guard_read_only('plugin_upgrade_holds');

-- Leaving ----------------------------------------------------------------------------------------------------
-- Files made for a school to take its data along; removed after a few days.
create table plugin_exports (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  install_id uuid not null,
  storage_key varchar not null,
  created_at timestamp(3) with time zone not null default now(),
  foreign key (tenant_id, install_id) references plugin_installs (tenant_id, id)
);
select daftar.raise_wall('plugin_exports', false, 'select, insert, delete');
create policy platform on plugin_exports to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, delete on plugin_exports to app_platform;
-- A suspended school may always take its data along.
drop trigger read_only on plugin_exports;

create table plugin_certificates (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  install_id uuid not null,
  plugin_id varchar not null,
  certificate jsonb not null,
  signature varchar not null,
  public_key varchar not null,
  created_at timestamp(3) with time zone not null default now(),
  foreign key (tenant_id, install_id) references plugin_installs (tenant_id, id)
);
select daftar.raise_wall('plugin_certificates', false, 'select, insert');

-- Keys that the platform signs with, sealed with the installation's secret; the public half is for everybody.
create table platform_keys (
  id uuid primary key default gen_random_uuid(),
  purpose varchar not null,
  public_key varchar not null unique,
  sealed_private_key varchar not null,
  created_at timestamp(3) with time zone not null default now(),
  retired_at timestamp(3) with time zone
);
create unique index platform_keys_current on platform_keys (purpose) where retired_at is null;
alter table platform_keys enable row level security;
alter table platform_keys force row level security;
create policy platform on platform_keys to app_platform
  using (current_setting('app.realm', true) = 'system') with check (current_setting('app.realm', true) = 'system');
grant select, insert, update on platform_keys to app_platform;

-- Schools read who may still be served; nobody calls a function of ours.
revoke execute on all functions in schema daftar from public;
