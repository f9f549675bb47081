import type { SmsRow } from './sms-table.ts';

export type SmsStatus = 'accepted' | 'queued' | 'sent' | 'delivered' | 'undelivered';

/** The sender a messaging service picks here. */
const serviceSender = '+15005550006';
/** A number of ours, not Twilio's: accepted and sent, then undelivered with error 30003. */
export const unreachableNumber = '+15005550030';

/** What a status is at a time, and when it last changed (milliseconds since 1970). */
export type SmsProgress = { status: SmsStatus; updatedMs: number; sentMs: number | null };

/**
 * Works out the status from the age of the message: queued, after one step sent, after two delivered. A message
 * through a messaging service begins as accepted. Nothing has to run for it, so a restart loses no step.
 */
export function progressAt(sms: SmsRow, nowMs: number, stepMs: number): SmsProgress {
  const sentMs = sms.createdMs + stepMs;
  const endMs = sms.createdMs + 2 * stepMs;
  if (nowMs >= endMs) {
    return { status: sms.to === unreachableNumber ? 'undelivered' : 'delivered', updatedMs: endMs, sentMs };
  }
  if (nowMs >= sentMs) return { status: 'sent', updatedMs: sentMs, sentMs };
  return { status: sms.messagingServiceSid ? 'accepted' : 'queued', updatedMs: sms.createdMs, sentMs: null };
}

/** RFC 2822 with a numeric zone: Mon, 16 Aug 2010 03:45:01 +0000. */
export function toRfc2822(milliseconds: number): string {
  return new Date(milliseconds).toUTCString().replace('GMT', '+0000');
}

/** The Message resource with all of Twilio's members. */
export function toResource(sms: SmsRow, accountSid: string, progress: SmsProgress) {
  const base = `/2010-04-01/Accounts/${accountSid}/Messages/${sms.sid}`;
  const isUndelivered = progress.status === 'undelivered';
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: sms.body,
    date_created: toRfc2822(sms.createdMs),
    date_sent: progress.sentMs === null ? null : toRfc2822(progress.sentMs),
    date_updated: toRfc2822(progress.updatedMs),
    direction: 'outbound-api',
    error_code: isUndelivered ? 30003 : null,
    error_message: isUndelivered ? 'Unreachable destination handset' : null,
    from: sms.from ?? (progress.status === 'accepted' ? null : serviceSender),
    messaging_service_sid: sms.messagingServiceSid,
    num_media: '0',
    // Through a messaging service Twilio does not know the parts before the message is sent.
    num_segments: progress.status === 'accepted' ? '0' : String(sms.segments),
    price: null,
    price_unit: 'USD',
    sid: sms.sid,
    status: progress.status,
    subresource_uris: { media: `${base}/Media.json` },
    to: sms.to,
    uri: `${base}.json`,
  };
}
