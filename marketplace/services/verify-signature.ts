import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import { AppError } from '../../core/kernel/index.ts';

/** How old a signed call may be, and how far a sender's clock may be ahead, in seconds. */
export const SIGNATURE_SECONDS = 300;

const HEADER = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

export type Signature = { seconds: number; digest: string };

/**
 * The signature of a call when it was made with the secret: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<content>">`.
 * Undefined for everything else. How old it is says `checkFresh`.
 */
export function readSignature(
  header: string | undefined,
  secret: string,
  content: Uint8Array,
): Signature | undefined {
  const [, time, given] = HEADER.exec(header ?? '') ?? [];
  if (time === undefined || given === undefined) return undefined;
  const expected = createHmac('sha256', secret).update(`${time}.`).update(content).digest();
  if (!timingSafeEqual(expected, Buffer.from(given, 'hex'))) return undefined;
  return { seconds: Number(time), digest: createHash('sha256').update(`${time}.${given}`).digest('hex') };
}

/** Throws endpoint.signature_old for a signature that is not of now. */
export function checkFresh({ seconds }: Signature, nowMs: number): void {
  if (Math.abs(nowMs / 1000 - seconds) > SIGNATURE_SECONDS) throw new AppError('endpoint.signature_old');
}

/**
 * Notes that a signature was used, in the scope of the school. Throws endpoint.replayed for one that was used before; what
 * is too old to be accepted is forgotten on the way.
 */
export async function spendSignature(pool: pg.Pool, installId: string, signature: Signature): Promise<void> {
  const { rowCount } = await pool.query(
    `with old as (delete from plugin_signatures where install_id = $1 and expires_at < now())
     insert into plugin_signatures (install_id, digest, expires_at)
     values ($1, $2, to_timestamp($3::bigint + $4::int)) on conflict (tenant_id, install_id, digest) do nothing`,
    [installId, signature.digest, signature.seconds, SIGNATURE_SECONDS + 1],
  );
  if (rowCount !== 1) throw new AppError('endpoint.replayed');
}
