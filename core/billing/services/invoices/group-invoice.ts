import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import {
  ADD_GROUP_DRAFT,
  GROUP_INVOICE_OF,
  LOCK_GROUP_INVOICE,
  LOCK_MEMBERS,
  PUT_IN_BUNDLE,
  SET_GROUP_STATE,
  SUM_BUNDLE,
} from '../../sql/group-invoices.ts';
import type { Period } from '../rating/line.ts';
import { finaliseInvoice } from './finalise-invoice.ts';
import { applyPayment } from './settle-invoice.ts';

export type Bundle = { groupId: string; period: Period; invoiceIds: readonly string[]; now: Date };

/**
 * Puts the drafts of a group's schools together for its one payer (S28), in the caller's transaction and the platform's scope;
 * the same again gives the same group invoice with its total of now. Each school keeps an invoice of its own with its lines.
 * Throws invoice.state_refused when the group's invoice is final or a draft is not one of the group's.
 */
export async function bundleInvoices(
  client: Queryable,
  { groupId, period, invoiceIds, now }: Bundle,
): Promise<{ id: string; totalCents: number }> {
  // Two processes that bundle the same group would both find nothing.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`daftar.bundle:${groupId}`]);
  const known = await client.query(GROUP_INVOICE_OF, [groupId, period.start, period.end]);
  if (known.rows[0] && known.rows[0].state !== 'draft')
    throw new AppError('invoice.state_refused', { state: known.rows[0].state });
  const { rows } = known.rows[0]
    ? known
    : await client.query(ADD_GROUP_DRAFT, [groupId, period.start, period.end, now]);
  const id: string = rows[0].id;
  const put = await client.query(PUT_IN_BUNDLE, [id, invoiceIds, groupId]);
  if (put.rowCount !== invoiceIds.length) throw new AppError('invoice.state_refused', { state: 'final' });
  const sum = await client.query(SUM_BUNDLE, [id, now]);
  return { id, totalCents: Number(sum.rows[0].total_cents) };
}

/** Makes a group's invoice and those of its schools final, each with a number of its own. Throws resource.not_found. */
export async function finaliseGroupInvoice(
  client: Queryable,
  { id, now }: { id: string; now: Date },
): Promise<{ totalCents: number }> {
  await lockGroup(client, id);
  const members = await client.query(LOCK_MEMBERS, [id]);
  for (const { id: invoiceId, tenant_id: tenantId } of members.rows)
    await finaliseInvoice(client, { tenantId, invoiceId, now });
  const sum = await client.query(SUM_BUNDLE, [id, now]);
  const totalCents = Number(sum.rows[0].total_cents);
  await client.query(SET_GROUP_STATE, [id, totalCents === 0 ? 'paid' : 'open', now]);
  return { totalCents };
}

/**
 * Spreads a payment of the group's payer over its schools' invoices, each to what is left of it, in one order everywhere; told
 * again it changes nothing. Returns the cents that no invoice needed. Throws resource.not_found.
 */
export async function applyGroupPayment(
  client: Queryable,
  payment: { id: string; amountCents: number; providerId: string; at: Date; now: Date },
): Promise<{ leftCents: number }> {
  const { id, providerId, at, now } = payment;
  await lockGroup(client, id);
  const members = await client.query(LOCK_MEMBERS, [id]);
  const known = await client.query(
    `select coalesce(sum(p.amount_cents), 0) as cents from billing_payments p
       join billing_invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
      where i.group_invoice_id = $1 and p.kind = 'payment' and p.provider_id = $2`,
    [id, providerId],
  );
  let left = payment.amountCents - Number(known.rows[0].cents);
  for (const member of members.rows) {
    const open = Number(member.total_cents) - Number(member.paid_cents) - Number(member.credited_cents);
    const amountCents = Math.min(open, left);
    if (amountCents <= 0) continue;
    await applyPayment(client, {
      tenantId: member.tenant_id,
      invoiceId: member.id,
      now,
      at,
      kind: 'payment',
      amountCents,
      providerId,
    });
    left -= amountCents;
  }
  const after = await client.query(LOCK_MEMBERS, [id]);
  const isPaid = after.rows.every(({ state }) => state === 'paid');
  await client.query(SET_GROUP_STATE, [id, isPaid ? 'paid' : 'open', now]);
  return { leftCents: left };
}

async function lockGroup(client: Queryable, id: string): Promise<void> {
  const { rowCount } = await client.query(LOCK_GROUP_INVOICE, [id]);
  if (rowCount === 0) throw new AppError('resource.not_found');
}
