-- The numbers of classes are read by start pages, which show what is published alone.
alter table rollup_results
  add column published int not null default 0,
  -- Hundredths of a percent, summed over the rated results of published exams.
  add column published_sum bigint not null default 0;

-- An exam that moves to another class, subject or term takes its results along; other total marks change every percentage;
-- and publishing or withdrawing an exam changes what counts as published.
create or replace function daftar.tell_exams() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  school uuid;
  keys jsonb;
begin
  for school, keys in
    with changed as (
      select o.id
        from old_rows o join new_rows n on n.id = o.id
       where (o.academic_year_id, o.term_id, o.classroom_id, o.class_offering_id, o.subject_id, o.total_marks, o.published_at is null)
         is distinct from (n.academic_year_id, n.term_id, n.classroom_id, n.class_offering_id, n.subject_id, n.total_marks, n.published_at is null))
    select b.tenant_id, jsonb_agg(distinct jsonb_build_object('year', b.academic_year_id, 'term', b.term_id,
             'classroom', b.classroom_id, 'offering', b.class_offering_id, 'subject', b.subject_id))
      from (select * from old_rows union all select * from new_rows) b
      join changed using (id)
     group by b.tenant_id
  loop
    perform daftar.tell_rollup(school, 'rollup.results_changed', keys);
  end loop;
  return null;
end $$;

-- The marks of a class and day are in attendance_tallies already, kept by triggers; a second count of them only cost an event
-- with every register.
drop trigger tell_attendance_insert on attendance;
drop trigger tell_attendance_delete on attendance;
drop trigger tell_attendance_update on attendance;
drop function daftar.tell_attendance();
drop table rollup_attendance;

-- What was counted before is counted anew.
insert into outbox (tenant_id, tenant_name, type, payload, next_attempt_at)
select t.id, t.name, 'rollup.results_changed', '{"all": true}', now()
  from tenants t where exists (select from rollup_results r where r.tenant_id = t.id);
