-- Up Migration
-- Attendance by day and by lesson: registers of lessons, the status of the day, corrections, excuses and thresholds.

CREATE TYPE "public"."enum_attendance_codes_direction" AS ENUM('in', 'out');
CREATE TYPE "public"."enum_attendance_threshold_rules_measure" AS ENUM('unexcused_days', 'absent_days', 'lates', 'attendance_percent');
CREATE TYPE "public"."enum_attendance_threshold_rules_period" AS ENUM('year', 'term');
CREATE TABLE "attendance_threshold_rules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar NOT NULL,
	"measure" "enum_attendance_threshold_rules_measure" DEFAULT 'unexcused_days' NOT NULL,
	"period" "enum_attendance_threshold_rules_period" DEFAULT 'year' NOT NULL,
	"lates_per_day" numeric DEFAULT 0 NOT NULL,
	"min_days" numeric DEFAULT 20 NOT NULL,
	"grade_from_id" uuid,
	"grade_to_id" uuid,
	"active" boolean DEFAULT true,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "attendance_threshold_steps" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"at" numeric NOT NULL,
	"code" varchar NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar NOT NULL,
	"letter_text" varchar,
	"letter_text_ar" varchar,
	"mail_guardians" boolean DEFAULT true,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "attendance_registers" ADD COLUMN "period_number" numeric DEFAULT 0 NOT NULL;
ALTER TABLE "attendance" ADD COLUMN "period_number" numeric DEFAULT 0 NOT NULL;
ALTER TABLE "attendance_codes" ADD COLUMN "direction" "enum_attendance_codes_direction" DEFAULT 'in' NOT NULL;
ALTER TABLE "attendance_codes" ADD COLUMN "default_minutes" numeric;
ALTER TABLE "terms" ADD COLUMN "attendance_closed" boolean DEFAULT false;
ALTER TABLE "attendance_threshold_rules" ADD CONSTRAINT "attendance_threshold_rules_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_threshold_rules" ADD CONSTRAINT "attendance_threshold_rules_grade_from_id_grade_levels_id_fk" FOREIGN KEY ("grade_from_id") REFERENCES "public"."grade_levels"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_threshold_rules" ADD CONSTRAINT "attendance_threshold_rules_grade_to_id_grade_levels_id_fk" FOREIGN KEY ("grade_to_id") REFERENCES "public"."grade_levels"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_threshold_steps" ADD CONSTRAINT "attendance_threshold_steps_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_threshold_steps" ADD CONSTRAINT "attendance_threshold_steps_rule_id_attendance_threshold_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."attendance_threshold_rules"("id") ON DELETE set null ON UPDATE no action;
CREATE INDEX "attendance_threshold_rules_tenant_idx" ON "attendance_threshold_rules" USING btree ("tenant_id");
CREATE INDEX "attendance_threshold_rules_grade_from_idx" ON "attendance_threshold_rules" USING btree ("grade_from_id");
CREATE INDEX "attendance_threshold_rules_grade_to_idx" ON "attendance_threshold_rules" USING btree ("grade_to_id");
CREATE INDEX "attendance_threshold_rules_updated_at_idx" ON "attendance_threshold_rules" USING btree ("updated_at");
CREATE INDEX "attendance_threshold_rules_created_at_idx" ON "attendance_threshold_rules" USING btree ("created_at");
CREATE INDEX "attendance_threshold_steps_tenant_idx" ON "attendance_threshold_steps" USING btree ("tenant_id");
CREATE INDEX "attendance_threshold_steps_rule_idx" ON "attendance_threshold_steps" USING btree ("rule_id");
CREATE INDEX "attendance_threshold_steps_updated_at_idx" ON "attendance_threshold_steps" USING btree ("updated_at");
CREATE INDEX "attendance_threshold_steps_created_at_idx" ON "attendance_threshold_steps" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_rule_code_idx" ON "attendance_threshold_steps" USING btree ("tenant_id","rule_id","code");

-- A mark of a lesson ---------------------------------------------------------------------------------------------------
drop index attendance_one_mark;
create unique index attendance_one_mark on attendance (tenant_id, student_id, date, class_offering_id, period_number) nulls not distinct;
drop index attendance_registers_one_a_day;
create unique index attendance_registers_one_a_day on attendance_registers (tenant_id, date, classroom_id, class_offering_id, period_number) nulls not distinct;
alter table attendance add constraint lesson_of_a_group check (period_number between 0 and 30 and (period_number = 0 or class_offering_id is not null));
alter table attendance_registers add constraint lesson_of_a_group check (period_number between 0 and 30 and (period_number = 0 or class_offering_id is not null));
update attendance_codes set direction = 'out' where status = 'absent';

select daftar.raise_wall(name::regclass, false, 'select, insert, update, delete')
  from unnest(array['attendance_threshold_rules', 'attendance_threshold_steps']) as name;
select daftar.tie_references();

-- The status of the day ------------------------------------------------------------------------------------------------
-- How a school makes one status of the marks of a day, and whose registers it waits for: one row a school, none for the usual.
create table attendance_rules (
  tenant_id uuid primary key default daftar.current_school(),
  homeroom_wins boolean not null default true,
  absent_lessons int check (absent_lessons between 1 and 30),
  absent_share int check (absent_share between 1 and 100),
  expects_homeroom boolean not null default true,
  expects_lessons boolean not null default false,
  homeroom_due text not null default '08:00' check (homeroom_due ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  remind_after int check (remind_after between 0 and 600),
  updated_at timestamptz not null default now()
);

-- One status a pupil and date, derived from the marks and kept by the same transactions: what every count reads, instead
-- of up to eight marks a day.
create table attendance_days (
  tenant_id uuid not null default daftar.current_school(),
  student_id uuid not null,
  date varchar not null check (daftar.is_plain_date(date)),
  classroom_id uuid,
  status text not null check (status in ('present', 'absent', 'late', 'left_early')),
  excused boolean not null default false,
  code varchar,
  late_minutes int not null default 0,
  early_minutes int not null default 0,
  lessons int not null default 0,
  absent_lessons int not null default 0,
  source text not null check (source in ('homeroom', 'lessons')),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, student_id, date),
  foreign key (tenant_id, student_id) references students (tenant_id, id) on delete cascade
);
-- Lists of pupils read a span of dates from this index alone.
create index attendance_days_by_date_idx on attendance_days (tenant_id, date, classroom_id) include (student_id, status, excused);

-- The days of a class added up by date, kept by triggers, so that no way of writing days can forget it: charts of a year read
-- 14,000 rows of a school of 80 classes here and not 450,000 there. Differences are added, never counted anew, so that two
-- registers of one class may be saved at once.
create table attendance_tallies (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default daftar.current_school(),
  date varchar not null,
  classroom_id uuid,
  recorded int not null default 0,
  absent int not null default 0,
  unexcused int not null default 0,
  late int not null default 0
);
create unique index attendance_tallies_place_idx on attendance_tallies (tenant_id, date, classroom_id) nulls not distinct;

create function daftar.tally_days() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if tg_op = 'INSERT' then
    insert into attendance_tallies (tenant_id, date, classroom_id, recorded, absent, unexcused, late)
    select tenant_id, date, classroom_id, count(*), count(*) filter (where status = 'absent'),
           count(*) filter (where status = 'absent' and not excused), count(*) filter (where status = 'late')
      from new_days group by tenant_id, date, classroom_id order by tenant_id, date, classroom_id
    on conflict (tenant_id, date, classroom_id) do update
       set recorded = attendance_tallies.recorded + excluded.recorded, absent = attendance_tallies.absent + excluded.absent,
           unexcused = attendance_tallies.unexcused + excluded.unexcused, late = attendance_tallies.late + excluded.late;
  elsif tg_op = 'DELETE' then
    update attendance_tallies t
       set recorded = t.recorded - o.recorded, absent = t.absent - o.absent, unexcused = t.unexcused - o.unexcused, late = t.late - o.late
      from (select tenant_id, date, classroom_id, count(*) as recorded, count(*) filter (where status = 'absent') as absent,
                   count(*) filter (where status = 'absent' and not excused) as unexcused, count(*) filter (where status = 'late') as late
              from old_days group by tenant_id, date, classroom_id) o
     where t.tenant_id = o.tenant_id and t.date = o.date and t.classroom_id is not distinct from o.classroom_id;
  else
    insert into attendance_tallies (tenant_id, date, classroom_id, recorded, absent, unexcused, late)
    select tenant_id, date, classroom_id, sum(n), coalesce(sum(n) filter (where status = 'absent'), 0),
           coalesce(sum(n) filter (where status = 'absent' and not excused), 0), coalesce(sum(n) filter (where status = 'late'), 0)
      from (select tenant_id, date, classroom_id, status, excused, 1 as n from new_days
            union all select tenant_id, date, classroom_id, status, excused, -1 from old_days) d
     group by tenant_id, date, classroom_id order by tenant_id, date, classroom_id
    on conflict (tenant_id, date, classroom_id) do update
       set recorded = attendance_tallies.recorded + excluded.recorded, absent = attendance_tallies.absent + excluded.absent,
           unexcused = attendance_tallies.unexcused + excluded.unexcused, late = attendance_tallies.late + excluded.late;
  end if;
  return null;
end $$;
create trigger tally_added after insert on attendance_days referencing new table as new_days
  for each statement execute function daftar.tally_days();
create trigger tally_changed after update on attendance_days referencing new table as new_days old table as old_days
  for each statement execute function daftar.tally_days();
create trigger tally_removed after delete on attendance_days referencing old table as old_days
  for each statement execute function daftar.tally_days();

-- Who changed a saved mark, and why: rows are only added.
create table attendance_corrections (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  student_id uuid not null,
  date varchar not null,
  classroom_id uuid,
  class_offering_id uuid,
  period_number int not null default 0,
  from_code varchar not null,
  from_minutes int,
  to_code varchar not null,
  to_minutes int,
  reason text check (length(reason) <= 500),
  user_id uuid,
  excuse_id uuid,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, student_id) references students (tenant_id, id) on delete cascade
);
select daftar.raise_wall('attendance_corrections', false, 'select, insert');
create index attendance_corrections_day_idx on attendance_corrections (tenant_id, student_id, date);

-- Excuses of families --------------------------------------------------------------------------------------------------
create table attendance_excuses (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  student_id uuid not null,
  guardian_id uuid,
  submitted_by uuid,
  first_date varchar not null check (daftar.is_plain_date(first_date)),
  last_date varchar not null check (daftar.is_plain_date(last_date)),
  reason text not null check (length(reason) between 1 and 1000),
  file_key text,
  file_name text,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'declined')),
  decided_by uuid,
  decided_at timestamptz,
  decision_note text check (length(decision_note) <= 1000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (first_date <= last_date),
  check ((status = 'pending') = (decided_at is null)),
  foreign key (tenant_id, student_id) references students (tenant_id, id) on delete cascade
);
select daftar.raise_wall('attendance_excuses', false, 'select, insert, update');
create index attendance_excuses_student_idx on attendance_excuses (tenant_id, student_id, first_date);
create index attendance_excuses_open_idx on attendance_excuses (tenant_id, created_at) where status = 'pending';

-- A decision stands: neither it nor what it was about is changed afterwards.
create function daftar.keep_decided_excuse() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  if old.status <> 'pending' then
    raise exception 'a decided excuse stays as it is' using errcode = '23514', constraint = 'decided_excuse', table = 'attendance_excuses';
  end if;
  return new;
end $$;
create trigger keep_decided_excuse before update on attendance_excuses
  for each row execute function daftar.keep_decided_excuse();

-- Thresholds -----------------------------------------------------------------------------------------------------------
-- A step that a pupil reached in a year or term, once; withdrawn when a correction took the pupil back below it. `letter` is
-- the letter as it was then, so that a second print says the same.
create table attendance_steps_reached (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  rule_id uuid not null,
  step_id uuid not null,
  student_id uuid not null,
  period_id uuid not null,
  reached_on varchar not null,
  count numeric not null,
  letter jsonb not null,
  history jsonb not null default '[]',
  withdrawn_at timestamptz,
  printed_at timestamptz,
  printed_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (tenant_id, rule_id) references attendance_threshold_rules (tenant_id, id) on delete cascade,
  foreign key (tenant_id, step_id) references attendance_threshold_steps (tenant_id, id) on delete cascade,
  foreign key (tenant_id, student_id) references students (tenant_id, id) on delete cascade
);
select daftar.raise_wall('attendance_steps_reached', false, 'select, insert, update');
create unique index attendance_steps_reached_once_idx on attendance_steps_reached (tenant_id, step_id, student_id, period_id);
create index attendance_steps_reached_list_idx on attendance_steps_reached (tenant_id, reached_on desc, id);

do $$
declare
  name text;
begin
  foreach name in array array['attendance_rules', 'attendance_days', 'attendance_tallies'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy school on %I to app_tenant using (tenant_id = (select daftar.current_school())) '
      'with check (tenant_id = (select daftar.current_school()))', name);
    execute format('grant select, insert, update, delete on %I to app_tenant', name);
  end loop;
end $$;
select daftar.guard_read_only(name::regclass) from unnest(array['attendance_rules', 'attendance_days', 'attendance_tallies']) as name;
revoke execute on all functions in schema daftar from public;

-- The days of what is there already, by the usual rule: the homeroom decides, else half of the lessons.
insert into attendance_days (tenant_id, student_id, date, classroom_id, status, excused, code, late_minutes, early_minutes,
       lessons, absent_lessons, source)
select tenant_id, student_id, date, classroom, coalesce(home_status, lesson_status),
       case when home_status is not null then home_excused and home_status <> 'present'
            else lesson_status = 'absent' and unexcused = 0 end,
       home_code, late, early, lessons, absent, case when home_status is null then 'lessons' else 'homeroom' end
  from (
    select g.*, case when absent > 0 and absent * 2 >= lessons then 'absent' when lates > 0 then 'late'
                     when earlies > 0 then 'left_early' else 'present' end as lesson_status
      from (
        select a.tenant_id, a.student_id, a.date, (array_agg(a.classroom_id) filter (where a.classroom_id is not null))[1] as classroom,
               max(a.status::text) filter (where a.class_offering_id is null) as home_status,
               bool_or(coalesce(c.excused, false)) filter (where a.class_offering_id is null) as home_excused,
               max(a.code) filter (where a.class_offering_id is null) as home_code,
               coalesce(sum(a.minutes) filter (where a.status = 'late'), 0)::int as late,
               coalesce(sum(a.minutes) filter (where a.status = 'left_early'), 0)::int as early,
               count(*) filter (where a.class_offering_id is not null)::int as lessons,
               count(*) filter (where a.class_offering_id is not null and a.status = 'absent')::int as absent,
               count(*) filter (where a.class_offering_id is not null and a.status = 'absent' and not coalesce(c.excused, false))::int as unexcused,
               count(*) filter (where a.class_offering_id is not null and a.status = 'late')::int as lates,
               count(*) filter (where a.class_offering_id is not null and a.status = 'left_early')::int as earlies
          from attendance a left join attendance_codes c on c.tenant_id = a.tenant_id and c.code = a.code
         group by a.tenant_id, a.student_id, a.date) g) d;

-- The admins of today's schools decide about excuses, and their families hand them in.
insert into role_permissions (tenant_id, role_id, code)
select r.tenant_id, r.id, c.code
  from roles r join (values ('admin', 'attendance.manage'), ('admin', 'excuses.write'), ('guardian', 'excuses.write')) as c(role, code)
    on c.role = r.code
on conflict do nothing;
