import { readFile } from 'node:fs/promises';
import { checkCertificate, platformKeys } from '../../../marketplace/worker.ts';
import { poolOf } from '../../tenancy/index.ts';
import { StartError } from '../embedded/start-error.ts';
import { withPayload } from './tenants.ts';

export type VerifyOptions = { file: string; publicKey?: string; json?: boolean };

/**
 * `daftar certificates verify`: whether a proof of deletion was signed by this platform, or by the key that is given, and
 * was not changed since. With a key it needs no database. Ends with 1 when it does not hold.
 */
export async function verifyCertificateCommand({ file, publicKey, json }: VerifyOptions): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new StartError(`The file ${file} cannot be read.`);
  });
  const keys =
    publicKey === undefined ? await withPayload((payload) => platformKeys(poolOf(payload))) : [publicKey];
  const verdict = checkCertificate(text, keys);
  if (json) console.log(JSON.stringify({ file, verdict: verdict.kind }));
  else if (verdict.kind === 'good') {
    const { school, addOn, deletedAt, contentSha256 } = verdict.signed.certificate;
    console.log(
      `The certificate is good: the data of ${addOn.id} ${addOn.version} at ${school.name} was deleted at ${deletedAt}. Hash of the content: ${contentSha256}`,
    );
  } else console.error(WHY_NOT[verdict.kind]);
  process.exit(verdict.kind === 'good' ? 0 : 1);
}

const WHY_NOT = {
  changed: 'The certificate is not good: it was changed after it was signed.',
  other_key: 'The certificate is not good: it was signed by another key than this platform’s.',
  no_certificate: 'The file is no deletion certificate of Daftar.',
};

/** `daftar certificates keys`: the public keys that certificates of this platform are checked with, newest first. */
export async function certificateKeysCommand(): Promise<void> {
  const keys = await withPayload((payload) => platformKeys(poolOf(payload)));
  for (const key of keys) console.log(key);
  if (keys.length === 0) console.log('No certificate was signed yet; the key is made with the first one.');
  process.exit(0);
}
