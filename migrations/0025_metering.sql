-- Up Migration
-- Metering that proves itself: shipments are cut from what is new alone, never cross the end of a period, and are compared with Stripe.

ALTER TYPE "public"."enum_shipments_state" ADD VALUE 'needs_correction';
CREATE TYPE "public"."enum_shipments_way" AS ENUM('meter_event', 'trial', 'invoice_item');
CREATE TYPE "public"."enum_shipments_purpose" AS ENUM('usage', 'state', 'correction');
CREATE TYPE "public"."enum_shipments_correction" AS ENUM('replace', 'recut', 'offset');
ALTER TABLE "shipments" ADD COLUMN "window_end" timestamp(3) with time zone;
ALTER TABLE "shipments" ADD COLUMN "way" "enum_shipments_way" DEFAULT 'meter_event' NOT NULL;
ALTER TABLE "shipments" ADD COLUMN "purpose" "enum_shipments_purpose" DEFAULT 'usage' NOT NULL;
ALTER TABLE "shipments" ADD COLUMN "correction" "enum_shipments_correction";
ALTER TABLE "shipments" ADD COLUMN "next_attempt_at" timestamp(3) with time zone;
ALTER TABLE "shipments" ADD COLUMN "acknowledged_at" timestamp(3) with time zone;
ALTER TABLE "shipments" ADD COLUMN "confirmed_at" timestamp(3) with time zone;
ALTER TABLE "shipments" ADD COLUMN "cancelled_at" timestamp(3) with time zone;

update shipments set window_end = window_start + interval '1 hour';
ALTER TABLE "shipments" ALTER COLUMN "window_end" SET NOT NULL;

-- The ledger says in which transaction a row was written. A cut remembers the snapshot it saw; what is new for the next one
-- is what that snapshot did not see, however late and in whatever order transactions commit. No clock can say that.
alter table usage_events add column written_in xid8 not null default pg_current_xact_id();
create index usage_events_written_in_idx on usage_events (written_in);
-- Nobody looks for these, and each costs every entry: the first is the beginning of four others, rows are never updated, and
-- lists go by school.
drop index usage_events_tenant_idx;
drop index usage_events_updated_at_idx;
drop index usage_events_created_at_idx;

-- What still has to be done, by school and meter: the sender works on one of those at a time.
drop index shipments_due_idx;
create index shipments_open_idx on shipments (tenant_id, meter, created_at)
  where state not in ('acknowledged', 'confirmed', 'failed');
create index shipments_unconfirmed_idx on shipments (tenant_id, meter, window_start) where state = 'acknowledged';

-- Where the cut stands. One row a kind of work; only background work reads it.
create table usage_marks (
  name text primary key,
  snapshot pg_snapshot,
  at timestamptz not null
);
alter table usage_marks enable row level security;
alter table usage_marks force row level security;
create policy platform on usage_marks to app_platform
  using (current_setting('app.realm', true) = 'system') with check (current_setting('app.realm', true) = 'system');
grant select, insert, update on usage_marks to app_platform;

-- Instants at which a school's bill changes: the start and end of trials and periods. No shipment crosses one. They are kept, so
-- that an hour that was cut once is cut the same way again, whatever the subscription says by then.
create table usage_boundaries (
  tenant_id uuid not null references tenants (id),
  at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, at)
);

-- What was counted here, shipped and counted by Stripe, a meter and UTC day (Stripe's own days) or a period at its end.
create table usage_statements (
  tenant_id uuid not null references tenants (id),
  scope text not null check (scope in ('day', 'period')),
  meter varchar not null,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  ledger numeric not null,
  -- Of the ledger: what is free in the trial, and what goes on an invoice by itself.
  trial numeric not null,
  late numeric not null,
  shipped numeric not null,
  stripe numeric not null,
  difference numeric generated always as (ledger - trial - late - stripe) stored,
  checked_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, scope, meter, from_at)
);

-- What a person should look at: a difference that stays, an identifier that was used for another value.
create table usage_alarms (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  kind text not null check (kind in ('difference', 'conflict', 'refused', 'not_cut')),
  key text not null check (length(key) <= 300),
  meter varchar not null,
  detail jsonb not null,
  raised_at timestamptz not null,
  seen_at timestamptz not null,
  times integer not null default 1,
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  unique (tenant_id, kind, key)
);

do $$
declare
  name text;
begin
  foreach name in array array['usage_boundaries', 'usage_statements', 'usage_alarms'] loop
    execute format('alter table %I alter column tenant_id set default daftar.current_school()', name);
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy school on %I to app_tenant using (tenant_id = (select daftar.current_school())) '
      'with check (tenant_id = (select daftar.current_school()))', name);
    execute format('create policy platform on %I to app_platform using (current_setting(''app.realm'', true) in (''platform'', ''system'')) '
      'with check (current_setting(''app.realm'', true) in (''platform'', ''system''))', name);
    execute format('grant select on %I to app_tenant', name);
    execute format('grant select, insert, update on %I to app_platform', name);
    perform daftar.guard_read_only(name::regclass);
  end loop;
end $$;
revoke update on usage_boundaries from app_platform;
-- A conflict is met in the school's own work.
grant insert, update on usage_alarms to app_tenant;
