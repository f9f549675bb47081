import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { inTransaction } from '../../tenancy/index.ts';

export type GuardianMailRequest = {
  /** Who sends it: an add-on, or a part of the product. Keys are unique within a source. */
  source: string;
  idempotencyKey: string;
  guardianId: string;
  studentId?: string;
  subject: string;
  body: string;
  language: 'en' | 'ar';
};

/** The event that asks for the delivery of one mail to a guardian. */
export const GUARDIAN_MAIL_QUEUED = 'message.mail_queued';

/** Between subject and text in the one text that the list of messages shows. */
export const AFTER_SUBJECT = '\n\n';

/**
 * Writes a mail to a guardian and the event that will deliver it in one transaction, in the scope of the school. The
 * same key of the same source never makes a second mail. Throws message.recipient_unknown for a guardian of another
 * school or without an e-mail address, and for a pupil who is not the guardian's.
 */
export async function queueGuardianMail(
  pool: pg.Pool,
  request: GuardianMailRequest,
): Promise<{ messageId: string; status: 'queued' | 'duplicate' }> {
  const { source, idempotencyKey, guardianId, studentId = null, language } = request;
  const subject = request.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return inTransaction(pool, async (client) => {
    const guardians = await client.query(
      `select g.email from guardians g
        where g.id = $1 and g.active and g.email is not null
          and exists (select from student_guardians l where l.guardian_id = g.id and ($2::uuid is null or l.student_id = $2))`,
      [guardianId, studentId],
    );
    const email = guardians.rows[0]?.email as string | undefined;
    if (email === undefined) throw new AppError('message.recipient_unknown');
    const inserted = await client.query(
      `insert into notifications (channel, source, idempotency_key, guardian_id, student_id, recipient, language, body, parts, status)
       values ('email', $1, $2, $3, $4, $5, $6::enum_notifications_language, $7, 1, 'queued')
       on conflict (tenant_id, source, idempotency_key) do nothing returning id`,
      [
        source,
        idempotencyKey,
        guardianId,
        studentId,
        email,
        language,
        subject + AFTER_SUBJECT + request.body,
      ],
    );
    const id = inserted.rows[0]?.id as string | undefined;
    if (id === undefined) {
      const known = await client.query(
        'select id from notifications where source = $1 and idempotency_key = $2',
        [source, idempotencyKey],
      );
      return { messageId: known.rows[0].id, status: 'duplicate' as const };
    }
    await publishEvents(client, [
      { type: GUARDIAN_MAIL_QUEUED, payload: { notificationId: id }, dedupeKey: id },
    ]);
    return { messageId: id, status: 'queued' as const };
  });
}
