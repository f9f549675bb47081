-- Up Migration
-- What a school may do now and how much is left: one function answers for the whole product, seats are counted by triggers
-- and so hold whatever way rows come, and budgets are reserved before the work (docs/decisions/0018-one-answer-in-the-database.md).

-- The moment that rules with dates work at. A connection carries one only while a test or a test clock sets it.
create function daftar.billing_now() returns timestamptz
  language sql stable
  set search_path = pg_catalog
  return coalesce(nullif(current_setting('app.billing_now', true), '')::timestamptz, now());

-- What staff grant or take apart from plan and add-ons; each has a reason and an end. -------------------------
create table entitlement_overrides (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  -- A feature with true or false, or a quota (students, teachers, storage_bytes) with a number, null for unlimited.
  key text not null check (key ~ '^[a-z][a-z0-9_]{1,59}$'),
  value jsonb not null check (jsonb_typeof(value) in ('boolean', 'number', 'null')),
  reason text not null check (length(btrim(reason)) between 3 and 500),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  created_by text not null,
  created_at timestamptz not null default now(),
  -- Ended by hand before its end.
  ended_at timestamptz,
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);

-- Seats taken. Kept by triggers alone; the lock of a row orders who takes the last one. -------------------------
create table school_seats (
  tenant_id uuid not null default daftar.current_school(),
  kind text not null check (kind in ('students', 'teachers', 'storage_bytes')),
  used bigint not null default 0,
  -- The notice about the ceiling: since when, and for which ceiling it was given.
  above_since timestamptz,
  above_limit bigint,
  -- Back at or below the ceiling since; after 30 days the next time above it brings a new notice.
  below_since timestamptz,
  primary key (tenant_id, kind)
);

-- Budgets ------------------------------------------------------------------------------------------------------
create table budget_caps (
  tenant_id uuid not null default daftar.current_school(),
  -- A meter of the price book, or * for all of them together.
  meter text not null check (length(meter) between 1 and 60),
  monthly_cents bigint not null check (monthly_cents between 0 and 1000000000),
  is_hard boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, meter)
);

-- What metered work may still cost: held before the work, captured with its ledger entry, released when it failed.
create table usage_reservations (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default daftar.current_school(),
  meter text not null,
  quantity bigint not null check (quantity > 0),
  source text not null,
  -- The event that the ledger will name.
  event_id text not null,
  state text not null default 'held' check (state in ('held', 'captured', 'released')),
  reserved_at timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, source, event_id)
);
create index usage_reservations_held_idx on usage_reservations (tenant_id, meter) include (quantity, expires_at) where state = 'held';

-- Each alert once a month.
create table usage_alerts (
  tenant_id uuid not null default daftar.current_school(),
  month date not null,
  -- budget:<meter>, quota:<kind>, or ceiling:students with the share of the notice that has passed
  subject text not null,
  percent int not null check (percent in (0, 50, 80, 100)),
  -- {used, limit, unit, forecast}
  facts jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, month, subject, percent)
);

do $$
declare
  name text;
begin
  foreach name in array array['entitlement_overrides', 'school_seats', 'budget_caps', 'usage_reservations', 'usage_alerts'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy school on %I to app_tenant using (tenant_id = (select daftar.current_school())) '
      'with check (tenant_id = (select daftar.current_school()))', name);
    execute format('create policy platform on %I to app_platform using (current_setting(''app.realm'', true) in (''platform'', ''system'')) '
      'with check (current_setting(''app.realm'', true) in (''platform'', ''system''))', name);
    execute format('grant select on %I to app_tenant, app_platform', name);
    perform daftar.guard_read_only(name::regclass);
  end loop;
  foreach name in array array['entitlement_overrides', 'usage_reservations'] loop
    execute format('alter table %I add constraint %I unique (tenant_id, id)', name, name || '_school_id_key');
    execute format('create index %I on %I (tenant_id, created_at desc, id)', name || '_school_list_idx', name);
  end loop;
end $$;
grant insert, update on entitlement_overrides to app_platform;
grant insert, update on school_seats to app_tenant, app_platform;
grant insert, update, delete on budget_caps to app_tenant;
grant insert, update, delete on usage_reservations to app_tenant;
grant delete on usage_reservations to app_platform;
grant insert on usage_alerts to app_tenant;

-- The one answer -----------------------------------------------------------------------------------------------
-- Sources in order: the plan (of the price book version that the subscription names, else as `plans` has it today), the
-- add-ons of the subscription, its contract, overrides of staff. Time counts only through overrides: `validUntil` is
-- the next moment at which the answer changes by itself.
create function daftar.entitlements(school uuid, at timestamptz) returns jsonb
  language plpgsql stable
  set search_path = public, pg_catalog
as $$
declare
  base record;
  book jsonb;
  plan jsonb;
  features jsonb := '{}';
  students jsonb;
  teachers jsonb;
  storage jsonb;
  storage_gb numeric;
  entry record;
  valid_until timestamptz;
begin
  select t.status::text as state, s.status::text as subscription, s.price_book_version as version, s.add_ons, s.contract,
         p.code, p.name, p.name_ar, p.features, p.max_students, p.student_ceiling, p.max_teachers, p.storage_gb
    into base
    from tenants t
    left join subscriptions s on s.tenant_id = t.id and s.status in ('trialing', 'active', 'past_due', 'suspended')
    join plans p on p.id = case when s.price_book_version is null then t.plan_id else s.plan_id end
   where t.id = school;
  if not found then
    return null;
  end if;
  select b.content into book from price_books b
   where case when base.version is null then b.valid_from <= at else b.version = base.version end
   order by b.valid_from desc limit 1;
  if base.version is null then
    select min(b.valid_from) into valid_until from price_books b where b.valid_from > at;
  else
    select p into plan from jsonb_array_elements(book -> 'plans') p where p ->> 'code' = base.code;
  end if;
  if plan is null then
    plan := jsonb_build_object('features', base.features, 'students', base.max_students, 'teachers', base.max_teachers,
      'storageGb', base.storage_gb, 'studentCeiling', base.student_ceiling, 'storageOverage', '{}'::jsonb);
  end if;
  select coalesce(jsonb_object_agg(f, '{"allowed": true, "source": "plan"}'::jsonb), '{}') into features
    from jsonb_array_elements_text(case when jsonb_typeof(plan -> 'features') = 'array' then plan -> 'features' else '[]' end) f;
  storage_gb := (plan ->> 'storageGb')::numeric;
  for entry in
    select a.value as add_on, coalesce((b.value ->> 'quantity')::numeric, 1) as quantity
      from jsonb_array_elements(case when jsonb_typeof(base.add_ons) = 'array' then base.add_ons else '[]' end) b
      join jsonb_array_elements(book -> 'addOns') a on a.value ->> 'code' = b.value ->> 'code'
  loop
    storage_gb := storage_gb + coalesce((entry.add_on ->> 'storageGb')::numeric, 0) * entry.quantity;
    features := (select coalesce(jsonb_object_agg(f, jsonb_build_object('allowed', true, 'source', 'add_on', 'code', entry.add_on ->> 'code')), '{}')
      from jsonb_array_elements_text(coalesce(entry.add_on -> 'features', '[]')) f) || features;
  end loop;
  students := jsonb_build_object('limit', plan -> 'studentCeiling', 'included', plan -> 'students', 'source', 'plan');
  teachers := jsonb_build_object('limit', plan -> 'teachers', 'included', plan -> 'teachers', 'source', 'plan');
  -- Where more storage is charged there is no end of it.
  storage := jsonb_build_object('included', storage_gb * 1000000000, 'source', 'plan',
    'limit', case when jsonb_typeof(plan -> 'storageOverage') = 'object' then null else storage_gb * 1000000000 end);
  if jsonb_typeof(base.contract) = 'object' then
    if jsonb_typeof(base.contract -> 'features') = 'array' then
      features := features || (select coalesce(jsonb_object_agg(f, '{"allowed": true, "source": "contract"}'::jsonb), '{}')
        from jsonb_array_elements_text(base.contract -> 'features') f where not features ? f);
    end if;
    if base.contract ? 'students' then
      students := jsonb_build_object('limit', base.contract -> 'students', 'included', base.contract -> 'students', 'source', 'contract');
    end if;
    if base.contract ? 'teachers' then
      teachers := jsonb_build_object('limit', base.contract -> 'teachers', 'included', base.contract -> 'teachers', 'source', 'contract');
    end if;
  end if;
  -- The later of two about one key wins.
  for entry in
    select o.key, o.value, o.starts_at, least(o.ends_at, o.ended_at) as ends_at
      from entitlement_overrides o
     where o.tenant_id = school and least(o.ends_at, o.ended_at) > at
     order by o.created_at, o.id
  loop
    valid_until := least(valid_until, case when entry.starts_at > at then entry.starts_at else entry.ends_at end);
    continue when entry.starts_at > at;
    if jsonb_typeof(entry.value) = 'boolean' then
      features := features || jsonb_build_object(entry.key,
        jsonb_build_object('allowed', entry.value, 'source', 'override', 'until', entry.ends_at));
    elsif entry.key = 'students' then
      students := students || jsonb_build_object('limit', entry.value, 'source', 'override', 'until', entry.ends_at);
    elsif entry.key = 'teachers' then
      teachers := teachers || jsonb_build_object('limit', entry.value, 'source', 'override', 'until', entry.ends_at);
    elsif entry.key = 'storage_bytes' then
      storage := storage || jsonb_build_object('limit', entry.value, 'source', 'override', 'until', entry.ends_at);
    end if;
  end loop;
  return jsonb_build_object('state', base.state, 'subscription', base.subscription, 'version', base.version,
    'plan', jsonb_build_object('code', base.code, 'name', base.name, 'nameAr', base.name_ar),
    'ceilingDays', coalesce((book ->> 'ceilingDays')::int, 14), 'features', features,
    'quotas', jsonb_build_object('students', students, 'teachers', teachers, 'storage_bytes', storage),
    'validUntil', valid_until);
end $$;

-- One feature. A school that can only be read still lets people in and looks as it looked; its add-ons are off.
create function daftar.may(feature text, school uuid, at timestamptz) returns boolean
  language sql stable
  set search_path = public, pg_catalog
  return (select coalesce((e -> 'features' -> feature ->> 'allowed')::boolean, false)
             and not (feature = 'add_ons' and e ->> 'state' in ('suspended', 'archived'))
            from daftar.entitlements(school, at) e);

-- All features that a school has, as a list.
create function daftar.features_of(school uuid, at timestamptz) returns jsonb
  language sql stable
  set search_path = public, pg_catalog
  return (select coalesce(jsonb_agg(f.key), '[]')
            from jsonb_each(daftar.entitlements(school, at) -> 'features') f where (f.value ->> 'allowed')::boolean);

-- Seats --------------------------------------------------------------------------------------------------------
-- Adds to what is taken and holds the limit. For students the plan's ceiling is a notice first and a limit afterwards;
-- whoever is there stays, so nothing is ever refused that adds nothing. Called with 0 it only gives the notice.
create function daftar.take_seats(school uuid, seat_kind text, delta bigint) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  seats school_seats;
  moment timestamptz := daftar.billing_now();
  answer jsonb;
  ceiling bigint;
  is_noticed boolean;
begin
  insert into school_seats as s (tenant_id, kind, used) values (school, seat_kind, delta)
    on conflict (tenant_id, kind) do update set used = s.used + excluded.used
    returning s.* into seats;
  answer := daftar.entitlements(school, moment);
  ceiling := (answer -> 'quotas' -> seat_kind ->> 'limit')::numeric::bigint;
  if ceiling is null or seats.used <= ceiling then
    if seats.above_since is not null and seats.below_since is null then
      update school_seats s set below_since = moment where s.tenant_id = school and s.kind = seat_kind;
    end if;
    return;
  end if;
  if seat_kind = 'students' then
    is_noticed := seats.above_since is not null and seats.above_limit = ceiling
      and (seats.below_since is null or seats.below_since > moment - interval '30 days');
    if not is_noticed then
      update school_seats s set above_since = moment, above_limit = ceiling, below_since = null
       where s.tenant_id = school and s.kind = seat_kind;
      return;
    end if;
    if moment < seats.above_since + make_interval(days => (answer ->> 'ceilingDays')::int) then
      update school_seats s set below_since = null
       where s.tenant_id = school and s.kind = seat_kind and s.below_since is not null;
      return;
    end if;
  end if;
  if delta > 0 then
    raise exception 'no room for more % in the plan: % of %', seat_kind, seats.used - delta, ceiling
      using errcode = 'DF402', detail = (select jsonb_build_object('kind', seat_kind, 'limit', ceiling,
        'used', seats.used - delta, 'asked', delta, 'plan', answer -> 'plan' ->> 'name', 'planAr', answer -> 'plan' ->> 'nameAr',
        'plans', coalesce(string_agg(p.name, ', ' order by p.monthly_price_cents), ''),
        'plansAr', coalesce(string_agg(p.name_ar, '، ' order by p.monthly_price_cents), ''))::text
        from plans p
       where coalesce(case seat_kind when 'students' then p.student_ceiling when 'teachers' then p.max_teachers
               else p.storage_gb * 1000000000 end, 'infinity'::numeric) >= seats.used
         and p.code <> answer -> 'plan' ->> 'code');
  end if;
end $$;

-- One statement, one count: a thousand rows of an import take one lock. The weight of a row is the trigger's own constant.
create function daftar.count_seats() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  sides text := case tg_op
    when 'INSERT' then format('select tenant_id, %s as weight from new_rows', tg_argv[1])
    when 'DELETE' then format('select tenant_id, -(%s) as weight from old_rows', tg_argv[1])
    else format('select tenant_id, %1$s as weight from new_rows union all select tenant_id, -(%1$s) from old_rows', tg_argv[1]) end;
  change record;
begin
  for change in execute format(
    'select tenant_id, sum(weight)::bigint as delta from (%s) sides group by tenant_id having sum(weight) <> 0 order by tenant_id', sides)
  loop
    perform daftar.take_seats(change.tenant_id, tg_argv[0], change.delta);
  end loop;
  return null;
end $$;

do $$
declare
  seat record;
begin
  for seat in select * from (values
    ('students', 'students', 'case when status = ''active'' then 1 else 0 end'),
    ('teachers', 'teachers', 'case when active then 1 else 0 end'),
    ('plugin_files', 'storage_bytes', 'bytes')) as v (name, kind, weight)
  loop
    execute format('create trigger seats_added after insert on %I referencing new table as new_rows '
      'for each statement execute function daftar.count_seats(%L, %L)', seat.name, seat.kind, seat.weight);
    execute format('create trigger seats_changed after update on %I referencing old table as old_rows new table as new_rows '
      'for each statement execute function daftar.count_seats(%L, %L)', seat.name, seat.kind, seat.weight);
    execute format('create trigger seats_removed after delete on %I referencing old table as old_rows '
      'for each statement execute function daftar.count_seats(%L, %L)', seat.name, seat.kind, seat.weight);
    execute format('alter table %I no force row level security', seat.name);
    execute format('alter table school_seats no force row level security');
    execute format('insert into school_seats (tenant_id, kind, used) select tenant_id, %L, sum(%s) from %I group by tenant_id',
      seat.kind, seat.weight, seat.name);
    execute format('alter table %I force row level security', seat.name);
    execute format('alter table school_seats force row level security');
  end loop;
end $$;

-- Every process keeps answers until it is told ------------------------------------------------------------------
create function daftar.tell_entitlement_change() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  changed jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  perform pg_notify('daftar_entitlements', coalesce(changed ->> tg_argv[0], '*'));
  return null;
end $$;
create trigger tell_entitlement after insert or update or delete on subscriptions
  for each row execute function daftar.tell_entitlement_change('tenant_id');
create trigger tell_entitlement after insert or update or delete on entitlement_overrides
  for each row execute function daftar.tell_entitlement_change('tenant_id');
create trigger tell_entitlement after update of status, plan_id on tenants
  for each row when (new.status is distinct from old.status or new.plan_id is distinct from old.plan_id)
  execute function daftar.tell_entitlement_change('id');
create trigger tell_entitlement after insert or update or delete on plans
  for each row execute function daftar.tell_entitlement_change('');
create trigger tell_entitlement after insert on price_books
  for each row execute function daftar.tell_entitlement_change('');
-- Installs of add-ons settle by the same answer.
create trigger tell_plugins after update on subscriptions
  for each row when ((new.plan_id, new.price_book_version, new.add_ons, new.contract)
    is distinct from (old.plan_id, old.price_book_version, old.add_ons, old.contract))
  execute function daftar.tell_plugin_change('entitlement');
create trigger tell_plugins after insert or update on entitlement_overrides
  for each row execute function daftar.tell_plugin_change('entitlement');

revoke execute on all functions in schema daftar from public;
grant execute on function daftar.billing_now(), daftar.entitlements(uuid, timestamptz), daftar.may(text, uuid, timestamptz),
  daftar.features_of(uuid, timestamptz), daftar.take_seats(uuid, text, bigint) to app_tenant, app_platform;
