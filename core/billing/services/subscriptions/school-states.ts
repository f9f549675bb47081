import type { Queryable } from '../../../tenancy/index.ts';

/** Why billing suspended a school, as stored with it; anything else was written by staff. */
export const BILLING_REASONS = {
  unpaid: 'payment_overdue',
  trial: 'trial_over',
  ended: 'subscription_ended',
} as const;

/** Whether billing suspended a school: only that does billing undo. */
export function isSuspendedByBilling(reason: string | undefined): boolean {
  return Object.values(BILLING_REASONS).some((known) => known === reason);
}

/**
 * What billing asks of whoever runs the schools, in the transaction of the subscription's change. Asking for a state that the
 * school is in, or may not come to, changes nothing.
 */
export type SchoolStates = {
  activate: (client: Queryable, tenantId: string) => Promise<void>;
  suspend: (client: Queryable, tenantId: string, reason: string) => Promise<void>;
  resume: (client: Queryable, tenantId: string) => Promise<void>;
  archive: (client: Queryable, tenantId: string) => Promise<void>;
};
