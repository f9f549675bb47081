import { AppError, addressKey, createLimiter } from '../../../kernel/index.ts';

// A program with an old key must not shut out its neighbours behind the same address, so the small limit is for one key
// from one address; the large one stops somebody who tries many.
const oneKey = () => createLimiter({ name: 'wrong-key', points: 20, seconds: 60 });
const anyKey = () => createLimiter({ name: 'wrong-keys', points: 200, seconds: 60 });
const denials = () => createLimiter({ name: 'denied-use', points: 1, seconds: 60 });

/** Throws request.rate_limited when this address showed too many wrong secrets for one key, or for any keys. */
export async function refuseTooManyWrong(address: string, beginning: string): Promise<void> {
  const from = addressKey(address);
  const limits = await Promise.all([oneKey().look(`${from}|${beginning}`), anyKey().look(from)]);
  for (const { allowed, resetSeconds } of limits)
    if (!allowed) throw new AppError('request.rate_limited', { seconds: resetSeconds });
}

/** Counts one wrong secret. The keys of the count are the address as the edge saw it, and what the credential began with. */
export async function countWrong(address: string, beginning: string): Promise<void> {
  const from = addressKey(address);
  await Promise.all([oneKey().consume(`${from}|${beginning}`), anyKey().consume(from)]);
}

/** True once a minute for each name. */
export async function mayTellDenied(name: string): Promise<boolean> {
  return (await denials().consume(name)).allowed;
}
