import type pg from 'pg';
import type { Queryable } from '../../../tenancy/index.ts';
import {
  GROUP_DEBTS,
  GROUP_OF_CUSTOMER,
  PAYER_CUSTOMER,
  PAYER_OF_GROUP,
  SAVE_PAYER_CUSTOMER,
} from '../../sql/payers.ts';
import type { PaymentProvider, ProviderAccount } from '../stripe/payment-provider.ts';
import type { Account } from './account-row.ts';

type Debt = { groupId: string; customer: string | null; invoiceId: string | null; at: Date; cents: number };

/** The customer of a group's payer; undefined until there is one. */
export async function payerCustomer(client: Queryable, groupId: string): Promise<string | undefined> {
  return (await client.query(PAYER_CUSTOMER, [groupId])).rows[0]?.stripe_customer_id ?? undefined;
}

/** The same, introduced to the provider when it does not know the group yet. */
export async function ensurePayerCustomer(
  pool: pg.Pool,
  provider: Pick<PaymentProvider, 'ensurePayer'>,
  groupId: string,
): Promise<string> {
  const { rows } = await pool.query(PAYER_OF_GROUP, [groupId]);
  if (!rows[0]) throw new Error(`The group ${groupId} has no payer.`);
  const { name, email, customer } = rows[0];
  if (customer) return customer;
  const made = await provider.ensurePayer({ groupId, name, email: email ?? undefined });
  await pool.query(SAVE_PAYER_CUSTOMER, [groupId, made]);
  return (await payerCustomer(pool, groupId)) ?? made;
}

/** The group whose payer is a customer of the provider. */
export async function groupOfCustomer(client: Queryable, customerId: string): Promise<string | undefined> {
  return (await client.query(GROUP_OF_CUSTOMER, [customerId])).rows[0]?.id;
}

/**
 * What the provider says of a school, wherever its bills are: at its own customer, at those of groups that owe something for it,
 * and drafts that are on their way there. undefined for a school that nobody at the provider knows.
 */
export async function accountAtProvider(
  client: Queryable,
  provider: Pick<PaymentProvider, 'readAccount'>,
  { school, subscription }: Account,
): Promise<ProviderAccount | undefined> {
  const own = school.customerId ? await provider.readAccount(school.customerId) : undefined;
  const debts = (await client.query<Debt>(GROUP_DEBTS, [school.id])).rows;
  const { payerGroup, unpaidSince, periodStart } = subscription;
  if (debts.length === 0 && !payerGroup) return own;
  const accounts = new Map<string, ProviderAccount>();
  const lookAt = async (customer: string) => {
    const seen = accounts.get(customer) ?? (await provider.readAccount(customer));
    accounts.set(customer, seen);
    return seen;
  };
  const unpaid = [...(own?.unpaid ?? [])];
  for (const { customer, invoiceId, at, cents } of debts) {
    const theirs =
      customer && invoiceId
        ? (await lookAt(customer)).unpaid.find((entry) => entry.invoiceId === invoiceId)
        : undefined;
    // With the provider and not unpaid there: it was paid, and the message is on its way.
    if (invoiceId && !theirs) continue;
    unpaid.push({ invoiceId: invoiceId ?? '', at, cents, wasTried: theirs?.wasTried ?? false });
  }
  const payer = payerGroup ? await payerCustomer(client, payerGroup) : undefined;
  const payersMethod = payer ? (await lookAt(payer)).paymentMethod : undefined;
  return {
    // Our invoice is written with the period it is for: nothing unpaid of ours means that everything is paid.
    subscription: payerGroup
      ? {
          id: `group:${payerGroup}`,
          state: 'running',
          isPaused: false,
          reachedAt: unpaidSince ?? periodStart,
          cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
          endedAt: undefined,
        }
      : own?.subscription,
    unpaid: unpaid.sort((a, b) => a.at.getTime() - b.at.getTime()),
    paymentMethod: payerGroup ? payersMethod : own?.paymentMethod,
  };
}
