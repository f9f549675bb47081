/** $1 a little more than the longest countdown from now, $2 the same back. Schools that there may be something to say to. */
export const NOTICE_CANDIDATES = `
  select tenant_id as id from subscriptions
   where (status = 'trialing' and trial_ends_at <= $1) or status = 'past_due'
      or (status = 'suspended' and suspended_at >= $2) or (status = 'cancelled' and ends_at >= $2)
      or (status in ('trialing', 'active', 'past_due') and cancel_at_period_end)`;

/** Those who may manage the plan, in the scope of the school. */
export const NOTICE_RECIPIENTS = `
  select u.email from users u join role_permissions p on p.role_id = u.role_id
   where p.code = 'billing.manage' and u.active order by u.created_at limit 20`;

/** $1 school, $2 kind, $3 key, $4 recipients. */
export const ADD_NOTICE = `
  insert into billing_notices (tenant_id, kind, key, recipients) values ($1, $2, $3, $4)
  on conflict (tenant_id, kind, key) do nothing`;
