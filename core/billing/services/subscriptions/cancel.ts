import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import type { Actor } from './change.ts';
import { intend } from './intents.ts';
import { wholeSecond } from './moments.ts';
import { lockAccount } from './store.ts';
import { writeChange } from './write-change.ts';

type Request = { tenantId: string; actor: Actor };

/**
 * Ends a subscription with its paid period (C20: nothing is paid back), or takes that back before it has happened. Twice is
 * once. Returns when it ends, or undefined when it goes on. Throws subscription.not_running.
 */
export async function setCancellation(
  pool: pg.Pool,
  { tenantId, actor, cancel }: Request & { cancel: boolean },
  now: Date,
): Promise<Date | undefined> {
  return asSystem(() =>
    inTransaction(pool, async (client) => {
      const { subscription: before, school } = await lockAccount(client, tenantId);
      if (!['trialing', 'active', 'past_due'].includes(before.status))
        throw new AppError('subscription.not_running');
      if (before.cancelAtPeriodEnd !== cancel) {
        const at = wholeSecond(now);
        const kind = cancel ? 'cancel_at_end' : 'keep';
        await intend(client, school, { kind, payload: {} }, { reason: 'wish', now });
        await writeChange(client, {
          before,
          after: { ...before, cancelAtPeriodEnd: cancel },
          school,
          at,
          reason: cancel ? 'cancelled' : 'kept',
          actor,
        });
      }
      return cancel ? before.periodEnd : undefined;
    }),
  );
}

/** Asks the provider to take what is open from the school's payment method now. Throws subscription.no_payment_method. */
export async function payNow(
  pool: pg.Pool,
  { tenantId }: Pick<Request, 'tenantId'>,
  now: Date,
): Promise<void> {
  await asSystem(() =>
    inTransaction(pool, async (client) => {
      const { subscription, school } = await lockAccount(client, tenantId);
      if (!subscription.paymentMethod) throw new AppError('subscription.no_payment_method');
      await intend(
        client,
        school,
        { kind: 'collect', payload: {} },
        { reason: 'wish', now: wholeSecond(now) },
      );
    }),
  );
}
