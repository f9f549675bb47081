-- Up Migration
-- One payer for the schools of a group, and what a school is told about a plan that would have been cheaper.

ALTER TABLE "subscriptions" ADD COLUMN "payer_group" varchar;

-- Who pays an invoice: the group, or the school itself. Written with the draft and kept for ever.
alter table billing_invoices add column payer_group_id uuid references school_groups (id);
create index billing_invoices_payer_idx on billing_invoices (payer_group_id) where payer_group_id is not null;
create index billing_invoices_bundle_idx on billing_invoices (group_invoice_id) where group_invoice_id is not null;
create index billing_group_invoices_list_idx on billing_group_invoices (group_id, created_at desc);

-- The group's own customer at the provider.
alter table group_payers add column stripe_customer_id text unique;
alter table group_payers add column payment_method jsonb;

-- To leave a subscription at the provider without a last bill: the group pays from now on.
alter table billing_intents drop constraint billing_intents_kind_check;
alter table billing_intents add constraint billing_intents_kind_check check (kind in
  ('start', 'terms', 'cancel_at_end', 'keep', 'end', 'pause', 'unpause', 'collect', 'charge', 'refund', 'leave'));

-- What a finished period cost, and which plan would have cost less. One row a period, also when nothing was cheaper.
create table best_price_checks (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  period_start timestamptz not null,
  period_end timestamptz not null,
  plan text not null,
  cycle text not null,
  cents bigint not null,
  better_plan text,
  better_cents bigint,
  students integer not null,
  storage_bytes bigint not null,
  price_book_version integer not null references price_books (version),
  created_at timestamptz not null,
  unique (tenant_id, period_start)
);
alter table best_price_checks add constraint best_price_checks_school_id_key unique (tenant_id, id);
create index best_price_checks_school_list_idx on best_price_checks (tenant_id, created_at desc, id);
alter table best_price_checks alter column tenant_id set default daftar.current_school();
alter table best_price_checks enable row level security;
alter table best_price_checks force row level security;
create policy school on best_price_checks to app_tenant using (tenant_id = (select daftar.current_school()))
  with check (tenant_id = (select daftar.current_school()));
create policy platform on best_price_checks to app_platform using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select on best_price_checks to app_tenant;
grant select, insert on best_price_checks to app_platform;
select daftar.guard_read_only('best_price_checks'::regclass);
