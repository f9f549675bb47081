import type pg from 'pg';
import { bookAt } from '../../../core/billing/index.ts';
import { AppError } from '../../../core/kernel/index.ts';
import { recordAudit } from '../../../core/observability/index.ts';
import { inTransaction, type Queryable, type Staff } from '../../../core/tenancy/index.ts';

export type Agreement = {
  id: string;
  publisherId: string;
  /** An add-on or a meter of the price book. */
  code: string;
  /** Percent of what is collected, such as '85'. */
  sharePercent: string;
  validFrom: string;
  createdBy: string;
};

export type PublisherShares = {
  publisherId: string;
  /** Where its transfers go; undefined until staff entered it. */
  account: string | undefined;
  rightCents: number;
  transferredCents: number;
  waiting: number;
  lastError: string | undefined;
};

const LIST = `
  select id, publisher_id as "publisherId", code, share_percent as "sharePercent", valid_from as "validFrom", created_by as "createdBy"
    from partner_agreements order by publisher_id, code, valid_from desc`;
const PUBLISHERS = `
  select p.publisher_id as "publisherId", o.stripe_account_id as account,
         coalesce((select sum(e.amount_cents) from partner_entries e where e.publisher_id = p.publisher_id), 0)::int8 as "rightCents",
         coalesce(t.moved, 0)::int8 as "transferredCents", coalesce(t.waiting, 0)::int as waiting, t.last_error as "lastError"
    from (select publisher_id from partner_agreements union select publisher_id from partner_accounts
          union select publisher_id from plugins where publisher_id is not null) p
    left join partner_payouts o on o.publisher_id = p.publisher_id
    left join lateral (
      select sum(case when t.reverses_id is null then t.amount_cents else -t.amount_cents end) filter (where t.state = 'sent') as moved,
             count(*) filter (where t.state = 'pending') as waiting, max(t.last_error) as last_error
        from partner_transfers t where t.publisher_id = p.publisher_id) t on true
   order by 1`;
const KNOWN_PUBLISHER = `
  select 1 from plugins where publisher_id = $1 union select 1 from partner_accounts where publisher_id = $1 limit 1`;

/** All agreements, and how the publishers stand; for staff. */
export async function listShares(
  database: Queryable,
): Promise<{ agreements: Agreement[]; publishers: PublisherShares[] }> {
  const agreements = await database.query(LIST);
  const publishers = await database.query(PUBLISHERS);
  return {
    agreements: agreements.rows.map((row) => ({ ...row, validFrom: row.validFrom.toISOString() })),
    publishers: publishers.rows.map((row) => ({
      publisherId: row.publisherId,
      account: row.account ?? undefined,
      rightCents: Number(row.rightCents),
      transferredCents: Number(row.transferredCents),
      waiting: row.waiting,
      lastError: row.lastError ?? undefined,
    })),
  };
}

/**
 * Agrees that a publisher has a share of what a code brings in, for invoices finalised from `validFrom` on. Throws
 * shares.code_unknown, shares.publisher_unknown, or shares.agreed when the code has an agreement from that moment.
 */
export async function agreeShare(
  pool: pg.Pool,
  wanted: { publisherId: string; code: string; sharePercent: string; validFrom: Date },
  { staff, now }: { staff: Staff; now: Date },
): Promise<void> {
  const { publisherId, code, sharePercent, validFrom } = wanted;
  await inTransaction(pool, async (client) => {
    const { content } = await bookAt(client, now);
    if (![...content.addOns, ...content.meters].some((entry) => entry.code === code))
      throw new AppError('shares.code_unknown', { code });
    await requireKnown(client, publisherId);
    const { rowCount } = await client.query(
      `insert into partner_agreements (publisher_id, code, share_percent, valid_from, created_by)
       values ($1, $2, $3, $4, $5) on conflict (code, valid_from) do nothing`,
      [publisherId, code, sharePercent, validFrom, staff.label],
    );
    if (rowCount === 0) throw new AppError('shares.agreed', { code });
    await recordAudit(client, {
      category: 'admin',
      action: 'partners.agree_share',
      actor: { kind: 'staff', ...staff },
      subject: { collection: 'partner-agreements', label: `${publisherId} ${code}` },
      after: { sharePercent, validFrom: validFrom.toISOString() },
    });
  });
}

/** Says where a publisher's money goes. Throws shares.publisher_unknown. */
export async function setPayoutAccount(
  pool: pg.Pool,
  { publisherId, account }: { publisherId: string; account: string },
  staff: Staff,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await requireKnown(client, publisherId);
    await client.query(
      `insert into partner_payouts (publisher_id, stripe_account_id, updated_by) values ($1, $2, $3)
       on conflict (publisher_id) do update
         set stripe_account_id = excluded.stripe_account_id, updated_by = excluded.updated_by, updated_at = now()`,
      [publisherId, account, staff.label],
    );
    await recordAudit(client, {
      category: 'admin',
      action: 'partners.payout_account',
      actor: { kind: 'staff', ...staff },
      subject: { collection: 'partner-payouts', label: publisherId },
      after: { account },
    });
  });
}

async function requireKnown(client: Queryable, publisherId: string): Promise<void> {
  const { rowCount } = await client.query(KNOWN_PUBLISHER, [publisherId]);
  if (rowCount === 0) throw new AppError('shares.publisher_unknown', { publisher: publisherId });
}
