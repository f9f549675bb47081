-- Up Migration
-- OneRoster over REST: learning resources, what deleted records held, and the fields of the gradebook that only it knows.

CREATE TYPE "public"."enum_learning_resources_importance" AS ENUM('primary', 'secondary');
CREATE TABLE "learning_resources" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"vendor_resource_id" varchar NOT NULL,
	"vendor_id" varchar,
	"application_id" varchar,
	"url" varchar,
	"importance" "enum_learning_resources_importance" DEFAULT 'primary' NOT NULL,
	"for_students" boolean DEFAULT true,
	"for_teachers" boolean DEFAULT true,
	"for_guardians" boolean DEFAULT false,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "learning_resource_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"subject_id" uuid,
	"classroom_id" uuid,
	"class_offering_id" uuid,
	"student_id" uuid,
	"teacher_id" uuid,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "learning_resources" ADD CONSTRAINT "learning_resources_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "learning_resource_links" ADD CONSTRAINT "learning_resource_links_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "learning_resource_links" ADD CONSTRAINT "learning_resource_links_resource_id_learning_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."learning_resources"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "learning_resource_links" ADD CONSTRAINT "learning_resource_links_subject_id_subjects_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."subjects"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "learning_resource_links" ADD CONSTRAINT "learning_resource_links_classroom_id_classrooms_id_fk" FOREIGN KEY ("classroom_id") REFERENCES "public"."classrooms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "learning_resource_links" ADD CONSTRAINT "learning_resource_links_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "learning_resource_links" ADD CONSTRAINT "learning_resource_links_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "learning_resource_links" ADD CONSTRAINT "learning_resource_links_teacher_id_teachers_id_fk" FOREIGN KEY ("teacher_id") REFERENCES "public"."teachers"("id") ON DELETE set null ON UPDATE no action;
CREATE INDEX "learning_resources_tenant_idx" ON "learning_resources" USING btree ("tenant_id");
CREATE INDEX "learning_resources_updated_at_idx" ON "learning_resources" USING btree ("updated_at");
CREATE INDEX "learning_resources_created_at_idx" ON "learning_resources" USING btree ("created_at");
CREATE INDEX "learning_resource_links_tenant_idx" ON "learning_resource_links" USING btree ("tenant_id");
CREATE INDEX "learning_resource_links_resource_idx" ON "learning_resource_links" USING btree ("resource_id");
CREATE INDEX "learning_resource_links_subject_idx" ON "learning_resource_links" USING btree ("subject_id");
CREATE INDEX "learning_resource_links_classroom_idx" ON "learning_resource_links" USING btree ("classroom_id");
CREATE INDEX "learning_resource_links_class_offering_idx" ON "learning_resource_links" USING btree ("class_offering_id");
CREATE INDEX "learning_resource_links_student_idx" ON "learning_resource_links" USING btree ("student_id");
CREATE INDEX "learning_resource_links_teacher_idx" ON "learning_resource_links" USING btree ("teacher_id");
CREATE INDEX "learning_resource_links_updated_at_idx" ON "learning_resource_links" USING btree ("updated_at");
CREATE INDEX "learning_resource_links_created_at_idx" ON "learning_resource_links" USING btree ("created_at");

select daftar.raise_wall(name::regclass, false, 'select, insert, update, delete')
  from unnest(array['learning_resources', 'learning_resource_links']) as name;
select daftar.tie_references();
create unique index learning_resources_sourced_id_key on learning_resources (tenant_id, sourced_id);
alter table learning_resource_links add constraint used_by_exactly_one
  check (num_nonnulls(subject_id, classroom_id, class_offering_id, student_id, teacher_id) = 1);

-- A client that asks for a deleted record must learn that it was deleted. A deletion keeps the last facts of the row here, of
-- people their names alone; it costs one insert a statement, however many rows it deletes.
create table oneroster_tombstones (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  source text not null,
  record_id uuid not null,
  sourced_id text,
  facts jsonb not null,
  created_at timestamptz not null default now()
);
select daftar.raise_wall('oneroster_tombstones', false, 'select, insert, update, delete');
create unique index oneroster_tombstones_one_a_record on oneroster_tombstones (tenant_id, source, record_id);
create index oneroster_tombstones_sourced_id_idx on oneroster_tombstones (tenant_id, source, sourced_id);

create function daftar.bury() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  -- Moving rows to an archive is no deletion for anybody outside.
  if current_setting('app.no_tombstones', true) = 'on' then
    return null;
  end if;
  insert into oneroster_tombstones (tenant_id, source, record_id, sourced_id, facts)
  select (facts ->> 'tenant_id')::uuid, tg_table_name, (facts ->> 'id')::uuid, facts ->> 'sourced_id',
         facts - array['email', 'phone', 'phone_as_given', 'birth_date', 'comment']
           || jsonb_build_object('updated_at', now())
    from (select to_jsonb(g) as facts from gone g) as rows
  on conflict (tenant_id, source, record_id) do update
     set facts = excluded.facts, sourced_id = excluded.sourced_id, created_at = now();
  return null;
end $$;

-- Makes a table with id, tenant_id, sourced_id and updated_at keep its deleted rows.
create function daftar.keep_tombstones(target regclass) returns void
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  execute format('create trigger tombstones after delete on %s referencing old table as gone for each statement execute function daftar.bury()', target);
end $$;
select daftar.keep_tombstones(name::regclass)
  from unnest(array['academic_years', 'terms', 'classrooms', 'class_offerings', 'subjects', 'students', 'teachers', 'guardians',
    'enrollments', 'class_members', 'class_teachers', 'exams', 'exam_results', 'learning_resources']) as name;

-- Fields of the standard that the product itself does not use.
alter table exams add column description text;
alter table exams add column assigned_on varchar constraint assigned_on_is_a_date check (assigned_on is null or daftar.is_plain_date(assigned_on));
alter table exam_results add column text_score text;

-- A result by its sourcedId; without it every partition is read whole (600,000 rows: 94 ms; with it 1 ms). Results made here
-- have none and cost nothing.
create index exam_results_sourced_id_idx on exam_results (tenant_id, sourced_id) where sourced_id is not null;

-- The group of a school is its district, and a school may not read the table of groups: the name stands beside the school.
alter table tenants add column group_name varchar;
update tenants t set group_name = g.name from school_groups g where g.id = t.group_id;
create function daftar.fill_group_name() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  new.group_name := (select name from school_groups where id = new.group_id);
  return new;
end $$;
create trigger fill_group_name before insert or update of group_id on tenants
  for each row execute function daftar.fill_group_name();
create function daftar.spread_group_name() returns trigger
  language plpgsql
  set search_path = public, pg_catalog
as $$
begin
  update tenants set group_name = new.name where group_id = new.id;
  return null;
end $$;
create trigger spread_group_name after update of name on school_groups
  for each row when (new.name is distinct from old.name) execute function daftar.spread_group_name();

revoke execute on function daftar.bury(), daftar.keep_tombstones(regclass), daftar.fill_group_name(), daftar.spread_group_name() from public;
