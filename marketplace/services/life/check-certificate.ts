import { z } from 'zod';
import { isSigned, type SignedCertificate } from './certificate.ts';

const signed = z.strictObject({
  certificate: z.looseObject({
    format: z.literal('daftar-deletion-certificate-1'),
    school: z.looseObject({ name: z.string(), subdomain: z.string() }),
    addOn: z.looseObject({ id: z.string(), version: z.string() }),
    deletedAt: z.string(),
    contentSha256: z.string(),
  }),
  publicKey: z.string(),
  signature: z.string(),
});

/** `no_certificate`: not of this form. `other_key`: signed by a key that is not among those given. */
export type CertificateVerdict =
  | { kind: 'good'; signed: SignedCertificate }
  | { kind: 'changed'; signed: SignedCertificate }
  | { kind: 'other_key'; signed: SignedCertificate }
  | { kind: 'no_certificate' };

/** What a file claims to prove, checked against the public keys of the platform (base64 of DER, SPKI). */
export function checkCertificate(text: string, keys: readonly string[]): CertificateVerdict {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { kind: 'no_certificate' };
  }
  const parsed = signed.safeParse(read);
  if (!parsed.success) return { kind: 'no_certificate' };
  // The form was checked as far as it is read; the signature covers all of it.
  const found = parsed.data as unknown as SignedCertificate;
  if (!keys.includes(found.publicKey)) return { kind: 'other_key', signed: found };
  return { kind: isSigned(found) ? 'good' : 'changed', signed: found };
}
