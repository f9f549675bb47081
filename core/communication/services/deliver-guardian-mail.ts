import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';
import { inTransaction, requireTenant } from '../../tenancy/index.ts';
import type { SendMail } from './deliver-mail.ts';
import { announceOutcome } from './message-outcome.ts';
import { AFTER_SUBJECT, GUARDIAN_MAIL_QUEUED } from './queue-guardian-mail.ts';
import { schoolMail } from './school-mail.ts';

type Row = {
  recipient: string;
  body: string;
  language: 'en' | 'ar';
  status: string;
  source: string;
  idempotency_key: string;
};

/**
 * Sends mails to guardians under the school's name. A mail server takes no key, so that a crash between sending and
 * noting it can send once more; the id of the message as Message-ID lets the receiving side drop the second.
 */
export function guardianMailDelivery({ pool, send }: { pool: pg.Pool; send: SendMail }): EventHandler {
  return {
    name: 'guardian-mail-delivery',
    handles: (type) => type === GUARDIAN_MAIL_QUEUED,
    run: async (event) => {
      const id = String(event.payload.notificationId);
      const { rows } = await pool.query<Row>(
        'select recipient, body, language, status, source, idempotency_key from notifications where id = $1',
        [id],
      );
      const [row] = rows;
      if (row === undefined || row.status === 'sent' || row.status === 'failed') return;
      const failure = await send(id, mailOf(row)).then(
        () => undefined,
        (error: unknown) => {
          const reason = refusalOf(error);
          if (reason === undefined) throw error;
          return reason;
        },
      );
      await inTransaction(pool, async (client) => {
        await client.query(
          `update notifications
              set status = $2::text::enum_notifications_status, failure = $3, attempted_at = now(), updated_at = now(),
                  sent_at = case when $2 = 'sent' then now() end
            where id = $1`,
          [id, failure === undefined ? 'sent' : 'failed', failure ?? null],
        );
        // That a mail server took a mail is not yet a delivery; that it refused one is final.
        if (failure !== undefined)
          await announceOutcome(client, {
            messageId: id,
            channel: 'email',
            source: row.source,
            idempotencyKey: row.idempotency_key,
            delivered: false,
            reason: failure,
          });
      });
    },
  };
}

function mailOf({ recipient, body, language }: Row) {
  const tenant = requireTenant();
  const end = body.indexOf(AFTER_SUBJECT);
  const paragraphs = body.slice(end + AFTER_SUBJECT.length).split(/\n{2,}/);
  const name = language === 'ar' ? (tenant.nameAr ?? tenant.name) : tenant.name;
  const composed = schoolMail({ tenant, language, heading: body.slice(0, end), paragraphs });
  return { fromName: name, ...composed, to: recipient };
}

/** The answer of a mail server that will be the same next time; undefined for everything that may pass. */
function refusalOf(error: unknown): string | undefined {
  const { responseCode, response } = (error ?? {}) as { responseCode?: number; response?: string };
  if (responseCode === undefined || responseCode < 500) return undefined;
  return `${response ?? responseCode}`.slice(0, 500);
}
