-- Up Migration
-- The collections of payload.config.ts as tables, drafted by `npm run migrations:diff`. Edited by hand: attendance
-- and exam_results are partitioned by date, so their primary key carries it. The wall comes in the next file.

CREATE TYPE "public"."enum_students_status" AS ENUM('active', 'inactive', 'left', 'graduated');
CREATE TYPE "public"."enum_students_sex" AS ENUM('male', 'female', 'unspecified', 'other');
CREATE TYPE "public"."enum_guardians_language" AS ENUM('en', 'ar');
CREATE TYPE "public"."enum_student_guardians_relation" AS ENUM('father', 'mother', 'parent', 'guardian', 'relative', 'other');
CREATE TYPE "public"."enum_attendance_status" AS ENUM('present', 'absent', 'late', 'left_early');
CREATE TYPE "public"."enum_attendance_codes_status" AS ENUM('present', 'absent', 'late', 'left_early');
CREATE TYPE "public"."enum_terms_kind" AS ENUM('semester', 'term', 'gradingPeriod');
CREATE TYPE "public"."enum_enrollments_status" AS ENUM('active', 'ended');
CREATE TYPE "public"."enum_exams_type" AS ENUM('quiz', 'assignment', 'midterm', 'final', 'other');
CREATE TYPE "public"."enum_exam_results_status" AS ENUM('graded', 'exempt', 'missing', 'late', 'incomplete');
CREATE TYPE "public"."enum_invoices_status" AS ENUM('draft', 'open', 'paid', 'void');
CREATE TYPE "public"."enum_payments_method" AS ENUM('cash', 'card', 'transfer', 'cheque');
CREATE TYPE "public"."enum_notifications_channel" AS ENUM('sms', 'email');
CREATE TYPE "public"."enum_notifications_language" AS ENUM('en', 'ar');
CREATE TYPE "public"."enum_notifications_status" AS ENUM('queued', 'sending', 'sent', 'failed');
CREATE TYPE "public"."enum_plugin_installs_state" AS ENUM('installed', 'enabled', 'suspended');
CREATE TYPE "public"."enum_subscriptions_status" AS ENUM('trialing', 'active', 'past_due', 'suspended', 'cancelled');
CREATE TYPE "public"."enum_subscriptions_billing_cycle" AS ENUM('monthly', 'yearly');
CREATE TYPE "public"."enum_shipments_state" AS ENUM('pending', 'sent', 'acknowledged', 'confirmed', 'failed');
CREATE TYPE "public"."enum_users_realm" AS ENUM('school', 'platform', 'partner');
CREATE TYPE "public"."enum_users_language" AS ENUM('en', 'ar');
CREATE TYPE "public"."enum_roles_row_scope" AS ENUM('school', 'own_classes', 'own_children', 'self');
CREATE TYPE "public"."enum_import_runs_status" AS ENUM('queued', 'running', 'done', 'rejected', 'needs_confirmation', 'failed');
CREATE TYPE "public"."enum_tenants_locale" AS ENUM('en', 'ar');
CREATE TYPE "public"."enum_tenants_time_zone" AS ENUM('Asia/Qatar', 'Asia/Riyadh', 'Asia/Dubai', 'Asia/Kuwait', 'Asia/Bahrain', 'Asia/Muscat', 'Asia/Amman', 'Africa/Cairo', 'Europe/London', 'Europe/Berlin', 'America/Chicago', 'UTC');
CREATE TYPE "public"."enum_tenants_currency" AS ENUM('QAR', 'USD');
CREATE TYPE "public"."enum_outbox_status" AS ENUM('pending', 'done', 'dead');
CREATE TABLE "students" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"given_name" varchar NOT NULL,
	"middle_name" varchar,
	"family_name" varchar NOT NULL,
	"given_name_ar" varchar,
	"middle_name_ar" varchar,
	"family_name_ar" varchar,
	"display_name" varchar,
	"display_name_ar" varchar,
	"admission_number" varchar NOT NULL,
	"status" "enum_students_status" DEFAULT 'active' NOT NULL,
	"grade_level_id" uuid,
	"birth_date" varchar,
	"sex" "enum_students_sex",
	"email" varchar,
	"phone" varchar,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "guardians" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"given_name" varchar NOT NULL,
	"middle_name" varchar,
	"family_name" varchar NOT NULL,
	"given_name_ar" varchar,
	"middle_name_ar" varchar,
	"family_name_ar" varchar,
	"display_name" varchar,
	"display_name_ar" varchar,
	"phone" varchar,
	"phone_as_given" varchar,
	"email" varchar,
	"language" "enum_guardians_language" DEFAULT 'ar' NOT NULL,
	"active" boolean DEFAULT true,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "student_guardians" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"guardian_id" uuid NOT NULL,
	"relation" "enum_student_guardians_relation" DEFAULT 'guardian' NOT NULL,
	"contact_order" numeric DEFAULT 1 NOT NULL,
	"may_see_records" boolean DEFAULT true,
	"sms_allowed" boolean DEFAULT true,
	"email_allowed" boolean DEFAULT true,
	"call_allowed" boolean DEFAULT true,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "teachers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"given_name" varchar NOT NULL,
	"middle_name" varchar,
	"family_name" varchar NOT NULL,
	"given_name_ar" varchar,
	"middle_name_ar" varchar,
	"family_name_ar" varchar,
	"display_name" varchar,
	"display_name_ar" varchar,
	"staff_number" varchar NOT NULL,
	"email" varchar,
	"phone" varchar,
	"active" boolean DEFAULT true,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "attendance_registers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"date" varchar NOT NULL,
	"classroom_id" uuid,
	"class_offering_id" uuid,
	"revision" numeric DEFAULT 1 NOT NULL,
	"taken_by_id" uuid,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "attendance" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"date" varchar NOT NULL,
	"classroom_id" uuid,
	"class_offering_id" uuid,
	"code" varchar NOT NULL,
	"status" "enum_attendance_status" NOT NULL,
	"minutes" numeric,
	"note" varchar,
	"recorded_by_id" uuid,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	PRIMARY KEY ("id", "date")
) PARTITION BY RANGE ("date");

CREATE TABLE "attendance_codes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"code" varchar NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar NOT NULL,
	"status" "enum_attendance_codes_status" NOT NULL,
	"excused" boolean DEFAULT false,
	"order" numeric DEFAULT 0 NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "academic_years" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"start_date" varchar NOT NULL,
	"end_date" varchar NOT NULL,
	"current" boolean DEFAULT false,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "terms" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"kind" "enum_terms_kind" DEFAULT 'term' NOT NULL,
	"academic_year_id" uuid NOT NULL,
	"start_date" varchar NOT NULL,
	"end_date" varchar NOT NULL,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "grade_levels" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"code" varchar NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"order" numeric DEFAULT 0 NOT NULL,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "classrooms" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"code" varchar,
	"grade_level_id" uuid,
	"academic_year_id" uuid NOT NULL,
	"capacity" numeric,
	"room" varchar,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "subjects" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"code" varchar,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"credit_hours" numeric,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "class_offerings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"code" varchar,
	"subject_id" uuid NOT NULL,
	"classroom_id" uuid,
	"term_id" uuid,
	"academic_year_id" uuid NOT NULL,
	"teacher_id" uuid,
	"period" varchar,
	"room" varchar,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "enrollments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"classroom_id" uuid,
	"academic_year_id" uuid NOT NULL,
	"status" "enum_enrollments_status" DEFAULT 'active' NOT NULL,
	"start_date" varchar,
	"end_date" varchar,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "class_members" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"class_offering_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"start_date" varchar,
	"end_date" varchar,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "class_teachers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"classroom_id" uuid,
	"class_offering_id" uuid,
	"primary" boolean DEFAULT true,
	"start_date" varchar,
	"end_date" varchar,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "exams" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"subject_id" uuid NOT NULL,
	"classroom_id" uuid,
	"class_offering_id" uuid,
	"academic_year_id" uuid NOT NULL,
	"term_id" uuid,
	"type" "enum_exams_type" DEFAULT 'other' NOT NULL,
	"total_marks" numeric,
	"date" varchar,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "exam_results" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"exam_id" uuid NOT NULL,
	"academic_year_id" uuid NOT NULL,
	"date" varchar NOT NULL,
	"score_hundredths" numeric,
	"status" "enum_exam_results_status" DEFAULT 'graded' NOT NULL,
	"comment" varchar,
	"sourced_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	PRIMARY KEY ("id", "date")
) PARTITION BY RANGE ("date");

CREATE TABLE "fee_structures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"academic_year_id" uuid NOT NULL,
	"grade_level_id" uuid,
	"amount_minor" numeric NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "invoices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"number" varchar NOT NULL,
	"student_id" uuid NOT NULL,
	"fee_structure_id" uuid,
	"amount_minor" numeric NOT NULL,
	"issue_date" varchar NOT NULL,
	"due_date" varchar NOT NULL,
	"status" "enum_invoices_status" DEFAULT 'draft' NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"receipt_number" varchar NOT NULL,
	"invoice_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"amount_minor" numeric NOT NULL,
	"paid_on" varchar NOT NULL,
	"method" "enum_payments_method" DEFAULT 'cash' NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "announcements" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"title" varchar NOT NULL,
	"title_ar" varchar,
	"body" varchar,
	"body_ar" varchar,
	"target_role_id" uuid,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"channel" "enum_notifications_channel" NOT NULL,
	"source" varchar NOT NULL,
	"idempotency_key" varchar NOT NULL,
	"guardian_id" uuid,
	"student_id" uuid,
	"recipient" varchar NOT NULL,
	"language" "enum_notifications_language" NOT NULL,
	"body" varchar NOT NULL,
	"parts" numeric NOT NULL,
	"status" "enum_notifications_status" DEFAULT 'queued' NOT NULL,
	"provider_id" varchar,
	"failure" varchar,
	"attempted_at" timestamp(3) with time zone,
	"sent_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "plugin_installs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"plugin_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"state" "enum_plugin_installs_state" DEFAULT 'installed' NOT NULL,
	"settings" jsonb,
	"consent" jsonb,
	"consented_at" timestamp(3) with time zone,
	"consented_by_id" uuid,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "plugin_calls" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"install_id" uuid NOT NULL,
	"event" varchar NOT NULL,
	"entry" varchar NOT NULL,
	"bundle_hash" varchar NOT NULL,
	"code" varchar NOT NULL,
	"message" varchar,
	"cpu_ms" numeric NOT NULL,
	"wall_ms" numeric NOT NULL,
	"host_calls" numeric NOT NULL,
	"accesses" jsonb,
	"logs" jsonb,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "subscriptions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"ends_at" timestamp(3) with time zone,
	"status" "enum_subscriptions_status" DEFAULT 'trialing' NOT NULL,
	"billing_cycle" "enum_subscriptions_billing_cycle" DEFAULT 'monthly' NOT NULL,
	"provider_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "usage_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"meter" varchar NOT NULL,
	"source" varchar NOT NULL,
	"event_id" varchar NOT NULL,
	"quantity" numeric NOT NULL,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"subject" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "shipments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"meter" varchar NOT NULL,
	"window_start" timestamp(3) with time zone NOT NULL,
	"revision" numeric NOT NULL,
	"value" numeric NOT NULL,
	"event_timestamp" timestamp(3) with time zone NOT NULL,
	"identifier" varchar NOT NULL,
	"content_hash" varchar NOT NULL,
	"state" "enum_shipments_state" DEFAULT 'pending' NOT NULL,
	"attempts" numeric DEFAULT 0 NOT NULL,
	"last_error" varchar,
	"sent_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "users_sessions" (
	"_order" integer NOT NULL,
	"_parent_id" uuid NOT NULL,
	"id" varchar PRIMARY KEY NOT NULL,
	"created_at" timestamp(3) with time zone,
	"expires_at" timestamp(3) with time zone NOT NULL
);

CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid,
	"realm" "enum_users_realm" DEFAULT 'school' NOT NULL,
	"display_name" varchar,
	"role_id" uuid,
	"active" boolean DEFAULT true,
	"language" "enum_users_language" DEFAULT 'en',
	"teacher_id" uuid,
	"guardian_id" uuid,
	"student_id" uuid,
	"last_login_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"email" varchar NOT NULL,
	"reset_password_token" varchar,
	"reset_password_expiration" timestamp(3) with time zone,
	"salt" varchar,
	"hash" varchar,
	"reset_password_requested_at" timestamp(3) with time zone,
	"login_attempts" numeric DEFAULT 0,
	"lock_until" timestamp(3) with time zone
);

CREATE TABLE "roles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"code" varchar NOT NULL,
	"name" varchar NOT NULL,
	"name_ar" varchar,
	"row_scope" "enum_roles_row_scope" DEFAULT 'self' NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "role_permissions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"role_id" uuid NOT NULL,
	"code" varchar NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "permissions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code" varchar NOT NULL,
	"description" varchar NOT NULL,
	"description_ar" varchar NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "import_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"file_name" varchar NOT NULL,
	"storage_key" varchar NOT NULL,
	"status" "enum_import_runs_status" DEFAULT 'queued' NOT NULL,
	"dry_run" boolean DEFAULT true,
	"removal_confirmed" boolean DEFAULT false,
	"progress_percent" numeric DEFAULT 0 NOT NULL,
	"step" varchar,
	"error_count" numeric DEFAULT 0 NOT NULL,
	"warning_count" numeric DEFAULT 0 NOT NULL,
	"counts" jsonb,
	"problems" jsonb,
	"failure" varchar,
	"started_by_id" uuid,
	"finished_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "tenants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" varchar NOT NULL,
	"name_ar" varchar,
	"subdomain" varchar NOT NULL,
	"custom_domain" varchar,
	"plan_id" uuid NOT NULL,
	"group_id" uuid,
	"active" boolean DEFAULT true,
	"locale" "enum_tenants_locale" DEFAULT 'en' NOT NULL,
	"time_zone" "enum_tenants_time_zone" DEFAULT 'Asia/Qatar' NOT NULL,
	"currency" "enum_tenants_currency" DEFAULT 'QAR' NOT NULL,
	"brand_colour" varchar,
	"stripe_customer_id" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "school_groups" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" varchar NOT NULL,
	"contact_email" varchar,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "plans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code" varchar NOT NULL,
	"name" varchar NOT NULL,
	"name_ar" varchar NOT NULL,
	"max_students" numeric,
	"student_ceiling" numeric,
	"max_teachers" numeric,
	"storage_gb" numeric NOT NULL,
	"monthly_price_cents" numeric NOT NULL,
	"yearly_price_cents" numeric,
	"features" jsonb,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "plugins" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plugin_id" varchar NOT NULL,
	"name" varchar NOT NULL,
	"name_ar" varchar NOT NULL,
	"summary" varchar,
	"summary_ar" varchar,
	"publisher" varchar NOT NULL,
	"category" varchar,
	"current_version" varchar NOT NULL,
	"unit_price_millicents" numeric,
	"listed" boolean DEFAULT true,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "plugin_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plugin_id" uuid NOT NULL,
	"version" varchar NOT NULL,
	"sha256" varchar NOT NULL,
	"manifest" jsonb,
	"code" varchar NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid,
	"tenant_name" varchar,
	"type" varchar NOT NULL,
	"dedupe_key" varchar,
	"payload" jsonb,
	"status" "enum_outbox_status" DEFAULT 'pending' NOT NULL,
	"attempts" numeric DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp(3) with time zone NOT NULL,
	"locked_until" timestamp(3) with time zone,
	"last_error" varchar,
	"done_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "payload_preferences" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" varchar,
	"value" jsonb,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "payload_preferences_rels" (
	"id" serial PRIMARY KEY NOT NULL,
	"order" integer,
	"parent_id" uuid NOT NULL,
	"path" varchar NOT NULL,
	"users_id" uuid
);

CREATE TABLE "payload_migrations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" varchar,
	"batch" numeric,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "students" ADD CONSTRAINT "students_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "students" ADD CONSTRAINT "students_grade_level_id_grade_levels_id_fk" FOREIGN KEY ("grade_level_id") REFERENCES "public"."grade_levels"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "guardians" ADD CONSTRAINT "guardians_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "student_guardians" ADD CONSTRAINT "student_guardians_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "student_guardians" ADD CONSTRAINT "student_guardians_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "student_guardians" ADD CONSTRAINT "student_guardians_guardian_id_guardians_id_fk" FOREIGN KEY ("guardian_id") REFERENCES "public"."guardians"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "teachers" ADD CONSTRAINT "teachers_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_registers" ADD CONSTRAINT "attendance_registers_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_registers" ADD CONSTRAINT "attendance_registers_classroom_id_classrooms_id_fk" FOREIGN KEY ("classroom_id") REFERENCES "public"."classrooms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_registers" ADD CONSTRAINT "attendance_registers_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_registers" ADD CONSTRAINT "attendance_registers_taken_by_id_users_id_fk" FOREIGN KEY ("taken_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_classroom_id_classrooms_id_fk" FOREIGN KEY ("classroom_id") REFERENCES "public"."classrooms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_recorded_by_id_users_id_fk" FOREIGN KEY ("recorded_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "attendance_codes" ADD CONSTRAINT "attendance_codes_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "academic_years" ADD CONSTRAINT "academic_years_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "terms" ADD CONSTRAINT "terms_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "terms" ADD CONSTRAINT "terms_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "grade_levels" ADD CONSTRAINT "grade_levels_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "classrooms" ADD CONSTRAINT "classrooms_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "classrooms" ADD CONSTRAINT "classrooms_grade_level_id_grade_levels_id_fk" FOREIGN KEY ("grade_level_id") REFERENCES "public"."grade_levels"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "classrooms" ADD CONSTRAINT "classrooms_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "subjects" ADD CONSTRAINT "subjects_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_offerings" ADD CONSTRAINT "class_offerings_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_offerings" ADD CONSTRAINT "class_offerings_subject_id_subjects_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."subjects"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_offerings" ADD CONSTRAINT "class_offerings_classroom_id_classrooms_id_fk" FOREIGN KEY ("classroom_id") REFERENCES "public"."classrooms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_offerings" ADD CONSTRAINT "class_offerings_term_id_terms_id_fk" FOREIGN KEY ("term_id") REFERENCES "public"."terms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_offerings" ADD CONSTRAINT "class_offerings_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_offerings" ADD CONSTRAINT "class_offerings_teacher_id_teachers_id_fk" FOREIGN KEY ("teacher_id") REFERENCES "public"."teachers"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_classroom_id_classrooms_id_fk" FOREIGN KEY ("classroom_id") REFERENCES "public"."classrooms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_members" ADD CONSTRAINT "class_members_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_members" ADD CONSTRAINT "class_members_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_members" ADD CONSTRAINT "class_members_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_teachers" ADD CONSTRAINT "class_teachers_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_teachers" ADD CONSTRAINT "class_teachers_teacher_id_teachers_id_fk" FOREIGN KEY ("teacher_id") REFERENCES "public"."teachers"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_teachers" ADD CONSTRAINT "class_teachers_classroom_id_classrooms_id_fk" FOREIGN KEY ("classroom_id") REFERENCES "public"."classrooms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "class_teachers" ADD CONSTRAINT "class_teachers_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exams" ADD CONSTRAINT "exams_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exams" ADD CONSTRAINT "exams_subject_id_subjects_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."subjects"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exams" ADD CONSTRAINT "exams_classroom_id_classrooms_id_fk" FOREIGN KEY ("classroom_id") REFERENCES "public"."classrooms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exams" ADD CONSTRAINT "exams_class_offering_id_class_offerings_id_fk" FOREIGN KEY ("class_offering_id") REFERENCES "public"."class_offerings"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exams" ADD CONSTRAINT "exams_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exams" ADD CONSTRAINT "exams_term_id_terms_id_fk" FOREIGN KEY ("term_id") REFERENCES "public"."terms"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_exam_id_exams_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exams"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "fee_structures" ADD CONSTRAINT "fee_structures_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "fee_structures" ADD CONSTRAINT "fee_structures_academic_year_id_academic_years_id_fk" FOREIGN KEY ("academic_year_id") REFERENCES "public"."academic_years"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "fee_structures" ADD CONSTRAINT "fee_structures_grade_level_id_grade_levels_id_fk" FOREIGN KEY ("grade_level_id") REFERENCES "public"."grade_levels"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_fee_structure_id_fee_structures_id_fk" FOREIGN KEY ("fee_structure_id") REFERENCES "public"."fee_structures"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "payments" ADD CONSTRAINT "payments_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "payments" ADD CONSTRAINT "payments_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "payments" ADD CONSTRAINT "payments_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_target_role_id_roles_id_fk" FOREIGN KEY ("target_role_id") REFERENCES "public"."roles"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_guardian_id_guardians_id_fk" FOREIGN KEY ("guardian_id") REFERENCES "public"."guardians"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "plugin_installs" ADD CONSTRAINT "plugin_installs_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "plugin_installs" ADD CONSTRAINT "plugin_installs_plugin_id_plugins_id_fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "plugin_installs" ADD CONSTRAINT "plugin_installs_version_id_plugin_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."plugin_versions"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "plugin_installs" ADD CONSTRAINT "plugin_installs_consented_by_id_users_id_fk" FOREIGN KEY ("consented_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "plugin_calls" ADD CONSTRAINT "plugin_calls_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "plugin_calls" ADD CONSTRAINT "plugin_calls_install_id_plugin_installs_id_fk" FOREIGN KEY ("install_id") REFERENCES "public"."plugin_installs"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "usage_events" ADD CONSTRAINT "usage_events_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "users_sessions" ADD CONSTRAINT "users_sessions_parent_id_fk" FOREIGN KEY ("_parent_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "users" ADD CONSTRAINT "users_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "users" ADD CONSTRAINT "users_teacher_id_teachers_id_fk" FOREIGN KEY ("teacher_id") REFERENCES "public"."teachers"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "users" ADD CONSTRAINT "users_guardian_id_guardians_id_fk" FOREIGN KEY ("guardian_id") REFERENCES "public"."guardians"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "users" ADD CONSTRAINT "users_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "roles" ADD CONSTRAINT "roles_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "role_permissions" ADD CONSTRAINT "role_permissions_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "role_permissions" ADD CONSTRAINT "role_permissions_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "import_runs" ADD CONSTRAINT "import_runs_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "import_runs" ADD CONSTRAINT "import_runs_started_by_id_users_id_fk" FOREIGN KEY ("started_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_group_id_school_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."school_groups"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "plugin_versions" ADD CONSTRAINT "plugin_versions_plugin_id_plugins_id_fk" FOREIGN KEY ("plugin_id") REFERENCES "public"."plugins"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "payload_preferences_rels" ADD CONSTRAINT "payload_preferences_rels_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."payload_preferences"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "payload_preferences_rels" ADD CONSTRAINT "payload_preferences_rels_users_fk" FOREIGN KEY ("users_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
CREATE INDEX "students_tenant_idx" ON "students" USING btree ("tenant_id");
CREATE INDEX "students_display_name_idx" ON "students" USING btree ("display_name");
CREATE INDEX "students_grade_level_idx" ON "students" USING btree ("grade_level_id");
CREATE INDEX "students_updated_at_idx" ON "students" USING btree ("updated_at");
CREATE INDEX "students_created_at_idx" ON "students" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_admissionNumber_idx" ON "students" USING btree ("tenant_id","admission_number");
CREATE UNIQUE INDEX "tenant_sourcedId_idx" ON "students" USING btree ("tenant_id","sourced_id");
CREATE INDEX "tenant_displayName_idx" ON "students" USING btree ("tenant_id","display_name");
CREATE INDEX "tenant_status_idx" ON "students" USING btree ("tenant_id","status");
CREATE INDEX "guardians_tenant_idx" ON "guardians" USING btree ("tenant_id");
CREATE INDEX "guardians_display_name_idx" ON "guardians" USING btree ("display_name");
CREATE INDEX "guardians_updated_at_idx" ON "guardians" USING btree ("updated_at");
CREATE INDEX "guardians_created_at_idx" ON "guardians" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_1_idx" ON "guardians" USING btree ("tenant_id","sourced_id");
CREATE INDEX "tenant_displayName_1_idx" ON "guardians" USING btree ("tenant_id","display_name");
CREATE INDEX "student_guardians_tenant_idx" ON "student_guardians" USING btree ("tenant_id");
CREATE INDEX "student_guardians_student_idx" ON "student_guardians" USING btree ("student_id");
CREATE INDEX "student_guardians_guardian_idx" ON "student_guardians" USING btree ("guardian_id");
CREATE INDEX "student_guardians_updated_at_idx" ON "student_guardians" USING btree ("updated_at");
CREATE INDEX "student_guardians_created_at_idx" ON "student_guardians" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_student_guardian_idx" ON "student_guardians" USING btree ("tenant_id","student_id","guardian_id");
CREATE INDEX "teachers_tenant_idx" ON "teachers" USING btree ("tenant_id");
CREATE INDEX "teachers_display_name_idx" ON "teachers" USING btree ("display_name");
CREATE INDEX "teachers_updated_at_idx" ON "teachers" USING btree ("updated_at");
CREATE INDEX "teachers_created_at_idx" ON "teachers" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_staffNumber_idx" ON "teachers" USING btree ("tenant_id","staff_number");
CREATE UNIQUE INDEX "tenant_sourcedId_2_idx" ON "teachers" USING btree ("tenant_id","sourced_id");
CREATE INDEX "tenant_displayName_2_idx" ON "teachers" USING btree ("tenant_id","display_name");
CREATE INDEX "attendance_registers_tenant_idx" ON "attendance_registers" USING btree ("tenant_id");
CREATE INDEX "attendance_registers_classroom_idx" ON "attendance_registers" USING btree ("classroom_id");
CREATE INDEX "attendance_registers_class_offering_idx" ON "attendance_registers" USING btree ("class_offering_id");
CREATE INDEX "attendance_registers_taken_by_idx" ON "attendance_registers" USING btree ("taken_by_id");
CREATE INDEX "attendance_registers_updated_at_idx" ON "attendance_registers" USING btree ("updated_at");
CREATE INDEX "attendance_registers_created_at_idx" ON "attendance_registers" USING btree ("created_at");
CREATE INDEX "attendance_tenant_idx" ON "attendance" USING btree ("tenant_id");
CREATE INDEX "attendance_student_idx" ON "attendance" USING btree ("student_id");
CREATE INDEX "attendance_classroom_idx" ON "attendance" USING btree ("classroom_id");
CREATE INDEX "attendance_class_offering_idx" ON "attendance" USING btree ("class_offering_id");
CREATE INDEX "attendance_recorded_by_idx" ON "attendance" USING btree ("recorded_by_id");
CREATE INDEX "attendance_updated_at_idx" ON "attendance" USING btree ("updated_at");
CREATE INDEX "attendance_created_at_idx" ON "attendance" USING btree ("created_at");
CREATE INDEX "tenant_date_idx" ON "attendance" USING btree ("tenant_id","date");
CREATE INDEX "tenant_student_date_idx" ON "attendance" USING btree ("tenant_id","student_id","date");
CREATE INDEX "attendance_codes_tenant_idx" ON "attendance_codes" USING btree ("tenant_id");
CREATE INDEX "attendance_codes_updated_at_idx" ON "attendance_codes" USING btree ("updated_at");
CREATE INDEX "attendance_codes_created_at_idx" ON "attendance_codes" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_code_idx" ON "attendance_codes" USING btree ("tenant_id","code");
CREATE INDEX "academic_years_tenant_idx" ON "academic_years" USING btree ("tenant_id");
CREATE INDEX "academic_years_updated_at_idx" ON "academic_years" USING btree ("updated_at");
CREATE INDEX "academic_years_created_at_idx" ON "academic_years" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_3_idx" ON "academic_years" USING btree ("tenant_id","sourced_id");
CREATE INDEX "terms_tenant_idx" ON "terms" USING btree ("tenant_id");
CREATE INDEX "terms_academic_year_idx" ON "terms" USING btree ("academic_year_id");
CREATE INDEX "terms_updated_at_idx" ON "terms" USING btree ("updated_at");
CREATE INDEX "terms_created_at_idx" ON "terms" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_4_idx" ON "terms" USING btree ("tenant_id","sourced_id");
CREATE INDEX "grade_levels_tenant_idx" ON "grade_levels" USING btree ("tenant_id");
CREATE INDEX "grade_levels_updated_at_idx" ON "grade_levels" USING btree ("updated_at");
CREATE INDEX "grade_levels_created_at_idx" ON "grade_levels" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_code_1_idx" ON "grade_levels" USING btree ("tenant_id","code");
CREATE UNIQUE INDEX "tenant_sourcedId_5_idx" ON "grade_levels" USING btree ("tenant_id","sourced_id");
CREATE INDEX "classrooms_tenant_idx" ON "classrooms" USING btree ("tenant_id");
CREATE INDEX "classrooms_grade_level_idx" ON "classrooms" USING btree ("grade_level_id");
CREATE INDEX "classrooms_academic_year_idx" ON "classrooms" USING btree ("academic_year_id");
CREATE INDEX "classrooms_updated_at_idx" ON "classrooms" USING btree ("updated_at");
CREATE INDEX "classrooms_created_at_idx" ON "classrooms" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_6_idx" ON "classrooms" USING btree ("tenant_id","sourced_id");
CREATE INDEX "subjects_tenant_idx" ON "subjects" USING btree ("tenant_id");
CREATE INDEX "subjects_updated_at_idx" ON "subjects" USING btree ("updated_at");
CREATE INDEX "subjects_created_at_idx" ON "subjects" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_7_idx" ON "subjects" USING btree ("tenant_id","sourced_id");
CREATE INDEX "class_offerings_tenant_idx" ON "class_offerings" USING btree ("tenant_id");
CREATE INDEX "class_offerings_subject_idx" ON "class_offerings" USING btree ("subject_id");
CREATE INDEX "class_offerings_classroom_idx" ON "class_offerings" USING btree ("classroom_id");
CREATE INDEX "class_offerings_term_idx" ON "class_offerings" USING btree ("term_id");
CREATE INDEX "class_offerings_academic_year_idx" ON "class_offerings" USING btree ("academic_year_id");
CREATE INDEX "class_offerings_teacher_idx" ON "class_offerings" USING btree ("teacher_id");
CREATE INDEX "class_offerings_updated_at_idx" ON "class_offerings" USING btree ("updated_at");
CREATE INDEX "class_offerings_created_at_idx" ON "class_offerings" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_8_idx" ON "class_offerings" USING btree ("tenant_id","sourced_id");
CREATE INDEX "enrollments_tenant_idx" ON "enrollments" USING btree ("tenant_id");
CREATE INDEX "enrollments_student_idx" ON "enrollments" USING btree ("student_id");
CREATE INDEX "enrollments_classroom_idx" ON "enrollments" USING btree ("classroom_id");
CREATE INDEX "enrollments_academic_year_idx" ON "enrollments" USING btree ("academic_year_id");
CREATE INDEX "enrollments_updated_at_idx" ON "enrollments" USING btree ("updated_at");
CREATE INDEX "enrollments_created_at_idx" ON "enrollments" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_student_academicYear_idx" ON "enrollments" USING btree ("tenant_id","student_id","academic_year_id");
CREATE UNIQUE INDEX "tenant_sourcedId_9_idx" ON "enrollments" USING btree ("tenant_id","sourced_id");
CREATE INDEX "class_members_tenant_idx" ON "class_members" USING btree ("tenant_id");
CREATE INDEX "class_members_class_offering_idx" ON "class_members" USING btree ("class_offering_id");
CREATE INDEX "class_members_student_idx" ON "class_members" USING btree ("student_id");
CREATE INDEX "class_members_updated_at_idx" ON "class_members" USING btree ("updated_at");
CREATE INDEX "class_members_created_at_idx" ON "class_members" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_classOffering_student_idx" ON "class_members" USING btree ("tenant_id","class_offering_id","student_id");
CREATE UNIQUE INDEX "tenant_sourcedId_10_idx" ON "class_members" USING btree ("tenant_id","sourced_id");
CREATE INDEX "class_teachers_tenant_idx" ON "class_teachers" USING btree ("tenant_id");
CREATE INDEX "class_teachers_teacher_idx" ON "class_teachers" USING btree ("teacher_id");
CREATE INDEX "class_teachers_classroom_idx" ON "class_teachers" USING btree ("classroom_id");
CREATE INDEX "class_teachers_class_offering_idx" ON "class_teachers" USING btree ("class_offering_id");
CREATE INDEX "class_teachers_updated_at_idx" ON "class_teachers" USING btree ("updated_at");
CREATE INDEX "class_teachers_created_at_idx" ON "class_teachers" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_teacher_classOffering_idx" ON "class_teachers" USING btree ("tenant_id","teacher_id","class_offering_id");
CREATE UNIQUE INDEX "tenant_teacher_classroom_idx" ON "class_teachers" USING btree ("tenant_id","teacher_id","classroom_id");
CREATE UNIQUE INDEX "tenant_sourcedId_11_idx" ON "class_teachers" USING btree ("tenant_id","sourced_id");
CREATE INDEX "exams_tenant_idx" ON "exams" USING btree ("tenant_id");
CREATE INDEX "exams_subject_idx" ON "exams" USING btree ("subject_id");
CREATE INDEX "exams_classroom_idx" ON "exams" USING btree ("classroom_id");
CREATE INDEX "exams_class_offering_idx" ON "exams" USING btree ("class_offering_id");
CREATE INDEX "exams_academic_year_idx" ON "exams" USING btree ("academic_year_id");
CREATE INDEX "exams_term_idx" ON "exams" USING btree ("term_id");
CREATE INDEX "exams_updated_at_idx" ON "exams" USING btree ("updated_at");
CREATE INDEX "exams_created_at_idx" ON "exams" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_sourcedId_12_idx" ON "exams" USING btree ("tenant_id","sourced_id");
CREATE INDEX "exam_results_tenant_idx" ON "exam_results" USING btree ("tenant_id");
CREATE INDEX "exam_results_student_idx" ON "exam_results" USING btree ("student_id");
CREATE INDEX "exam_results_exam_idx" ON "exam_results" USING btree ("exam_id");
CREATE INDEX "exam_results_academic_year_idx" ON "exam_results" USING btree ("academic_year_id");
CREATE INDEX "exam_results_updated_at_idx" ON "exam_results" USING btree ("updated_at");
CREATE INDEX "exam_results_created_at_idx" ON "exam_results" USING btree ("created_at");
CREATE INDEX "tenant_student_academicYear_1_idx" ON "exam_results" USING btree ("tenant_id","student_id","academic_year_id");
CREATE INDEX "tenant_exam_idx" ON "exam_results" USING btree ("tenant_id","exam_id");
CREATE INDEX "fee_structures_tenant_idx" ON "fee_structures" USING btree ("tenant_id");
CREATE INDEX "fee_structures_academic_year_idx" ON "fee_structures" USING btree ("academic_year_id");
CREATE INDEX "fee_structures_grade_level_idx" ON "fee_structures" USING btree ("grade_level_id");
CREATE INDEX "fee_structures_updated_at_idx" ON "fee_structures" USING btree ("updated_at");
CREATE INDEX "fee_structures_created_at_idx" ON "fee_structures" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_title_academicYear_idx" ON "fee_structures" USING btree ("tenant_id","title","academic_year_id");
CREATE INDEX "invoices_tenant_idx" ON "invoices" USING btree ("tenant_id");
CREATE INDEX "invoices_student_idx" ON "invoices" USING btree ("student_id");
CREATE INDEX "invoices_fee_structure_idx" ON "invoices" USING btree ("fee_structure_id");
CREATE INDEX "invoices_updated_at_idx" ON "invoices" USING btree ("updated_at");
CREATE INDEX "invoices_created_at_idx" ON "invoices" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_number_idx" ON "invoices" USING btree ("tenant_id","number");
CREATE INDEX "payments_tenant_idx" ON "payments" USING btree ("tenant_id");
CREATE INDEX "payments_invoice_idx" ON "payments" USING btree ("invoice_id");
CREATE INDEX "payments_student_idx" ON "payments" USING btree ("student_id");
CREATE INDEX "payments_updated_at_idx" ON "payments" USING btree ("updated_at");
CREATE INDEX "payments_created_at_idx" ON "payments" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_receiptNumber_idx" ON "payments" USING btree ("tenant_id","receipt_number");
CREATE INDEX "announcements_tenant_idx" ON "announcements" USING btree ("tenant_id");
CREATE INDEX "announcements_target_role_idx" ON "announcements" USING btree ("target_role_id");
CREATE INDEX "announcements_updated_at_idx" ON "announcements" USING btree ("updated_at");
CREATE INDEX "announcements_created_at_idx" ON "announcements" USING btree ("created_at");
CREATE INDEX "notifications_tenant_idx" ON "notifications" USING btree ("tenant_id");
CREATE INDEX "notifications_guardian_idx" ON "notifications" USING btree ("guardian_id");
CREATE INDEX "notifications_student_idx" ON "notifications" USING btree ("student_id");
CREATE INDEX "notifications_updated_at_idx" ON "notifications" USING btree ("updated_at");
CREATE INDEX "notifications_created_at_idx" ON "notifications" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_source_idempotencyKey_idx" ON "notifications" USING btree ("tenant_id","source","idempotency_key");
CREATE INDEX "tenant_status_createdAt_idx" ON "notifications" USING btree ("tenant_id","status","created_at");
CREATE INDEX "plugin_installs_tenant_idx" ON "plugin_installs" USING btree ("tenant_id");
CREATE INDEX "plugin_installs_plugin_idx" ON "plugin_installs" USING btree ("plugin_id");
CREATE INDEX "plugin_installs_version_idx" ON "plugin_installs" USING btree ("version_id");
CREATE INDEX "plugin_installs_consented_by_idx" ON "plugin_installs" USING btree ("consented_by_id");
CREATE INDEX "plugin_installs_updated_at_idx" ON "plugin_installs" USING btree ("updated_at");
CREATE INDEX "plugin_installs_created_at_idx" ON "plugin_installs" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_plugin_idx" ON "plugin_installs" USING btree ("tenant_id","plugin_id");
CREATE INDEX "plugin_calls_tenant_idx" ON "plugin_calls" USING btree ("tenant_id");
CREATE INDEX "plugin_calls_install_idx" ON "plugin_calls" USING btree ("install_id");
CREATE INDEX "plugin_calls_updated_at_idx" ON "plugin_calls" USING btree ("updated_at");
CREATE INDEX "plugin_calls_created_at_idx" ON "plugin_calls" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_install_event_idx" ON "plugin_calls" USING btree ("tenant_id","install_id","event");
CREATE INDEX "subscriptions_tenant_idx" ON "subscriptions" USING btree ("tenant_id");
CREATE INDEX "subscriptions_plan_idx" ON "subscriptions" USING btree ("plan_id");
CREATE INDEX "subscriptions_updated_at_idx" ON "subscriptions" USING btree ("updated_at");
CREATE INDEX "subscriptions_created_at_idx" ON "subscriptions" USING btree ("created_at");
CREATE INDEX "usage_events_tenant_idx" ON "usage_events" USING btree ("tenant_id");
CREATE INDEX "usage_events_updated_at_idx" ON "usage_events" USING btree ("updated_at");
CREATE INDEX "usage_events_created_at_idx" ON "usage_events" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_source_eventId_idx" ON "usage_events" USING btree ("tenant_id","source","event_id");
CREATE INDEX "tenant_meter_occurredAt_idx" ON "usage_events" USING btree ("tenant_id","meter","occurred_at");
CREATE INDEX "shipments_tenant_idx" ON "shipments" USING btree ("tenant_id");
CREATE INDEX "shipments_updated_at_idx" ON "shipments" USING btree ("updated_at");
CREATE INDEX "shipments_created_at_idx" ON "shipments" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_meter_windowStart_revision_idx" ON "shipments" USING btree ("tenant_id","meter","window_start","revision");
CREATE UNIQUE INDEX "tenant_identifier_idx" ON "shipments" USING btree ("tenant_id","identifier");
CREATE INDEX "users_sessions_order_idx" ON "users_sessions" USING btree ("_order");
CREATE INDEX "users_sessions_parent_id_idx" ON "users_sessions" USING btree ("_parent_id");
CREATE INDEX "users_tenant_idx" ON "users" USING btree ("tenant_id");
CREATE INDEX "users_role_idx" ON "users" USING btree ("role_id");
CREATE INDEX "users_teacher_idx" ON "users" USING btree ("teacher_id");
CREATE INDEX "users_guardian_idx" ON "users" USING btree ("guardian_id");
CREATE INDEX "users_student_idx" ON "users" USING btree ("student_id");
CREATE INDEX "users_updated_at_idx" ON "users" USING btree ("updated_at");
CREATE INDEX "users_created_at_idx" ON "users" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_email_idx" ON "users" USING btree ("tenant_id","email");
CREATE INDEX "roles_tenant_idx" ON "roles" USING btree ("tenant_id");
CREATE INDEX "roles_updated_at_idx" ON "roles" USING btree ("updated_at");
CREATE INDEX "roles_created_at_idx" ON "roles" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_code_2_idx" ON "roles" USING btree ("tenant_id","code");
CREATE INDEX "role_permissions_tenant_idx" ON "role_permissions" USING btree ("tenant_id");
CREATE INDEX "role_permissions_role_idx" ON "role_permissions" USING btree ("role_id");
CREATE INDEX "role_permissions_updated_at_idx" ON "role_permissions" USING btree ("updated_at");
CREATE INDEX "role_permissions_created_at_idx" ON "role_permissions" USING btree ("created_at");
CREATE UNIQUE INDEX "tenant_role_code_idx" ON "role_permissions" USING btree ("tenant_id","role_id","code");
CREATE UNIQUE INDEX "permissions_code_idx" ON "permissions" USING btree ("code");
CREATE INDEX "permissions_updated_at_idx" ON "permissions" USING btree ("updated_at");
CREATE INDEX "permissions_created_at_idx" ON "permissions" USING btree ("created_at");
CREATE INDEX "import_runs_tenant_idx" ON "import_runs" USING btree ("tenant_id");
CREATE INDEX "import_runs_started_by_idx" ON "import_runs" USING btree ("started_by_id");
CREATE INDEX "import_runs_updated_at_idx" ON "import_runs" USING btree ("updated_at");
CREATE INDEX "import_runs_created_at_idx" ON "import_runs" USING btree ("created_at");
CREATE UNIQUE INDEX "tenants_subdomain_idx" ON "tenants" USING btree ("subdomain");
CREATE UNIQUE INDEX "tenants_custom_domain_idx" ON "tenants" USING btree ("custom_domain");
CREATE INDEX "tenants_plan_idx" ON "tenants" USING btree ("plan_id");
CREATE INDEX "tenants_group_idx" ON "tenants" USING btree ("group_id");
CREATE INDEX "tenants_updated_at_idx" ON "tenants" USING btree ("updated_at");
CREATE INDEX "tenants_created_at_idx" ON "tenants" USING btree ("created_at");
CREATE INDEX "school_groups_updated_at_idx" ON "school_groups" USING btree ("updated_at");
CREATE INDEX "school_groups_created_at_idx" ON "school_groups" USING btree ("created_at");
CREATE UNIQUE INDEX "plans_code_idx" ON "plans" USING btree ("code");
CREATE INDEX "plans_updated_at_idx" ON "plans" USING btree ("updated_at");
CREATE INDEX "plans_created_at_idx" ON "plans" USING btree ("created_at");
CREATE UNIQUE INDEX "plugins_plugin_id_idx" ON "plugins" USING btree ("plugin_id");
CREATE INDEX "plugins_updated_at_idx" ON "plugins" USING btree ("updated_at");
CREATE INDEX "plugins_created_at_idx" ON "plugins" USING btree ("created_at");
CREATE INDEX "plugin_versions_plugin_idx" ON "plugin_versions" USING btree ("plugin_id");
CREATE INDEX "plugin_versions_updated_at_idx" ON "plugin_versions" USING btree ("updated_at");
CREATE INDEX "plugin_versions_created_at_idx" ON "plugin_versions" USING btree ("created_at");
CREATE UNIQUE INDEX "plugin_version_idx" ON "plugin_versions" USING btree ("plugin_id","version");
CREATE INDEX "outbox_tenant_idx" ON "outbox" USING btree ("tenant_id");
CREATE INDEX "outbox_type_idx" ON "outbox" USING btree ("type");
CREATE INDEX "outbox_status_idx" ON "outbox" USING btree ("status");
CREATE INDEX "outbox_updated_at_idx" ON "outbox" USING btree ("updated_at");
CREATE INDEX "outbox_created_at_idx" ON "outbox" USING btree ("created_at");
CREATE INDEX "payload_preferences_key_idx" ON "payload_preferences" USING btree ("key");
CREATE INDEX "payload_preferences_updated_at_idx" ON "payload_preferences" USING btree ("updated_at");
CREATE INDEX "payload_preferences_created_at_idx" ON "payload_preferences" USING btree ("created_at");
CREATE INDEX "payload_preferences_rels_order_idx" ON "payload_preferences_rels" USING btree ("order");
CREATE INDEX "payload_preferences_rels_parent_idx" ON "payload_preferences_rels" USING btree ("parent_id");
CREATE INDEX "payload_preferences_rels_path_idx" ON "payload_preferences_rels" USING btree ("path");
CREATE INDEX "payload_preferences_rels_users_id_idx" ON "payload_preferences_rels" USING btree ("users_id");
CREATE INDEX "payload_migrations_updated_at_idx" ON "payload_migrations" USING btree ("updated_at");
CREATE INDEX "payload_migrations_created_at_idx" ON "payload_migrations" USING btree ("created_at");
