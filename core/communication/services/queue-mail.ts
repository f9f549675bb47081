import { publishEvents } from '../../jobs/index.ts';
import { keyring, seal } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';

/** The event that asks for one mail. */
export const MAIL_REQUESTED = 'mail.requested';

export type Mail = {
  to: string;
  subject: string;
  html?: string;
  text?: string;
  /** The name beside the sender's address; the address itself is always MAIL_FROM's, which alone may send. */
  fromName?: string;
  replyTo?: string;
};

/** What a mail is sealed for: events can be read by the platform's staff, and a mail may carry a password link. */
export const MAIL_SEAL = 'mail';

/**
 * Writes a mail into the outbox, sealed; it leaves after the transaction, never inside a request. Give it the client of a
 * transaction where the mail belongs to a change; a pool writes it by itself. The same key writes one mail in a school.
 */
export async function queueMail(database: Queryable, mail: Mail, dedupeKey?: string): Promise<void> {
  await publishEvents(database, [
    {
      type: MAIL_REQUESTED,
      payload: { sealed: seal(keyring().current, MAIL_SEAL, JSON.stringify(mail)) },
      ...(dedupeKey === undefined ? {} : { dedupeKey }),
    },
  ]);
}
