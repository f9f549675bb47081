import { AppError } from '../../../kernel/index.ts';
import { currentScope, type Queryable } from '../../../tenancy/index.ts';
import { makeToken, spendToken, tryToken } from '../accounts/one-time-tokens.ts';
import { isPasswordOf } from '../passwords/credentials.ts';
import { needsSecondFactor } from '../second-factor/policy.ts';
import { makeRecoveryCodes, spendRecoveryCode } from '../second-factor/recovery-codes.ts';
import { acceptTotp, beginTotp, hasTotp, type TotpSetup } from '../second-factor/totp.ts';
import { startSession } from '../sessions/session-store.ts';
import { type Account, accountById, findAccount, foldEmail } from './find-account.ts';
import { isKnownDevice } from './known-device.ts';
import { countCode, countSignIn, forgiveSignIn } from './limits.ts';
import { passwordAllowed } from './password-gate.ts';
import { logSignIn } from './sign-in-log.ts';

export type SignedInAs = {
  step: 'done';
  account: Account;
  sessionId: string;
  token: string;
  expiresAt: Date;
  recoveryCodes?: string[];
};

/** Either in, or one more step with a ticket: the code of a second factor, or setting one up. */
export type SignInStep = SignedInAs | { step: 'second_factor' | 'enrol'; ticket: string };

const TICKET_MINUTES = 10;
const TICKET_ATTEMPTS = 8;

/**
 * First step: address and password. Throws auth.credentials_wrong, the same in words and time for an unknown address, a
 * wrong password and a switched-off account; request.rate_limited after too many. With `code` the second step is taken
 * at once, for clients that know both.
 */
export async function signIn(
  database: Queryable,
  input: { email: string; password: string; code?: string | undefined; cookies: string | null },
): Promise<SignInStep> {
  const email = foldEmail(input.email);
  const account = await findAccount(database, email);
  const isKnown = isKnownDevice(input.cookies, account?.id);
  const attempt = await countSignIn(email, isKnown).catch(async (error: unknown) => {
    await logSignIn(database, { action: 'auth.sign_in_limited', outcome: 'denied', user: account });
    throw error;
  });
  const isRight = await isPasswordOf(database, account?.id, input.password);
  if (!account?.active || !isRight) {
    await logSignIn(database, { action: 'auth.sign_in', outcome: 'failure', user: account });
    throw new AppError('auth.credentials_wrong');
  }
  await forgiveSignIn(attempt);
  if (!(await passwordAllowed(database, account))) {
    await logSignIn(database, {
      action: 'auth.sign_in',
      outcome: 'denied',
      user: account,
      details: { reason: 'single sign-on only' },
    });
    throw new AppError('auth.password_off');
  }
  if (await hasTotp(database, account.id)) {
    if (input.code !== undefined) return finishWithCode(database, account, input.code);
    return { step: 'second_factor', ticket: await ticketFor(database, account.id, 'code') };
  }
  if (await needsSecondFactor(database, account))
    return { step: 'enrol', ticket: await ticketFor(database, account.id, 'enrol') };
  return finish(database, account, undefined);
}

/** Second step: the code of the device, or one of the recovery codes. */
export async function signInWithCode(
  database: Queryable,
  input: { ticket: unknown; code: string },
): Promise<SignedInAs> {
  const account = await ticketOwner(database, input.ticket, 'code');
  const done = await finishWithCode(database, account, input.code);
  await spendToken(database, 'sign_in', input.ticket);
  return done;
}

/** For somebody who must have a second factor and has none: a new secret to scan. */
export async function beginEnrolment(database: Queryable, ticket: unknown): Promise<TotpSetup> {
  const account = await ticketOwner(database, ticket, 'enrol');
  return beginTotp(database, account.id, { issuer: issuerName(), account: account.email });
}

/** The first code of the new secret: confirms it, lets the person in and shows the recovery codes once. */
export async function finishEnrolment(
  database: Queryable,
  input: { ticket: unknown; code: string },
): Promise<SignedInAs> {
  const account = await ticketOwner(database, input.ticket, 'enrol');
  await countCode(account.id);
  if (!(await acceptTotp(database, account.id, input.code))) throw new AppError('auth.second_factor_wrong');
  await spendToken(database, 'sign_in', input.ticket);
  const recoveryCodes = await makeRecoveryCodes(database, account.id);
  await logSignIn(database, { action: 'auth.second_factor_set', user: account });
  return { ...(await finish(database, account, new Date())), recoveryCodes };
}

/** The name that an authenticator shows beside the code: the school, or Daftar. */
export function issuerName(): string {
  const scope = currentScope();
  return scope?.kind === 'tenant' ? scope.tenant.name : 'Daftar';
}

async function finishWithCode(database: Queryable, account: Account, code: string): Promise<SignedInAs> {
  await countCode(account.id);
  const byDevice = await acceptTotp(database, account.id, code);
  if (!byDevice && !(await spendRecoveryCode(database, account.id, code))) {
    await logSignIn(database, { action: 'auth.second_factor', outcome: 'failure', user: account });
    throw new AppError('auth.second_factor_wrong');
  }
  if (!byDevice) await logSignIn(database, { action: 'auth.recovery_code_used', user: account });
  return finish(database, account, new Date());
}

async function finish(
  database: Queryable,
  account: Account,
  secondFactorAt: Date | undefined,
): Promise<SignedInAs> {
  const { id, token, expiresAt } = await startSession(database, {
    kind: 'password',
    userId: account.id,
    ...(secondFactorAt ? { secondFactorAt } : {}),
  });
  await database.query('update users set last_login_at = now() where id = $1', [account.id]);
  await logSignIn(database, {
    action: 'auth.sign_in',
    user: account,
    details: { secondFactor: secondFactorAt !== undefined },
  });
  return { step: 'done', account, sessionId: id, token, expiresAt };
}

function ticketFor(database: Queryable, userId: string, next: 'code' | 'enrol'): Promise<string> {
  return makeToken(database, { purpose: 'sign_in', userId, minutes: TICKET_MINUTES, data: { next } });
}

async function ticketOwner(database: Queryable, ticket: unknown, next: 'code' | 'enrol'): Promise<Account> {
  const token = await tryToken(database, 'sign_in', ticket, TICKET_ATTEMPTS);
  const account = token?.userId ? await accountById(database, token.userId) : undefined;
  if (!account?.active || token?.data.next !== next) throw new AppError('auth.step_expired');
  return account;
}
