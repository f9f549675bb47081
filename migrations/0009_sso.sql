-- Up Migration
-- Single sign-on: which claims are read, whose e-mail the provider may speak for, and whether the set-up was tried out.

ALTER TABLE "sso_connections" ADD COLUMN "email_claim" varchar;
ALTER TABLE "sso_connections" ADD COLUMN "name_claim" varchar;
ALTER TABLE "sso_connections" ADD COLUMN "language_claim" varchar;
ALTER TABLE "sso_connections" ADD COLUMN "trusted_domains" varchar;
ALTER TABLE "sso_connections" ADD COLUMN "tested_at" timestamp(3) with time zone;
ALTER TABLE "sso_connections" ADD COLUMN "tested_by_id" uuid;
ALTER TABLE "sso_connections" ADD CONSTRAINT "sso_connections_tested_by_id_users_id_fk" FOREIGN KEY ("tested_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
CREATE INDEX "sso_connections_tested_by_idx" ON "sso_connections" USING btree ("tested_by_id");

select daftar.tie_references();

-- While single sign-on is the only way in, the last account that keeps a password cannot be switched off, unmarked or
-- deleted: the day the provider is away nobody could come in.
create function daftar.keep_emergency_account() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if old.tenant_id is not null and old.active and old.break_glass
     and (tg_op = 'DELETE' or new.active is not true or new.break_glass is not true)
     and exists (select from sso_connections s where s.tenant_id = old.tenant_id and s.enabled and s.enforced)
     and not exists (
       select from users u join user_credentials c on c.user_id = u.id
        where u.tenant_id = old.tenant_id and u.id <> old.id and u.active and u.break_glass)
  then
    raise exception 'the last emergency account stays while single sign-on is the only way in'
      using errcode = '23514', constraint = 'last_emergency_account', table = 'users';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_emergency_account before update of active, break_glass or delete on users
  for each row execute function daftar.keep_emergency_account();
revoke execute on function daftar.keep_emergency_account() from public;
