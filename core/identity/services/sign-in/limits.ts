import { AppError, createLimiter, type Limiter } from '../../../kernel/index.ts';
import { currentScope } from '../../../tenancy/index.ts';

const MINUTES_15 = 15 * 60;

/** Failures in a quarter of an hour. A school of 200 teachers behind one address mistypes about thirty times at eight. */
const LIMITS = {
  /** One account from one address. */
  pair: () => createLimiter({ name: 'sign-in-pair', points: 10, seconds: MINUTES_15 }),
  /** One account from everywhere but its known devices. */
  account: () => createLimiter({ name: 'sign-in-account', points: 50, seconds: MINUTES_15 }),
  /** One account from a device that has signed in to it before. */
  device: () => createLimiter({ name: 'sign-in-device', points: 10, seconds: MINUTES_15 }),
  /** One address, whatever account. */
  address: () => createLimiter({ name: 'sign-in-address', points: 100, seconds: MINUTES_15 }),
  /** One school, or the console. */
  host: () => createLimiter({ name: 'sign-in-host', points: 1000, seconds: MINUTES_15 }),
  /** Codes of a second factor, an account. */
  code: () => createLimiter({ name: 'sign-in-code', points: 10, seconds: MINUTES_15 }),
  /** Mails with a link, an account. */
  mail: () => createLimiter({ name: 'account-mail', points: 3, seconds: MINUTES_15 }),
} as const;

export type Attempt = { keys: [Limiter, string][] };

/**
 * Counts an attempt before it is checked, so that a hundred in parallel are a hundred; throws request.rate_limited when
 * there were too many. Known and unknown addresses are counted alike. `succeed` gives the count back.
 */
export async function countSignIn(email: string, isKnown: boolean): Promise<Attempt> {
  const host = hostKey();
  const address = currentScope()?.client?.address ?? 'unknown';
  const keys: [Limiter, string][] = isKnown
    ? [[LIMITS.device(), `${host}|${email}`]]
    : [
        [LIMITS.host(), host],
        [LIMITS.address(), address],
        [LIMITS.pair(), `${host}|${email}|${address}`],
        [LIMITS.account(), `${host}|${email}`],
      ];
  await consumeAll(keys);
  return { keys };
}

/** Gives back what a sign-in that succeeded was counted as. */
export async function forgiveSignIn({ keys }: Attempt): Promise<void> {
  for (const [limiter, key] of keys) await limiter.giveBack(key);
}

/** Counts one code of a second factor. */
export async function countCode(userId: string): Promise<void> {
  await consumeAll([[LIMITS.code(), `${hostKey()}|${userId}`]]);
}

/** Counts a mail that somebody asks for. True when it may be sent; the caller tells nobody. */
export async function mayMail(email: string): Promise<boolean> {
  const address = currentScope()?.client?.address ?? 'unknown';
  const perAddress = await LIMITS.address().consume(address);
  return perAddress.allowed && (await LIMITS.mail().consume(`${hostKey()}|${email}`)).allowed;
}

async function consumeAll(keys: [Limiter, string][]): Promise<void> {
  for (const [limiter, key] of keys) {
    const outcome = await limiter.consume(key);
    if (!outcome.allowed) throw new AppError('request.rate_limited', { seconds: outcome.resetSeconds });
  }
}

function hostKey(): string {
  const scope = currentScope();
  return scope?.kind === 'tenant' ? scope.tenant.id : (scope?.realm ?? 'none');
}
