import { dictionary } from '@zxcvbn-ts/language-common';
import { AppError } from '../../../kernel/index.ts';

/** OWASP ASVS 5.0, 6.2.1 asks for 8; length is the only rule that helps. */
export const MIN_PASSWORD_LENGTH = 10;
/** 6.2.9: at least 64 must be possible. The bound keeps hashing cheap. */
export const MAX_PASSWORD_LENGTH = 256;

// 6.2.4: the list of the most used passwords, here 49,000 of zxcvbn; only the long enough ones matter.
const COMMON = new Set(
  (dictionary['passwords-common'] as unknown as string[]).map((word) => word.toLowerCase()),
);

export type PasswordOwner = { email?: string | null; name?: string | null };

/**
 * Refuses a password that is too short, too long, on the list of the most used ones, one of those with a number behind it,
 * or little more than the owner's name or address. No rule about kinds of characters and no expiry (ASVS 6.2.5, 6.2.10).
 */
export function checkNewPassword(password: string, owner: PasswordOwner = {}): void {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH)
    throw new AppError('auth.password_short', { length: MIN_PASSWORD_LENGTH });
  if (length > MAX_PASSWORD_LENGTH) throw new AppError('auth.password_long', { length: MAX_PASSWORD_LENGTH });
  const folded = password.normalize('NFKC').toLowerCase();
  const stem = folded.replace(/[\d\W_]{1,6}$/u, '');
  const isRepeated = new Set(folded).size <= 2;
  if (isRepeated || COMMON.has(folded) || (stem.length < 10 && COMMON.has(stem)) || isOwners(folded, owner))
    throw new AppError('auth.password_common');
}

function isOwners(folded: string, { email, name }: PasswordOwner): boolean {
  const words = [email?.split('@')[0], email, ...(name ?? '').split(/\s+/), name?.replace(/\s+/g, '')]
    .map((word) => word?.toLowerCase() ?? '')
    .filter((word) => word.length >= 4);
  return words.some((word) => folded.includes(word) && folded.length - word.length < 6);
}
