import { Secret, TOTP } from 'otpauth';
import QRCode from 'qrcode';
import { seal, unseal } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';

const PURPOSE = 'totp';
const STEP_SECONDS = 30;
// RFC 6238, 5.2: one step to either side makes up for clocks.
const WINDOW = 1;

export type TotpSetup = {
  /** Base32, for people who cannot scan. */
  secret: string;
  /** otpauth:// address of the key URI format. */
  uri: string;
  /** The same as a picture, an SVG data address. */
  picture: string;
};

/** Starts a second factor: a new secret that counts only after a first code of it was seen. */
export async function beginTotp(
  database: Queryable,
  userId: string,
  label: { issuer: string; account: string },
): Promise<TotpSetup> {
  const secret = new Secret({ size: 20 });
  await database.query(
    `insert into user_totp (user_id, sealed_secret) values ($1, $2)
     on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, last_step = 0
       where user_totp.confirmed_at is null`,
    [userId, seal(process.env.DAFTAR_SECRET ?? '', PURPOSE, secret.base32)],
  );
  const { rows } = await database.query('select sealed_secret from user_totp where user_id = $1', [userId]);
  // Somebody who has a confirmed factor keeps it; the caller has asked before.
  const stored = Secret.fromBase32(open(rows[0]?.sealed_secret));
  const uri = totpOf(stored, label).toString();
  const svg = await QRCode.toString(uri, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
  return {
    secret: stored.base32,
    uri,
    picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
  };
}

/** True when the user has a second factor that counts. */
export async function hasTotp(database: Queryable, userId: string): Promise<boolean> {
  const { rows } = await database.query(
    'select 1 from user_totp where user_id = $1 and confirmed_at is not null',
    [userId],
  );
  return rows.length === 1;
}

/**
 * Uses a code up. A code works once: its step must be later than the last one that was accepted, and the check and the
 * note are one statement, so that two requests with one code cannot both pass. Confirms a factor that was begun.
 */
export async function acceptTotp(database: Queryable, userId: string, code: string): Promise<boolean> {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return false;
  const { rows } = await database.query('select sealed_secret from user_totp where user_id = $1', [userId]);
  if (!rows[0]) return false;
  const secret = Secret.fromBase32(open(rows[0].sealed_secret));
  const now = Date.now();
  const delta = totpOf(secret, { issuer: 'Daftar', account: userId }).validate({
    token: digits,
    timestamp: now,
    window: WINDOW,
  });
  if (delta === null) return false;
  const step = Math.floor(now / 1000 / STEP_SECONDS) + delta;
  const { rowCount } = await database.query(
    `update user_totp set last_step = $2, confirmed_at = coalesce(confirmed_at, now())
      where user_id = $1 and last_step < $2`,
    [userId, step],
  );
  return rowCount === 1;
}

/** Takes the second factor and its recovery codes away. */
export async function removeTotp(database: Queryable, userId: string): Promise<void> {
  await database.query(
    `with codes as (delete from user_recovery_codes where user_id = $1)
     delete from user_totp where user_id = $1`,
    [userId],
  );
}

function totpOf(secret: Secret, { issuer, account }: { issuer: string; account: string }): TOTP {
  return new TOTP({ issuer, label: account, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS, secret });
}

function open(sealed: unknown): string {
  return unseal(process.env.DAFTAR_SECRET ?? '', PURPOSE, String(sealed));
}
