-- Up Migration
-- Sessions and passwords are ours: Payload wrote all sessions of a person as one list, so that of eight sign-ins at once
-- one stayed. Everybody signs in anew; passwords stay and are hashed anew at the next sign-in.

-- The owner of the tables is bound by the wall too, and belongs to no school.
alter table users no force row level security;
alter table user_credentials no force row level security;
insert into user_credentials (user_id, tenant_id, realm, password_hash)
select id, tenant_id, realm::text, 'pbkdf2-sha256$600000$' || salt || '$' || replace(hash, 'pbkdf2-sha256-v1:', '')
  from users where hash like 'pbkdf2-sha256-v1:%' and salt is not null
on conflict do nothing;
alter table users force row level security;
alter table user_credentials force row level security;

DROP TABLE "users_sessions" CASCADE;
ALTER TABLE "users" DROP COLUMN "reset_password_token";
ALTER TABLE "users" DROP COLUMN "reset_password_expiration";
ALTER TABLE "users" DROP COLUMN "salt";
ALTER TABLE "users" DROP COLUMN "hash";
ALTER TABLE "users" DROP COLUMN "reset_password_requested_at";
ALTER TABLE "users" DROP COLUMN "login_attempts";
ALTER TABLE "users" DROP COLUMN "lock_until";
