import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, authenticationFailed } from './api-error.ts';
import { apiVersion } from './emit-event.ts';
import type { Store } from './store.ts';

/**
 * Accepts `Authorization: Bearer <key>` and Basic with the key as user name.
 * Without an expected key any well-formed test key will do; a live key is never accepted, so that a wrong setting
 * shows at once. Throws ApiError 401.
 */
export function authenticate(headers: IncomingHttpHeaders, expectedKey: string | undefined): void {
  const key = readKey(headers.authorization);
  if (key === undefined || key === '') throw authenticationFailed(undefined);
  const isAccepted = expectedKey === undefined ? /^(sk|rk)_test_\w{1,250}$/.test(key) : key === expectedKey;
  if (!isAccepted) throw authenticationFailed(key);
}

/**
 * Accepts the token of a meter event session that is not over. Throws ApiError 401, which the SDK turns into its
 * TemporarySessionExpiredError for a token that was valid once.
 */
export function authenticateSession(store: Store, headers: IncomingHttpHeaders, now: number): void {
  const token = readKey(headers.authorization) ?? '';
  const session = store.findByLookup('v2.billing.meter_event_session', token)[0];
  if (!session) throw authenticationFailed(token);
  if (Number(session.expires) > now) return;
  throw new ApiError('This meter event session has expired. Create a new one.', {
    status: 401,
    type: 'temporary_session_expired',
    code: 'billing_meter_event_session_expired',
    isBeforeExecution: true,
  });
}

function readKey(header: string | undefined): string | undefined {
  const [scheme = '', value = ''] = header?.split(' ') ?? [];
  if (/^bearer$/i.test(scheme)) return value;
  if (/^basic$/i.test(scheme)) return Buffer.from(value, 'base64').toString('utf8').split(':')[0];
  return undefined;
}

/** The Stripe-Version the client asked for, or the emulator's own. Throws ApiError 400 when it cannot be one. */
export function readVersion(headers: IncomingHttpHeaders): string {
  const version = headers['stripe-version'];
  if (version === undefined) return apiVersion;
  if (typeof version === 'string' && /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) return version;
  throw new ApiError(`Invalid Stripe API version: ${version}`, { status: 400, isBeforeExecution: true });
}
