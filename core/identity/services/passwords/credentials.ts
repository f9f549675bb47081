import type { Queryable } from '../../../tenancy/index.ts';
import { hashPassword, verifyPassword } from './hash-password.ts';

/**
 * Sets the password of a user of the current scope and ends what hung on the old one: every session but `keepSession`,
 * and every link that could set another. The caller has checked the password.
 */
export async function setPassword(
  database: Queryable,
  userId: string,
  password: string,
  keepSession?: string,
): Promise<void> {
  const hash = await hashPassword(password);
  await database.query(
    `with credential as (
       insert into user_credentials (user_id, password_hash) values ($1, $2)
       on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = now()
     ), tokens as (
       update one_time_tokens set used_at = now()
        where user_id = $1 and purpose in ('reset', 'invite', 'sign_in') and used_at is null
     )
     update user_sessions set ended_at = now() where user_id = $1 and ended_at is null and id is distinct from $3::uuid`,
    [userId, hash, keepSession ?? null],
  );
}

/**
 * True when the password is that of the user; the same work without a user. A hash of an older rule is made anew.
 */
export async function isPasswordOf(
  database: Queryable,
  userId: string | undefined,
  password: string,
): Promise<boolean> {
  const { rows } = await database.query('select password_hash from user_credentials where user_id = $1', [
    userId ?? '00000000-0000-4000-8000-000000000000',
  ]);
  const { ok, stale } = await verifyPassword(password, rows[0]?.password_hash as string | undefined);
  if (ok && stale && userId)
    await database.query('update user_credentials set password_hash = $2 where user_id = $1', [
      userId,
      await hashPassword(password),
    ]);
  return ok;
}
