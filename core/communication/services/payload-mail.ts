import type { EmailAdapter } from 'payload';
import { poolOf } from '../../tenancy/index.ts';
import { queueMail } from './queue-mail.ts';

/** Mails that Payload itself would send, through the outbox like all others. */
export const outboxMailAdapter: EmailAdapter = ({ payload }) => ({
  name: 'outbox',
  defaultFromAddress: 'no-reply@daftar.localhost',
  defaultFromName: 'Daftar',
  sendEmail: async (message) => {
    await queueMail(poolOf(payload), {
      to: String(message.to),
      subject: String(message.subject ?? ''),
      ...(message.html ? { html: String(message.html) } : {}),
      ...(message.text ? { text: String(message.text) } : {}),
    });
  },
});
