import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import { bookAt } from '../price-book/read-book.ts';
import { hoursAfter } from '../subscriptions/moments.ts';
import type { PaymentProvider } from './payment-provider.ts';

/**
 * Brings the provider's products, prices and meters to the price book of now, and to the one of tomorrow, so that a version's
 * prices are there before it is valid. Can be repeated.
 */
export async function syncCatalogue(pool: pg.Pool, provider: PaymentProvider, now: Date): Promise<void> {
  const [today, tomorrow] = await asSystem(async () => [
    await bookAt(pool, now),
    await bookAt(pool, hoursAfter(now, 48)),
  ]);
  await provider.syncCatalogue(today.content);
  if (tomorrow.version !== today.version) await provider.syncCatalogue(tomorrow.content);
}
