import type pg from 'pg';
import { asSystem, inTransaction } from '../../tenancy/index.ts';
import { announceOutcome } from './message-outcome.ts';

/** What a provider reports about one message that it took. */
export type DeliveryReport = {
  /** Our id of the message. */
  messageId: string;
  providerId: string;
  status: string;
  errorCode: string | undefined;
};

/** The provider's final statuses; every other one says only that the message is on its way. */
const FINAL = new Map<string, 'delivered' | 'undelivered'>([
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'undelivered'],
  ['canceled', 'undelivered'],
]);

/** What the provider's codes say, https://www.twilio.com/docs/api/errors. */
const REASONS: Record<string, string> = {
  '30001': 'the provider’s queue was full',
  '30002': 'the account at the provider is suspended',
  '30003': 'the phone could not be reached',
  '30004': 'the recipient’s network or phone blocks the message',
  '30005': 'the number does not exist',
  '30006': 'a landline, or a network that cannot be reached',
  '30007': 'the network filtered the message',
  '30008': 'the network gave no reason',
};

/**
 * Writes down how a message ended and tells the add-on that sent it, in one transaction and once. A final status stays:
 * what is reported later, or again, changes nothing. A report can come before our own note that the provider took the
 * message. Returns false for a message that is not ours. Also for a suspended school, whose message was sent before.
 */
export async function takeDeliveryReport(pool: pg.Pool, report: DeliveryReport): Promise<boolean> {
  const status = FINAL.get(report.status);
  const { messageId, providerId, errorCode } = report;
  return asSystem(() =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query(
        `select n.status, n.source, n.idempotency_key, n.channel, t.id as school_id, t.name as school
           from notifications n join tenants t on t.id = n.tenant_id
          where n.id = $1 and (n.provider_id is null or n.provider_id = $2) and n.status not in ('queued', 'failed')
            for update of n`,
        [messageId, providerId],
      );
      const row = rows[0];
      if (row === undefined) return false;
      if (status === undefined || row.status === 'delivered' || row.status === 'undelivered') return true;
      const failure = status === 'delivered' ? null : reasonOf(errorCode);
      await client.query(
        `update notifications
            set status = $3::enum_notifications_status, provider_id = $2, failure = $4, updated_at = now(),
                delivered_at = case when $3 = 'delivered' then now() end
          where id = $1`,
        [messageId, providerId, status, failure],
      );
      const sent = {
        messageId,
        channel: row.channel,
        source: row.source,
        idempotencyKey: row.idempotency_key,
      };
      await announceOutcome(
        client,
        status === 'delivered'
          ? { ...sent, delivered: true }
          : { ...sent, delivered: false, reason: failure },
        { id: row.school_id, name: row.school },
      );
      return true;
    }),
  );
}

function reasonOf(code: string | undefined): string {
  if (code === undefined) return 'the network gave no reason';
  return `${code}: ${REASONS[code] ?? 'see the provider’s list of errors'}`;
}
