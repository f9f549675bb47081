import { publishEvents } from '../../../jobs/index.ts';
import { type AuditEvent, recordAudit } from '../../../observability/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { recordMovement } from '../movements.ts';
import { bookVersion } from '../price-book/read-book.ts';
import { saveSubscription } from './store.ts';
import { type BilledSchool, isPaying, type Subscription } from './subscription.ts';
import { tellGroup } from './tell-group.ts';
import { countedMrr } from './terms-at-provider.ts';

/** Told to whoever keeps answers about a school, such as entitlements. */
export const SUBSCRIPTION_CHANGED = 'subscription.changed';

export type Change = {
  before: Subscription;
  after: Subscription;
  school: BilledSchool;
  at: Date;
  /** In a word what happened, such as `plan` or `suspended`; in the audit trail and behind figures. */
  reason: string;
  actor: AuditEvent['actor'];
};

/**
 * Writes a changed subscription with everything that belongs to it, in the transaction that holds its row: its movement of
 * MRR, the audit entry and the event that others listen to. Nothing when nothing changed.
 */
export async function writeChange(client: Queryable, change: Change): Promise<boolean> {
  const { before, after, school, at, reason, actor } = change;
  const [shownBefore, shownAfter] = [shown(before), shown(after)];
  if (JSON.stringify(before) === JSON.stringify(after)) return false;
  await saveSubscription(client, after);
  const { content, version } = await bookVersion(client, after.priceBookVersion);
  await recordMovement(client, countedMrr(content, after), {
    tenantId: school.id,
    at,
    reason,
    priceBookVersion: version,
  });
  if (isPaying(before) !== isPaying(after)) await tellGroup(client, school, at);
  if (JSON.stringify(shownBefore) === JSON.stringify(shownAfter)) return true;
  await recordAudit(client, {
    category: 'admin',
    action: `subscription.${reason}`,
    // The platform writes for the school: its entries name no user as actor, so who asked is their label.
    actor: actor.kind === 'user' ? { ...actor, kind: 'system' } : actor,
    subject: { collection: 'subscriptions', id: after.id, label: school.name },
    before: shownBefore,
    after: shownAfter,
    tenantId: school.id,
    details: { askedBy: actor.kind },
  });
  await publishEvents(client, [
    {
      type: SUBSCRIPTION_CHANGED,
      payload: { status: after.status, plan: after.plan, reason },
      school: { id: school.id, name: school.name },
    },
  ]);
  return true;
}

// What people understand of it: ids and bookkeeping stay out of the trail.
function shown({ status, plan, cycle, addOns, contract, groupPercent, ...rest }: Subscription) {
  const { pendingPlan, pendingCycle, cancelAtPeriodEnd, periodEnd, graceEndsAt } = rest;
  return {
    status,
    plan,
    cycle,
    addOns,
    contract,
    groupPercent,
    pendingPlan,
    pendingCycle,
    cancelAtPeriodEnd,
    periodEnd,
    graceEndsAt,
  };
}
