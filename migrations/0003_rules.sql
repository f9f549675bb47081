-- Up Migration
-- Rules of the school model that Payload cannot state. The names of the constraints reach people in
-- the error "record.value_invalid", so they are readable.

-- One mark a pupil, date and lesson group; without a lesson group it is the mark of the day.
create unique index attendance_one_mark on attendance (tenant_id, student_id, date, class_offering_id) nulls not distinct;
create unique index attendance_registers_one_a_day on attendance_registers (tenant_id, date, classroom_id, class_offering_id) nulls not distinct;
create unique index exam_results_one_result on exam_results (tenant_id, exam_id, student_id, date);
-- The critical read: the results of one pupil in one year, newest first.
create index exam_results_student_year on exam_results (tenant_id, student_id, academic_year_id, date desc);

alter table attendance_registers add constraint register_of_one_class check (num_nonnulls(classroom_id, class_offering_id) = 1);
alter table class_teachers add constraint assigned_to_one_class check (num_nonnulls(classroom_id, class_offering_id) = 1);

alter table attendance add constraint date_is_a_date check (daftar.is_plain_date(date));
alter table attendance_registers add constraint date_is_a_date check (daftar.is_plain_date(date));
alter table exam_results add constraint date_is_a_date check (daftar.is_plain_date(date));
alter table academic_years add constraint dates_are_dates check (daftar.is_plain_date(start_date) and daftar.is_plain_date(end_date));
alter table academic_years add constraint first_day_before_last_day check (start_date <= end_date);
alter table terms add constraint dates_are_dates check (daftar.is_plain_date(start_date) and daftar.is_plain_date(end_date));
alter table terms add constraint first_day_before_last_day check (start_date <= end_date);
alter table students add constraint birth_date_is_a_date check (birth_date is null or daftar.is_plain_date(birth_date));
alter table enrollments add constraint from_before_until check (start_date is null or end_date is null or start_date <= end_date);
alter table class_members add constraint from_before_until check (start_date is null or end_date is null or start_date <= end_date);

alter table classrooms add constraint capacity_not_negative check (capacity is null or capacity >= 0);
alter table exams add constraint total_marks_not_negative check (total_marks is null or total_marks >= 0);
alter table invoices add constraint amount_is_whole_and_not_negative check (amount_minor >= 0 and amount_minor = trunc(amount_minor));
alter table payments add constraint amount_is_whole_and_positive check (amount_minor > 0 and amount_minor = trunc(amount_minor));
alter table fee_structures add constraint amount_is_whole_and_not_negative check (amount_minor >= 0 and amount_minor = trunc(amount_minor));
alter table invoices add constraint issued_before_due check (issue_date <= due_date);
alter table guardians add constraint phone_is_international check (phone is null or phone ~ '^\+[1-9]\d{7,14}$');
alter table usage_events add constraint quantity_is_whole_and_positive check (quantity > 0 and quantity = trunc(quantity));
alter table subscriptions add constraint one_running_subscription exclude (tenant_id with =) where (status in ('trialing', 'active', 'past_due', 'suspended'));

-- The relay finds the oldest due event; the sender the oldest unsent shipment; delivery the oldest message.
create index shipments_due_idx on shipments (created_at) where state in ('pending', 'sent');
create index notifications_due_idx on notifications (created_at) where status in ('queued', 'sending');

-- json and not jsonb: it keeps the order of keys, and the order of an add-on's settings is the order of its form.
alter table plugin_versions alter column manifest type json;
