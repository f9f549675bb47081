import twilio from 'twilio';
import type { Settings } from '../../kernel/index.ts';
import { RebasedRequestClient } from './rebased-request-client.ts';
import { statusCallbackUrl } from './status-callback.ts';

export type SmsToSend = { to: string; body: string };

/** `reference` is our id of the message; the provider hands it back with its reports. */
export type ReferredSms = SmsToSend & { reference: string };

/** What a delivery needs of a provider; Twilio behind it. */
export type SmsProvider = {
  /** Hands one message over. Returns the provider's id. Throws RefusedMessage when the message can never go out. */
  send: (message: ReferredSms) => Promise<string>;
  /** Ids of messages with this recipient and text that the provider took since `since`, oldest first. */
  find: (message: SmsToSend, since: Date) => Promise<string[]>;
};

/** The provider will never accept this message: a wrong number, an opted-out person. Trying again is useless. */
export class RefusedMessage extends Error {
  readonly providerCode: number;

  constructor(providerCode: number, message: string) {
    super(message);
    this.name = 'RefusedMessage';
    this.providerCode = providerCode;
  }
}

/** The unmodified Twilio SDK, pointed at TWILIO_API_BASE_URL when that is set. */
export function twilioProvider(settings: Settings): SmsProvider {
  const { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token, TWILIO_API_BASE_URL: baseUrl } = settings;
  if (!account || !token)
    throw new Error('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN must be set to send SMS.');
  const client = twilio(account, token, baseUrl ? { httpClient: new RebasedRequestClient(baseUrl) } : {});
  return {
    send: async ({ to, body, reference }) => {
      const statusCallback = statusCallbackUrl(settings, reference);
      try {
        const created = await client.messages.create({
          to,
          body,
          from: settings.TWILIO_FROM,
          ...(statusCallback ? { statusCallback } : {}),
        });
        return created.sid;
      } catch (error) {
        const { status, code, message } = error as { status?: number; code?: number; message?: string };
        // 21xxx with status 400: the request itself is wrong (https://www.twilio.com/docs/api/errors).
        if (status === 400 && typeof code === 'number') throw new RefusedMessage(code, message ?? 'refused');
        throw error;
      }
    },
    find: async ({ to, body }, since) => {
      // Not by date sent: a message that still waits at the provider has none, and would be sent a second time.
      const messages = await client.messages.list({ to, limit: 200 });
      return messages
        .filter((message) => message.body === body && message.dateCreated >= since)
        .map((message) => message.sid)
        .reverse();
    },
  };
}
