import { createHmac } from 'node:crypto';
import { progressAt, toResource } from './sms-resource.ts';
import type { SmsRow } from './sms-table.ts';

export type CallbackOptions = {
  accountSid: string;
  authToken: string;
  stepMs: number;
  find: (sid: string) => SmsRow | undefined;
};

/** X-Twilio-Signature: HMAC-SHA1 over the address and the sorted parameters, as the SDK's validateRequest checks. */
export function signCallback(authToken: string, url: string, params: Record<string, string>): string {
  const text = Object.keys(params)
    .sort()
    .reduce((sum, key) => sum + key + params[key], url);
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}

/**
 * Posts a status callback at each step of a message: queued (or accepted), sent, delivered. Best effort: a failed
 * post is not repeated and a restart forgets the ones still to come. `stop` drops those that are waiting.
 */
export function createStatusCallbacks(options: CallbackOptions) {
  const timers = new Set<NodeJS.Timeout>();

  async function post(sms: SmsRow, step: number): Promise<void> {
    if (!sms.statusCallback || !options.find(sms.sid)) return;
    // The status is that of the step, not of the clock: a test may have stopped the clock.
    const progress = progressAt(sms, sms.createdMs + step * options.stepMs, options.stepMs);
    const resource = toResource(sms, options.accountSid, progress);
    const params: Record<string, string> = {
      AccountSid: options.accountSid,
      ApiVersion: '2010-04-01',
      ...(resource.error_code === null ? {} : { ErrorCode: String(resource.error_code) }),
      From: resource.from ?? '',
      MessageSid: sms.sid,
      MessageStatus: progress.status,
      SmsSid: sms.sid,
      SmsStatus: progress.status,
      To: sms.to,
    };
    await fetch(sms.statusCallback, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': signCallback(options.authToken, sms.statusCallback, params),
      },
      body: new URLSearchParams(params).toString(),
      signal: AbortSignal.timeout(5000),
    }).catch(() => undefined);
  }

  return {
    schedule(sms: SmsRow): void {
      if (!sms.statusCallback) return;
      for (const step of [0, 1, 2]) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          void post(sms, step);
        }, step * options.stepMs);
        timers.add(timer);
      }
    },
    stop(): void {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
