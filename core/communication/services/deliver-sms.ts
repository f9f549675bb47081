import type pg from 'pg';
import { alarmingConflicts, billingNow, captureUsage, releaseUsage } from '../../billing/index.ts';
import type { EventHandler } from '../../jobs/index.ts';
import { isAppError } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { inTransaction, type Queryable, whileAlone } from '../../tenancy/index.ts';
import { announceOutcome } from './message-outcome.ts';
import { MESSAGE_QUEUED, SMS_METER, SMS_SOURCE } from './queue-sms.ts';
import { RefusedMessage, type SmsProvider } from './sms-provider.ts';

type Row = {
  id: string;
  recipient: string;
  body: string;
  parts: string;
  status: string;
  attempted_at: Date | null;
  sent_at: Date | null;
  provider_id: string | null;
  source: string;
  idempotency_key: string;
};

/**
 * Delivers one message exactly once, as far as the provider lets us see. The attempt is written down before the
 * message is handed over. When the attempt of a crashed process is found, the provider is asked first whether
 * it has the message: Twilio takes no idempotency key. The message and its ledger entry become final together.
 */
export function smsDelivery(options: { pool: pg.Pool; provider: SmsProvider; logger: Logger }): EventHandler {
  return {
    name: 'sms-delivery',
    handles: (type) => type === MESSAGE_QUEUED,
    run: (event) =>
      withMessageLock(options.pool, String(event.payload.notificationId), () =>
        deliver(options, String(event.payload.notificationId)),
      ),
  };
}

async function deliver(
  { pool, provider, logger }: { pool: pg.Pool; provider: SmsProvider; logger: Logger },
  id: string,
): Promise<void> {
  const row = (
    await pool.query(
      `select id, recipient, body, parts, status, attempted_at, sent_at, provider_id, source, idempotency_key
         from notifications where id = $1`,
      [id],
    )
  ).rows[0] as Row | undefined;
  if (row === undefined || row.sent_at !== null || row.status === 'failed') return;
  const message = { to: row.recipient, body: row.body, reference: id };
  // A report of the provider may have come before our own note; then its id is known and nothing is sent again.
  let providerId =
    row.provider_id ??
    (row.status === 'sending' && row.attempted_at ? await recover(pool, provider, row) : undefined);
  if (providerId === undefined) {
    await pool.query(
      "update notifications set status = 'sending', attempted_at = now(), updated_at = now() where id = $1",
      [id],
    );
    try {
      providerId = await provider.send(message);
    } catch (error) {
      if (!(error instanceof RefusedMessage)) throw error;
      logger.warn({ notification: id, code: error.providerCode, msg: 'the provider refused a message' });
      await noteRefusal(pool, row, `${error.providerCode}: ${error.message}`.slice(0, 500));
      return;
    }
  }
  const sent = { id, providerId, parts: Number(row.parts) };
  try {
    await noteSent(pool, sent);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'usage.conflict') throw error;
    // The message went out and stays counted as it was first; the alarm tells people. Trying again would not end.
    logger.error({ notification: id, msg: 'a message was counted before with another number of parts' });
    await noteSent(pool, { ...sent, parts: undefined });
  }
}

/** The message and its ledger entry become final together; without `parts` the entry is there already. */
async function noteSent(
  pool: pg.Pool,
  { id, providerId, parts }: { id: string; providerId: string; parts: number | undefined },
): Promise<void> {
  const note = async (client: Queryable) => {
    await client.query(
      `update notifications
          set status = case when status in ('delivered', 'undelivered') then status else 'sent' end,
              provider_id = $2, sent_at = now(), updated_at = now()
        where id = $1`,
      [id, providerId],
    );
  };
  if (parts === undefined) {
    await inTransaction(pool, async (client) => {
      await note(client);
      await releaseUsage(client, { source: SMS_SOURCE, eventId: id });
    });
    return;
  }
  const usage = { meter: SMS_METER, source: SMS_SOURCE, eventId: id, quantity: parts };
  await alarmingConflicts(pool, usage, () =>
    inTransaction(pool, async (client) => {
      await note(client);
      await captureUsage(client, { ...usage, occurredAt: billingNow() });
    }),
  );
}

async function noteRefusal(pool: pg.Pool, row: Row, reason: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      "update notifications set status = 'failed', failure = $2, updated_at = now() where id = $1",
      [row.id, reason],
    );
    await releaseUsage(client, { source: SMS_SOURCE, eventId: row.id });
    await announceOutcome(client, {
      messageId: row.id,
      channel: 'sms',
      source: row.source,
      idempotencyKey: row.idempotency_key,
      delivered: false,
      reason,
    });
  });
}

// The same text to the same person may have gone out for another message of ours: those ids are taken.
async function recover(pool: pg.Pool, provider: SmsProvider, row: Row): Promise<string | undefined> {
  const since = new Date((row.attempted_at?.getTime() ?? 0) - 60_000);
  const candidates = await provider.find({ to: row.recipient, body: row.body }, since);
  if (candidates.length === 0) return undefined;
  const { rows } = await pool.query('select provider_id from notifications where provider_id = any($1)', [
    candidates,
  ]);
  const taken = new Set(rows.map((known) => known.provider_id as string));
  return candidates.find((candidate) => !taken.has(candidate));
}

// Two processes may hold the same event for a moment when a claim ran out; only one of them may send.
async function withMessageLock(pool: pg.Pool, id: string, work: () => Promise<void>): Promise<void> {
  const wasAlone = await whileAlone(pool, `daftar.sms:${id}`, async () => {
    await work();
    return true;
  });
  if (!wasAlone) throw new Error('Another process is sending this message; trying again later.');
}
