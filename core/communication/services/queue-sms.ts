import type pg from 'pg';
import { countSmsParts } from '../../../plugins/sdk/index.ts';
import { billingNow, reserveUsage } from '../../billing/index.ts';
import { publishEvents } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';

export type SmsRequest = {
  /** Who sends it: an install of an add-on, or the school itself. Keys are unique within a source. */
  source: string;
  idempotencyKey: string;
  guardianId: string;
  studentId?: string;
  body: string;
  language: 'en' | 'ar';
  /** The delivery waits until then; at most seven days. A moment that has passed is now. */
  notBefore?: Date;
};

/** Asked in the transaction of a new message, after it was written; what it throws takes the message back. */
export type SmsCheck = (client: Queryable) => Promise<void>;

export type QueuedSms = { messageId: string; status: 'queued' | 'duplicate'; parts: number };

/** The meter that SMS are billed by: parts as the network counts them. */
export const SMS_METER = 'sms_parts';

/** Under which the ledger knows messages of every sender; the event is the message's id. */
export const SMS_SOURCE = 'sms';

/** The event that asks for the delivery of one message. */
export const MESSAGE_QUEUED = 'message.queued';

const RESERVED_MS = 86_400_000;
const LONGEST_WAIT_MS = 7 * 86_400_000;

/**
 * Writes a message and the event that will deliver it in one transaction, in the scope of the school. The same
 * key of the same source never makes a second message. Throws message.recipient_unknown for a guardian of
 * another school, without a phone, or who takes no SMS, message.too_late for one that would wait too long, and
 * budget.exhausted when the school's budget does not hold its price any more.
 */
export async function queueSms(pool: pg.Pool, request: SmsRequest, check?: SmsCheck): Promise<QueuedSms> {
  const { parts } = countSmsParts(request.body);
  const { notBefore } = request;
  if (notBefore && notBefore.getTime() > Date.now() + LONGEST_WAIT_MS)
    throw new AppError('message.too_late', { days: 7 });
  return inTransaction(pool, async (client) => {
    const guardians = await client.query(
      `select g.phone from guardians g
        where g.id = $1 and g.active and g.phone is not null
          and exists (select from student_guardians l where l.guardian_id = g.id and l.sms_allowed
                         and ($2::uuid is null or l.student_id = $2))`,
      [request.guardianId, request.studentId ?? null],
    );
    const phone = guardians.rows[0]?.phone as string | undefined;
    if (phone === undefined) throw new AppError('message.recipient_unknown');
    const inserted = await client.query(
      `insert into notifications (channel, source, idempotency_key, guardian_id, student_id, recipient, language, body, parts, status, not_before)
       values ('sms', $1, $2, $3, $4, $5, $6::enum_notifications_language, $7, $8, 'queued', $9)
       on conflict (tenant_id, source, idempotency_key) do nothing returning id`,
      [
        request.source,
        request.idempotencyKey,
        request.guardianId,
        request.studentId ?? null,
        phone,
        request.language,
        request.body,
        parts,
        notBefore?.toISOString() ?? null,
      ],
    );
    const id = inserted.rows[0]?.id as string | undefined;
    if (id === undefined) {
      const known = await client.query(
        'select id, parts from notifications where source = $1 and idempotency_key = $2',
        [request.source, request.idempotencyKey],
      );
      return {
        messageId: known.rows[0].id,
        status: 'duplicate' as const,
        parts: Number(known.rows[0].parts),
      };
    }
    await check?.(client);
    const now = billingNow();
    await reserveUsage(client, {
      meter: SMS_METER,
      quantity: parts,
      source: SMS_SOURCE,
      eventId: id,
      now,
      // A message that waits keeps its price; a day more for the provider to take it.
      expiresAt: new Date(Math.max(notBefore?.getTime() ?? 0, now.getTime()) + RESERVED_MS),
    });
    await publishEvents(client, [
      {
        type: MESSAGE_QUEUED,
        payload: { notificationId: id },
        dedupeKey: id,
        ...(notBefore ? { notBefore } : {}),
      },
    ]);
    return { messageId: id, status: 'queued' as const, parts };
  });
}
