-- Up Migration
-- Support access asks the school first, and the audit trail knows alarms.

CREATE TYPE "public"."enum_tenants_support_approval" AS ENUM('required', 'notify');
ALTER TYPE "public"."enum_audit_events_outcome" ADD VALUE 'alarm';
ALTER TABLE "tenants" ADD COLUMN "support_approval" "enum_tenants_support_approval" DEFAULT 'required' NOT NULL;
ALTER TABLE "support_grants" ADD COLUMN "write_asked" boolean DEFAULT false;

-- Partners use the platform's role too; support access and the staff's own entries are none of theirs.
drop policy platform on support_grants;
create policy platform on support_grants to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system'))
  with check (current_setting('app.realm', true) in ('platform', 'system'));
drop policy platform on audit_events;
create policy platform on audit_events to app_platform
  using (current_setting('app.realm', true) in ('platform', 'system') and (tenant_id is null or actor_kind = 'staff'))
  with check (tenant_id is null
    or (current_setting('app.realm', true) in ('platform', 'system') and actor_kind in ('staff', 'system')));

-- The console's page reads what staff did, newest first, without passing over the schools' entries.
create index audit_events_staff_idx on audit_events (created_at desc, id desc) where tenant_id is null or actor_kind = 'staff';
-- Who looked at this, who did that: the two questions asked of one school's trail.
create index audit_events_actor_idx on audit_events (tenant_id, actor_id, created_at desc);

-- The admins of today's schools may see what was done at their school.
insert into role_permissions (tenant_id, role_id, code)
select r.tenant_id, r.id, c.code
  from roles r, unnest(array['audit.read', 'audit.export', 'support.read', 'support.write']) as c(code)
 where r.code = 'admin'
on conflict do nothing;

-- The panel keeps which columns somebody likes to see, by the id of who looks. Support is no account of the school: its
-- id is that of the grant. Payload itself removes what belongs to a deleted account.
alter table payload_preferences_rels drop constraint payload_preferences_rels_users_fk;
