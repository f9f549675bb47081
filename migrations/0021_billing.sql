-- Up Migration

CREATE TYPE "public"."enum_subscriptions_pending_cycle" AS ENUM('monthly', 'yearly');
ALTER TYPE "public"."enum_subscriptions_status" ADD VALUE 'purged';
ALTER TABLE "subscriptions" ADD COLUMN "price_book_version" numeric;
ALTER TABLE "subscriptions" ADD COLUMN "anchor_at" timestamp(3) with time zone;
ALTER TABLE "subscriptions" ADD COLUMN "current_period_start" timestamp(3) with time zone;
ALTER TABLE "subscriptions" ADD COLUMN "current_period_end" timestamp(3) with time zone;
ALTER TABLE "subscriptions" ADD COLUMN "trial_ends_at" timestamp(3) with time zone;
ALTER TABLE "subscriptions" ADD COLUMN "grace_ends_at" timestamp(3) with time zone;
ALTER TABLE "subscriptions" ADD COLUMN "suspended_at" timestamp(3) with time zone;
ALTER TABLE "subscriptions" ADD COLUMN "cancel_at_period_end" boolean DEFAULT false;
ALTER TABLE "subscriptions" ADD COLUMN "pending_plan" varchar;
ALTER TABLE "subscriptions" ADD COLUMN "pending_cycle" "enum_subscriptions_pending_cycle";
ALTER TABLE "subscriptions" ADD COLUMN "group_percent" varchar DEFAULT '0' NOT NULL;
ALTER TABLE "subscriptions" ADD COLUMN "add_ons" jsonb;
ALTER TABLE "subscriptions" ADD COLUMN "contract" jsonb;
ALTER TABLE "subscriptions" ADD COLUMN "provider_state_at" timestamp(3) with time zone;
ALTER TABLE "subscriptions" ADD COLUMN "above_ceiling_since" timestamp(3) with time zone;

-- The price book. A published version is never changed; what is being written is the platform's alone. ---------
create table price_books (
  version integer primary key check (version > 0),
  valid_from timestamptz not null unique,
  content jsonb not null,
  sha256 text not null,
  note text not null default '',
  published_by text not null,
  published_at timestamptz not null default now()
);
create function daftar.refuse_change() returns trigger
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  raise exception '% is never changed: make a new version', tg_table_name using errcode = 'check_violation';
end $$;
create trigger immutable before update or delete on price_books for each row execute function daftar.refuse_change();
grant select on price_books to app_tenant;
grant select, insert on price_books to app_platform;

-- Our invoices, one for each school; a group with one payer gets them bundled. --------------------------------
create table billing_group_invoices (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references school_groups (id),
  state text not null default 'draft' check (state in ('draft', 'open', 'paid', 'void', 'uncollectible')),
  total_cents bigint not null default 0,
  paid_cents bigint not null default 0,
  period_start timestamptz not null,
  period_end timestamptz not null,
  stripe_invoice_id text unique,
  stripe_total_cents bigint,
  finalised_at timestamptz,
  paid_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table billing_invoices (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  group_invoice_id uuid references billing_group_invoices (id),
  -- Given when it is finalised; without gaps in a year.
  number text,
  state text not null default 'draft' check (state in ('draft', 'open', 'paid', 'void', 'uncollectible')),
  -- What it was made for: the first of a subscription, a period, a change in it, or by hand.
  reason text not null check (reason in ('start', 'period', 'change', 'manual')),
  period_start timestamptz not null,
  period_end timestamptz not null check (period_end >= period_start),
  currency text not null default 'usd',
  price_book_version integer not null references price_books (version),
  subtotal_cents bigint not null default 0,
  tax_cents bigint not null default 0,
  total_cents bigint not null default 0,
  paid_cents bigint not null default 0,
  credited_cents bigint not null default 0,
  stripe_invoice_id text,
  stripe_total_cents bigint,
  due_at timestamptz,
  finalised_at timestamptz,
  paid_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (state = 'draft' or (number is not null and finalised_at is not null) or state = 'void'),
  -- Indexes of schools' tables begin with the school; numbers are given from one counter and so are unique for all.
  unique (tenant_id, number),
  unique (tenant_id, stripe_invoice_id)
);

create table billing_invoice_lines (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  invoice_id uuid not null,
  position integer not null,
  -- base, discount, student_overage, storage_overage, metered, setup, add_on, proration_credit, proration_charge, late_usage, adjustment, tax
  kind text not null,
  -- The plan, meter or add-on that it is about.
  code text not null,
  description jsonb not null,
  quantity numeric not null,
  unit_cents numeric not null,
  amount_cents bigint not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  price_book_version integer not null references price_books (version),
  -- {rule, inputs, exact, rounding, events}: how the amount came about.
  explanation jsonb not null,
  stripe_line_id text,
  created_at timestamptz not null default now(),
  unique (tenant_id, invoice_id, position)
);

create table billing_credit_notes (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  invoice_id uuid not null,
  number text not null,
  amount_cents bigint not null check (amount_cents > 0),
  reason text not null,
  lines jsonb not null default '[]',
  stripe_credit_note_id text,
  created_at timestamptz not null default now(),
  unique (tenant_id, number),
  unique (tenant_id, stripe_credit_note_id)
);

-- Money that came in and went out, once for each fact at the provider.
create table billing_payments (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  invoice_id uuid,
  kind text not null check (kind in ('payment', 'refund', 'dispute', 'dispute_won')),
  amount_cents bigint not null check (amount_cents > 0),
  provider_id text not null,
  occurred_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, kind, provider_id)
);

-- How monthly recurring revenue moved: written with what moved it, never changed. ------------------------------
create table subscription_movements (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  sequence bigint generated always as identity,
  at timestamptz not null,
  kind text not null check (kind in ('new', 'expansion', 'contraction', 'churn', 'reactivation')),
  delta_cents bigint not null check (delta_cents <> 0),
  mrr_cents bigint not null check (mrr_cents >= 0),
  reason text not null,
  price_book_version integer not null references price_books (version),
  created_at timestamptz not null default now()
);
create trigger immutable before update or delete on subscription_movements
  for each row execute function daftar.refuse_change();

do $$
declare
  name text;
begin
  foreach name in array array['billing_invoices', 'billing_invoice_lines', 'billing_credit_notes', 'billing_payments', 'subscription_movements'] loop
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
grant delete on billing_invoice_lines to app_platform;
revoke update on subscription_movements, billing_payments from app_platform;

alter table billing_invoice_lines add constraint billing_invoice_lines_invoice_fk
  foreign key (tenant_id, invoice_id) references billing_invoices (tenant_id, id);
alter table billing_credit_notes add constraint billing_credit_notes_invoice_fk
  foreign key (tenant_id, invoice_id) references billing_invoices (tenant_id, id);
alter table billing_payments add constraint billing_payments_invoice_fk
  foreign key (tenant_id, invoice_id) references billing_invoices (tenant_id, id);

alter table billing_group_invoices enable row level security;
alter table billing_group_invoices force row level security;
create policy platform on billing_group_invoices to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, insert, update on billing_group_invoices to app_platform;

-- An invoice that left the draft keeps its lines and amounts for ever; only its state, payments and credits go on.
create function daftar.guard_invoice() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if old.state <> 'draft' and (new.total_cents, new.subtotal_cents, new.tax_cents, new.number, new.price_book_version,
       new.period_start, new.period_end, new.tenant_id, new.reason, new.finalised_at, new.currency)
     is distinct from (old.total_cents, old.subtotal_cents, old.tax_cents, old.number, old.price_book_version,
       old.period_start, old.period_end, old.tenant_id, old.reason, old.finalised_at, old.currency) then
    raise exception 'a finalised invoice is never changed: make a credit note' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger finalised before update on billing_invoices for each row execute function daftar.guard_invoice();

create function daftar.guard_invoice_line() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  line billing_invoice_lines := case when tg_op = 'DELETE' then old else new end;
begin
  if (select state from billing_invoices i where i.tenant_id = line.tenant_id and i.id = line.invoice_id) <> 'draft'
     and not (tg_op = 'UPDATE' and to_jsonb(new) - 'stripe_line_id' = to_jsonb(old) - 'stripe_line_id') then
    raise exception 'the lines of a finalised invoice are never changed' using errcode = 'check_violation';
  end if;
  return line;
end $$;
create trigger finalised before insert or update or delete on billing_invoice_lines
  for each row execute function daftar.guard_invoice_line();

-- One subscription of a school runs at a time; its terms are named by the version they were taken from. --------
create unique index subscriptions_running_idx on subscriptions (tenant_id)
  where status in ('trialing', 'active', 'past_due', 'suspended');
alter table subscriptions add constraint subscriptions_group_percent_check
  check (group_percent ~ '^(100|[1-9]?\d)(\.\d{1,4})?$');

revoke execute on function daftar.refuse_change(), daftar.guard_invoice(), daftar.guard_invoice_line() from public;
