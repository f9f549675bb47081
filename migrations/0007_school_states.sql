-- Up Migration
-- A suspended school can be read and not written, whatever part of the product tries; a school changes its own settings;
-- a domain belongs to the school that proved it.

ALTER TABLE "tenants" ADD COLUMN "custom_domain_checked_at" timestamp(3) with time zone;
ALTER TABLE "tenants" ADD COLUMN "custom_domain_failing_since" timestamp(3) with time zone;
DROP INDEX "tenants_custom_domain_idx";
-- Anybody may claim a name; only one may hold it.
create unique index tenants_proved_domain_key on tenants (custom_domain) where custom_domain_verified_at is not null;
create index tenants_trial_end_idx on tenants (trial_ends_at) where status = 'trial';

-- Read-only schools ------------------------------------------------------------------------------------------
-- A trigger a statement, and not a policy a row: the state is looked up once however many rows are written, and the
-- statement fails aloud where a policy would quietly update nothing. It reads the row of the school and no setting of
-- the connection, so it acts on the next statement of every process. The platform's own work, which has no school of the
-- connection, passes.
create function daftar.refuse_read_only() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if (select status from tenants where id = daftar.current_school()) in ('suspended', 'archived') then
    raise exception 'the school is suspended and can only be read' using errcode = 'DF423';
  end if;
  return null;
end $$;

-- The same for one row, when more changes than the columns named: who signs in leaves traces on the own account.
create function daftar.refuse_read_only_row() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if to_jsonb(new) - tg_argv::text[] is distinct from to_jsonb(old) - tg_argv::text[]
     and (select status from tenants where id = daftar.current_school()) in ('suspended', 'archived') then
    raise exception 'the school is suspended and can only be read' using errcode = 'DF423';
  end if;
  return new;
end $$;

create function daftar.guard_read_only(target regclass) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  execute format('create trigger read_only before insert or update or delete on %s for each statement execute function daftar.refuse_read_only()', target);
end $$;

-- Accounts and keys: what signing in and shutting out writes stays possible, everything else of them not.
create function daftar.guard_read_only_but(target regclass, columns text[]) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  execute format('create trigger read_only before insert or delete on %s for each statement execute function daftar.refuse_read_only()', target);
  execute format('create trigger read_only_row before update on %s for each row execute function daftar.refuse_read_only_row(%s)',
    target, (select string_agg(quote_literal(name), ', ') from unnest(columns) as name));
end $$;

-- Open on purpose: sessions, credentials, second factors and links (signing in and out, new passwords), the audit trail,
-- mails in the outbox, a person's own view settings, and the school's answer to staff who ask to help.
select daftar.guard_read_only(c.oid::regclass)
  from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
   and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
   and c.relname not in ('users', 'api_keys', 'users_sessions', 'user_sessions', 'user_credentials', 'user_totp',
     'user_recovery_codes', 'one_time_tokens', 'api_access_tokens', 'sso_identities', 'audit_events', 'outbox',
     'payload_preferences', 'payload_preferences_rels', 'support_grants', 'readiness_probe');
select daftar.guard_read_only('tenants');
select daftar.guard_read_only_but('users', array['last_login_at', 'updated_at', 'email_verified_at', 'login_attempts',
  'lock_until', 'reset_password_token', 'reset_password_expiration', 'salt', 'hash']);
select daftar.guard_read_only_but('api_keys', array['last_used_at', 'last_used_from', 'revoked_at', 'updated_at']);

-- Tables that come later are guarded as they get their wall.
alter function daftar.raise_wall(regclass, boolean, text) rename to raise_wall_alone;
create function daftar.raise_wall(target regclass, platform boolean, rights text) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  perform daftar.raise_wall_alone(target, platform, rights);
  perform daftar.guard_read_only(target);
end $$;

-- Settings of a school -----------------------------------------------------------------------------------------
-- Its own row, and of that only what is its own to choose: never plan, state, address or domain.
create policy school_settings on tenants for update to app_tenant
  using (id = (select daftar.current_school()))
  with check (id = (select daftar.current_school()));
grant update (locale, time_zone, currency, first_weekday, weekend_days, calendar_display, digits, require_second_factor,
  admin_ip_allow_list, name_ar, brand_colour, logo_key, mail_from_name, mail_reply_to, updated_at) on tenants to app_tenant;

revoke execute on all functions in schema daftar from public;
