import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new id such as cus_Nc3bTaXk0P9q2V. Lengths are those of real test ids; collisions are not to be expected. */
export function newId(prefix: string, length = 14): string {
  // Bytes of 248 and more are dropped, or the first eight letters would come up more often.
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
    }
  }
  return `${prefix}_${text}`;
}
