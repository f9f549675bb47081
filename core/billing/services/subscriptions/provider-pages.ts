import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { SAVE_CUSTOMER } from '../../sql/intents.ts';
import type { PaymentProvider } from '../stripe/payment-provider.ts';
import { readAccount } from './store.ts';

type Pages = Pick<PaymentProvider, 'ensureCustomer' | 'paymentPage' | 'portalPage'>;

// The web process has the provider's SDK and the panel's bundle must not: what endpoints need of it hangs on the process.
const KEY = Symbol.for('daftar.payment-pages');
type Holder = { [KEY]?: Pages };

/** Says who makes the pages of payments; the web process does at its start. */
export function setProviderPages(pages: Pages): void {
  (globalThis as Holder)[KEY] = pages;
}

/**
 * The address of the provider's page where a school gives a payment method, or sees its bills there, in the platform's scope.
 * A school that the provider does not know yet is introduced. Throws provider.unreachable in a process without a provider.
 */
export async function providerPage(
  pool: pg.Pool,
  which: 'paymentPage' | 'portalPage',
  { tenantId, returnTo }: { tenantId: string; returnTo: string },
): Promise<string> {
  const pages = (globalThis as Holder)[KEY];
  if (!pages) throw new AppError('provider.unreachable');
  const { school } = await readAccount(pool, tenantId);
  const { name, subdomain } = school;
  const customerId = school.customerId ?? (await pages.ensureCustomer({ tenantId, name, subdomain }));
  if (!school.customerId) await pool.query(SAVE_CUSTOMER, [tenantId, customerId]);
  return pages[which](customerId, returnTo);
}
