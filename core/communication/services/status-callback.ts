import twilio from 'twilio';
import type { Settings } from '../../kernel/index.ts';

/** Where the provider reports deliveries, behind the platform's own address. */
export const STATUS_PATH = '/webhooks/twilio/status';

/**
 * The address that Twilio reports the delivery of one message to; undefined where Twilio could not reach it, which
 * refuses messages with such an address. The message is named in the address, because a report can come before
 * Twilio's own id is written down.
 */
export function statusCallbackUrl(settings: Settings, messageId: string): string | undefined {
  const base = settings.DAFTAR_PUBLIC_URL;
  if (base === undefined) return undefined;
  const isReachable = base.startsWith('https:') || settings.TWILIO_API_BASE_URL !== undefined;
  return isReachable ? addressOf(base, messageId) : undefined;
}

/**
 * True when Twilio itself signed a report: its scheme covers the whole address and every parameter, under the token of
 * the account. The address is that of the settings; what a caller says about the host decides nothing.
 */
export function isSignedByTwilio(
  settings: Settings,
  {
    signature,
    messageId,
    parameters,
  }: { signature: string; messageId: string; parameters: Record<string, string> },
): boolean {
  const { TWILIO_AUTH_TOKEN: token, DAFTAR_PUBLIC_URL: base } = settings;
  if (token === undefined || base === undefined) return false;
  return twilio.validateRequest(token, signature, addressOf(base, messageId), parameters);
}

function addressOf(base: string, messageId: string): string {
  const address = new URL(STATUS_PATH, base);
  address.searchParams.set('message', messageId);
  return address.href;
}
