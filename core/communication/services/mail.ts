import nodemailer from 'nodemailer';
import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';
import { publishEvents } from '../../jobs/index.ts';
import type { Settings } from '../../kernel/index.ts';
import { currentScope, inTransaction } from '../../tenancy/index.ts';

/** The event that asks for one mail. */
export const MAIL_REQUESTED = 'mail.requested';

export type Mail = { to: string; subject: string; html?: string; text?: string };

/** Writes a mail into the outbox; it leaves after the transaction, never inside a request. Needs a school's scope. */
export async function queueMail(pool: pg.Pool, mail: Mail): Promise<void> {
  if (currentScope()?.kind !== 'tenant') throw new Error('A mail is sent in the name of a school; there is no school here.');
  await inTransaction(pool, (client) => publishEvents(client, [{ type: MAIL_REQUESTED, payload: { ...mail } }]));
}

/** Sends queued mails through SMTP_URL. */
export function mailDelivery(settings: Settings): EventHandler & { close: () => void } {
  const transport = nodemailer.createTransport(settings.SMTP_URL ?? '', { from: settings.MAIL_FROM });
  return {
    name: 'mail-delivery',
    handles: (type) => type === MAIL_REQUESTED,
    run: async (event) => {
      const { to, subject, html, text } = event.payload as Mail;
      // The event id as Message-ID lets a mail server drop a repeated delivery.
      await transport.sendMail({ to, subject, ...(html ? { html } : {}), ...(text ? { text } : {}), messageId: `<${event.id}@daftar>` });
    },
    close: () => transport.close(),
  };
}
