import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import {
  INVOICES_OF_SCHOOL,
  MONTHS_OF_PEAKS,
  MONTHS_OF_USAGE,
  PAYMENTS_OF_SCHOOL,
  SIMULATED_MONTHS,
  SUBSCRIPTION_OF_SCHOOL,
} from '../../sql/sales.ts';
import { listOverrides, type Override, overrideKeys } from '../entitlements/overrides.ts';
import { addMonths, monthOf, monthStart, monthsFrom } from '../months.ts';
import type { BookMeter, BookPlan, PriceBookContent } from '../price-book/content.ts';
import { bookAt, bookVersion } from '../price-book/read-book.ts';
import { isPriced, mrrOf, type SubscriptionTerms } from '../terms.ts';
import { readNotes, type SalesNote } from './notes.ts';
import { type QuoteLine, quotesOfSchool } from './quotes/read-quotes.ts';
import { readTerms } from './read-terms.ts';

type Instant = string | null;

export type AccountSubscription = SubscriptionTerms & {
  status: 'trialing' | 'active' | 'past_due' | 'suspended' | 'cancelled' | 'purged';
  priceBookVersion: number;
  /** Every moment at which its state changes or changed, as ISO 8601 text. */
  instants: Record<
    'startsAt' | 'trialEndsAt' | 'periodStart' | 'periodEnd' | 'graceEndsAt' | 'suspendedAt' | 'endsAt',
    Instant
  >;
  cancelAtPeriodEnd: boolean;
  pendingPlan: string | null;
  pendingCycle: string | null;
  /** Cents; 0 for a school that does not pay now. */
  mrrCents: number;
};

export type AccountMonth = {
  month: string;
  students: number | null;
  storageBytes: number | null;
  meters: Record<string, number>;
};

export type AccountInvoice = {
  id: string;
  number: string | null;
  state: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  reason: string;
  periodStart: string;
  periodEnd: string;
  totalCents: number;
  paidCents: number;
  creditedCents: number;
  dueAt: Instant;
  createdAt: string;
};

export type AccountPayment = {
  id: string;
  kind: 'payment' | 'refund' | 'dispute' | 'dispute_won';
  amountCents: number;
  occurredAt: string;
  invoiceNumber: string | null;
};

/** An override as pages get it: moments are ISO 8601 texts. */
export type AccountOverride = Pick<Override, 'id' | 'key' | 'value' | 'reason' | 'createdBy' | 'state'> & {
  startsAt: string;
  endsAt: string;
  endedAt: Instant;
};

/** What sales see of one school. */
export type SchoolAccount = {
  /** The moment of the answer: what has ended is judged by it. */
  now: string;
  subscription: AccountSubscription | null;
  /** The plans of the version that is valid now, to choose from. */
  plans: Pick<BookPlan, 'code' | 'name' | 'monthly' | 'yearly' | 'isOpen'>[];
  meters: Pick<BookMeter, 'code' | 'name' | 'unit'>[];
  /** The last twelve months with the running one, oldest first. */
  months: AccountMonth[];
  invoices: AccountInvoice[];
  payments: AccountPayment[];
  overrides: AccountOverride[];
  overrideKeys: { features: string[]; quotas: readonly string[] };
  notes: SalesNote[];
  quotes: QuoteLine[];
};

const SHOWN = 24;

/** Everything that sales see of a school. Platform scope. Throws resource.not_found. */
export async function readAccountOfSchool(
  client: Queryable,
  tenantId: string,
  now: Date,
): Promise<SchoolAccount> {
  const { rowCount } = await client.query('select from tenants where id = $1', [tenantId]);
  if (rowCount === 0) throw new AppError('resource.not_found');
  const book = await bookAt(client, now);
  const invoices = await client.query(INVOICES_OF_SCHOOL, [tenantId, SHOWN]);
  const payments = await client.query(PAYMENTS_OF_SCHOOL, [tenantId, SHOWN]);
  return {
    now: now.toISOString(),
    subscription: await readSubscription(client, tenantId),
    plans: book.content.plans.map(({ code, name, monthly, yearly, isOpen }) => ({
      code,
      name,
      monthly,
      yearly,
      isOpen,
    })),
    meters: book.content.meters.map(({ code, name, unit }) => ({ code, name, unit })),
    months: await readMonths(client, tenantId, now),
    invoices: invoices.rows.map(withTexts<AccountInvoice>),
    payments: payments.rows.map(withTexts<AccountPayment>),
    overrides: (await listOverrides(client, tenantId, now)).map(overrideOf),
    overrideKeys: await overrideKeys(client, now),
    notes: await readNotes(client, tenantId),
    quotes: await quotesOfSchool(client, tenantId, now),
  };
}

async function readSubscription(client: Queryable, tenantId: string): Promise<AccountSubscription | null> {
  const { rows } = await client.query(SUBSCRIPTION_OF_SCHOOL, [tenantId]);
  const row = rows[0];
  if (!row) return null;
  const terms = readTerms({ ...row, cycle: row.billing_cycle });
  const version = Number(row.price_book_version ?? 1);
  const { content } = await bookVersion(client, version);
  const isPaying = row.status === 'active' || row.status === 'past_due';
  const at = (moment: Date | null): Instant => moment?.toISOString() ?? null;
  return {
    ...terms,
    status: row.status,
    priceBookVersion: version,
    instants: {
      startsAt: at(row.starts_at),
      trialEndsAt: at(row.trial_ends_at),
      periodStart: at(row.current_period_start),
      periodEnd: at(row.current_period_end),
      graceEndsAt: at(row.grace_ends_at),
      suspendedAt: at(row.suspended_at),
      endsAt: at(row.ends_at),
    },
    cancelAtPeriodEnd: row.cancel_at_period_end === true,
    pendingPlan: row.pending_plan,
    pendingCycle: row.pending_cycle,
    mrrCents: isPaying ? mrrOrNothing(content, terms) : 0,
  };
}

// A school that was put on a plan without a price has no contract yet: the page says so instead of failing.
function mrrOrNothing(content: PriceBookContent, terms: SubscriptionTerms): number {
  return isPriced(content, terms) ? mrrOf(content, terms) : 0;
}

async function readMonths(client: Queryable, tenantId: string, now: Date): Promise<AccountMonth[]> {
  const running = monthOf(now);
  const first = addMonths(running, 1 - SIMULATED_MONTHS);
  const range = [[tenantId], monthStart(first), monthStart(addMonths(running, 1))];
  const usage = await client.query(MONTHS_OF_USAGE, range);
  const peaks = await client.query(MONTHS_OF_PEAKS, range);
  return monthsFrom(first, running).map((month) => {
    const peak = peaks.rows.find((row) => row.month === month);
    const used = usage.rows.filter((row) => row.month === month);
    return {
      month,
      students: peak ? Number(peak.students) : null,
      storageBytes: peak ? Number(peak.storage_bytes) : null,
      meters: Object.fromEntries(used.map((row) => [row.meter, Number(row.quantity)])),
    };
  });
}

function overrideOf({ startsAt, endsAt, endedAt, ...override }: Override): AccountOverride {
  const { id, key, value, reason, createdBy, state } = override;
  return {
    ...{ id, key, value, reason, createdBy, state },
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function withTexts<Row>(row: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  ) as Row;
}
