import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { inTransaction, type Queryable, type Staff } from '../../../tenancy/index.ts';
import { setCancellation } from '../subscriptions/cancel.ts';
import { type ChangePreview, changeTerms } from '../subscriptions/change.ts';
import { type Contract, writeContract } from '../subscriptions/contract.ts';
import { intend } from '../subscriptions/intents.ts';
import { wholeSecond } from '../subscriptions/moments.ts';
import { lockAccount } from '../subscriptions/store.ts';
import { writeChange } from '../subscriptions/write-change.ts';
import type { BillingCycle } from '../terms.ts';
import { endOfDay } from './quotes/quote.ts';

/** A change of one school's subscription by staff, who say why. */
export type StaffChange = { tenantId: string; reason: string; staff: Staff; now: Date };

/** Puts a school on another plan or cycle: a dearer one now, a cheaper one with the next period. Throws what `changeTerms` throws. */
export async function changePlanOfSchool(
  pool: pg.Pool,
  { tenantId, reason, staff, now, ...wanted }: StaffChange & { plan: string; cycle: BillingCycle },
): Promise<ChangePreview> {
  const change = { tenantId, reason, staff, now };
  const preview = await changeTerms(pool, { tenantId, wanted, actor: actorOf(staff) }, now);
  await noteReason(pool, 'plan', change, { ...wanted, effective: preview.effective });
  return preview;
}

/** Agrees a contract with a school. Throws subscription.plan_unknown or subscription.not_running. */
export async function contractForSchool(
  pool: pg.Pool,
  { reason, staff, now, ...terms }: StaffChange & Omit<Contract, 'actor' | 'tenantId'>,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await writeContract(client, { ...terms, actor: actorOf(staff) }, now);
    const { plan, cycle, cents } = terms;
    await noteReason(
      client,
      'contract',
      { tenantId: terms.tenantId, reason, staff, now },
      { plan, cycle, cents },
    );
  });
}

/**
 * Lets a trial last until the end of a day in UTC (`2027-01-31`), later than now; its first paid period begins then. Throws
 * subscription.not_running for a school that is not on trial, and request.invalid for a day that has passed.
 */
export async function extendTrial(
  pool: pg.Pool,
  { tenantId, lastDay, reason, staff, now }: StaffChange & { lastDay: string },
): Promise<void> {
  const end = endOfDay(lastDay);
  if (end <= now) throw new AppError('request.invalid', { reason: 'the last day of the trial has passed' });
  await inTransaction(pool, async (client) => {
    const { subscription: before, school } = await lockAccount(client, tenantId);
    if (before.status !== 'trialing') throw new AppError('subscription.not_running');
    const at = wholeSecond(now);
    const begun = before.anchorAt ? { anchorAt: end, periodEnd: end } : {};
    await client.query('update tenants set trial_ends_at = $2, updated_at = now() where id = $1', [
      tenantId,
      end,
    ]);
    // The provider knows one end of a trial; a new one is a subscription of its own there.
    const payload = before.providerId ? { restart: true as const } : {};
    await intend(client, school, { kind: 'terms', payload }, { reason: 'trial', now: at });
    const after = { ...before, ...begun, trialEndsAt: end };
    await writeChange(client, { before, after, school, at, reason: 'trial_extended', actor: actorOf(staff) });
    await noteReason(client, 'trial', { tenantId, reason, staff, now }, { trialEndsAt: end.toISOString() });
  });
}

/** Ends a subscription with its paid period, or takes that back. Throws subscription.not_running. */
export async function endWithPeriod(
  pool: pg.Pool,
  { cancel, ...change }: StaffChange & { cancel: boolean },
): Promise<void> {
  const { tenantId, staff, now } = change;
  await setCancellation(pool, { tenantId, cancel, actor: actorOf(staff) }, now);
  await noteReason(pool, cancel ? 'cancel' : 'keep', change, { cancel });
}

function actorOf(staff: Staff) {
  return { kind: 'staff' as const, id: staff.id, label: staff.label };
}

// Beside the entry of the change itself: that one says what, this one why.
async function noteReason(
  client: Queryable,
  action: string,
  { tenantId, reason, staff }: StaffChange,
  after: Record<string, unknown>,
): Promise<void> {
  await recordAudit(client, {
    category: 'admin',
    action: `sales.${action}`,
    actor: actorOf(staff),
    subject: { collection: 'tenants', id: tenantId },
    tenantId,
    after,
    details: { reason },
  });
}
