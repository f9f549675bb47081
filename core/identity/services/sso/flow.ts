import { AppError, sha256Hex, timingSafeEqualText } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { makeToken, type OneTimeToken, spendToken, type TokenPurpose } from '../accounts/one-time-tokens.ts';

/** What a started sign-in remembers on our side until the provider answers. */
export type SsoFlow = {
  connectionId: string;
  /** SHA-256 of the value in the cookie of the browser that began. */
  browser: string;
  returnTo: string;
  /** A test by this person: shows what came and signs nobody in. */
  testBy?: string;
};

const MINUTES = 10;

/** Begins a sign-in; the state is good once and for ten minutes. What is long over is swept away by the way. */
export async function beginFlow(
  database: Queryable,
  flow: SsoFlow,
  secrets: Record<string, string> = {},
): Promise<string> {
  await database.query(
    `delete from one_time_tokens where purpose in ('sso_state', 'sso_finish', 'sso_assertion')
        and expires_at < now() - interval '1 hour'`,
  );
  return makeToken(database, { purpose: 'sso_state', minutes: MINUTES, data: { ...flow, ...secrets } });
}

/**
 * Uses the state of a flow up. With `browserValue` it must be the browser that began; SAML answers come without its
 * cookie and are bound to it one step later. Throws sso.expired for everything that does not fit, all alike.
 */
export async function resumeFlow(
  database: Queryable,
  step: {
    purpose: Extract<TokenPurpose, 'sso_state' | 'sso_finish'>;
    token: unknown;
    connectionId: string;
    browser: string | undefined | 'later';
  },
): Promise<SsoFlow & { secrets: Record<string, unknown> }> {
  const used = await spendToken(database, step.purpose, step.token);
  const flow = used && flowOf(used);
  if (!flow || flow.connectionId !== step.connectionId) throw new AppError('sso.expired');
  const isSame =
    step.browser === 'later' ||
    (step.browser !== undefined && timingSafeEqualText(sha256Hex(step.browser), flow.browser));
  if (!isSame) throw new AppError('sso.expired');
  return flow;
}

function flowOf({ data }: OneTimeToken): SsoFlow & { secrets: Record<string, unknown> } {
  const { connectionId, browser, returnTo, testBy, ...secrets } = data;
  return {
    connectionId: String(connectionId),
    browser: String(browser),
    returnTo: String(returnTo),
    ...(typeof testBy === 'string' ? { testBy } : {}),
    secrets,
  };
}

/** True the first time an assertion id of a connection is seen. Kept longer than any assertion may be used. */
export async function isFirstUse(
  database: Queryable,
  connectionId: string,
  assertionId: string,
  minutes: number,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `insert into one_time_tokens (purpose, token_hash, expires_at)
     values ('sso_assertion', $1, now() + $2 * interval '1 minute') on conflict do nothing`,
    [sha256Hex(`${connectionId}:${assertionId}`), minutes],
  );
  return rowCount === 1;
}
