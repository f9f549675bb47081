import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../../tenancy/index.ts';
import { FIND_OWN_INVOICE, LINK_INVOICE, LINKED_INVOICE } from '../../sql/meet-invoice.ts';
import { refreshDraft } from '../invoices/draft-invoice.ts';
import { finaliseInvoice, moveInvoice } from '../invoices/finalise-invoice.ts';
import type { PaymentProvider, ProviderInvoice } from '../stripe/payment-provider.ts';

export type MeetOptions = {
  pool: pg.Pool;
  logger: Logger;
  provider: PaymentProvider;
  /** Takes the school's due steps first, so that our invoice of the same moment is there. */
  tickSchool: (tenantId: string, now: Date) => Promise<unknown>;
  /** Has the usage of the period sent and counted before the last comparison. */
  freeze?: (period: { tenantId: string; start: Date; end: Date; now: Date }) => Promise<unknown>;
};

type OwnInvoice = {
  id: string;
  state: string;
  total_cents: string;
  usage_start: Date | null;
  usage_end: Date | null;
};

/**
 * Brings our invoice and the provider's of the same moment together: ours is rated a last time, and when both come to the same
 * cents they are made final. When they do not, the provider's stays a draft as long as it lets it; what it makes final all the
 * same is made final here by our own amount, with the difference kept on the invoice and told to the log. Can be repeated.
 */
export async function meetInvoice(
  options: MeetOptions,
  { tenantId, invoiceId, now }: { tenantId: string; invoiceId: string; now: Date },
): Promise<'met' | 'different' | 'alone'> {
  const { pool, logger, provider } = options;
  const seen = await provider.readInvoice(invoiceId);
  // A trial's invoice asks for nothing and has no counterpart; that of a month may come to something once all is counted.
  if (!seen?.isOfSubscription || (seen.totalCents === 0 && seen.reason !== 'period')) return 'alone';
  await options.tickSchool(tenantId, now);
  const met = await asSystem(() =>
    inTransaction(pool, async (client) => {
      const ours = await findOwn(client, tenantId, seen);
      if (!ours) return undefined;
      await client.query(LINK_INVOICE, [tenantId, ours.id, seen.id, seen.totalCents]);
      return ours;
    }),
  );
  if (!met) return 'alone';
  let theirs = seen;
  if (options.freeze && met.state === 'draft' && met.usage_start && met.usage_end) {
    await options.freeze({ tenantId, start: met.usage_start, end: met.usage_end, now });
    // What was sent and taken back meanwhile has changed the provider's draft.
    theirs = (await provider.readInvoice(invoiceId)) ?? seen;
  }
  return asSystem(() => settleBoth({ pool, logger, provider }, { tenantId, ours: met.id, theirs, now }));
}

type Both = { tenantId: string; ours: string; theirs: ProviderInvoice; now: Date };

async function settleBoth({ pool, logger, provider }: Omit<MeetOptions, 'tickSchool'>, both: Both) {
  const { tenantId, ours: invoiceId, theirs, now } = both;
  const total = await inTransaction(pool, async (client) => {
    const state = (await linked(client, tenantId, theirs.id))?.state;
    if (theirs.state === 'void' && (state === 'draft' || state === 'open'))
      await moveInvoice(client, { tenantId, invoiceId, now }, 'void');
    else if (state === 'draft') await refreshDraft(client, { tenantId, invoiceId, now });
    const rated = await linked(client, tenantId, theirs.id);
    const cents = Number(rated?.total_cents ?? 0);
    const isAgreed = cents === theirs.totalCents;
    if (rated?.state === 'draft' && (isAgreed || theirs.state !== 'draft'))
      await finaliseInvoice(client, { tenantId, invoiceId, now });
    return cents;
  });
  if (total === theirs.totalCents) {
    if (theirs.state === 'draft') await provider.finaliseInvoice(theirs.id, `finalise:${theirs.id}`);
    return 'met';
  }
  logger.warn({
    tenant: tenantId,
    invoice: invoiceId,
    ours: total,
    theirs: theirs.totalCents,
    msg: 'our invoice and the provider’s differ',
  });
  return 'different';
}

async function findOwn(
  client: Queryable,
  tenantId: string,
  theirs: ProviderInvoice,
): Promise<OwnInvoice | undefined> {
  const known = await linked(client, tenantId, theirs.id);
  if (known) return known;
  const { rows } = await client.query<OwnInvoice>(FIND_OWN_INVOICE, [
    tenantId,
    theirs.createdAt,
    theirs.totalCents === 0,
    theirs.reason === 'start',
  ]);
  return rows[0];
}

async function linked(client: Queryable, tenantId: string, theirs: string): Promise<OwnInvoice | undefined> {
  return (await client.query<OwnInvoice>(LINKED_INVOICE, [tenantId, theirs])).rows[0];
}
