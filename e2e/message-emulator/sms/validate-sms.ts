import { TwilioError } from './twilio-error.ts';

export type SmsRequest = {
  to: string;
  from: string | null;
  messagingServiceSid: string | null;
  body: string;
  statusCallback: string | null;
};

/** Numbers that always fail, as with Twilio's own test credentials. */
const magicNumbers: Record<string, () => TwilioError> = {
  '+15005550001': () => new TwilioError(400, 21211, "Invalid 'To' Phone Number: +15005550001"),
  '+15005550004': () => new TwilioError(400, 21610, 'Attempt to send to unsubscribed recipient'),
  '+15005550009': () => new TwilioError(400, 21614, "'To' number is not a valid mobile number"),
};

const e164 = /^\+[1-9]\d{6,14}$/;
const alphanumericSender = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;
const shortCode = /^\d{3,8}$/;
const longestBody = 1600;

/** Checks the form of a new message in Twilio's order. Throws TwilioError 400 with Twilio's code. */
export function validateSms(form: URLSearchParams): SmsRequest {
  const to = form.get('To')?.trim() ?? '';
  const from = form.get('From')?.trim() || null;
  const messagingServiceSid = form.get('MessagingServiceSid') || null;
  const body = form.get('Body') ?? '';
  if (to === '') throw new TwilioError(400, 21604, "A 'To' phone number is required.");
  if (!from && !messagingServiceSid) throw new TwilioError(400, 21603, "A 'From' phone number is required.");
  if (body === '') throw new TwilioError(400, 21602, 'Message body is required.');
  if (!e164.test(to)) throw new TwilioError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (from && ![e164, alphanumericSender, shortCode].some((pattern) => pattern.test(from))) {
    throw new TwilioError(400, 21212, `Invalid From Number (caller ID): ${from}`);
  }
  if (messagingServiceSid && !/^MG[0-9a-f]{32}$/i.test(messagingServiceSid)) {
    throw new TwilioError(400, 21701, `The Messaging Service Sid ${messagingServiceSid} is invalid.`);
  }
  const magic = magicNumbers[to];
  if (magic) throw magic();
  if (Array.from(body).length > longestBody) {
    throw new TwilioError(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
  }
  const statusCallback = form.get('StatusCallback') || null;
  if (statusCallback && !/^https?:\/\//.test(statusCallback)) {
    throw new TwilioError(400, 21609, `The StatusCallback URL ${statusCallback} is not a valid URL.`);
  }
  return { to, from, messagingServiceSid, body, statusCallback };
}
