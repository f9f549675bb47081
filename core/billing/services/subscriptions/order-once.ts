import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import { bookAt } from '../price-book/read-book.ts';
import type { Actor } from './change.ts';
import { intend } from './intents.ts';
import { wholeSecond } from './moments.ts';
import { lockAccount } from './store.ts';
import { writeChange } from './write-change.ts';

/**
 * Puts something that is paid once, such as the set-up (C10), on the next invoice that begins a period. Ordered twice before
 * that, it is there once. Throws subscription.add_on_unknown for what is not in the book or is paid monthly.
 */
export async function orderOnce(
  pool: pg.Pool,
  { tenantId, code, actor }: { tenantId: string; code: string; actor: Actor },
  now: Date,
): Promise<void> {
  const at = wholeSecond(now);
  await asSystem(() =>
    inTransaction(pool, async (client) => {
      const { subscription: before, school } = await lockAccount(client, tenantId);
      if (!['trialing', 'active', 'past_due'].includes(before.status))
        throw new AppError('subscription.not_running');
      const { content } = await bookAt(client, at);
      const addOn = content.addOns.find((entry) => entry.code === code && entry.kind === 'once');
      if (!addOn) throw new AppError('subscription.add_on_unknown', { addOn: code });
      if (before.addOns.some((entry) => entry.code === code)) return;
      const payload = { code, cents: addOn.cents, description: addOn.name.en };
      await intend(client, school, { kind: 'charge', payload }, { reason: code, now: at });
      await writeChange(client, {
        before,
        after: { ...before, addOns: [...before.addOns, { code, quantity: 1 }] },
        school,
        at,
        reason: 'ordered',
        actor,
      });
    }),
  );
}
