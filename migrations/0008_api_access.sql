-- Up Migration
-- A rolled key goes on with its old secret for a while, so that a program can be changed over without a gap.
alter table api_key_secrets add column previous_hash text;
alter table api_key_secrets add column previous_until timestamptz;
alter table api_key_secrets add constraint api_key_secrets_overlap_check check ((previous_hash is null) = (previous_until is null));
create index api_access_tokens_of_key_idx on api_access_tokens (tenant_id, key_id, expires_at);
