import type pg from 'pg';
import { canonicalJson } from '../../../plugins/sdk/registry.ts';
import { isSignedBy, platformKeysFor, signAsPlatform } from './platform-keys.ts';

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

/** Signs a certificate with the platform's key, which is made when it is first needed. */
export async function signCertificate(
  pool: pg.Pool,
  certificate: DeletionCertificate,
): Promise<SignedCertificate> {
  return { certificate, ...(await signAsPlatform(pool, PURPOSE, canonicalJson(certificate))) };
}

/** Whether the signature is over this certificate and by the key it names. Whose key that is, `platformKeys` tells. */
export function isSigned({ certificate, publicKey, signature }: SignedCertificate): boolean {
  return isSignedBy(publicKey, canonicalJson(certificate), signature);
}

/** The public keys that ever signed certificates here, newest first, as base64 of DER (SPKI). */
export function platformKeys(pool: pg.Pool): Promise<string[]> {
  return platformKeysFor(pool, PURPOSE);
}
