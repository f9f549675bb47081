import nodemailer from 'nodemailer';
import type { EventHandler } from '../../jobs/index.ts';
import { keyring, type Settings, unseal } from '../../kernel/index.ts';
import { MAIL_REQUESTED, MAIL_SEAL, type Mail } from './queue-mail.ts';

/** Sends queued mails through SMTP_URL. */
export function mailDelivery(settings: Settings): EventHandler & { close: () => void } {
  const transport = nodemailer.createTransport(settings.SMTP_URL ?? '', { from: settings.MAIL_FROM });
  return {
    name: 'mail-delivery',
    // Links for new passwords are for a suspended school's people too.
    whileSuspended: true,
    handles: (type) => type === MAIL_REQUESTED,
    run: async (event) => {
      const opened = unseal(keyring().current, MAIL_SEAL, String(event.payload.sealed));
      const { to, subject, html, text, fromName, replyTo } = JSON.parse(opened) as Mail;
      // The event id as Message-ID lets a mail server drop a repeated delivery.
      await transport.sendMail({
        to,
        subject,
        ...(fromName ? { from: { name: fromName, address: addressIn(settings.MAIL_FROM) } } : {}),
        ...(replyTo ? { replyTo } : {}),
        ...(html ? { html } : {}),
        ...(text ? { text } : {}),
        messageId: `<${event.id}@daftar>`,
      });
    },
    close: () => transport.close(),
  };
}

function addressIn(sender: string): string {
  return /<([^<>]+)>/.exec(sender)?.[1] ?? sender;
}
