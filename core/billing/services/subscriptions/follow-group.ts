import type pg from 'pg';
import { publishEvents } from '../../../jobs/index.ts';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import { BUNDLE_OF_PROVIDER, OPEN_BUNDLES, SAVE_PAYER_METHOD, SCHOOLS_OF_PAYER } from '../../sql/payers.ts';
import { applyGroupPayment, moveGroupInvoice } from '../invoices/group-invoice.ts';
import type { PaymentProvider, ProviderMovement } from '../stripe/payment-provider.ts';
import { payerCustomer } from './payers.ts';

export type FollowGroupOptions = {
  pool: pg.Pool;
  logger: Logger;
  provider: Pick<
    PaymentProvider,
    'readInvoice' | 'readMovements' | 'readAccount' | 'adoptPaymentMethod' | 'collect'
  >;
  /** Brings one school to what the provider says. */
  follow: (tenantId: string, now: Date) => Promise<void>;
  /** Names of the events about money that came in and money that went back. */
  events: { collected: string; reversed: string };
};

/**
 * Brings a group with one payer, and then each of its schools, to what the provider says: payments of its invoices, invoices that
 * were taken back, its payment method. Read anew each time, so that order and number of the messages do not matter.
 */
export async function followGroup(options: FollowGroupOptions, groupId: string, now: Date): Promise<void> {
  const { pool, provider } = options;
  await asSystem(async () => {
    const { rows } = await pool.query(OPEN_BUNDLES, [groupId]);
    for (const { id, theirs } of rows) await followBundle(options, { id, theirs }, now);
    const customer = await payerCustomer(pool, groupId);
    const seen = customer ? await provider.readAccount(customer) : undefined;
    if (seen) await pool.query(SAVE_PAYER_METHOD, [groupId, seen.paymentMethod ?? null]);
    const schools = await pool.query<{ id: string }>(SCHOOLS_OF_PAYER, [groupId]);
    for (const { id } of schools.rows) await options.follow(id, now);
  }, 'group-payers');
}

/** Looks at every group with an open invoice, in case a message of the provider was lost. Returns how many groups. */
export async function followOpenGroups(options: FollowGroupOptions, now: Date): Promise<number> {
  const { rows } = await asSystem(() => options.pool.query(OPEN_BUNDLES, [null]));
  const groups = new Set(rows.map(({ groupId }) => String(groupId)));
  for (const groupId of groups)
    try {
      await followGroup(options, groupId, now);
    } catch (err) {
      options.logger.error({ err, group: groupId, msg: 'a group could not be compared with the provider' });
    }
  return groups.size;
}

/** A message about the payer of a group: the money that it tells of, a new card, and then everything else as it is now. */
export async function hearOfGroup(
  options: FollowGroupOptions,
  heard: {
    groupId: string;
    customerId: string;
    movements: ProviderMovement[];
    hasNewMeans: boolean;
    now: Date;
  },
): Promise<void> {
  const { groupId, customerId, movements, now } = heard;
  for (const movement of movements) await keepMovement(options, movement, now);
  if (heard.hasNewMeans) {
    await options.provider.adoptPaymentMethod(customerId);
    const { paymentMethod, unpaid } = await options.provider.readAccount(customerId);
    const failed = unpaid.filter(({ wasTried }) => wasTried);
    // With a new card what is open is paid at once, as for a school (S10).
    if (paymentMethod && failed[0])
      await options.provider.collect(
        customerId,
        `means:${groupId}:${paymentMethod.last4}:${failed[0].invoiceId}:${now.toISOString().slice(0, 16)}`,
      );
  }
  await followGroup(options, groupId, now);
}

async function followBundle(
  options: FollowGroupOptions,
  { id, theirs }: { id: string; theirs: string },
  now: Date,
): Promise<void> {
  const { pool, provider } = options;
  const invoice = await provider.readInvoice(theirs);
  if (invoice?.state === 'paid')
    for (const movement of await provider.readMovements('invoice', theirs))
      await keepMovement(options, movement, now);
  const state = invoice?.state;
  if (state === 'void' || state === 'uncollectible')
    await inTransaction(pool, (client) => moveGroupInvoice(client, { id, now }, state));
}

async function keepMovement(
  { pool, logger, events }: FollowGroupOptions,
  { kind, id: providerId, invoiceId: theirs, cents: amountCents, at }: ProviderMovement,
  now: Date,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(BUNDLE_OF_PROVIDER, [theirs ?? '']);
    // Not noted yet: whoever notes it looks for its payment afterwards.
    if (!rows[0]) return;
    const { id } = rows[0];
    const { shares, leftCents } = await applyGroupPayment(client, {
      id,
      kind,
      amountCents,
      providerId,
      at,
      now,
    });
    if (shares.length > 0 && leftCents > 0)
      logger.warn({
        groupInvoice: id,
        kind,
        cents: leftCents,
        msg: 'money of a group fits no invoice of its schools',
      });
    for (const { tenantId, invoiceId, cents } of shares) {
      const { rows: schools } = await client.query('select name from tenants where id = $1', [tenantId]);
      await publishEvents(client, [
        {
          type: kind === 'payment' ? events.collected : events.reversed,
          payload: { kind, invoiceId, cents, providerId, at: at.toISOString() },
          dedupeKey: `${kind}:${providerId}:${invoiceId}`,
          school: { id: tenantId, name: schools[0].name },
        },
      ]);
    }
  });
}
