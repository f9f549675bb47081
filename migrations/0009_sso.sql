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
