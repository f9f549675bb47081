-- Up Migration
-- The plans of the price list. Amounts are US cents; an empty limit means unlimited.
insert into plans (code, name, name_ar, max_students, student_ceiling, max_teachers, storage_gb, monthly_price_cents, yearly_price_cents, features) values
  ('basic', 'Basic', 'الأساسية', 500, 700, 40, 10, 9900, 95040, '["core", "email_support"]'),
  ('standard', 'Standard', 'القياسية', 2000, 5000, 150, 50, 24900, 239040, '["core", "email_support", "advanced_reports", "guardian_portal", "api_access"]'),
  ('enterprise', 'Enterprise', 'المؤسسية', null, null, null, 500, 100000, null, '["core", "email_support", "advanced_reports", "guardian_portal", "api_access", "white_label", "custom_domain", "sso", "dedicated_support"]');
