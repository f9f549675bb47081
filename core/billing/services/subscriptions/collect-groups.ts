import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction, type Queryable, whileAlone } from '../../../tenancy/index.ts';
import {
  BUNDLED,
  BUNDLED_LINES,
  GROUPS_TO_COLLECT,
  NOTE_RAISED,
  UNRAISED_BUNDLES,
  WAITING_DRAFTS,
} from '../../sql/payers.ts';
import { refreshDraft } from '../invoices/draft-invoice.ts';
import { bundleInvoices, finaliseGroupInvoice } from '../invoices/group-invoice.ts';
import type { PaymentProvider, RaisedInvoice } from '../stripe/payment-provider.ts';
import { hoursAfter } from './moments.ts';
import { ensurePayerCustomer } from './payers.ts';

export type CollectOptions = {
  pool: pg.Pool;
  logger: Logger;
  provider: Pick<PaymentProvider, 'ensurePayer' | 'raiseInvoice'>;
  /** Has the days and the usage of a school's period counted and sent before it is rated for the last time. */
  freeze: (period: { tenantId: string; start: Date; end: Date; now: Date }) => Promise<unknown>;
  /** Called when a group's invoice is with the provider, so that its payment counts although its message came before. */
  follow: (groupId: string, now: Date) => Promise<void>;
};

/** As long as the provider waits with its own drafts: usage of the last minutes is still on its way. */
const WAIT_HOURS = 1;

/**
 * Makes the invoices of groups with one payer: the drafts of their schools are bundled an hour after the first one fell due (a
 * change is charged at once), rated a last time, made final, and put before the provider line by line. Each step is committed before
 * the next one, and the next run goes on where a process died. Returns how many invoices the provider got.
 */
export async function collectGroups(options: CollectOptions, now: Date): Promise<number> {
  return asSystem(async () => {
    const { rows } = await options.pool.query<{ id: string }>(GROUPS_TO_COLLECT, [
      hoursAfter(now, -WAIT_HOURS),
    ]);
    let raised = 0;
    for (const { id } of rows)
      try {
        raised += await collectGroup(options, id, now);
      } catch (err) {
        options.logger.error({
          err,
          group: id,
          msg: 'the invoice of a group could not be made; it is tried again',
        });
      }
    return raised;
  }, 'group-payers');
}

// One process at a time works for a group; another one finds the lock taken and leaves.
async function collectGroup(options: CollectOptions, groupId: string, now: Date): Promise<number> {
  const raised = await whileAlone(options.pool, `daftar.collect-group:${groupId}`, async () => {
    await bundleDue(options.pool, groupId, now);
    const { rows: bundles } = await options.pool.query(UNRAISED_BUNDLES, [groupId]);
    let count = 0;
    for (const { id } of bundles) if (await bringThrough(options, { id, groupId }, now)) count += 1;
    if (bundles.length > 0) await options.follow(groupId, now);
    return count;
  });
  return raised ?? 0;
}

type Draft = { id: string; reason: string; period_start: Date; period_end: Date; created_at: Date };

// Everything that waits goes along as soon as one of it has waited long enough.
async function bundleDue(pool: pg.Pool, groupId: string, now: Date): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<Draft>(WAITING_DRAFTS, [groupId]);
    const changes = rows.filter(({ reason }) => reason === 'change');
    const hasWaited = rows.some(({ created_at }) => created_at <= hoursAfter(now, -WAIT_HOURS));
    const due = hasWaited ? rows.filter(({ created_at }) => created_at <= now) : changes;
    if (due.length === 0) return;
    const times = (dates: Date[]) => dates.map((date) => date.getTime());
    const period = {
      start: new Date(Math.min(...times(due.map(({ period_start }) => period_start)))),
      end: new Date(Math.max(...times(due.map(({ period_end }) => period_end)))),
    };
    await bundleInvoices(client, { groupId, period, invoiceIds: due.map(({ id }) => id), now });
  });
}

async function bringThrough(
  options: CollectOptions,
  { id, groupId }: { id: string; groupId: string },
  now: Date,
): Promise<boolean> {
  const { pool, provider } = options;
  await rateLast(options, id, now);
  const totalCents = await inTransaction(pool, async (client) => {
    const { rows } = await client.query(BUNDLED, [id]);
    for (const { id: invoiceId, tenant_id: tenantId, state } of rows)
      if (state === 'draft') await refreshDraft(client, { tenantId, invoiceId, now });
    return (await finaliseGroupInvoice(client, { id, now })).totalCents;
  });
  if (totalCents === 0) return false;
  const customerId = await ensurePayerCustomer(pool, provider, groupId);
  const theirs = await provider.raiseInvoice(
    await raisedOf(pool, { id, customerId, totalCents }),
    `group:${id}`,
  );
  await pool.query(NOTE_RAISED, [id, theirs, totalCents, now]);
  return true;
}

async function rateLast({ pool, freeze }: CollectOptions, id: string, now: Date): Promise<void> {
  const { rows } = await pool.query(BUNDLED, [id]);
  for (const { tenant_id: tenantId, state, usage_start: start, usage_end: end } of rows) {
    if (state !== 'draft') continue;
    if (start && end) await freeze({ tenantId, start, end, now });
  }
}

async function raisedOf(
  client: Queryable,
  { id, customerId, totalCents }: { id: string; customerId: string; totalCents: number },
): Promise<RaisedInvoice> {
  const { rows } = await client.query(BUNDLED_LINES, [id]);
  return {
    customerId,
    reference: id,
    totalCents,
    lines: rows.map((line) => ({
      reference: line.id,
      description: `${line.school} · ${line.description}`,
      cents: line.cents,
      period: { start: line.period_start, end: line.period_end },
      invoice: { id: line.invoice, number: line.number, tenantId: line.tenant_id },
    })),
  };
}
