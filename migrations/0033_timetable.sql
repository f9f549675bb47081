-- Up Migration

CREATE TYPE "public"."enum_calendar_days_kind" AS ENUM('holiday', 'half_day', 'exam_day', 'school_day');
CREATE TABLE "rooms" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"code" varchar NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"capacity" numeric,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "bell_schedules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar NOT NULL,
	"is_default" boolean DEFAULT false,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "bell_periods" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"schedule_id" uuid NOT NULL,
	"number" numeric DEFAULT 0 NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar NOT NULL,
	"starts" varchar NOT NULL,
	"ends" varchar NOT NULL,
	"is_break" boolean DEFAULT false,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "bell_schedule_spans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"schedule_id" uuid NOT NULL,
	"start_date" varchar NOT NULL,
	"end_date" varchar NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "calendar_days" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"date" varchar NOT NULL,
	"kind" "enum_calendar_days_kind" DEFAULT 'holiday' NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar NOT NULL,
	"bell_schedule_id" uuid,
	"follows_weekday" numeric,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "timetable_entries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"class_offering_id" uuid NOT NULL,
	"weekday" numeric NOT NULL,
	"period_number" numeric NOT NULL,
	"room_id" uuid,
	"teacher_id" uuid,
	"start_date" varchar NOT NULL,
	"end_date" varchar NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "teacher_absences" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"start_date" varchar NOT NULL,
	"end_date" varchar NOT NULL,
	"first_period" numeric,
	"last_period" numeric,
	"note" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "covers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"date" varchar NOT NULL,
	"teacher_id" uuid NOT NULL,
	"absence_id" uuid,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "rooms" ADD CONSTRAINT "rooms_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "bell_schedules" ADD CONSTRAINT "bell_schedules_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "bell_periods" ADD CONSTRAINT "bell_periods_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "bell_periods" ADD CONSTRAINT "bell_periods_schedule_id_bell_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."bell_schedules"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "bell_schedule_spans" ADD CONSTRAINT "bell_schedule_spans_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "bell_schedule_spans" ADD CONSTRAINT "bell_schedule_spans_schedule_id_bell_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."bell_schedules"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "calendar_days" ADD CONSTRAINT "calendar_days_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "calendar_days" ADD CONSTRAINT "calendar_days_bell_schedule_id_bell_schedules_id_fk" FOREIGN KEY ("bell_schedule_id") REFERENCES "public"."bell_schedules"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "timetable_entries" ADD CONSTRAINT "timetable_entries_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "timetable_entries" ADD CONSTRAINT "timetable_entries_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "timetable_entries" ADD CONSTRAINT "timetable_entries_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "timetable_entries" ADD CONSTRAINT "timetable_entries_teacher_id_teachers_id_fk" FOREIGN KEY ("teacher_id") REFERENCES "public"."teachers"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "teacher_absences" ADD CONSTRAINT "teacher_absences_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "teacher_absences" ADD CONSTRAINT "teacher_absences_teacher_id_teachers_id_fk" FOREIGN KEY ("teacher_id") REFERENCES "public"."teachers"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "covers" ADD CONSTRAINT "covers_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "covers" ADD CONSTRAINT "covers_entry_id_timetable_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."timetable_entries"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "covers" ADD CONSTRAINT "covers_teacher_id_teachers_id_fk" FOREIGN KEY ("teacher_id") REFERENCES "public"."teachers"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "covers" ADD CONSTRAINT "covers_absence_id_teacher_absences_id_fk" FOREIGN KEY ("absence_id") REFERENCES "public"."teacher_absences"("id") ON DELETE set null ON UPDATE no action;
CREATE INDEX "rooms_tenant_idx" ON "rooms" USING btree ("tenant_id");
CREATE INDEX "rooms_updated_at_idx" ON "rooms" USING btree ("updated_at");
CREATE INDEX "rooms_created_at_idx" ON "rooms" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_code_4_idx" ON "rooms" USING btree ("tenant_id","code");
CREATE INDEX "bell_schedules_tenant_idx" ON "bell_schedules" USING btree ("tenant_id");
CREATE INDEX "bell_schedules_updated_at_idx" ON "bell_schedules" USING btree ("updated_at");
CREATE INDEX "bell_schedules_created_at_idx" ON "bell_schedules" USING btree ("created_at");
CREATE INDEX "bell_periods_tenant_idx" ON "bell_periods" USING btree ("tenant_id");
CREATE INDEX "bell_periods_schedule_idx" ON "bell_periods" USING btree ("schedule_id");
CREATE INDEX "bell_periods_updated_at_idx" ON "bell_periods" USING btree ("updated_at");
CREATE INDEX "bell_periods_created_at_idx" ON "bell_periods" USING btree ("created_at");
CREATE INDEX "bell_schedule_spans_tenant_idx" ON "bell_schedule_spans" USING btree ("tenant_id");
CREATE INDEX "bell_schedule_spans_schedule_idx" ON "bell_schedule_spans" USING btree ("schedule_id");
CREATE INDEX "bell_schedule_spans_updated_at_idx" ON "bell_schedule_spans" USING btree ("updated_at");
CREATE INDEX "bell_schedule_spans_created_at_idx" ON "bell_schedule_spans" USING btree ("created_at");
CREATE INDEX "calendar_days_tenant_idx" ON "calendar_days" USING btree ("tenant_id");
CREATE INDEX "calendar_days_bell_schedule_idx" ON "calendar_days" USING btree ("bell_schedule_id");
CREATE INDEX "calendar_days_updated_at_idx" ON "calendar_days" USING btree ("updated_at");
CREATE INDEX "calendar_days_created_at_idx" ON "calendar_days" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_date_1_idx" ON "calendar_days" USING btree ("tenant_id","date");
CREATE INDEX "timetable_entries_tenant_idx" ON "timetable_entries" USING btree ("tenant_id");
CREATE INDEX "timetable_entries_class_offering_idx" ON "timetable_entries" USING btree ("class_offering_id");
CREATE INDEX "timetable_entries_room_idx" ON "timetable_entries" USING btree ("room_id");
CREATE INDEX "timetable_entries_teacher_idx" ON "timetable_entries" USING btree ("teacher_id");
CREATE INDEX "timetable_entries_updated_at_idx" ON "timetable_entries" USING btree ("updated_at");
CREATE INDEX "timetable_entries_created_at_idx" ON "timetable_entries" USING btree ("created_at");
CREATE INDEX "tenant_weekday_periodNumber_idx" ON "timetable_entries" USING btree ("tenant_id","weekday","period_number");
CREATE INDEX "teacher_absences_tenant_idx" ON "teacher_absences" USING btree ("tenant_id");
CREATE INDEX "teacher_absences_teacher_idx" ON "teacher_absences" USING btree ("teacher_id");
CREATE INDEX "teacher_absences_updated_at_idx" ON "teacher_absences" USING btree ("updated_at");
CREATE INDEX "teacher_absences_created_at_idx" ON "teacher_absences" USING btree ("created_at");
CREATE INDEX "covers_tenant_idx" ON "covers" USING btree ("tenant_id");
CREATE INDEX "covers_entry_idx" ON "covers" USING btree ("entry_id");
CREATE INDEX "covers_teacher_idx" ON "covers" USING btree ("teacher_id");
CREATE INDEX "covers_absence_idx" ON "covers" USING btree ("absence_id");
CREATE INDEX "covers_updated_at_idx" ON "covers" USING btree ("updated_at");
CREATE INDEX "covers_created_at_idx" ON "covers" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_entry_date_idx" ON "covers" USING btree ("tenant_id","entry_id","date");
CREATE INDEX "tenant_teacher_date_idx" ON "covers" USING btree ("tenant_id","teacher_id","date");

-- Rules that Payload cannot state ---------------------------------------------------------------------------------
alter table bell_periods alter column number type integer using number::integer;
alter table calendar_days alter column follows_weekday type integer using follows_weekday::integer;
alter table timetable_entries
  alter column weekday type integer using weekday::integer,
  alter column period_number type integer using period_number::integer;
alter table teacher_absences
  alter column first_period type integer using first_period::integer,
  alter column last_period type integer using last_period::integer;

alter table bell_periods add constraint times_are_times check (starts ~ '^([01]\d|2[0-3]):[0-5]\d$' and ends ~ '^([01]\d|2[0-3]):[0-5]\d$');
alter table bell_periods add constraint begins_before_it_ends check (starts < ends);
alter table bell_periods add constraint lessons_have_a_number_and_breaks_none check ((number = 0) = coalesce(is_break, false) and number between 0 and 20);
create unique index bell_periods_one_of_a_number on bell_periods (tenant_id, schedule_id, number) where number > 0;
create unique index bell_schedules_one_ordinary on bell_schedules (tenant_id) where is_default;
alter table bell_schedule_spans add constraint dates_are_dates check (daftar.is_plain_date(start_date) and daftar.is_plain_date(end_date));
alter table bell_schedule_spans add constraint first_day_before_last_day check (start_date <= end_date);
alter table calendar_days add constraint date_is_a_date check (daftar.is_plain_date(date));
alter table calendar_days add constraint follows_a_weekday check (follows_weekday between 0 and 6);
alter table timetable_entries add constraint weekday_and_period_exist check (weekday between 0 and 6 and period_number between 1 and 20);
alter table timetable_entries add constraint dates_are_dates check (daftar.is_plain_date(start_date) and daftar.is_plain_date(end_date));
alter table timetable_entries add constraint first_day_before_last_day check (start_date <= end_date);
alter table teacher_absences add constraint dates_are_dates check (daftar.is_plain_date(start_date) and daftar.is_plain_date(end_date));
alter table teacher_absences add constraint first_day_before_last_day check (start_date <= end_date);
alter table teacher_absences add constraint first_period_before_last_period check (first_period is null or last_period is null or first_period <= last_period);
alter table covers add constraint date_is_a_date check (daftar.is_plain_date(date));
create index timetable_entries_of_teacher_idx on timetable_entries (tenant_id, teacher_id, weekday);

select daftar.raise_wall(name::regclass, false, 'select, insert, update, delete')
  from unnest(array['rooms', 'bell_schedules', 'bell_periods', 'bell_schedule_spans', 'calendar_days', 'timetable_entries',
    'teacher_absences', 'covers']) as name;
select daftar.tie_references();
-- Periods and times are parts of their schedule and go with it.
alter table bell_periods drop constraint bell_periods_schedule_id_bell_schedules_id_fk,
  add constraint bell_periods_schedule_id_bell_schedules_id_fk
  foreign key (tenant_id, schedule_id) references bell_schedules (tenant_id, id) on delete cascade;
alter table bell_schedule_spans drop constraint bell_schedule_spans_schedule_id_bell_schedules_id_fk,
  add constraint bell_schedule_spans_schedule_id_bell_schedules_id_fk
  foreign key (tenant_id, schedule_id) references bell_schedules (tenant_id, id) on delete cascade;

-- One current year ------------------------------------------------------------------------------------------------
update academic_years y set current = false
 where current and exists (select from academic_years o where o.tenant_id = y.tenant_id and o.current
   and (o.end_date, o.id) > (y.end_date, y.id));
create unique index academic_years_one_current on academic_years (tenant_id) where current;

-- Nobody is in two lessons at once ----------------------------------------------------------------------------------
-- A trigger and not an exclusion constraint: pupils of two lesson groups overlap in a third table, which a constraint
-- cannot see. A lock a school makes writers wait for each other, so that the second one sees the lesson of the first; a
-- statement may write a whole timetable and is checked as a whole. What it refuses, DF409, carries the names of the other
-- lesson; core/tenancy turns it into the error people read. 210 lessons in one statement: see core/timetable/README.md.
create function daftar.refuse_timetable_clash() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  school uuid;
  clash json;
begin
  for school in select distinct tenant_id from new_rows order by 1 loop
    perform pg_advisory_xact_lock(hashtextextended('timetable:' || school, 0));
  end loop;
  with shared as (
    select a.class_offering_id as mine, b.class_offering_id as other,
           min(greatest(coalesce(a.start_date, ''), coalesce(b.start_date, ''))) as since,
           max(least(coalesce(a.end_date, '9999-12-31'), coalesce(b.end_date, '9999-12-31'))) as until
      from class_members a join class_members b on b.tenant_id = a.tenant_id and b.student_id = a.student_id
     where (a.tenant_id, a.class_offering_id) in (select tenant_id, class_offering_id from new_rows)
     group by 1, 2
  )
  select json_build_object(
           'kind', case when n.teacher_id = o.teacher_id then 'teacher' when n.room_id = o.room_id then 'room' else 'pupils' end,
           'teacher', t.display_name, 'teacherAr', coalesce(t.display_name_ar, t.display_name),
           'room', r.title, 'roomAr', coalesce(r.title_ar, r.title),
           'lesson', h.title, 'lessonAr', coalesce(b.title_ar || coalesce(' ' || c.title_ar, ''), h.title),
           'weekday', o.weekday, 'period', o.period_number, 'from', o.start_date, 'until', o.end_date)
    into clash
    from new_rows n
    join timetable_entries o on o.tenant_id = n.tenant_id and o.weekday = n.weekday and o.period_number = n.period_number
     and o.id <> n.id and o.start_date <= n.end_date and o.end_date >= n.start_date
    join class_offerings g on g.id = n.class_offering_id
    join class_offerings h on h.id = o.class_offering_id
    left join shared s on s.mine = n.class_offering_id and s.other = o.class_offering_id
     and s.since <= least(n.end_date, o.end_date) and s.until >= greatest(n.start_date, o.start_date)
    left join teachers t on t.id = o.teacher_id
    left join rooms r on r.id = o.room_id
    left join subjects b on b.id = h.subject_id
    left join classrooms c on c.id = h.classroom_id
   where n.teacher_id = o.teacher_id or n.room_id = o.room_id or n.class_offering_id = o.class_offering_id
      or s.mine is not null
      -- Groups without pupils of their own are the whole class.
      or (g.classroom_id = h.classroom_id
          and (not exists (select from class_members m where m.tenant_id = g.tenant_id and m.class_offering_id = g.id)
            or not exists (select from class_members m where m.tenant_id = h.tenant_id and m.class_offering_id = h.id)))
   limit 1;
  if clash is not null then
    raise exception 'a lesson is already in this place of the timetable' using errcode = 'DF409', detail = clash::text;
  end if;
  return null;
end $$;
create trigger no_clash_of_new after insert on timetable_entries referencing new table as new_rows
  for each statement execute function daftar.refuse_timetable_clash();
create trigger no_clash_of_changed after update on timetable_entries referencing new table as new_rows
  for each statement execute function daftar.refuse_timetable_clash();

-- Whoever covers has no lesson of their own then, unless somebody covers that one, and no other cover.
create function daftar.refuse_cover_clash() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
declare
  school uuid;
  clash json;
begin
  for school in select distinct tenant_id from new_rows order by 1 loop
    perform pg_advisory_xact_lock(hashtextextended('timetable:' || school, 0));
  end loop;
  select json_build_object('kind', 'cover', 'teacher', t.display_name, 'teacherAr', coalesce(t.display_name_ar, t.display_name),
           'lesson', h.title, 'lessonAr', coalesce(b.title_ar || coalesce(' ' || c.title_ar, ''), h.title),
           'date', n.date, 'period', e.period_number)
    into clash
    from new_rows n
    join timetable_entries e on e.id = n.entry_id
    join timetable_entries o on o.tenant_id = n.tenant_id and o.period_number = e.period_number and o.id <> e.id
    join teachers t on t.id = n.teacher_id
    join class_offerings h on h.id = o.class_offering_id
    left join subjects b on b.id = h.subject_id
    left join classrooms c on c.id = h.classroom_id
    left join calendar_days d on d.tenant_id = n.tenant_id and d.date = n.date
    left join covers v on v.tenant_id = n.tenant_id and v.entry_id = o.id and v.date = n.date and v.id <> n.id
   where v.teacher_id = n.teacher_id
      or (v.id is null and o.teacher_id = n.teacher_id and o.start_date <= n.date and o.end_date >= n.date
          and o.weekday = coalesce(d.follows_weekday, extract(dow from n.date::date)))
   limit 1;
  if clash is not null then
    raise exception 'the covering teacher has another lesson' using errcode = 'DF409', detail = clash::text;
  end if;
  return null;
end $$;
create trigger no_clash_of_new after insert on covers referencing new table as new_rows
  for each statement execute function daftar.refuse_cover_clash();
create trigger no_clash_of_changed after update on covers referencing new table as new_rows
  for each statement execute function daftar.refuse_cover_clash();

-- Calendar feeds ----------------------------------------------------------------------------------------------------
-- The address of a feed is a secret that calendar programs keep: only its hash is here. A feed shows what its owner may
-- see at the moment of reading, and nothing once the account is off.
create table calendar_feeds (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  user_id uuid not null,
  kind text not null check (kind in ('teacher', 'class', 'student')),
  subject_id uuid not null,
  language text not null check (language in ('en', 'ar')),
  created_at timestamptz not null default now(),
  last_read_at timestamptz,
  revoked_at timestamptz,
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
  unique (tenant_id, token_hash)
);
select daftar.raise_wall('calendar_feeds', false, 'select, insert, update, delete');
create index calendar_feeds_user_idx on calendar_feeds (tenant_id, user_id);

revoke execute on function daftar.refuse_timetable_clash(), daftar.refuse_cover_clash() from public;
