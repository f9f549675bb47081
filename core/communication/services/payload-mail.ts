import type { EmailAdapter } from 'payload';
import { currentScope, poolOf } from '../../tenancy/index.ts';
import { queueMail } from './queue-mail.ts';

/**
 * Payload's own mails (password reset) through the outbox. On the console and partner hosts, which belong to no
 * school, mail is not queued yet: staff accounts are reset by an operator.
 */
export const outboxMailAdapter: EmailAdapter = ({ payload }) => ({
  name: 'outbox',
  defaultFromAddress: 'no-reply@daftar.localhost',
  defaultFromName: 'Daftar',
  sendEmail: async (message) => {
    if (currentScope()?.kind !== 'tenant') return;
    await queueMail(poolOf(payload), {
      to: String(message.to),
      subject: String(message.subject ?? ''),
      ...(message.html ? { html: String(message.html) } : {}),
      ...(message.text ? { text: String(message.text) } : {}),
    });
  },
});
