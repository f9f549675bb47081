import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { keyring, keysToOpen } from './keyring.ts';

/** Seals a text with AES-256-GCM under a key of its own for the purpose. What was sealed can be neither read nor changed. */
export function seal(secret: string, purpose: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/**
 * Opens what `seal` made, with the secret or, when it is one of this installation, with the other key of the keyring.
 * Throws when neither sealed it or the text was changed.
 */
export function unseal(secret: string, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  let failure: unknown;
  for (const key of keysToOpen(secret)) {
    try {
      return open(key, purpose, bytes);
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

/** The same text sealed with the current key; undefined when it is already. Throws when no key opens it. */
export function reseal(purpose: string, sealed: string): string | undefined {
  const { current } = keyring();
  try {
    open(current, purpose, Buffer.from(sealed, 'base64url'));
    return undefined;
  } catch {
    return seal(current, purpose, unseal(current, purpose, sealed));
  }
}

function open(secret: string, purpose: string, bytes: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

function keyFor(secret: string, purpose: string): Buffer {
  return createHash('sha256').update(`${secret}:${purpose}`).digest();
}
