import { argon2, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../../kernel/index.ts';

/** Argon2id as OWASP's Password Storage Cheat Sheet recommends first: 19 MiB, two passes, one lane. About 40 ms of a core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;

// More at once than cores only makes everybody wait; the pool of four threads also reads files and resolves names.
const HASHES_AT_ONCE = 2;
const WAITING_AT_MOST = 400;

const runArgon2 = promisify(argon2);
const runPbkdf2 = promisify(pbkdf2);
// Compared with when there is no such user, so that an unknown address takes as long as a known one.
const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;

let running = 0;
const waiting: (() => void)[] = [];

/** Hashes a password into a PHC string. Throws service.busy when too many are waiting already. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await inLine(() => argonTag(password, salt, COST.memory, COST.passes, COST.parallelism));
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(tag)}`;
}

/**
 * True when the password belongs to the PHC string. Without a string it does the same work and answers false.
 * `stale` says that the string was made by an older rule and should be made anew.
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
): Promise<{ ok: boolean; stale: boolean }> {
  const [, kind, second = '', third = '', fourth = '', fifth = ''] = (stored ?? NOBODY).split('$');
  if (kind === 'argon2id') {
    const cost = Object.fromEntries(third.split(',').map((part) => part.split('='))) as Record<
      string,
      string
    >;
    const expected = Buffer.from(fifth, 'base64');
    const tag = await inLine(() =>
      argonTag(password, Buffer.from(fourth, 'base64'), Number(cost.m), Number(cost.t), Number(cost.p)),
    );
    const isSame = tag.length === expected.length && timingSafeEqual(tag, expected);
    return { ok: stored !== undefined && isSame, stale: Number(cost.m) < COST.memory };
  }
  if (kind === 'pbkdf2-sha256') {
    // What Payload's own sign-in stored: the salt as text, 512 bytes, both in hexadecimal.
    const expected = Buffer.from(fourth, 'hex');
    const tag = await inLine(() => runPbkdf2(password, third, Number(second), expected.length, 'sha256'));
    return { ok: timingSafeEqual(tag, expected), stale: true };
  }
  return { ok: false, stale: false };
}

function argonTag(password: string, nonce: Buffer, memory: number, passes: number, parallelism: number) {
  return runArgon2('argon2id', {
    message: Buffer.from(password.normalize('NFKC'), 'utf8'),
    nonce,
    memory,
    passes,
    parallelism,
    tagLength: TAG_BYTES,
  });
}

async function inLine<T>(work: () => Promise<T>): Promise<T> {
  if (running >= HASHES_AT_ONCE) {
    if (waiting.length >= WAITING_AT_MOST) throw new AppError('service.busy');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    // The place is handed on, so that nobody slips in between.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
