-- Up Migration
-- What the first gradebook left out: term marks made of grading periods, and late work that loses marks.

CREATE TYPE "public"."enum_grade_categories_late_policy" AS ENUM('asRule', 'none', 'perDay', 'flat');
CREATE TYPE "public"."enum_grading_rules_late_policy" AS ENUM('none', 'perDay', 'flat');
ALTER TABLE "terms" ADD COLUMN "weight_hundredths" numeric;
ALTER TABLE "terms" ADD COLUMN "own_weight_hundredths" numeric;
ALTER TABLE "exam_results" ADD COLUMN "days_late" numeric;
ALTER TABLE "grade_categories" ADD COLUMN "late_policy" "enum_grade_categories_late_policy" DEFAULT 'asRule';
ALTER TABLE "grade_categories" ADD COLUMN "late_percent_hundredths" numeric;
ALTER TABLE "grade_categories" ADD COLUMN "late_cap_hundredths" numeric;
ALTER TABLE "grading_rules" ADD COLUMN "late_policy" "enum_grading_rules_late_policy" DEFAULT 'none';
ALTER TABLE "grading_rules" ADD COLUMN "late_percent_hundredths" numeric;
ALTER TABLE "grading_rules" ADD COLUMN "late_cap_hundredths" numeric;

-- A result keeps everything it had when it moves to the archive.
alter table exam_results_archive add column days_late numeric;
drop view exam_results_all;
create view exam_results_all with (security_invoker = true) as
  select *, false as archived from exam_results union all select *, true from exam_results_archive;
grant select on exam_results_all to app_tenant;
alter table exam_results add constraint days_late_are_whole_and_positive check (days_late is null or (days_late >= 1 and days_late = trunc(days_late)));
alter table terms add constraint weights_are_whole_and_not_negative check (
  (weight_hundredths is null or (weight_hundredths >= 0 and weight_hundredths = trunc(weight_hundredths)))
  and (own_weight_hundredths is null or (own_weight_hundredths >= 0 and own_weight_hundredths = trunc(own_weight_hundredths))));
alter table grade_categories add constraint late_percentages_are_whole_and_not_negative check (
  (late_percent_hundredths is null or (late_percent_hundredths >= 0 and late_percent_hundredths = trunc(late_percent_hundredths)))
  and (late_cap_hundredths is null or (late_cap_hundredths >= 0 and late_cap_hundredths = trunc(late_cap_hundredths))));
alter table grading_rules add constraint late_percentages_are_whole_and_not_negative check (
  (late_percent_hundredths is null or (late_percent_hundredths >= 0 and late_percent_hundredths = trunc(late_percent_hundredths)))
  and (late_cap_hundredths is null or (late_cap_hundredths >= 0 and late_cap_hundredths = trunc(late_cap_hundredths))));

-- Excuses that a guardian gave by telephone or on paper: how they came, where the office entered them.
alter table attendance_excuses add column channel text check (channel in ('phone', 'paper', 'visit', 'email'));

-- The Qatar ID of pupils and staff: one number is one person of a school, and many have none yet.
ALTER TABLE "students" ADD COLUMN "qid" varchar;
ALTER TABLE "teachers" ADD COLUMN "qid" varchar;
CREATE UNIQUE INDEX "tenant_qid_idx" ON "students" USING btree ("tenant_id","qid");
CREATE UNIQUE INDEX "tenant_qid_1_idx" ON "teachers" USING btree ("tenant_id","qid");
alter table students add constraint qid_is_a_number check (qid is null or qid ~ '^[23][0-9]{10}$');
alter table teachers add constraint qid_is_a_number check (qid is null or qid ~ '^[23][0-9]{10}$');
