-- Up Migration
-- Accounts, keys, single sign-on, support access and the audit trail. What must never be read by a query of the panel
-- or of REST (password hashes, tokens, second factors, secrets) lives in tables that Payload does not know.

CREATE TYPE "public"."enum_tenants_status" AS ENUM('trial', 'active', 'suspended', 'archived');
CREATE TYPE "public"."enum_tenants_first_weekday" AS ENUM('0', '1', '6');
CREATE TYPE "public"."enum_tenants_calendar_display" AS ENUM('gregorian', 'gregorian_hijri');
CREATE TYPE "public"."enum_tenants_digits" AS ENUM('latn', 'arab');
CREATE TYPE "public"."enum_tenants_require_second_factor" AS ENUM('optional', 'staff', 'everybody');
CREATE TYPE "public"."enum_audit_events_category" AS ENUM('change', 'sign_in', 'access', 'export', 'support', 'admin');
CREATE TYPE "public"."enum_audit_events_outcome" AS ENUM('success', 'failure', 'denied');
CREATE TYPE "public"."enum_audit_events_actor_kind" AS ENUM('user', 'staff', 'api_key', 'plugin', 'system', 'anonymous');
CREATE TYPE "public"."enum_api_keys_kind" AS ENUM('key', 'oauth_client');
CREATE TYPE "public"."enum_sso_connections_protocol" AS ENUM('oidc', 'saml');
CREATE TYPE "public"."enum_support_grants_status" AS ENUM('requested', 'approved', 'refused', 'ended');
CREATE TABLE "audit_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid,
	"category" "enum_audit_events_category" DEFAULT 'change' NOT NULL,
	"action" varchar NOT NULL,
	"outcome" "enum_audit_events_outcome" DEFAULT 'success' NOT NULL,
	"actor_kind" "enum_audit_events_actor_kind" DEFAULT 'system' NOT NULL,
	"actor_id" varchar,
	"actor_label" varchar,
	"subject_collection" varchar,
	"subject_id" varchar,
	"subject_label" varchar,
	"ip" varchar,
	"user_agent" varchar,
	"request_id" varchar,
	"before" jsonb,
	"after" jsonb,
	"details" jsonb,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" varchar NOT NULL,
	"prefix" varchar NOT NULL,
	"kind" "enum_api_keys_kind" DEFAULT 'key' NOT NULL,
	"scopes" jsonb,
	"allowed_addresses" jsonb,
	"requests_per_minute" numeric,
	"expires_at" timestamp(3) with time zone,
	"last_used_at" timestamp(3) with time zone,
	"last_used_from" varchar,
	"revoked_at" timestamp(3) with time zone,
	"created_by_id" uuid,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "sso_connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"code" varchar NOT NULL,
	"name" varchar NOT NULL,
	"protocol" "enum_sso_connections_protocol" DEFAULT 'oidc' NOT NULL,
	"enabled" boolean DEFAULT false,
	"enforced" boolean DEFAULT false,
	"issuer" varchar,
	"client_id" varchar,
	"entry_point" varchar,
	"certificate" varchar,
	"role_claim" varchar,
	"role_mapping" jsonb,
	"default_role_id" uuid,
	"creates_users" boolean DEFAULT false,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "support_grants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"staff_id" varchar NOT NULL,
	"staff_name" varchar NOT NULL,
	"reason" varchar NOT NULL,
	"ticket" varchar,
	"status" "enum_support_grants_status" DEFAULT 'requested' NOT NULL,
	"may_write" boolean DEFAULT false,
	"decided_by_id" uuid,
	"decided_at" timestamp(3) with time zone,
	"started_at" timestamp(3) with time zone,
	"expires_at" timestamp(3) with time zone,
	"ended_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "users" ADD COLUMN "break_glass" boolean DEFAULT false;
ALTER TABLE "users" ADD COLUMN "email_verified_at" timestamp(3) with time zone;
ALTER TABLE "tenants" ADD COLUMN "status" "enum_tenants_status" DEFAULT 'active' NOT NULL;
ALTER TABLE "tenants" ADD COLUMN "trial_ends_at" timestamp(3) with time zone;
ALTER TABLE "tenants" ADD COLUMN "suspended_at" timestamp(3) with time zone;
ALTER TABLE "tenants" ADD COLUMN "suspended_reason" varchar;
ALTER TABLE "tenants" ADD COLUMN "archived_at" timestamp(3) with time zone;
ALTER TABLE "tenants" ADD COLUMN "first_weekday" "enum_tenants_first_weekday" DEFAULT '0' NOT NULL;
ALTER TABLE "tenants" ADD COLUMN "weekend_days" varchar;
ALTER TABLE "tenants" ADD COLUMN "calendar_display" "enum_tenants_calendar_display" DEFAULT 'gregorian' NOT NULL;
ALTER TABLE "tenants" ADD COLUMN "digits" "enum_tenants_digits" DEFAULT 'latn' NOT NULL;
ALTER TABLE "tenants" ADD COLUMN "logo_key" varchar;
ALTER TABLE "tenants" ADD COLUMN "mail_from_name" varchar;
ALTER TABLE "tenants" ADD COLUMN "mail_reply_to" varchar;
ALTER TABLE "tenants" ADD COLUMN "custom_domain_token" varchar;
ALTER TABLE "tenants" ADD COLUMN "custom_domain_verified_at" timestamp(3) with time zone;
ALTER TABLE "tenants" ADD COLUMN "require_second_factor" "enum_tenants_require_second_factor" DEFAULT 'optional' NOT NULL;
ALTER TABLE "tenants" ADD COLUMN "admin_ip_allow_list" varchar;
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_id_users_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "sso_connections" ADD CONSTRAINT "sso_connections_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "sso_connections" ADD CONSTRAINT "sso_connections_default_role_id_roles_id_fk" FOREIGN KEY ("default_role_id") REFERENCES "public"."roles"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "support_grants" ADD CONSTRAINT "support_grants_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "support_grants" ADD CONSTRAINT "support_grants_decided_by_id_users_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
CREATE INDEX "audit_events_tenant_idx" ON "audit_events" USING btree ("tenant_id");
CREATE INDEX "audit_events_updated_at_idx" ON "audit_events" USING btree ("updated_at");
CREATE INDEX "audit_events_created_at_idx" ON "audit_events" USING btree ("created_at");
CREATE INDEX "api_keys_tenant_idx" ON "api_keys" USING btree ("tenant_id");
CREATE INDEX "api_keys_created_by_idx" ON "api_keys" USING btree ("created_by_id");
CREATE INDEX "api_keys_updated_at_idx" ON "api_keys" USING btree ("updated_at");
CREATE INDEX "api_keys_created_at_idx" ON "api_keys" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_prefix_idx" ON "api_keys" USING btree ("tenant_id","prefix");
CREATE INDEX "sso_connections_tenant_idx" ON "sso_connections" USING btree ("tenant_id");
CREATE INDEX "sso_connections_default_role_idx" ON "sso_connections" USING btree ("default_role_id");
CREATE INDEX "sso_connections_updated_at_idx" ON "sso_connections" USING btree ("updated_at");
CREATE INDEX "sso_connections_created_at_idx" ON "sso_connections" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_code_3_idx" ON "sso_connections" USING btree ("tenant_id","code");
CREATE INDEX "support_grants_tenant_idx" ON "support_grants" USING btree ("tenant_id");
CREATE INDEX "support_grants_decided_by_idx" ON "support_grants" USING btree ("decided_by_id");
CREATE INDEX "support_grants_updated_at_idx" ON "support_grants" USING btree ("updated_at");
CREATE INDEX "support_grants_created_at_idx" ON "support_grants" USING btree ("created_at");


-- The owner of the table is bound by the wall too.
alter table tenants no force row level security;
update tenants set status = case when active then 'active' else 'archived' end::enum_tenants_status,
  custom_domain_verified_at = case when custom_domain is not null then now() end;
alter table tenants force row level security;
alter table tenants drop column active;

select daftar.raise_wall('api_keys', false, 'select, insert, update');
select daftar.raise_wall('sso_connections', false, 'select, insert, update, delete');
-- Staff ask, the school decides.
select daftar.raise_wall('support_grants', true, 'select, insert, update');

-- The audit trail only grows. Staff see what has no school, and what staff did at a school.
alter table audit_events alter column tenant_id set default daftar.current_school();
create index audit_events_school_list_idx on audit_events (tenant_id, created_at desc, id);
create index audit_events_subject_idx on audit_events (tenant_id, subject_collection, subject_id, created_at desc);
alter table audit_events enable row level security;
alter table audit_events force row level security;
create policy school on audit_events to app_tenant
  using (tenant_id = (select daftar.current_school()))
  with check (tenant_id = (select daftar.current_school()));
create policy platform on audit_events to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system') and (tenant_id is null or actor_kind = 'staff'))
  with check (tenant_id is null or actor_kind in ('staff', 'system'));
grant select, insert on audit_events to app_tenant, app_platform;

-- Passwords, in the PHC string form that names its own parameters.
create table user_credentials (
  user_id uuid primary key,
  password_hash text not null,
  changed_at timestamptz not null default now()
);

-- One row a signed-in device. The token itself is only in the cookie; here is its SHA-256.
create table user_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid,
  support_grant_id uuid,
  kind text not null check (kind in ('password', 'sso', 'support')),
  token_hash text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  second_factor_at timestamptz,
  ip text,
  user_agent text,
  check (num_nonnulls(user_id, support_grant_id) = 1)
);

-- TOTP (RFC 6238). last_step makes a code work once; the secret is sealed.
create table user_totp (
  user_id uuid primary key,
  sealed_secret text not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);
create table user_recovery_codes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  code_hash text not null,
  used_at timestamptz
);

-- Links and steps that work once: invitation, password reset, second step of a sign-in, single sign-on, support entry.
create table one_time_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid,
  purpose text not null,
  token_hash text not null,
  data jsonb not null default '{}',
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table api_key_secrets (
  key_id uuid primary key,
  secret_hash text not null,
  created_at timestamptz not null default now()
);
create table api_access_tokens (
  id uuid primary key default gen_random_uuid(),
  key_id uuid not null,
  token_hash text not null,
  scopes jsonb not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create table sso_secrets (
  connection_id uuid primary key,
  sealed_secret text not null,
  changed_at timestamptz not null default now()
);
-- Who somebody is at an identity provider.
create table sso_identities (
  id uuid primary key default gen_random_uuid(),
  connection_id uuid not null,
  user_id uuid not null,
  subject text not null,
  created_at timestamptz not null default now()
);

select daftar.raise_inner_wall(name::regclass)
  from unnest(array['user_credentials', 'user_sessions', 'user_totp', 'user_recovery_codes', 'one_time_tokens',
    'api_key_secrets', 'api_access_tokens', 'sso_secrets', 'sso_identities']) as name;

alter table user_credentials add constraint user_credentials_user_fk foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade;
alter table user_sessions add constraint user_sessions_user_fk foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade;
alter table user_sessions add constraint user_sessions_grant_fk foreign key (tenant_id, support_grant_id) references support_grants (tenant_id, id);
alter table user_totp add constraint user_totp_user_fk foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade;
alter table user_recovery_codes add constraint user_recovery_codes_user_fk foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade;
alter table one_time_tokens add constraint one_time_tokens_user_fk foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade;
alter table api_key_secrets add constraint api_key_secrets_key_fk foreign key (tenant_id, key_id) references api_keys (tenant_id, id) on delete cascade;
alter table api_access_tokens add constraint api_access_tokens_key_fk foreign key (tenant_id, key_id) references api_keys (tenant_id, id) on delete cascade;
alter table sso_secrets add constraint sso_secrets_connection_fk foreign key (tenant_id, connection_id) references sso_connections (tenant_id, id) on delete cascade;
alter table sso_identities add constraint sso_identities_connection_fk foreign key (tenant_id, connection_id) references sso_connections (tenant_id, id) on delete cascade;
alter table sso_identities add constraint sso_identities_user_fk foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade;

create unique index user_sessions_token_key on user_sessions (tenant_id, token_hash) nulls not distinct;
create index user_sessions_user_idx on user_sessions (tenant_id, user_id, created_at desc);
create index user_recovery_codes_user_idx on user_recovery_codes (tenant_id, user_id);
create unique index one_time_tokens_key on one_time_tokens (tenant_id, purpose, token_hash) nulls not distinct;
create index one_time_tokens_user_idx on one_time_tokens (tenant_id, user_id, purpose);
create unique index api_access_tokens_key on api_access_tokens (tenant_id, token_hash);
create unique index sso_identities_subject_key on sso_identities (tenant_id, connection_id, subject);

select daftar.tie_references();
