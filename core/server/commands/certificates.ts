import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isSigned, platformKeys, type SignedCertificate } from '../../../marketplace/worker.ts';
import { asSystem, poolOf } from '../../tenancy/index.ts';
import { StartError } from '../embedded/start-error.ts';
import { withPayload } from './tenants.ts';

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

export type VerifyOptions = { file: string; publicKey?: string; json?: boolean };

/**
 * `daftar certificates verify`: whether a proof of deletion was signed by this platform, or by the key that is given, and
 * was not changed since. With a key it needs no database. Ends with 1 when it does not hold.
 */
export async function verifyCertificateCommand({ file, publicKey, json }: VerifyOptions): Promise<void> {
  const read = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  const parsed = signed.safeParse(read);
  if (!parsed.success) throw new StartError(`${file} is no deletion certificate of Daftar.`);
  const certificate = parsed.data as unknown as SignedCertificate;
  const keys =
    publicKey === undefined ? await withPayload((payload) => platformKeys(poolOf(payload))) : [publicKey];
  const isOurs = keys.includes(certificate.publicKey);
  const isGood = isOurs && isSigned(certificate);
  const { school, addOn, deletedAt, contentSha256 } = certificate.certificate;
  if (json) console.log(JSON.stringify({ file, valid: isGood, school, addOn, deletedAt, contentSha256 }));
  else if (isGood)
    console.log(
      `The certificate is good: the data of ${addOn.id} ${addOn.version} at ${school.name} was deleted at ${deletedAt}. Hash of the content: ${contentSha256}`,
    );
  else
    console.error(
      isOurs
        ? 'The certificate is not good: it was changed after it was signed.'
        : 'The certificate is not good: it was signed by another key than this platform’s.',
    );
  process.exit(isGood ? 0 : 1);
}

/** `daftar certificates keys`: the public keys that certificates of this platform are checked with, newest first. */
export async function certificateKeysCommand(): Promise<void> {
  const keys = await withPayload((payload) => asSystem(() => platformKeys(poolOf(payload))));
  for (const key of keys) console.log(key);
  if (keys.length === 0) console.log('No certificate was signed yet; the key is made with the first one.');
  process.exit(0);
}
