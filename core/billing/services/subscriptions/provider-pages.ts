import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { SAVE_CUSTOMER } from '../../sql/intents.ts';
import type { PaymentProvider } from '../stripe/payment-provider.ts';
import { ensurePayerCustomer } from './payers.ts';
import { payingGroupOf, readAccount } from './store.ts';

type Pages = Pick<PaymentProvider, 'ensureCustomer' | 'ensurePayer' | 'paymentPage' | 'portalPage'>;

// The web process has the provider's SDK and the panel's bundle must not: what endpoints need of it hangs on the process.
const KEY = Symbol.for('daftar.payment-pages');
type Holder = { [KEY]?: Pages };

/** Says who makes the pages of payments; the web process does at its start. */
export function setProviderPages(pages: Pages): void {
  (globalThis as Holder)[KEY] = pages;
}

/**
 * The address of the provider's page where a school gives a payment method, or sees its bills there, in the platform's scope.
 * A school that the provider does not know yet is introduced. Throws provider.unreachable in a process without a provider, and
 * subscription.paid_by_group for a school whose bills are a group's.
 */
export async function providerPage(
  pool: pg.Pool,
  which: 'paymentPage' | 'portalPage',
  { tenantId, returnTo }: { tenantId: string; returnTo: string },
): Promise<string> {
  const pages = (globalThis as Holder)[KEY];
  if (!pages) throw new AppError('provider.unreachable');
  const { school, subscription } = await readAccount(pool, tenantId);
  if (subscription.payerGroup) throw new AppError('subscription.paid_by_group');
  const { name, subdomain } = school;
  const customerId = school.customerId ?? (await pages.ensureCustomer({ tenantId, name, subdomain }));
  if (!school.customerId) await pool.query(SAVE_CUSTOMER, [tenantId, customerId]);
  return pages[which](customerId, returnTo);
}

/**
 * The address of the provider's page where the payer of a group gives a payment method, or sees the group's bills, for staff to
 * send. In the platform's scope. Throws resource.not_found for a group without one payer, and provider.unreachable.
 */
export async function payerPage(
  pool: pg.Pool,
  which: 'paymentPage' | 'portalPage',
  { groupId, returnTo }: { groupId: string; returnTo: string },
): Promise<string> {
  const pages = (globalThis as Holder)[KEY];
  if (!pages) throw new AppError('provider.unreachable');
  if (!(await payingGroupOf(pool, { groupId }))) throw new AppError('resource.not_found');
  return pages[which](await ensurePayerCustomer(pool, pages, groupId), returnTo);
}
