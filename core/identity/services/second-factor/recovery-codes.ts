import { randomInt } from 'node:crypto';
import { sha256Hex } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';

const COUNT = 10;
// Without letters and digits that look alike.
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Makes ten new recovery codes, each for one sign-in without the device; the old ones stop working. Shown once. */
export async function makeRecoveryCodes(database: Queryable, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, () => {
    const letters = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
  });
  await database.query('delete from user_recovery_codes where user_id = $1', [userId]);
  await database.query('insert into user_recovery_codes (user_id, code_hash) select $1, unnest($2::text[])', [
    userId,
    codes.map((code) => hashOf(userId, code)),
  ]);
  return codes;
}

/** Uses a recovery code up; false when it is none of the user's. */
export async function spendRecoveryCode(database: Queryable, userId: string, code: string): Promise<boolean> {
  const { rowCount } = await database.query(
    'update user_recovery_codes set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null',
    [userId, hashOf(userId, code)],
  );
  return rowCount === 1;
}

/** How many recovery codes a user has left. */
export async function countRecoveryCodes(database: Queryable, userId: string): Promise<number> {
  const { rows } = await database.query(
    'select count(*)::int as left from user_recovery_codes where user_id = $1 and used_at is null',
    [userId],
  );
  return rows[0]?.left ?? 0;
}

// 59 bits of chance in a code, and the owner's id beside it: a plain hash is enough.
function hashOf(userId: string, code: string): string {
  return sha256Hex(`${userId}:${code.trim().toLowerCase().replaceAll('-', '').replaceAll(' ', '')}`);
}
