-- Up Migration
-- The gradebook: categories, scales and rules as data, the marks of a term, and where they stand on their way to families.

CREATE TYPE "public"."enum_grading_rules_combine" AS ENUM('mean', 'points');
CREATE TYPE "public"."enum_grading_rules_resit_policy" AS ENUM('best', 'latest', 'capped');
CREATE TYPE "public"."enum_term_marks_status" AS ENUM('marked', 'exempt', 'incomplete');
ALTER TYPE "public"."enum_exam_results_status" ADD VALUE 'submitted';
ALTER TYPE "public"."enum_exam_results_status" ADD VALUE 'not_submitted';
CREATE TABLE "grade_categories" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"weight_hundredths" numeric NOT NULL,
	"drop_lowest" numeric DEFAULT 0 NOT NULL,
	"class_offering_id" uuid,
	"academic_year_id" uuid,
	"sort" numeric,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "grade_scales" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"type" varchar,
	"class_offering_id" uuid,
	"academic_year_id" uuid,
	"pass_hundredths" numeric,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "grade_scale_intervals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scale_id" uuid NOT NULL,
	"label" varchar NOT NULL,
	"label_ar" varchar,
	"from_hundredths" numeric NOT NULL,
	"gpa_hundredths" numeric,
	"passes" boolean DEFAULT true,
	"order" numeric,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "grading_rules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"class_offering_id" uuid,
	"subject_group" varchar,
	"grade_level_id" uuid,
	"academic_year_id" uuid,
	"scale_id" uuid,
	"pass_hundredths" numeric,
	"missing_counts_as_zero" boolean DEFAULT true,
	"combine" "enum_grading_rules_combine" DEFAULT 'mean' NOT NULL,
	"resit_policy" "enum_grading_rules_resit_policy" DEFAULT 'best' NOT NULL,
	"resit_cap_hundredths" numeric,
	"decimals" numeric DEFAULT 0 NOT NULL,
	"needs_approval" boolean DEFAULT false,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "term_marks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"class_offering_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"term_id" uuid NOT NULL,
	"academic_year_id" uuid NOT NULL,
	"status" "enum_term_marks_status" DEFAULT 'marked' NOT NULL,
	"percent_hundredths" numeric,
	"label" varchar,
	"label_ar" varchar,
	"gpa_hundredths" numeric,
	"passes" boolean DEFAULT false,
	"formula" jsonb,
	"published_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "subjects" ADD COLUMN "subject_group" varchar;
ALTER TABLE "exams" ADD COLUMN "category_id" uuid;
ALTER TABLE "exams" ADD COLUMN "weight" numeric;
ALTER TABLE "exams" ADD COLUMN "resit_date" varchar;
ALTER TABLE "exams" ADD COLUMN "sort" numeric;
ALTER TABLE "exams" ADD COLUMN "published_at" timestamp(3) with time zone;
ALTER TABLE "exam_results" ADD COLUMN "late" boolean DEFAULT false;
ALTER TABLE "exam_results" ADD COLUMN "attempt" numeric DEFAULT 1;
ALTER TABLE "grade_categories" ADD CONSTRAINT "grade_categories_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grade_categories" ADD CONSTRAINT "grade_categories_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grade_categories" ADD CONSTRAINT "grade_categories_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grade_scales" ADD CONSTRAINT "grade_scales_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grade_scales" ADD CONSTRAINT "grade_scales_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grade_scales" ADD CONSTRAINT "grade_scales_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grade_scale_intervals" ADD CONSTRAINT "grade_scale_intervals_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grade_scale_intervals" ADD CONSTRAINT "grade_scale_intervals_scale_id_grade_scales_id_fk" FOREIGN KEY ("scale_id") REFERENCES "public"."grade_scales"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grading_rules" ADD CONSTRAINT "grading_rules_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grading_rules" ADD CONSTRAINT "grading_rules_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grading_rules" ADD CONSTRAINT "grading_rules_grade_level_id_grade_levels_id_fk" FOREIGN KEY ("grade_level_id") REFERENCES "public"."grade_levels"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grading_rules" ADD CONSTRAINT "grading_rules_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grading_rules" ADD CONSTRAINT "grading_rules_scale_id_grade_scales_id_fk" FOREIGN KEY ("scale_id") REFERENCES "public"."grade_scales"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "term_marks" ADD CONSTRAINT "term_marks_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "term_marks" ADD CONSTRAINT "term_marks_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "term_marks" ADD CONSTRAINT "term_marks_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "term_marks" ADD CONSTRAINT "term_marks_subject_id_subjects_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."subjects"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "term_marks" ADD CONSTRAINT "term_marks_term_id_terms_id_fk" FOREIGN KEY ("term_id") REFERENCES "public"."terms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "term_marks" ADD CONSTRAINT "term_marks_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
CREATE INDEX "grade_categories_tenant_idx" ON "grade_categories" USING btree ("tenant_id");
CREATE INDEX "grade_categories_class_offering_idx" ON "grade_categories" USING btree ("class_offering_id");
CREATE INDEX "grade_categories_academic_year_idx" ON "grade_categories" USING btree ("academic_year_id");
CREATE INDEX "grade_categories_updated_at_idx" ON "grade_categories" USING btree ("updated_at");
CREATE INDEX "grade_categories_created_at_idx" ON "grade_categories" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_13_idx" ON "grade_categories" USING btree ("tenant_id","sourced_id");
CREATE INDEX "grade_scales_tenant_idx" ON "grade_scales" USING btree ("tenant_id");
CREATE INDEX "grade_scales_class_offering_idx" ON "grade_scales" USING btree ("class_offering_id");
CREATE INDEX "grade_scales_academic_year_idx" ON "grade_scales" USING btree ("academic_year_id");
CREATE INDEX "grade_scales_updated_at_idx" ON "grade_scales" USING btree ("updated_at");
CREATE INDEX "grade_scales_created_at_idx" ON "grade_scales" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_14_idx" ON "grade_scales" USING btree ("tenant_id","sourced_id");
CREATE INDEX "grade_scale_intervals_tenant_idx" ON "grade_scale_intervals" USING btree ("tenant_id");
CREATE INDEX "grade_scale_intervals_scale_idx" ON "grade_scale_intervals" USING btree ("scale_id");
CREATE INDEX "grade_scale_intervals_updated_at_idx" ON "grade_scale_intervals" USING btree ("updated_at");
CREATE INDEX "grade_scale_intervals_created_at_idx" ON "grade_scale_intervals" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_scale_fromHundredths_idx" ON "grade_scale_intervals" USING btree ("tenant_id","scale_id","from_hundredths");
CREATE INDEX "grading_rules_tenant_idx" ON "grading_rules" USING btree ("tenant_id");
CREATE INDEX "grading_rules_class_offering_idx" ON "grading_rules" USING btree ("class_offering_id");
CREATE INDEX "grading_rules_grade_level_idx" ON "grading_rules" USING btree ("grade_level_id");
CREATE INDEX "grading_rules_academic_year_idx" ON "grading_rules" USING btree ("academic_year_id");
CREATE INDEX "grading_rules_scale_idx" ON "grading_rules" USING btree ("scale_id");
CREATE INDEX "grading_rules_updated_at_idx" ON "grading_rules" USING btree ("updated_at");
CREATE INDEX "grading_rules_created_at_idx" ON "grading_rules" USING btree ("created_at");
CREATE INDEX "term_marks_tenant_idx" ON "term_marks" USING btree ("tenant_id");
CREATE INDEX "term_marks_student_idx" ON "term_marks" USING btree ("student_id");
CREATE INDEX "term_marks_class_offering_idx" ON "term_marks" USING btree ("class_offering_id");
CREATE INDEX "term_marks_subject_idx" ON "term_marks" USING btree ("subject_id");
CREATE INDEX "term_marks_term_idx" ON "term_marks" USING btree ("term_id");
CREATE INDEX "term_marks_academic_year_idx" ON "term_marks" USING btree ("academic_year_id");
CREATE INDEX "term_marks_updated_at_idx" ON "term_marks" USING btree ("updated_at");
CREATE INDEX "term_marks_created_at_idx" ON "term_marks" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_student_classOffering_term_idx" ON "term_marks" USING btree ("tenant_id","student_id","class_offering_id","term_id");
CREATE INDEX "tenant_term_classOffering_idx" ON "term_marks" USING btree ("tenant_id","term_id","class_offering_id");
CREATE INDEX "tenant_student_academicYear_2_idx" ON "term_marks" USING btree ("tenant_id","student_id","academic_year_id");
ALTER TABLE "exams" ADD CONSTRAINT "exams_category_id_grade_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."grade_categories"("id") ON DELETE set null ON UPDATE no action;
CREATE INDEX "exams_category_idx" ON "exams" USING btree ("category_id");

-- Where the marks of a lesson group and term stand: handed in, returned, approved, published.
create table grade_sheets (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  class_offering_id uuid not null,
  term_id uuid not null,
  state text not null default 'draft' constraint state_is_known check (state in ('draft', 'submitted', 'returned', 'approved', 'published')),
  note text,
  submitted_by text,
  submitted_label text,
  submitted_at timestamptz,
  moderated_by text,
  moderated_label text,
  moderated_at timestamptz,
  published_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- What was published when, by whom, by which rules; it stays when it is withdrawn or published anew.
create table grade_publications (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  class_offering_id uuid not null,
  term_id uuid not null,
  version int not null,
  published_by text,
  published_label text,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_label text,
  withdraw_note text,
  rules jsonb not null,
  marks jsonb not null,
  created_at timestamptz not null default now()
);
-- The questions of an assessment, and what each pupil got for each: one row a pupil, in the order of the questions.
create table exam_papers (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  exam_id uuid not null,
  questions jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table exam_question_scores (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  exam_id uuid not null,
  student_id uuid not null,
  scores int[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
select daftar.raise_wall(name::regclass, false, 'select, insert, update, delete')
  from unnest(array['exam_papers', 'exam_question_scores', 'grade_categories', 'grade_scales', 'grade_scale_intervals', 'grading_rules', 'term_marks', 'grade_sheets']) as name;
-- History is added to and closed, never removed.
select daftar.raise_wall('grade_publications', false, 'select, insert, update');
select daftar.tie_references();

alter table exam_papers add constraint exam_papers_one_an_exam unique (tenant_id, exam_id);
alter table exam_papers add foreign key (tenant_id, exam_id) references exams (tenant_id, id) on delete cascade;
alter table exam_question_scores add constraint exam_question_scores_one_a_pupil unique (tenant_id, exam_id, student_id);
alter table exam_question_scores add foreign key (tenant_id, exam_id) references exams (tenant_id, id) on delete cascade;
alter table exam_question_scores add foreign key (tenant_id, student_id) references students (tenant_id, id) on delete cascade;
alter table grade_sheets add constraint grade_sheets_one_a_term unique (tenant_id, class_offering_id, term_id);
alter table grade_sheets add foreign key (tenant_id, class_offering_id) references class_offerings (tenant_id, id) on delete cascade;
alter table grade_sheets add foreign key (tenant_id, term_id) references terms (tenant_id, id) on delete cascade;
alter table grade_publications add constraint grade_publications_one_version unique (tenant_id, class_offering_id, term_id, version);
alter table grade_publications add foreign key (tenant_id, class_offering_id) references class_offerings (tenant_id, id) on delete cascade;
alter table grade_publications add foreign key (tenant_id, term_id) references terms (tenant_id, id) on delete cascade;

alter table exams add constraint weight_not_negative check (weight is null or weight >= 0);
alter table exams add constraint resit_date_is_a_date check (resit_date is null or daftar.is_plain_date(resit_date));
alter table exam_results add constraint attempt_is_whole_and_positive check (attempt is null or (attempt >= 1 and attempt = trunc(attempt)));
alter table grade_categories add constraint weight_is_whole_and_not_negative
  check (weight_hundredths >= 0 and weight_hundredths = trunc(weight_hundredths));
alter table grade_categories add constraint drop_lowest_is_whole_and_not_negative
  check (drop_lowest >= 0 and drop_lowest = trunc(drop_lowest));
alter table grading_rules add constraint decimals_are_0_to_2 check (decimals in (0, 1, 2));
-- The grid reads and publishes the assessments of a lesson group and term.
create index exams_sheet_idx on exams (tenant_id, class_offering_id, term_id);

-- Families saw every result until now; what they saw they go on seeing.
update exams set published_at = created_at;

-- Who runs a school today may publish its results.
insert into role_permissions (tenant_id, role_id, code)
select r.tenant_id, r.id, 'assessment.publish' from roles r where r.code = 'admin'
on conflict do nothing;

-- Clients of OneRoster learn of deleted categories and scales (0032).
select daftar.keep_tombstones(name::regclass) from unnest(array['grade_categories', 'grade_scales']) as name;
