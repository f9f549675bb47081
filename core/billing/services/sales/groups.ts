import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { inTransaction, type Queryable, type Staff } from '../../../tenancy/index.ts';
import {
  INVOICES_OF_GROUP,
  LEAVING_GROUP,
  LIST_GROUPS,
  READ_GROUP,
  SCHOOLS_OF_GROUP,
} from '../../sql/sales.ts';
import type { PriceBookContent } from '../price-book/content.ts';
import { bookAt, bookVersion } from '../price-book/read-book.ts';
import type { PaymentMethod } from '../subscriptions/subscription.ts';
import { baseFee, isPriced, mrrOf, type SubscriptionTerms } from '../terms.ts';
import { readTerms } from './read-terms.ts';

export type GroupLine = {
  id: string;
  name: string;
  contactEmail: string | null;
  schools: number;
  /** Active ones that pay; grace counts. */
  paying: number;
  hasOnePayer: boolean;
};

export type GroupMember = {
  id: string;
  name: string;
  nameAr: string | null;
  subdomain: string;
  status: 'trialing' | 'active' | 'past_due' | 'suspended' | null;
  plan: string | null;
  cycle: SubscriptionTerms['cycle'] | null;
  /** Percent off the base fee in the running period. */
  percent: string;
  /** The same from the next renewal on, if the group stays as it is (C18), and when that is. */
  nextPercent: string;
  renewsAt: string | null;
  /** It ends then and does not renew. */
  isEnding: boolean;
  /** Who is asked for its next invoice: the group, the school itself, or another group that it came from. */
  payer: 'group' | 'school' | 'other';
  mrrCents: number;
  nextMrrCents: number;
  /** The base fee of one cycle in the running period; 0 for a school that does not pay. */
  feeCents: number;
};

export type GroupInvoice = {
  id: string;
  state: string;
  totalCents: number;
  paidCents: number;
  periodStart: string;
  periodEnd: string;
};

/** A group of one owner as sales see it. */
export type SchoolGroup = Omit<GroupLine, 'schools'> & {
  /** The rule of the valid price book; null when it has none. */
  rule: { percent: string; fromSchools: number } | null;
  members: GroupMember[];
  /** The payer at the provider; null until the first invoice or page of one. */
  payer: { customerId: string; paymentMethod: PaymentMethod | null } | null;
  /** Schools that have left and that the group still pays for until their period ends. */
  leaving: { id: string; name: string; periodEnd: string | null }[];
  mrrCents: number;
  nextMrrCents: number;
  /** What the schools pay for their plans: those by the month together, and those by the year. */
  monthlyCents: number;
  yearlyCents: number;
  invoices: GroupInvoice[];
};

/** All groups by name. Platform scope. */
export async function listGroups(client: Queryable): Promise<GroupLine[]> {
  return (await client.query(LIST_GROUPS)).rows;
}

/** One group with its schools, its discount now and from each next renewal on. Platform scope. Throws resource.not_found. */
export async function readGroup(client: Queryable, id: string, now: Date): Promise<SchoolGroup> {
  const group = (await client.query(READ_GROUP, [id])).rows[0];
  if (!group) throw new AppError('resource.not_found');
  const { content } = await bookAt(client, now);
  const { rows } = await client.query(SCHOOLS_OF_GROUP, [id]);
  const invoices = await client.query(INVOICES_OF_GROUP, [id]);
  const paying = rows.filter(({ status }) => isPaying(status)).length;
  const rule = content.groupDiscount;
  const earned = rule && paying >= rule.fromSchools ? rule.percent : '0';
  const members: GroupMember[] = [];
  for (const row of rows) members.push(await memberOf(client, row, { groupId: id, valid: content, earned }));
  const leaving = await client.query(LEAVING_GROUP, [id]);
  const sum = (value: (member: GroupMember) => number) =>
    members.reduce((total, member) => total + value(member), 0);
  const { customerId, paymentMethod, ...head } = group;
  return {
    ...head,
    payer: customerId ? { customerId, paymentMethod } : null,
    leaving: leaving.rows.map((row) => ({ ...row, periodEnd: row.periodEnd?.toISOString() ?? null })),
    paying,
    rule: rule ? { percent: rule.percent, fromSchools: rule.fromSchools } : null,
    members,
    mrrCents: sum(({ mrrCents }) => mrrCents),
    nextMrrCents: sum(({ nextMrrCents }) => nextMrrCents),
    monthlyCents: sum(({ cycle, feeCents }) => (cycle === 'monthly' ? feeCents : 0)),
    yearlyCents: sum(({ cycle, feeCents }) => (cycle === 'yearly' ? feeCents : 0)),
    invoices: invoices.rows.map(({ periodStart, periodEnd, ...invoice }) => ({
      ...invoice,
      periodStart: periodStart.toISOString(),
      periodEnd: periodEnd.toISOString(),
    })),
  };
}

/**
 * Lets one payer pay for all schools of a group from their next invoices on, or each for itself again from its renewal on. What
 * has to be done at the provider follows from the row (`takeOverSchools`). Throws resource.not_found.
 */
export async function setOnePayer(
  pool: pg.Pool,
  {
    id,
    hasOnePayer,
    reason,
    staff,
    now,
  }: { id: string; hasOnePayer: boolean; reason: string; staff: Staff; now: Date },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query('select name from school_groups where id = $1 for update', [id]);
    if (!rows[0]) throw new AppError('resource.not_found');
    const { rowCount } = await client.query(
      `insert into group_payers (group_id, has_one_payer, changed_by, changed_at) values ($1, $2, $3, $4)
       on conflict (group_id) do update set has_one_payer = $2, changed_by = $3, changed_at = $4
        where group_payers.has_one_payer <> $2`,
      [id, hasOnePayer, staff.label, now],
    );
    if (rowCount === 0) return;
    await recordAudit(client, {
      category: 'admin',
      action: 'school_groups.payer',
      actor: { kind: 'staff', id: staff.id, label: staff.label },
      subject: { collection: 'school-groups', id, label: rows[0].name },
      after: { hasOnePayer },
      details: { reason },
    });
  });
}

type MemberRow = {
  id: string;
  name: string;
  name_ar: string | null;
  subdomain: string;
  status: GroupMember['status'];
  plan: string | null;
  cycle: SubscriptionTerms['cycle'] | null;
  group_percent: string | null;
  add_ons: unknown;
  contract: unknown;
  price_book_version: string | null;
  current_period_end: Date | null;
  trial_ends_at: Date | null;
  cancel_at_period_end: boolean | null;
  payer_group: string | null;
};

async function memberOf(
  client: Queryable,
  row: MemberRow,
  { groupId, valid, earned }: { groupId: string; valid: PriceBookContent; earned: string },
): Promise<GroupMember> {
  const { id, name, subdomain, status, plan, cycle } = row;
  const head = { id, name, nameAr: row.name_ar, subdomain, status, plan, cycle };
  const renewsAt =
    (status === 'trialing' ? row.trial_ends_at : row.current_period_end)?.toISOString() ?? null;
  const isEnding = row.cancel_at_period_end === true;
  const percent = row.group_percent ?? '0';
  const nothing = {
    ...head,
    percent,
    nextPercent: percent,
    renewsAt,
    isEnding,
    payer: payerOf(row.payer_group, groupId),
    mrrCents: 0,
    nextMrrCents: 0,
    feeCents: 0,
  };
  if (!plan || !cycle || !isPaying(status)) return nothing;
  const terms = readTerms({ ...row, plan, cycle, group_percent: percent });
  const { content } = await bookVersion(client, Number(row.price_book_version ?? 1));
  const nextPercent = terms.contract ? percent : earned;
  if (!isPriced(content, terms)) return nothing;
  const renewed = { ...terms, groupPercent: nextPercent };
  return {
    ...nothing,
    nextPercent,
    mrrCents: mrrOf(content, terms),
    nextMrrCents: isEnding ? 0 : mrrOf(isPriced(valid, renewed) ? valid : content, renewed),
    feeCents: baseFee(content, terms),
  };
}

function payerOf(payer: string | null, groupId: string): GroupMember['payer'] {
  if (payer === null) return 'school';
  return payer === groupId ? 'group' : 'other';
}

function isPaying(status: string | null): boolean {
  return status === 'active' || status === 'past_due';
}
