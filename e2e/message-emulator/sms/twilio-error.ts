import { jsonReply, type Reply } from '../../emulator-kit/index.ts';

/** An error answer with Twilio's code, words and HTTP status. */
export class TwilioError extends Error {
  override name = 'TwilioError';
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** {code, message, more_info, status}, as Twilio answers every error. */
export function errorReply(error: TwilioError): Reply {
  const { code, message, status } = error;
  const challenge: Record<string, string> =
    status === 401 ? { 'www-authenticate': 'Basic realm="Twilio API"' } : {};
  return jsonReply(
    status,
    { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    challenge,
  );
}

/** 404 with code 20404. */
export function notFound(path: string): TwilioError {
  return new TwilioError(404, 20404, `The requested resource ${path} was not found`);
}

/** The answer of a fault of kind "status". 409 is no Twilio status for messages, so it keeps a generic code. */
export function faultError(status: number): TwilioError {
  if (status === 429) return new TwilioError(429, 20429, 'Too Many Requests');
  if (status === 500) return new TwilioError(500, 20500, 'Internal Server Error');
  return new TwilioError(status, 20001, 'Fault on demand: this request was refused.');
}
