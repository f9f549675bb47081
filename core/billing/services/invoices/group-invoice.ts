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
import { finaliseInvoice, moveInvoice, refusedState } from './finalise-invoice.ts';
import { applyPayment, type PaymentFact } from './settle-invoice.ts';

export type Bundle = { groupId: string; period: Period; invoiceIds: readonly string[]; now: Date };

/**
 * Puts the drafts of a group's schools together for its one payer (S28), in the caller's transaction and the platform's scope;
 * the same again gives the same group invoice with its total of now. Each school keeps an invoice of its own with its lines.
 * Throws invoice.state_refused for what is final, in another bundle, or not the group's.
 */
export async function bundleInvoices(
  client: Queryable,
  { groupId, period, invoiceIds, now }: Bundle,
): Promise<{ id: string; totalCents: number }> {
  // Two processes that bundle the same group would both find nothing.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`daftar.bundle:${groupId}`]);
  const known = await client.query(GROUP_INVOICE_OF, [groupId, period.start, period.end]);
  const { rows } = known.rows[0]
    ? known
    : await client.query(ADD_GROUP_DRAFT, [groupId, period.start, period.end, now]);
  const id: string = rows[0].id;
  const put = await client.query(PUT_IN_BUNDLE, [id, invoiceIds, groupId]);
  if (put.rowCount !== invoiceIds.length) throw refusedState('open');
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

/** A fact about the money of a group's invoice; a payment unless it says otherwise. */
export type GroupPayment = {
  id: string;
  kind?: PaymentFact['kind'];
  amountCents: number;
  providerId: string;
  at: Date;
  now: Date;
};

/** What a fact came to for one school. */
export type GroupShare = { tenantId: string; invoiceId: string; cents: number };

/**
 * Spreads a payment of the group's payer over its schools' invoices, each to what is left of it, in one order everywhere; told
 * again it changes nothing. Refunds and disputes are spread over what was paid, a dispute that was won over what it took.
 * Returns the cents that no invoice needed. Throws resource.not_found.
 */
export async function applyGroupPayment(
  client: Queryable,
  payment: GroupPayment,
): Promise<{ leftCents: number; shares: GroupShare[] }> {
  const { id, providerId, at, now, kind = 'payment' } = payment;
  await lockGroup(client, id);
  const members = await client.query(LOCK_MEMBERS, [id]);
  const known = await client.query(
    `select coalesce(sum(p.amount_cents), 0) as cents from billing_payments p
       join billing_invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
      where i.group_invoice_id = $1 and p.kind = $3 and p.provider_id = $2`,
    [id, providerId, kind],
  );
  let left = payment.amountCents - Number(known.rows[0].cents);
  const shares: GroupShare[] = [];
  for (const member of members.rows) {
    const { tenant_id: tenantId, id: invoiceId } = member;
    const room = await roomFor(client, member, { kind, providerId });
    const amountCents = Math.min(room, left);
    if (amountCents <= 0) continue;
    await applyPayment(client, { tenantId, invoiceId, now, at, kind, amountCents, providerId });
    shares.push({ tenantId, invoiceId, cents: amountCents });
    left -= amountCents;
  }
  const after = await client.query(LOCK_MEMBERS, [id]);
  const isPaid = after.rows.every(({ state }) => state === 'paid');
  await client.query(SET_GROUP_STATE, [id, isPaid ? 'paid' : 'open', now]);
  return { leftCents: left, shares };
}

type Member = {
  id: string;
  tenant_id: string;
  total_cents: string;
  paid_cents: string;
  credited_cents: string;
};

async function roomFor(
  client: Queryable,
  { id, tenant_id: tenantId, ...member }: Member,
  { kind, providerId }: { kind: PaymentFact['kind']; providerId: string },
): Promise<number> {
  const paid = Number(member.paid_cents);
  if (kind === 'payment') return Number(member.total_cents) - paid - Number(member.credited_cents);
  if (kind === 'refund' || kind === 'dispute') return paid;
  const { rows } = await client.query(
    `select amount_cents from billing_payments
      where tenant_id = $1 and invoice_id = $2 and kind = 'dispute' and provider_id = $3`,
    [tenantId, id, providerId],
  );
  return Number(rows[0]?.amount_cents ?? 0);
}

/** Takes a group's invoice and those of its schools back, or gives their money up, as the provider did. Twice is once. */
export async function moveGroupInvoice(
  client: Queryable,
  { id, now }: { id: string; now: Date },
  to: 'void' | 'uncollectible',
): Promise<void> {
  await lockGroup(client, id);
  const { rows } = await client.query(LOCK_MEMBERS, [id]);
  for (const { id: invoiceId, tenant_id: tenantId, state } of rows)
    if (state === 'open' || (state === 'uncollectible' && to === 'void'))
      await moveInvoice(client, { tenantId, invoiceId, now }, to);
  await client.query(SET_GROUP_STATE, [id, to, now]);
}

async function lockGroup(client: Queryable, id: string): Promise<void> {
  const { rowCount } = await client.query(LOCK_GROUP_INVOICE, [id]);
  if (rowCount === 0) throw new AppError('resource.not_found');
}
