// The clock itself is the kernel's, so that the pool can hand its moment to the rules in the database.
export { billingNow, setBillingClock } from '../../kernel/index.ts';
