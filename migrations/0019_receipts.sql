-- Up Migration
-- Receipts are chained by hash for each school, every reading of personal data has a row of its own, failed calls can be
-- replayed without anybody's data, and accounts of partners name their publisher. docs/plugins/receipts.md has the form.

-- Receipts ---------------------------------------------------------------------------------------------------
alter table plugin_calls
  add column plugin text,
  add column version text,
  add column kind text not null default 'event',
  add column limits text,
  add column calls jsonb not null default '[]',
  add column rows_read jsonb not null default '{}',
  add column bytes_out jsonb not null default '{"messages": 0, "requests": 0}',
  add column meters jsonb not null default '[]',
  add column price_version text,
  add column seed bigint,
  add column clock timestamp(3) with time zone,
  add column words_hash text,
  add column body_hash text,
  add column sequence bigint,
  add column previous_hash text,
  add column hash text;

-- The end of each school's chain. Locked by whoever appends, so that numbers have no gaps and no doubles.
create table receipt_heads (
  tenant_id uuid primary key default daftar.current_school() references tenants (id),
  sequence bigint not null default 0,
  hash text not null default repeat('0', 64),
  -- The last end that the platform's audit trail knows of.
  anchored_sequence bigint not null default 0,
  anchored_at timestamptz,
  -- Receipts up to here are in the archive; the chain that is checked begins behind them.
  archived_sequence bigint not null default 0,
  archived_hash text not null default repeat('0', 64)
);
alter table receipt_heads enable row level security;
alter table receipt_heads force row level security;
create policy school on receipt_heads to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
create policy platform on receipt_heads to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, insert, update (sequence, hash) on receipt_heads to app_tenant;
grant select, update (anchored_sequence, anchored_at) on receipt_heads to app_platform;
select daftar.guard_read_only('receipt_heads');

create function daftar.guard_receipt_head() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if tg_op = 'INSERT' and new.sequence = 0 then return new; end if;
  if tg_op = 'UPDATE' and new.tenant_id = old.tenant_id
     and (new.sequence = old.sequence + 1 or (new.sequence = old.sequence and new.hash = old.hash)) then return new; end if;
  raise exception 'the head of a chain of receipts goes forward by one receipt at a time' using errcode = 'check_violation';
end $$;
create trigger forward before insert or update on receipt_heads for each row execute function daftar.guard_receipt_head();

create function daftar.receipt_link(tenant uuid, sequence bigint, previous_hash text, body_hash text) returns text
  language sql immutable parallel safe
  set search_path = pg_catalog
  return encode(sha256(convert_to(
    concat_ws(E'\n', 'daftar-receipt-1', tenant::text, sequence::text, previous_hash, body_hash), 'UTF8')), 'hex');

-- In a trigger, so that whoever writes a receipt writes the next link of the chain. A key that has its receipt is passed
-- over here and not by "on conflict", which would already have moved the head.
create function daftar.chain_receipt() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  head receipt_heads;
begin
  select * into head from receipt_heads where tenant_id = new.tenant_id for update;
  if not found then
    insert into receipt_heads (tenant_id) values (new.tenant_id) on conflict do nothing;
    select * into strict head from receipt_heads where tenant_id = new.tenant_id for update;
  end if;
  if exists (select from plugin_calls
              where tenant_id = new.tenant_id and install_id = new.install_id and event = new.event) then
    return null;
  end if;
  new.sequence := head.sequence + 1;
  new.previous_hash := head.hash;
  new.hash := encode(sha256(convert_to(concat_ws(E'\n', 'daftar-receipt-1', new.tenant_id::text, new.sequence::text,
    new.previous_hash, new.body_hash), 'UTF8')), 'hex');
  update receipt_heads set sequence = new.sequence, hash = new.hash where tenant_id = new.tenant_id;
  return new;
end $$;

-- The canonical form in SQL, for the receipts that are here already. New ones are made by the application.
create function daftar.canonical_json(value jsonb) returns text
  language plpgsql immutable
  set search_path = public, pg_catalog
as $$
begin
  return case jsonb_typeof(value)
    when 'object' then (select '{' || coalesce(string_agg(to_json(key)::text || ':' || daftar.canonical_json(item), ',' order by key collate "C"), '') || '}'
                          from jsonb_each(value) as member(key, item))
    when 'array' then (select '[' || coalesce(string_agg(daftar.canonical_json(item), ',' order by place), '') || ']'
                         from jsonb_array_elements(value) with ordinality as member(item, place))
    else value::text end;
end $$;

create function daftar.chain_old_receipts() returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  receipt plugin_calls;
  head receipt_heads;
  words text;
  body text;
begin
  for receipt in select * from plugin_calls where hash is null order by tenant_id, created_at, id loop
    insert into receipt_heads (tenant_id) values (receipt.tenant_id) on conflict do nothing;
    select * into strict head from receipt_heads where tenant_id = receipt.tenant_id for update;
    words := encode(sha256(convert_to(daftar.canonical_json(jsonb_build_object(
      'logs', coalesce(receipt.logs, 'null'), 'message', receipt.message)), 'UTF8')), 'hex');
    body := encode(sha256(convert_to(daftar.canonical_json(jsonb_build_object(
      'format', 'daftar-receipt-1', 'id', receipt.id, 'tenant', receipt.tenant_id, 'install', receipt.install_id,
      'plugin', receipt.plugin, 'version', receipt.version, 'bundle', receipt.bundle_hash,
      'entry', jsonb_build_object('kind', receipt.kind, 'name', receipt.entry), 'key', receipt.event,
      'limits', receipt.limits, 'code', receipt.code, 'cpuMs', trim_scale(receipt.cpu_ms), 'wallMs', trim_scale(receipt.wall_ms),
      'hostCalls', trim_scale(receipt.host_calls), 'calls', receipt.calls, 'accesses', coalesce(receipt.accesses, '[]'),
      'rows', receipt.rows_read, 'bytesOut', receipt.bytes_out, 'meters', receipt.meters,
      'priceVersion', receipt.price_version, 'seed', receipt.seed,
      'clock', to_char(receipt.clock at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'at', to_char(receipt.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'words', words)), 'UTF8')), 'hex');
    update plugin_calls
       set words_hash = words, body_hash = body, sequence = head.sequence + 1, previous_hash = head.hash,
           hash = daftar.receipt_link(receipt.tenant_id, head.sequence + 1, head.hash, body)
     where id = receipt.id
     returning hash into head.hash;
    update receipt_heads set sequence = sequence + 1, hash = head.hash where tenant_id = receipt.tenant_id;
  end loop;
end $$;

-- Readings of personal data ------------------------------------------------------------------------------------
create table data_reads (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  call_id uuid not null,
  plugin text not null,
  version text,
  capability text not null,
  data_class text not null,
  fields text[] not null,
  row_count integer not null,
  purpose jsonb not null,
  created_at timestamp(3) with time zone not null default now()
);
select daftar.raise_wall('data_reads', false, 'select, insert');
create policy platform on data_reads to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select on data_reads to app_platform;
alter table data_reads add constraint data_reads_call_fk foreign key (tenant_id, call_id) references plugin_calls (tenant_id, id) on delete cascade;
create index data_reads_call_idx on data_reads (tenant_id, call_id);
-- The chart of a month is read from this index alone.
create index data_reads_days_idx on data_reads (tenant_id, created_at) include (data_class, plugin, row_count);

-- The owner of the tables is bound by the wall too, and belongs to no school.
alter table plugin_calls no force row level security;
alter table plugin_installs no force row level security;
alter table receipt_heads no force row level security;
alter table data_reads no force row level security;
alter table tenants no force row level security;
update plugin_calls c set plugin = p.plugin_id from plugin_installs i join plugins p on p.id = i.plugin_id where i.id = c.install_id;
update plugin_calls c set version = v.version
  from plugin_installs i join plugin_versions v on v.plugin_id = i.plugin_id
 where i.id = c.install_id and v.sha256 = c.bundle_hash;
select daftar.chain_old_receipts();
insert into data_reads (tenant_id, call_id, plugin, version, capability, data_class, fields, row_count, purpose, created_at)
select c.tenant_id, c.id, c.plugin, c.version, a ->> 'capability', a ->> 'dataClass',
       array(select jsonb_array_elements_text(a -> 'fields')), (a ->> 'count')::int,
       coalesce((select permission -> 'purpose' from plugin_versions v, jsonb_array_elements(v.manifest::jsonb -> 'permissions') as permission
                  where v.sha256 = c.bundle_hash and permission ->> 'capability' = a ->> 'capability' limit 1),
                jsonb_build_object('en', a ->> 'purpose', 'ar', a ->> 'purpose')), c.created_at
  from plugin_calls c cross join lateral jsonb_array_elements(c.accesses) as a
 where jsonb_typeof(c.accesses) = 'array';
alter table plugin_calls force row level security;
alter table plugin_installs force row level security;
alter table receipt_heads force row level security;
alter table data_reads force row level security;
alter table tenants force row level security;

-- A row that was not written by the application has no digest of its content, and is told as a broken link.
alter table plugin_calls
  alter column plugin set default '', alter column plugin set not null,
  alter column words_hash set default '', alter column words_hash set not null,
  alter column body_hash set default '', alter column body_hash set not null,
  alter column sequence set not null,
  alter column previous_hash set not null,
  alter column hash set not null;
create unique index plugin_calls_sequence_key on plugin_calls (tenant_id, sequence);
create trigger chain before insert on plugin_calls for each row execute function daftar.chain_receipt();
-- Figures of one add-on: of a school, and of a publisher over all schools.
create index plugin_calls_figures_idx on plugin_calls (install_id, created_at) include (code, wall_ms, cpu_ms, version);

-- A receipt stays as it was written. Partners use the platform's role too, and no school's receipts are theirs to read.
revoke insert, update, delete on plugin_calls from app_platform;
revoke update, delete on plugin_calls from app_tenant;
drop policy platform on plugin_calls;
create policy platform on plugin_calls to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));

-- Replays: what a failed call was given, with fakes in place of people. ------------------------------------------
create table plugin_replays (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  call_id uuid not null,
  install_id uuid not null,
  bundle jsonb not null,
  created_at timestamp(3) with time zone not null default now()
);
select daftar.raise_wall('plugin_replays', false, 'select, insert');
create policy platform on plugin_replays to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, delete on plugin_replays to app_platform;
alter table plugin_replays add constraint plugin_replays_call_fk foreign key (tenant_id, call_id) references plugin_calls (tenant_id, id) on delete cascade;
create unique index plugin_replays_call_key on plugin_replays (tenant_id, call_id);
create index plugin_replays_install_idx on plugin_replays (tenant_id, install_id, created_at);
create index plugin_replays_age_idx on plugin_replays (created_at);

-- Publishers ------------------------------------------------------------------------------------------------------
alter table plugins add column publisher_id text;
update plugins p set publisher_id = v.manifest::jsonb #>> '{publisher,id}'
  from plugin_versions v where v.plugin_id = p.id and v.version = p.current_version;
create index plugins_publisher_idx on plugins (publisher_id);

-- Which publisher an account of the partner host works for. Set by the platform's staff, never by the partner.
create table partner_accounts (
  user_id uuid primary key references users (id) on delete cascade,
  publisher_id text not null check (length(publisher_id) between 1 and 100),
  created_at timestamptz not null default now()
);
create index partner_accounts_publisher_idx on partner_accounts (publisher_id);
alter table partner_accounts enable row level security;
alter table partner_accounts force row level security;
create policy platform on partner_accounts to app_platform
  using (true) with check (current_setting('app.realm', true) in ('platform', 'system'));
grant select, insert, update, delete on partner_accounts to app_platform;

revoke execute on function daftar.guard_receipt_head(), daftar.receipt_link(uuid, bigint, text, text), daftar.chain_receipt(),
  daftar.canonical_json(jsonb), daftar.chain_old_receipts() from public;
