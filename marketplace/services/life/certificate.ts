import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type pg from 'pg';
import { keyring, seal, unseal } from '../../../core/kernel/index.ts';
import { asSystem } from '../../../core/tenancy/index.ts';
import { canonicalJson } from '../../../plugins/sdk/registry.ts';

/** Proof that what an add-on kept for a school was deleted. Times are ISO 8601 in UTC. */
export type DeletionCertificate = {
  format: 'daftar-deletion-certificate-1';
  school: { id: string; name: string; subdomain: string };
  addOn: { id: string; name: string; version: string; sha256: string };
  install: { id: string; installedAt: string };
  removalAsked: string | null;
  deletedAt: string;
  /** How much there was, by kind. */
  counts: {
    settings: number;
    values: number;
    records: Record<string, number>;
    files: number;
    fileBytes: number;
    snapshots: number;
    exports: number;
  };
  /** SHA-256 over the canonical JSON of what was deleted: a school with its export can compute it again. */
  contentSha256: string;
  /** What stays, and why. */
  kept: string[];
};

/** As it is handed to a school: `signature` (Ed25519, base64) is over the canonical JSON of `certificate`. */
export type SignedCertificate = {
  certificate: DeletionCertificate;
  publicKey: string;
  signature: string;
};

const PURPOSE = 'certificates';
const SEALED_FOR = 'platform-key';

/** Signs a certificate with the platform's key, which is made when it is first needed. */
export async function signCertificate(
  pool: pg.Pool,
  certificate: DeletionCertificate,
): Promise<SignedCertificate> {
  const { publicKey, privateKey } = await platformKey(pool);
  const signature = sign(null, Buffer.from(canonicalJson(certificate)), createPrivateKey(privateKey));
  return { certificate, publicKey, signature: signature.toString('base64') };
}

/** Whether the signature is over this certificate and by the key it names. Whose key that is, `platformKeys` tells. */
export function isSigned({ certificate, publicKey, signature }: SignedCertificate): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(canonicalJson(certificate)), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** The public keys that ever signed certificates here, newest first, as base64 of DER (SPKI). */
export async function platformKeys(pool: pg.Pool): Promise<string[]> {
  const { rows } = await asSystem(() =>
    pool.query('select public_key from platform_keys where purpose = $1 order by created_at desc', [PURPOSE]),
  );
  return rows.map((row) => String(row.public_key));
}

async function platformKey(pool: pg.Pool): Promise<{ publicKey: string; privateKey: string }> {
  return asSystem(async () => {
    const read = async () =>
      (
        await pool.query(
          'select public_key, sealed_private_key from platform_keys where purpose = $1 and retired_at is null',
          [PURPOSE],
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
          PURPOSE,
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
