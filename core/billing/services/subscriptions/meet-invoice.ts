import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../../tenancy/index.ts';
import {
  FIND_OWN_INVOICE,
  LINK_INVOICE,
  LINKED_INVOICE,
  MEET_AT,
  MEET_LATER,
  OWN_ITEMS,
} from '../../sql/meet-invoice.ts';
import { refreshDraft } from '../invoices/draft-invoice.ts';
import type { Frozen } from '../metering/freeze-period.ts';
import type { PaymentProvider, ProviderInvoice, ProviderInvoiceItem } from '../stripe/payment-provider.ts';
import { closeInvoice } from './close-invoice.ts';
import { hoursAfter } from './moments.ts';

export type MeetOptions = {
  pool: pg.Pool;
  logger: Logger;
  provider: PaymentProvider;
  /** Takes the school's due steps first, so that our invoice of the same moment is there. */
  tickSchool: (tenantId: string, now: Date) => Promise<unknown>;
  /** Has the usage of the period sent and counted before the last comparison. */
  freeze?: (period: {
    tenantId: string;
    start: Date;
    end: Date;
    now: Date;
  }) => Promise<Pick<Frozen, 'outcome'>>;
};

/**
 * `met`: both are final, with the same total. `waiting`: usage is on its way or may still come, `different`: the totals differ;
 * either is tried again until the provider makes its invoice final by itself. `alone`: we have none for it.
 */
export type Meeting = 'met' | 'waiting' | 'different' | 'alone';

type OwnInvoice = {
  id: string;
  state: string;
  total_cents: string;
  usage_start: Date | null;
  usage_end: Date | null;
};

/** Usage of a month that arrives this soon after its end is still on its invoice (S16d); the provider waits for an hour. */
const OPEN_HOURS = 0.75;
/** Pauses between two meetings of one invoice; the provider's draft is open for an hour. */
export const PAUSES_SECONDS = [30, 60, 120, 300, 600];
/** When somebody else takes over a meeting whose process ended in it. */
export const CLAIM_HOURS = 1 / 30;

/**
 * Brings our invoice and the provider's of the same moment together. While the provider's is a draft: usage is sent and counted,
 * ours is rated a last time, what the provider cannot know is put on its draft, and when both come to the same cents it is made
 * final, and ours with it; an invoice of a month's usage three quarters of an hour after the month at the earliest. Else it is met again with growing pauses. What the provider has made final counts: ours follows it, see
 * `closeInvoice`. Can be repeated, and goes on from wherever a process ended.
 */
export async function meetInvoice(
  options: MeetOptions,
  { tenantId, invoiceId, now }: { tenantId: string; invoiceId: string; now: Date },
): Promise<Meeting> {
  const { pool, provider } = options;
  const seen = await provider.readInvoice(invoiceId);
  if (!seen?.isOfSubscription || isOverNothing(seen)) return 'alone';
  await options.tickSchool(tenantId, now);
  const ours = await asSystem(() =>
    inTransaction(pool, async (client) => {
      const own = await findOwn(client, tenantId, seen);
      if (!own) return undefined;
      const takeOver = hoursAfter(now, CLAIM_HOURS);
      await client.query(LINK_INVOICE, [tenantId, own.id, seen.id, seen.totalCents, takeOver]);
      return own;
    }),
  );
  if (!ours) return 'alone';
  const close = (theirs: ProviderInvoice) =>
    asSystem(() => closeInvoice(options, { tenantId, invoiceId: ours.id, theirs, now }));
  if (seen.state !== 'draft') return close(seen);
  const isWaiting = (await freeze(options, { tenantId, ours, now })) === 'waiting';
  const rated = await asSystem(() => rateAgain(pool, { tenantId, invoiceId: ours.id, now }));
  await provider.setDraftItems({ invoiceId: seen.id, customerId: seen.customerId, items: rated.items });
  // What was sent, taken back and added meanwhile has changed the provider's draft.
  const theirs = (await provider.readInvoice(invoiceId)) ?? seen;
  if (theirs.state !== 'draft') return close(theirs);
  const isAgreed = !isWaiting && rated.totalCents === theirs.totalCents;
  const openUntil = hoursAfter(theirs.createdAt, ours.usage_start ? OPEN_HOURS : 0);
  if (isAgreed && now < openUntil) {
    await asSystem(() => pool.query(MEET_AT, [tenantId, ours.id, openUntil]));
    return 'waiting';
  }
  if (isAgreed) {
    await provider.finaliseInvoice(theirs.id, `finalise:${theirs.id}`);
    const final = (await provider.readInvoice(invoiceId)) ?? theirs;
    if (final.state !== 'draft') return close(final);
  }
  await asSystem(() => pool.query(MEET_LATER, [tenantId, ours.id, now, PAUSES_SECONDS]));
  options.logger.warn({
    tenant: tenantId,
    invoice: ours.id,
    ours: rated.totalCents,
    theirs: theirs.totalCents,
    msg: isWaiting
      ? 'usage of an invoice is on its way; it is met again'
      : 'our invoice and the provider’s differ; they are met again',
  });
  return isWaiting ? 'waiting' : 'different';
}

// The invoice of a trial is over nothing and there is none of ours; a month over nothing may become one over something.
function isOverNothing({ totalCents, reason }: ProviderInvoice): boolean {
  return totalCents === 0 && reason !== 'period';
}

async function freeze(
  options: MeetOptions,
  { tenantId, ours, now }: { tenantId: string; ours: OwnInvoice; now: Date },
): Promise<Frozen['outcome']> {
  const { usage_start: start, usage_end: end, state } = ours;
  if (!options.freeze || state !== 'draft' || !start || !end) return 'equal';
  return (await options.freeze({ tenantId, start, end, now })).outcome;
}

async function rateAgain(
  pool: pg.Pool,
  own: { tenantId: string; invoiceId: string; now: Date },
): Promise<{ totalCents: number; items: ProviderInvoiceItem[] }> {
  return inTransaction(pool, async (client) => {
    const { tenantId, invoiceId } = own;
    const select = 'select state, total_cents from billing_invoices where tenant_id = $1 and id = $2';
    const before = await client.query(select, [tenantId, invoiceId]);
    if (before.rows[0].state === 'draft') await refreshDraft(client, own);
    const { rows } = await client.query(select, [tenantId, invoiceId]);
    const items = await client.query(OWN_ITEMS, [tenantId, invoiceId]);
    return { totalCents: Number(rows[0].total_cents), items: items.rows.map(itemOf) };
  });
}

function itemOf(row: {
  kind: string;
  code: string;
  amount_cents: string;
  description: string;
  period_start: Date;
  period_end: Date;
  invoice: string | null;
}): ProviderInvoiceItem {
  const { kind, code, description, period_start: start, period_end: end } = row;
  return {
    key: `${kind}:${row.invoice ?? code}:${start.toISOString()}`,
    cents: Number(row.amount_cents),
    description,
    period: { start, end },
  };
}

async function findOwn(
  client: Queryable,
  tenantId: string,
  theirs: ProviderInvoice,
): Promise<OwnInvoice | undefined> {
  const known = await client.query<OwnInvoice>(LINKED_INVOICE, [tenantId, theirs.id]);
  if (known.rows[0]) return known.rows[0];
  const { rows } = await client.query<OwnInvoice>(FIND_OWN_INVOICE, [
    tenantId,
    theirs.createdAt,
    theirs.totalCents === 0,
    theirs.reason,
    theirs.totalCents,
  ]);
  return rows[0];
}
