import type { Subscription, SubscriptionStatus } from './subscription.ts';

/** What can happen to a subscription. */
export type SubscriptionEvent =
  | 'trial_ended'
  | 'renewed'
  | 'payment_overdue'
  | 'paid'
  | 'grace_ended'
  | 'resumed'
  | 'ended'
  | 'lapsed'
  | 'retention_ended';

type Transition = { from: readonly SubscriptionStatus[]; to: SubscriptionStatus | 'same' };

/**
 * Every way from state to state. A trial ends into the first paid period even when nobody has paid yet: whether that payment
 * comes decides what follows, as at every renewal.
 */
export const TRANSITIONS: Record<SubscriptionEvent, Transition> = {
  trial_ended: { from: ['trialing'], to: 'active' },
  renewed: { from: ['active', 'past_due'], to: 'same' },
  payment_overdue: { from: ['active'], to: 'past_due' },
  paid: { from: ['past_due'], to: 'active' },
  grace_ended: { from: ['active', 'past_due'], to: 'suspended' },
  resumed: { from: ['suspended'], to: 'active' },
  ended: { from: ['trialing', 'active', 'past_due', 'suspended'], to: 'cancelled' },
  lapsed: { from: ['suspended'], to: 'cancelled' },
  retention_ended: { from: ['cancelled'], to: 'purged' },
};

/** The state after an event. Throws where no way leads: a programming error, since every caller asks first. */
export function after(
  event: SubscriptionEvent,
  { status }: Pick<Subscription, 'status'>,
): SubscriptionStatus {
  const { from, to } = TRANSITIONS[event];
  if (!from.includes(status)) throw new Error(`A ${status} subscription cannot meet "${event}".`);
  return to === 'same' ? status : to;
}
