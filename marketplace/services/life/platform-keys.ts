import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type pg from 'pg';
import { keyring, seal, unseal } from '../../../core/kernel/index.ts';
import { asSystem } from '../../../core/tenancy/index.ts';

/** What the platform signs, each with a key of its own: a key that leaks for one is of no use for the other. */
export type SigningPurpose = 'certificates' | 'releases';

export type PlatformSignature = { publicKey: string; signature: string };

const SEALED_FOR = 'platform-key';

/**
 * Signs a text with the platform's Ed25519 key for a purpose, which is made when it is first needed. Key (DER, SPKI) and
 * signature are base64.
 */
export async function signAsPlatform(
  pool: pg.Pool,
  purpose: SigningPurpose,
  text: string,
): Promise<PlatformSignature> {
  const { publicKey, privateKey } = await currentKey(pool, purpose);
  const signature = sign(null, Buffer.from(text), createPrivateKey(privateKey));
  return { publicKey, signature: signature.toString('base64') };
}

/** Whether a signature is over this text and by this key; false for keys and signatures that cannot be read. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** The public keys that ever signed for a purpose here, newest first, as base64 of DER (SPKI). */
export async function platformKeysFor(pool: pg.Pool, purpose: SigningPurpose): Promise<string[]> {
  const { rows } = await asSystem(() =>
    pool.query('select public_key from platform_keys where purpose = $1 order by created_at desc', [purpose]),
  );
  return rows.map((row) => String(row.public_key));
}

async function currentKey(
  pool: pg.Pool,
  purpose: SigningPurpose,
): Promise<{ publicKey: string; privateKey: string }> {
  return asSystem(async () => {
    const read = async () =>
      (
        await pool.query(
          'select public_key, sealed_private_key from platform_keys where purpose = $1 and retired_at is null',
          [purpose],
        )
      ).rows[0];
    let row = await read();
    if (!row) {
      const made = generateKeyPairSync('ed25519');
      const pem = made.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
      // Of two processes that make the first key at once, one key stays.
      await pool.query(
        `insert into platform_keys (purpose, public_key, sealed_private_key) values ($1, $2, $3) on conflict do nothing`,
        [
          purpose,
          made.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
          seal(keyring().current, SEALED_FOR, pem),
        ],
      );
      row = await read();
    }
    return {
      publicKey: String(row?.public_key),
      privateKey: unseal(keyring().current, SEALED_FOR, String(row?.sealed_private_key)),
    };
  });
}
