const SUBSCRIPTION = `
  s.id, s.tenant_id, s.status, s.billing_cycle, s.group_percent, s.add_ons, s.contract, s.price_book_version, s.starts_at,
  s.anchor_at, s.current_period_start, s.current_period_end, s.trial_ends_at, s.unpaid_since, s.grace_ends_at, s.suspended_at,
  s.ends_at, s.cancel_at_period_end, s.pending_plan, s.pending_cycle, s.provider_id, s.payment_method, s.above_ceiling_since, s.month_terms,
  s.payer_group, p.code as plan`;
const SCHOOL = `
  t.name as school_name, t.name_ar as school_name_ar, t.subdomain, t.locale, t.time_zone, t.status as school_status,
  t.suspended_reason, t.group_id, t.stripe_customer_id, t.trial_ends_at as school_trial_ends_at`;
const FROM = `
  from tenants t join subscriptions s on s.tenant_id = t.id join plans p on p.id = s.plan_id
 where t.id = $1
 order by s.status in ('trialing', 'active', 'past_due', 'suspended') desc, s.created_at desc, s.id limit 1`;

/** $1 school. The subscription that runs, or else the last one, with the school. */
export const READ_SUBSCRIPTION = `select ${SUBSCRIPTION}, ${SCHOOL} ${FROM}`;

/** $1 school. The same, both rows locked: the school's first, as everybody does who changes a school's state. */
export const LOCK_TENANT = 'select from tenants where id = $1 for no key update';
export const LOCK_SUBSCRIPTION = `select ${SUBSCRIPTION}, ${SCHOOL} ${FROM} for no key update of s`;

/** $1 id and then the columns in the order of the list. */
export const SAVE_SUBSCRIPTION = `
  update subscriptions
     set status = $2::enum_subscriptions_status, plan_id = (select id from plans where code = $3),
         billing_cycle = $4::enum_subscriptions_billing_cycle, group_percent = $5, add_ons = $6, contract = $7,
         price_book_version = $8, anchor_at = $9, current_period_start = $10, current_period_end = $11, trial_ends_at = $12,
         unpaid_since = $13, grace_ends_at = $14, suspended_at = $15, ends_at = $16, cancel_at_period_end = $17,
         pending_plan = $18, pending_cycle = $19::enum_subscriptions_pending_cycle, provider_id = $20, payment_method = $21,
         above_ceiling_since = $22, month_terms = $23, payer_group = $24, updated_at = now()
   where id = $1`;

/** $1 school, $2 plan. What the school may do hangs on its own row. */
export const SAVE_SCHOOL_PLAN = `
  update tenants set plan_id = (select id from plans where code = $2), updated_at = now()
   where id = $1 and plan_id is distinct from (select id from plans where code = $2)`;

/** $1 now, $2 now less the days until an ended school is deleted, $3 most rows. Schools for which the clock may have a step. */
export const DUE_SCHOOLS = `
  select tenant_id as id from subscriptions s
   where (status in ('trialing', 'active', 'past_due', 'suspended') and anchor_at is null)
      or (status = 'trialing' and trial_ends_at <= $1)
      or (status in ('active', 'past_due') and (current_period_end <= $1 or grace_ends_at <= $1
        or (month_terms->0->>'from')::timestamptz + interval '28 days' <= $1))
      or (status = 'active' and unpaid_since <= $1)
      or (status = 'suspended' and unpaid_since is not null and suspended_at <= $2)
      or (status = 'cancelled' and ends_at <= $2)
   order by least(trial_ends_at, current_period_end, grace_ends_at) nulls first, tenant_id limit $3`;

/** $1 group. Itself, when it has one payer. */
export const PAYING_GROUP = 'select group_id as id from group_payers where group_id = $1 and has_one_payer';

/** $1 group, $2 school that is not counted. The paying schools of a group. */
export const PAYING_SCHOOLS = `
  select count(*)::int as count from subscriptions s join tenants t on t.id = s.tenant_id
   where t.group_id = $1 and t.id <> $2 and s.status in ('active', 'past_due')`;

/** $1 group, $2 school that is left out. Those that are charged at the provider. */
export const REST_OF_GROUP = `
  select t.id, t.name from tenants t join subscriptions s on s.tenant_id = t.id
   where t.group_id = $1 and t.id <> $2 and s.status in ('trialing', 'active', 'past_due') and s.provider_id is not null
   order by t.id`;

/** Paying schools that no movement speaks of: those of a database from before there were movements. */
export const PAYING_WITHOUT_MOVEMENT = `
  select s.tenant_id as id, s.starts_at from subscriptions s
   where s.status in ('active', 'past_due')
     and not exists (select from subscription_movements m where m.tenant_id = s.tenant_id)
   order by s.starts_at, s.tenant_id`;
