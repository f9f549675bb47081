import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { inTransaction, type Queryable } from '../../../tenancy/index.ts';
import { LOCK_INVOICE } from '../../sql/invoices.ts';
import { MEETING_DONE } from '../../sql/meet-invoice.ts';
import { balanceDraft } from '../invoices/balance-draft.ts';
import { refreshDraft } from '../invoices/draft-invoice.ts';
import { finaliseInvoice, moveInvoice } from '../invoices/finalise-invoice.ts';
import { raiseAlarm } from '../metering/alarms.ts';
import type { ProviderInvoice } from '../stripe/payment-provider.ts';
import { intend } from './intents.ts';

export type FinalMeeting = { tenantId: string; invoiceId: string; theirs: ProviderInvoice; now: Date };

/**
 * Makes our invoice final beside one that the provider has made final. When that came to other cents, ours gets a last line over
 * the difference, so that both say what was charged, and it is put right: what was too much is credited at the provider and
 * here beside it, what was too little is carried by the next invoice. A difference raises an alarm. Can be repeated.
 */
export async function closeInvoice(
  { pool, logger }: { pool: pg.Pool; logger: Logger },
  { tenantId, invoiceId, theirs, now }: FinalMeeting,
): Promise<'met' | 'different'> {
  const { difference, isEqual } = await inTransaction(pool, async (client) => {
    const before = await lockedRow(client, tenantId, invoiceId);
    const difference = await follow(client, before, { tenantId, invoiceId, theirs, now });
    const after = await lockedRow(client, tenantId, invoiceId);
    const isDone = after.state !== 'draft';
    if (isDone) await client.query(MEETING_DONE, [tenantId, invoiceId, theirs.totalCents]);
    return { difference, isEqual: after.state === 'void' || Number(after.total_cents) === theirs.totalCents };
  });
  if (difference === 0 && isEqual) return 'met';
  logger.error({
    tenant: tenantId,
    invoice: invoiceId,
    difference,
    theirs: theirs.totalCents,
    msg: isEqual
      ? 'the provider charged other cents than our invoice came to; it is put right'
      : 'our invoice was final before the provider’s and differs from it',
  });
  return isEqual ? 'met' : 'different';
}

async function follow(client: Queryable, before: Row, meeting: FinalMeeting): Promise<number> {
  const { tenantId, invoiceId, theirs, now } = meeting;
  const own = { tenantId, invoiceId, now };
  if (theirs.state === 'void') {
    if (before.state === 'draft' || before.state === 'open') await moveInvoice(client, own, 'void');
    return 0;
  }
  if (before.state !== 'draft') return 0;
  // What both agreed on last stays; usage that came after it is late and goes on the next invoice.
  if (Number(before.total_cents) !== theirs.totalCents) await refreshDraft(client, own);
  const difference = await balanceDraft(client, { ...own, providerCents: theirs.totalCents });
  await finaliseInvoice(client, own);
  if (difference !== 0) await tellOf(client, meeting, difference);
  if (difference > 0) await giveBack(client, meeting, { cents: difference, isOnOurs: true });
  return difference;
}

/**
 * Has the provider credit what its invoice has too much; with `isOnOurs` our own invoice says so too and gets its credit note beside
 * it. In the caller's transaction; written twice it is done once.
 */
export async function giveBack(
  client: Queryable,
  {
    tenantId,
    invoiceId,
    theirs,
  }: Omit<FinalMeeting, 'theirs' | 'now'> & { theirs: { id: string; createdAt: Date } },
  { cents, isOnOurs }: { cents: number; isOnOurs: boolean },
): Promise<void> {
  const { rows } = await client.query('select id, name from tenants where id = $1', [tenantId]);
  const payload = { invoiceId, providerInvoiceId: theirs.id, cents, isOnOurs };
  const once = { reason: `difference:${theirs.id}`, now: theirs.createdAt };
  await intend(client, rows[0], { kind: 'credit', payload }, once);
}

function tellOf(client: Queryable, { tenantId, theirs, now }: FinalMeeting, cents: number): Promise<void> {
  return raiseAlarm(client, {
    tenantId,
    kind: 'difference',
    meter: '*',
    key: `invoice:${theirs.id}`,
    detail: { invoice: theirs.id, cents },
    now,
  });
}

type Row = { state: string; total_cents: string };

async function lockedRow(client: Queryable, tenantId: string, invoiceId: string): Promise<Row> {
  return (await client.query(LOCK_INVOICE, [tenantId, invoiceId])).rows[0];
}
