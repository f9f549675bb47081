-- Up Migration
-- Hours of the ledger that have something to cut. They are noted while the mark moves over the entries, in pieces, and taken off
-- in the transaction that cuts them: so an interrupted cut goes on where it stood, however much had piled up.
create table usage_hours_to_cut (
  tenant_id uuid not null default daftar.current_school(),
  meter varchar not null,
  hour timestamptz not null,
  primary key (tenant_id, meter, hour)
);
alter table usage_hours_to_cut enable row level security;
alter table usage_hours_to_cut force row level security;
-- Schools have no business here: the policy is for the day on which somebody grants something.
create policy school on usage_hours_to_cut to app_tenant
  using (tenant_id = (select daftar.current_school())) with check (tenant_id = (select daftar.current_school()));
create policy platform on usage_hours_to_cut to app_platform
  using (current_setting('app.realm', true) = 'system') with check (current_setting('app.realm', true) = 'system');
grant select, insert, delete on usage_hours_to_cut to app_platform;
select daftar.guard_read_only('usage_hours_to_cut');
-- It fills and empties all day.
alter table usage_hours_to_cut set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Nothing refers to an entry by school and id, and the index cost every capture.
alter table usage_events drop constraint usage_events_school_id_key;
