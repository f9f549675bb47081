import type { Queryable } from '../../../tenancy/index.ts';
import { bookAt } from '../price-book/read-book.ts';
import { periodAt } from '../rating/periods.ts';
import type { Actor } from './change.ts';
import { type Intent, intend } from './intents.ts';
import { hoursAfter, wholeSecond } from './moments.ts';
import { lockAccount } from './store.ts';
import type { BilledSchool, Subscription } from './subscription.ts';
import { tellGroup } from './tell-group.ts';
import { writeChange } from './write-change.ts';

type ByStaff = { tenantId: string; actor: Actor; now: Date };

/**
 * Brings the subscription along when staff changed the state of its school, in their transaction. A school that is resumed
 * while a bill is open gets a new grace, or the next look at the clock would suspend it again.
 */
export async function followSchoolState(
  client: Queryable,
  { tenantId, actor, now, state }: ByStaff & { state: BilledSchool['status'] },
): Promise<void> {
  const { subscription: before, school } = await lockAccount(client, tenantId);
  if (before.status === 'cancelled' || before.status === 'purged') return;
  const at = wholeSecond(now);
  const { content } = await bookAt(client, at);
  const after = caughtUp(before, stateOf(before, { school, state, at, graceHours: content.graceHours }), at);
  for (const intent of intentsOf(before, after))
    await intend(client, school, intent, { reason: `staff:${state}`, now: at });
  await writeChange(client, { before, after, school, at, reason: 'by_staff', actor });
}

/** Puts a school on a plan, by staff: it has its features at once and its price from the next renewal on. */
export async function setPlanByStaff(
  client: Queryable,
  { tenantId, actor, now, plan }: ByStaff & { plan: string },
): Promise<void> {
  const { subscription: before, school } = await lockAccount(client, tenantId);
  const at = wholeSecond(now);
  const after = { ...before, plan, pendingPlan: undefined, pendingCycle: undefined };
  await intend(client, school, { kind: 'terms', payload: {} }, { reason: 'staff:plan', now: at });
  await writeChange(client, { before, after, school, at, reason: 'by_staff', actor });
}

/** A school came into a group or left one: the provider is told of the next discount of the others of both, and of its own. */
export async function groupChanged(
  client: Queryable,
  { tenantId, groups, now }: { tenantId: string; groups: (string | null)[]; now: Date },
): Promise<void> {
  const at = wholeSecond(now);
  for (const groupId of groups) if (groupId) await tellGroup(client, { id: tenantId, groupId }, at);
  const { subscription, school } = await lockAccount(client, tenantId);
  const isCharged =
    subscription.providerId && ['trialing', 'active', 'past_due'].includes(subscription.status);
  if (isCharged) await intend(client, school, { kind: 'terms', payload: {} }, { reason: 'group', now: at });
}

type Wanted = { school: BilledSchool; state: BilledSchool['status']; at: Date; graceHours: number };

function stateOf(before: Subscription, { school, state, at, graceHours }: Wanted): Subscription {
  if (state === 'trial' && before.status === 'trialing')
    return { ...before, trialEndsAt: school.trialEndsAt };
  // Taken in anew by the next look at the clock, which counts its periods from the new end of the trial.
  if (state === 'trial')
    return {
      ...before,
      status: 'trialing',
      trialEndsAt: school.trialEndsAt,
      anchorAt: undefined,
      unpaidSince: undefined,
      graceEndsAt: undefined,
      suspendedAt: undefined,
    };
  if (state === 'active' && before.unpaidSince && before.status === 'suspended')
    return { ...before, status: 'past_due', suspendedAt: undefined, graceEndsAt: hoursAfter(at, graceHours) };
  if (state === 'active' && before.status === 'trialing')
    return { ...before, status: 'active', trialEndsAt: undefined, anchorAt: undefined };
  if (state === 'active')
    return {
      ...before,
      status: before.status === 'suspended' ? 'active' : before.status,
      suspendedAt: undefined,
    };
  return { ...before, status: 'suspended', suspendedAt: before.suspendedAt ?? at };
}

// Periods that passed while a school was suspended are not charged; the provider knows that of its own subscriptions, and a
// group is charged by our clock alone.
function caughtUp(before: Subscription, after: Subscription, at: Date): Subscription {
  const { anchorAt, periodEnd, cycle, payerGroup } = after;
  const isBack = before.status === 'suspended' && after.status !== 'suspended';
  if (!isBack || !payerGroup || !anchorAt || !periodEnd || periodEnd > at) return after;
  const { start, end } = periodAt(anchorAt, cycle, at);
  return { ...after, periodStart: start, periodEnd: end };
}

function intentsOf(before: Subscription, after: Subscription): Intent[] {
  if (before.status === after.status) return [];
  const isStopped = after.status === 'suspended';
  if (!isStopped && before.status !== 'suspended') return [];
  return [{ kind: isStopped ? 'pause' : 'unpause', payload: {} }];
}
