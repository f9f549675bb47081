-- Up Migration

-- Meeting the provider's invoice ------------------------------------------------------------------------------------
-- A draft whose counterpart is known is met again at `meet_at` until it is final, whatever became of the messages.
alter table billing_invoices
  add column meet_at timestamptz,
  add column meet_attempts integer not null default 0 check (meet_attempts >= 0);
create index billing_invoices_meet_idx on billing_invoices (meet_at) where meet_at is not null;

-- What the provider charged too much is given back there, and here beside it.
alter table billing_intents drop constraint billing_intents_kind_check;
alter table billing_intents add constraint billing_intents_kind_check
  check (kind in ('start', 'terms', 'cancel_at_end', 'keep', 'end', 'pause', 'unpause', 'collect', 'charge', 'refund', 'leave',
    'credit'));

-- Files of a school -------------------------------------------------------------------------------------------------
-- What is in the store beside the files of add-ons, which have rows of their own: packages to import, logos. Exports are not
-- here: a school may always take its data along, and they are gone after some days.
create table stored_files (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  kind text not null check (kind ~ '^[a-z-]{1,40}$'),
  storage_key text not null,
  bytes bigint not null check (bytes >= 0),
  created_at timestamptz not null default now(),
  unique (tenant_id, storage_key)
);
select daftar.raise_wall('stored_files', false, 'select, insert, delete');
create trigger seats_added after insert on stored_files referencing new table as new_rows
  for each statement execute function daftar.count_seats('storage_bytes', 'bytes');
create trigger seats_removed after delete on stored_files referencing old table as old_rows
  for each statement execute function daftar.count_seats('storage_bytes', 'bytes');
