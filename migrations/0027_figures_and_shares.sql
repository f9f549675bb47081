-- Up Migration

-- What staff know and the ledger does not: what winning schools cost, and what remains of the revenue. -------------
create table kpi_inputs (
  -- The month in UTC, as YYYY-MM.
  month text primary key check (month ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  acquisition_cents bigint not null check (acquisition_cents >= 0),
  margin_percent text not null check (margin_percent ~ '^(100|[1-9]?\d)(\.\d{1,4})?$'),
  updated_by text not null,
  updated_at timestamptz not null default now()
);

-- The assumptions of the projection: one set, that everybody on the staff sees.
create table kpi_assumptions (
  is_shared boolean primary key default true check (is_shared),
  content jsonb not null,
  updated_by text not null,
  updated_at timestamptz not null default now()
);

-- Partners' shares -------------------------------------------------------------------------------------------------
-- From when on a publisher has which share of what a code of the price book brings in. Never changed: a new one follows.
create table partner_agreements (
  id uuid primary key default gen_random_uuid(),
  publisher_id text not null check (length(publisher_id) between 1 and 100),
  -- An add-on or a meter of the price book.
  code text not null check (code ~ '^[a-z][a-z0-9_]{1,59}$'),
  share_percent text not null default '85' check (share_percent ~ '^(100|[1-9]?\d)(\.\d{1,4})?$'),
  valid_from timestamptz not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (code, valid_from)
);
create trigger immutable before update or delete on partner_agreements
  for each row execute function daftar.refuse_change();

-- Where a publisher's money goes.
create table partner_payouts (
  publisher_id text primary key check (length(publisher_id) between 1 and 100),
  stripe_account_id text not null check (length(stripe_account_id) between 1 and 100),
  updated_by text not null,
  updated_at timestamptz not null default now()
);

-- How a fact about an invoice's money (a payment, refund, dispute or credit note) moved a partner's right to a line of it.
-- One row for each fact and line, also where nothing moved: that the fact was counted is known by its row.
create table partner_entries (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  sequence bigint generated always as identity,
  publisher_id text not null,
  agreement_id uuid not null references partner_agreements (id),
  share_percent text not null,
  invoice_id uuid not null,
  invoice_line_id uuid not null,
  code text not null,
  fact_kind text not null check (fact_kind in ('payment', 'refund', 'dispute', 'dispute_won', 'credit_note')),
  fact_id uuid not null,
  -- What of the line is collected after the fact, and the partner's right to it: floor(share x collected).
  collected_cents bigint not null check (collected_cents >= 0),
  right_cents bigint not null check (right_cents between 0 and collected_cents),
  -- How much the right moved by the fact: above zero is transferred, below zero is reversed.
  amount_cents bigint not null,
  occurred_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, invoice_line_id, fact_id)
);
create index partner_entries_publisher_idx on partner_entries (publisher_id, occurred_at desc, id);
create trigger immutable before update or delete on partner_entries
  for each row execute function daftar.refuse_change();

-- What was asked of Stripe for an entry: one transfer, or a reversal of each transfer that it takes.
create table partner_transfers (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  entry_id uuid not null,
  publisher_id text not null,
  invoice_line_id uuid not null,
  -- The transfer that is reversed; empty for a transfer.
  reverses_id uuid,
  amount_cents bigint not null check (amount_cents > 0),
  state text not null default 'pending' check (state in ('pending', 'sent')),
  provider_id text,
  attempts integer not null default 0,
  last_error text,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  check ((state = 'sent') = (provider_id is not null and sent_at is not null)),
  unique nulls not distinct (tenant_id, entry_id, reverses_id)
);
create index partner_transfers_pending_idx on partner_transfers (created_at) where state = 'pending';

do $$
declare
  name text;
begin
  -- Behind the wall without a right for schools: what a publisher earns is not theirs to read.
  foreach name in array array['partner_entries', 'partner_transfers'] loop
    execute format('alter table %I add constraint %I unique (tenant_id, id)', name, name || '_school_id_key');
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy school on %I to app_tenant using (tenant_id = (select daftar.current_school())) '
      'with check (tenant_id = (select daftar.current_school()))', name);
    perform daftar.guard_read_only(name::regclass);
  end loop;
  foreach name in array array['kpi_inputs', 'kpi_assumptions', 'partner_agreements', 'partner_payouts'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
  end loop;
  -- Partners have the platform's role too: the realm keeps them out, and their statement is read for them.
  foreach name in array array['kpi_inputs', 'kpi_assumptions', 'partner_agreements', 'partner_payouts', 'partner_entries',
      'partner_transfers'] loop
    execute format('create policy platform on %I to app_platform using (current_setting(''app.realm'', true) in (''platform'', ''system'')) '
      'with check (current_setting(''app.realm'', true) in (''platform'', ''system''))', name);
    execute format('grant select, insert on %I to app_platform', name);
  end loop;
end $$;
grant update on kpi_inputs, kpi_assumptions, partner_payouts, partner_transfers to app_platform;

alter table partner_entries add constraint partner_entries_line_fk
  foreign key (tenant_id, invoice_line_id) references billing_invoice_lines (tenant_id, id);
alter table partner_entries add constraint partner_entries_invoice_fk
  foreign key (tenant_id, invoice_id) references billing_invoices (tenant_id, id);
alter table partner_transfers add constraint partner_transfers_entry_fk
  foreign key (tenant_id, entry_id) references partner_entries (tenant_id, id);
alter table partner_transfers add constraint partner_transfers_reverses_fk
  foreign key (tenant_id, reverses_id) references partner_transfers (tenant_id, id);
