-- Up Migration
-- What the platform's staff write about a school, and offers to schools. Neither is ever read by a school or a partner.

create table sales_notes (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default daftar.current_school() references tenants (id),
  body text not null check (length(body) between 1 and 4000),
  author_id uuid not null,
  author text not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, id)
);
create index sales_notes_school_list_idx on sales_notes (tenant_id, created_at desc, id);
alter table sales_notes enable row level security;
alter table sales_notes force row level security;
-- Required of every table that names a school; without a grant it opens nothing.
create policy school on sales_notes to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
create policy platform on sales_notes to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
-- A note is never changed or taken away: who knew what, and when, stays.
grant select, insert on sales_notes to app_platform;
select daftar.guard_read_only('sales_notes');

create sequence quote_numbers;
create table quotes (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  -- A school that is here already, or somebody who asked.
  school_id uuid references tenants (id),
  prospect jsonb,
  state text not null default 'draft' check (state in ('draft', 'sent', 'accepted', 'declined')),
  cycle text not null check (cycle in ('monthly', 'yearly')),
  plan text not null,
  lines jsonb not null,
  total_cents bigint not null check (total_cents >= 0),
  note jsonb,
  valid_until timestamptz not null,
  author text not null,
  sent_at timestamptz,
  decided_at timestamptz,
  decision text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (school_id is not null or prospect is not null),
  check (state = 'draft' or sent_at is not null),
  check (state <> 'accepted' or school_id is not null)
);
create index quotes_school_idx on quotes (school_id, created_at desc);
create index quotes_list_idx on quotes (created_at desc, id);
alter table quotes enable row level security;
alter table quotes force row level security;
create policy platform on quotes to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, insert, update on quotes to app_platform;
grant usage on sequence quote_numbers to app_platform;

-- What was sent is what was offered: a quote that left the draft keeps its words and amounts.
create function daftar.guard_quote() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if old.state <> 'draft' and (new.number, new.cycle, new.plan, new.lines, new.total_cents, new.note, new.valid_until, new.prospect, new.sent_at)
     is distinct from (old.number, old.cycle, old.plan, old.lines, old.total_cents, old.note, old.valid_until, old.prospect, old.sent_at) then
    raise exception 'a quote that was sent is never changed: make a new one' using errcode = 'check_violation';
  end if;
  if old.state in ('accepted', 'declined') and new.state <> old.state then
    raise exception 'a decided quote stays decided' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger sent before update on quotes for each row execute function daftar.guard_quote();
revoke execute on function daftar.guard_quote() from public;

-- Whether one payer pays for all schools of a group; a group without a row has each school pay for itself.
create table group_payers (
  group_id uuid primary key references school_groups (id),
  has_one_payer boolean not null,
  changed_by text not null,
  changed_at timestamptz not null
);
alter table group_payers enable row level security;
alter table group_payers force row level security;
create policy platform on group_payers to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, insert, update on group_payers to app_platform;
