-- Up Migration
-- What a subscription waits for, what is to be done at the payment provider, and what the provider tells us.

ALTER TABLE "subscriptions" ADD COLUMN "unpaid_since" timestamp(3) with time zone;
ALTER TABLE "subscriptions" ADD COLUMN "month_terms" jsonb;
ALTER TABLE "subscriptions" ADD COLUMN "payment_method" jsonb;

-- What a change wants from the provider, written with the change and carried out afterwards: a crash between the two
-- loses nothing, and the idempotency key makes a repeated call one call.
create table billing_intents (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  sequence bigint generated always as identity,
  kind text not null check (kind in ('start', 'terms', 'cancel_at_end', 'keep', 'end', 'pause', 'unpause', 'collect', 'charge', 'refund')),
  payload jsonb not null default '{}',
  idempotency_key text not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'failed', 'dropped')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  done_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (tenant_id, idempotency_key)
);
create index billing_intents_waiting_idx on billing_intents (tenant_id, sequence) where state = 'pending';

-- Every notice leaves once: the key names the step and its instant.
create table billing_notices (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  kind text not null,
  key text not null,
  recipients integer not null default 0,
  created_at timestamptz not null default now(),
  unique (tenant_id, kind, key)
);

do $$
declare
  name text;
begin
  foreach name in array array['billing_intents', 'billing_notices'] loop
    execute format('alter table %I add constraint %I unique (tenant_id, id)', name, name || '_school_id_key');
    execute format('create index %I on %I (tenant_id, created_at desc, id)', name || '_school_list_idx', name);
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

-- What the provider told us. One row for one fact: a repeated delivery and a second event object about the same state
-- of the same object find the row and only wake it again.
create table stripe_inbox (
  event_id text primary key,
  type text not null,
  object_type text not null,
  object_id text not null,
  -- sha256 of the object as the event shows it.
  object_state text not null,
  customer_id text,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  deliveries integer not null default 1,
  state text not null default 'pending' check (state in ('pending', 'done', 'ignored', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  handled_at timestamptz,
  last_error text,
  unique (object_id, type, object_state)
);
create index stripe_inbox_waiting_idx on stripe_inbox (next_attempt_at) where state = 'pending';
create index stripe_inbox_dead_idx on stripe_inbox (received_at desc) where state = 'dead';
alter table stripe_inbox enable row level security;
alter table stripe_inbox force row level security;
create policy platform on stripe_inbox to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, insert, update on stripe_inbox to app_platform;

-- Looked up for every webhook.
create index tenants_stripe_customer_idx on tenants (stripe_customer_id) where stripe_customer_id is not null;
