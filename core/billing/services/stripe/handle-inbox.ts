import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import { CLAIM_INBOX, CLOSE_EVENT, IS_DELETED, RETRY_EVENT } from '../../sql/inbox.ts';
import { followProvider } from '../subscriptions/follow-provider.ts';
import { intend } from '../subscriptions/intents.ts';
import { hoursAfter } from '../subscriptions/moments.ts';
import { groupOfCustomer } from '../subscriptions/payers.ts';
import type { SchoolStates } from '../subscriptions/school-states.ts';
import { lockAccount } from '../subscriptions/store.ts';
import { keepMovement } from './keep-movement.ts';
import type { PaymentProvider, ProviderMovement } from './payment-provider.ts';

export type InboxOptions = {
  pool: pg.Pool;
  logger: Logger;
  provider: PaymentProvider;
  schools: SchoolStates;
  /** Told of every invoice of a school that is not paid with it: our own invoice is brought to it. May be asked again. */
  invoiceSeen?: (seen: { tenantId: string; invoiceId: string; now: Date }) => Promise<unknown>;
  /** Told of every message about the payer of a group, with the money that it is about. */
  groupHeard?: (heard: {
    groupId: string;
    customerId: string;
    movements: ProviderMovement[];
    hasNewMeans: boolean;
    now: Date;
  }) => Promise<void>;
  /** Told of a report about usage that the provider could not count. */
  meterErrors?: (report: { reportId: string; now: Date }) => Promise<void>;
};

type InboxRow = {
  event_id: string;
  type: string;
  object_type: string;
  object_id: string;
  customer_id: string | null;
  attempts: number;
  deliveries: number;
};

const AT_ONCE = 50;
const CLAIM_HOURS = 1 / 60;
const BACKOFF_HOURS = [1 / 720, 1 / 120, 1 / 20, 1 / 4, 1, 3, 6, 12];
const MOST_ATTEMPTS = 12;

const MEANS_OF_PAYMENT =
  /^(checkout\.session\.completed|payment_method\.attached|setup_intent\.succeeded|customer\.updated)$/;
const METER_REPORT = /^v1\.billing\.meter\.(error_report_triggered|no_meter_found)$/;
const OBJECTS_WITH_MONEY = new Set(['invoice', 'charge', 'refund', 'dispute']);

/**
 * Handles what waits in the inbox. A message is only a hint that something of a school changed: the object, and then the whole
 * account, are read from the provider, so that no message can say what is not so, and old ones undo nothing. What is read after a
 * batch was claimed holds for all of it: each object and each account is read once a batch. Returns how many.
 */
export async function handleInbox(options: InboxOptions, now: Date): Promise<number> {
  return asSystem(async () => {
    let handled = 0;
    for (;;) {
      const { rows } = await options.pool.query<InboxRow>(CLAIM_INBOX, [
        now,
        AT_ONCE,
        hoursAfter(now, CLAIM_HOURS),
      ]);
      const batch = openBatch(rows);
      for (const row of rows) await handleOne(options, batch, row, now);
      handled += rows.length;
      if (rows.length < AT_ONCE) return handled;
    }
  }, 'webhook-inbox');
}

type Batch = {
  /** The same question is asked once; everybody gets its answer, or its failure. */
  once: <T>(question: string, ask: () => Promise<T>) => Promise<T>;
  /** Whether later messages of the batch are about the same customer. */
  hasMore: (row: InboxRow) => boolean;
};

function openBatch(rows: readonly InboxRow[]): Batch {
  const asked = new Map<string, Promise<unknown>>();
  const last = new Map(rows.map(({ customer_id, event_id }) => [customer_id, event_id]));
  return {
    once: (question, ask) => {
      const known = asked.get(question) ?? ask();
      asked.set(question, known);
      return known as ReturnType<typeof ask>;
    },
    hasMore: ({ customer_id, event_id }) => customer_id !== null && last.get(customer_id) !== event_id,
  };
}

async function handleOne(options: InboxOptions, batch: Batch, row: InboxRow, now: Date): Promise<void> {
  const { pool, logger } = options;
  try {
    const outcome = await dispatch(options, batch, row, now);
    await pool.query(CLOSE_EVENT, [row.event_id, outcome, now, row.deliveries]);
  } catch (err) {
    // A draft that was deleted cannot be read anew, and was never owed: its messages have nothing to say.
    if ((await pool.query(IS_DELETED, [row.object_id])).rows[0]) {
      await pool.query(CLOSE_EVENT, [row.event_id, 'ignored', now, row.deliveries]);
      return;
    }
    const message = err instanceof Error ? err.message : String(err);
    const pause = BACKOFF_HOURS[Math.min(row.attempts - 1, BACKOFF_HOURS.length - 1)] ?? 12;
    const isDead = row.attempts >= MOST_ATTEMPTS;
    logger[isDead ? 'error' : 'warn']({
      err,
      event: row.event_id,
      type: row.type,
      msg: isDead
        ? 'a message of the payment provider is given up'
        : 'a message of the payment provider is tried again',
    });
    await pool.query(RETRY_EVENT, [
      row.event_id,
      message.slice(0, 500),
      hoursAfter(now, pause),
      MOST_ATTEMPTS,
    ]);
  }
}

async function dispatch(
  options: InboxOptions,
  batch: Batch,
  row: InboxRow,
  now: Date,
): Promise<'done' | 'ignored'> {
  if (METER_REPORT.test(row.type)) {
    await options.meterErrors?.({ reportId: row.event_id, now });
    return 'done';
  }
  const { object_type: objectType, object_id: objectId } = row;
  const movements = OBJECTS_WITH_MONEY.has(objectType)
    ? await batch.once(`money:${objectType}:${objectId}`, () =>
        options.provider.readMovements(objectType, objectId),
      )
    : [];
  const customerId = row.customer_id ?? movements[0]?.customerId;
  const groupId = customerId ? await groupOfCustomer(options.pool, customerId) : undefined;
  if (groupId && customerId && options.groupHeard) {
    const hasNewMeans = MEANS_OF_PAYMENT.test(row.type);
    await options.groupHeard({ groupId, customerId, movements, hasNewMeans, now });
    return 'done';
  }
  const tenantId = customerId ? await schoolOf(options.pool, customerId) : undefined;
  if (!customerId || !tenantId) return 'ignored';
  if (objectType === 'invoice')
    await batch.once(`invoice:${objectId}`, async () =>
      options.invoiceSeen?.({ tenantId, invoiceId: objectId, now }),
    );
  for (const invoiceId of givenBackOf(movements)) {
    await options.invoiceSeen?.({ tenantId, invoiceId, now });
    const paid = await options.provider.readMovements('invoice', invoiceId);
    for (const movement of paid) await keepMovement(options.pool, { tenantId, movement, now });
  }
  for (const movement of movements) await keepMovement(options.pool, { tenantId, movement, now });
  if (MEANS_OF_PAYMENT.test(row.type))
    await batch.once(`means:${customerId}`, () => takeMeans(options, { customerId, tenantId, now }));
  if (!batch.hasMore(row)) await followProvider(options, tenantId, now);
  return 'done';
}

// What is given back can be told before what was paid: the invoice and its payment are brought here first, or the money would
// belong to no invoice of ours.
function givenBackOf(movements: ProviderMovement[]): string[] {
  const invoices = movements.flatMap(({ kind, invoiceId }) => (kind === 'payment' ? [] : (invoiceId ?? [])));
  return [...new Set(invoices)];
}

async function schoolOf(pool: pg.Pool, customerId: string): Promise<string | undefined> {
  const { rows } = await pool.query('select id from tenants where stripe_customer_id = $1', [customerId]);
  return rows[0]?.id;
}

// With a new card, what is open is paid at once (S10): nobody has to come back and press a button.
async function takeMeans(
  options: InboxOptions,
  { customerId, tenantId, now }: { customerId: string; tenantId: string; now: Date },
): Promise<void> {
  await options.provider.adoptPaymentMethod(customerId);
  const account = await options.provider.readAccount(customerId);
  if (!account.paymentMethod || !account.unpaid.some(({ wasTried }) => wasTried)) return;
  const { brand, last4 } = account.paymentMethod;
  const oldest = account.unpaid[0]?.invoiceId;
  await inTransaction(options.pool, async (client) => {
    const { school } = await lockAccount(client, tenantId);
    await intend(
      client,
      school,
      { kind: 'collect', payload: {} },
      { reason: `means:${brand}${last4}:${oldest}`, now },
    );
  });
}
