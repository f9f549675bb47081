import nodemailer from 'nodemailer';
import type { EventHandler } from '../../jobs/index.ts';
import { keyring, type Settings, unseal } from '../../kernel/index.ts';
import { MAIL_REQUESTED, MAIL_SEAL, type Mail } from './queue-mail.ts';

/** Sends one mail; the id becomes its Message-ID, which lets a mail server drop a repeated delivery. */
export type SendMail = (id: string, mail: Mail) => Promise<void>;

/** Sends queued mails through SMTP_URL; `send` is the same way out for mails that are kept elsewhere. */
export function mailDelivery(settings: Settings): EventHandler & { send: SendMail; close: () => void } {
  const transport = nodemailer.createTransport(settings.SMTP_URL ?? '', { from: settings.MAIL_FROM });
  const send: SendMail = async (id, { to, subject, html, text, fromName, replyTo }) => {
    await transport.sendMail({
      to,
      subject,
      ...(fromName ? { from: { name: fromName, address: addressIn(settings.MAIL_FROM) } } : {}),
      ...(replyTo ? { replyTo } : {}),
      ...(html ? { html } : {}),
      ...(text ? { text } : {}),
      messageId: `<${id}@daftar>`,
    });
  };
  return {
    name: 'mail-delivery',
    // Links for new passwords are for a suspended school's people too.
    whileSuspended: true,
    handles: (type) => type === MAIL_REQUESTED,
    run: async (event) => {
      const opened = unseal(keyring().current, MAIL_SEAL, String(event.payload.sealed));
      await send(event.id, JSON.parse(opened) as Mail);
    },
    send,
    close: () => transport.close(),
  };
}

function addressIn(sender: string): string {
  return /<([^<>]+)>/.exec(sender)?.[1] ?? sender;
}
