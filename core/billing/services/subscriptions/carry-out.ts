import type pg from 'pg';
import type { EventHandler } from '../../../jobs/index.ts';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction, whileAlone } from '../../../tenancy/index.ts';
import {
  DUE_INTENTS,
  FORGET_PROVIDER_ID,
  INTENT_DONE,
  INTENT_FAILED,
  NEXT_INTENT,
  SAVE_CUSTOMER,
  SAVE_PROVIDER_ID,
} from '../../sql/intents.ts';
import { creditInvoice } from '../invoices/settle-invoice.ts';
import { bookAt, bookVersion } from '../price-book/read-book.ts';
import { PROVIDER_DIFFERENCE } from '../rating/corrections.ts';
import type { PaymentProvider } from '../stripe/payment-provider.ts';
import { isPriced } from '../terms.ts';
import type { Account } from './account-row.ts';
import { INTENTS_WAITING, type Intent } from './intents.ts';
import { payerCustomer } from './payers.ts';
import { groupPercentOf, readAccount } from './store.ts';
import { providerTerms } from './terms-at-provider.ts';

export type CarryOutOptions = {
  pool: pg.Pool;
  logger: Logger;
  provider: PaymentProvider;
  /** Called after something was done for a school, so that its subscription learns what came of it. */
  follow: (tenantId: string, now: Date) => Promise<void>;
  /** Called before the provider charges in the middle of a month: what our own invoice counts until then is sent first. */
  settleUsage?: (month: { tenantId: string; until: Date; now: Date }) => Promise<unknown>;
};

type WaitingIntent = Intent & { id: string; idempotency_key: string };

const BACKOFF_SECONDS = [5, 15, 60, 300, 900, 3600];
const MOST_ATTEMPTS = 30;

/**
 * Does at the provider what changes have written down, school by school and for each in their order. A call that was made
 * and not noted, because the process ended in between, is made again under its key, which the provider takes as the same one.
 * Returns how many were done.
 */
export async function carryOutIntents(options: CarryOutOptions, now: Date): Promise<number> {
  const { rows } = await asSystem(() => options.pool.query<{ tenant_id: string }>(DUE_INTENTS, [now]));
  let done = 0;
  for (const row of rows) done += await carryOutOf(options, row.tenant_id, now);
  return done;
}

/** The same for one school. One process at a time works for a school; another one finds the lock taken and leaves. */
export async function carryOutOf(options: CarryOutOptions, tenantId: string, now: Date): Promise<number> {
  return asSystem(async () => {
    const done = await whileAlone(options.pool, `daftar.billing-intents:${tenantId}`, async () => {
      let count = 0;
      while (await carryOutNext(options, tenantId, now)) count += 1;
      return count;
    });
    if (done) await options.follow(tenantId, now);
    return done ?? 0;
  }, 'billing-intents');
}

async function carryOutNext(options: CarryOutOptions, tenantId: string, now: Date): Promise<boolean> {
  const { pool, logger } = options;
  const { rows } = await pool.query<WaitingIntent>(NEXT_INTENT, [tenantId, now]);
  const intent = rows[0];
  if (!intent) return false;
  try {
    await act(options, await readAccount(pool, tenantId), intent, now);
    await pool.query(INTENT_DONE, [intent.id, now]);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.warn({
      err: error,
      tenant: tenantId,
      intent: intent.kind,
      msg: 'the provider did not do it; it is tried again',
    });
    await pool.query(INTENT_FAILED, [intent.id, message.slice(0, 500), now, BACKOFF_SECONDS, MOST_ATTEMPTS]);
    return false;
  }
}

async function act(
  { pool, provider, settleUsage }: CarryOutOptions,
  account: Account,
  intent: WaitingIntent,
  now: Date,
): Promise<void> {
  const { subscription, school } = account;
  const key = `${school.id}:${intent.idempotency_key}`;
  const id = subscription.providerId;
  const { content } = await bookVersion(pool, subscription.priceBookVersion);
  switch (intent.kind) {
    case 'start':
      return start({ pool, provider }, account, key, now);
    case 'terms': {
      if (!id)
        return isPriced(content, subscription) ? start({ pool, provider }, account, key, now) : undefined;
      const { prorateAt: prorate, beginAt, restart } = intent.payload;
      const chargedAt = prorate ?? beginAt;
      const prorateAt = prorate ? new Date(prorate) : undefined;
      // What was used until then is charged with it, so it has to be there before.
      if (chargedAt) await settleUsage?.({ tenantId: school.id, until: new Date(chargedAt), now });
      // A paused one charges nothing: it ends, and another one begins.
      if (restart || (beginAt && subscription.status === 'suspended')) {
        await provider.endSubscription(id, `${key}:end`);
        await pool.query(FORGET_PROVIDER_ID, [subscription.id, id]);
        const anew = { ...subscription, providerId: undefined };
        return start({ pool, provider }, { school, subscription: anew }, key, now);
      }
      // Without a charge the terms are those of the next renewal, with what is planned for it.
      const planned = chargedAt ? subscription : nextTerms(subscription);
      const book = chargedAt ? content : (await bookAt(pool, subscription.periodEnd ?? now)).content;
      const groupPercent = chargedAt ? planned.groupPercent : await groupPercentOf(pool, school, book);
      const terms = providerTerms(book, { ...planned, groupPercent });
      return provider.changeSubscription(
        { subscriptionId: id, ...terms, prorateAt, beginsNow: beginAt !== undefined },
        key,
      );
    }
    case 'cancel_at_end':
    case 'keep':
      return id ? provider.setCancelAtPeriodEnd(id, intent.kind === 'cancel_at_end', key) : undefined;
    case 'end':
      return id ? provider.endSubscription(id, key) : undefined;
    case 'pause':
      return id ? provider.pause(id, key) : undefined;
    case 'unpause':
      return id ? provider.unpause(id, key) : undefined;
    case 'collect': {
      const payer = subscription.payerGroup && (await payerCustomer(pool, subscription.payerGroup));
      if (school.customerId) await provider.collect(school.customerId, key);
      if (payer) await provider.collect(payer, `${key}:payer`);
      return;
    }
    case 'leave':
      if (school.customerId)
        await provider.leaveSubscriptions(
          { customerId: school.customerId, since: new Date(intent.payload.since) },
          key,
        );
      return;
    case 'charge':
      // A group is charged by our invoices, which have it.
      if (subscription.payerGroup) return;
      return provider.chargeOnce(
        { customerId: await customerOf({ pool, provider }, account), ...intent.payload },
        key,
      );
    case 'credit':
      return credit({ pool, provider }, { tenantId: school.id, key, now, ...intent.payload });
  }
}

type Credit = Extract<Intent, { kind: 'credit' }>['payload'] & { tenantId: string; key: string; now: Date };

// The provider's note first: ours names it, and made twice it is one.
async function credit({ pool, provider }: Means, order: Credit): Promise<void> {
  const { tenantId, invoiceId, cents, now } = order;
  const reason = 'Charged too much';
  const providerId = await provider.creditInvoice(
    { invoiceId: order.providerInvoiceId, cents, reason },
    order.key,
  );
  if (!order.isOnOurs) return;
  const lines = [{ kind: 'adjustment', code: PROVIDER_DIFFERENCE, amountCents: cents }];
  await inTransaction(pool, (client) =>
    creditInvoice(client, { tenantId, invoiceId, amountCents: cents, reason, lines, providerId, now }),
  );
}

type Means = Pick<CarryOutOptions, 'pool' | 'provider'>;

async function start(means: Means, account: Account, key: string, now: Date): Promise<void> {
  const { subscription, school } = account;
  const customerId = await customerOf(means, account);
  const { content } = await bookVersion(means.pool, subscription.priceBookVersion);
  // A start that was made and not noted before the group began to pay ends here.
  if (subscription.payerGroup)
    return means.provider.leaveSubscriptions({ customerId, since: now }, `${key}:left`);
  if (subscription.providerId || !isPriced(content, subscription)) return;
  const groupPercent = await groupPercentOf(means.pool, school, content);
  const isFree = subscription.unpaidSince === undefined;
  const providerId = await means.provider.startSubscription(
    {
      ...providerTerms(content, { ...subscription, groupPercent }),
      tenantId: school.id,
      customerId,
      freeUntil:
        isFree && subscription.periodEnd && subscription.periodEnd > now ? subscription.periodEnd : undefined,
      once: [],
    },
    key,
  );
  await means.pool.query(SAVE_PROVIDER_ID, [subscription.id, providerId]);
}

async function customerOf({ pool, provider }: Means, { school }: Account): Promise<string> {
  if (school.customerId) return school.customerId;
  const { id: tenantId, name, subdomain } = school;
  const customerId = await provider.ensureCustomer({ tenantId, name, subdomain });
  await pool.query(SAVE_CUSTOMER, [tenantId, customerId]);
  return customerId;
}

// Another cycle is no term of this subscription at the provider: it ends there and begins anew.
function nextTerms(subscription: Account['subscription']): Account['subscription'] {
  const { plan, pendingPlan, pendingCycle } = subscription;
  return pendingCycle ? subscription : { ...subscription, plan: pendingPlan ?? plan };
}

/** Wakes the work on a school's intents as soon as the change that wrote them is committed. */
export function intentRunner(options: CarryOutOptions, clock: () => Date): EventHandler {
  return {
    name: 'billing-intents',
    whileSuspended: true,
    handles: (type) => type === INTENTS_WAITING,
    run: async (event) => {
      await carryOutOf(options, event.tenantId, clock());
    },
  };
}
