import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a text or bytes as 64 lower-case hexadecimal characters. */
export function sha256Hex(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}

/** HMAC-SHA-256 with a secret and a purpose, so that one secret never signs two kinds of thing alike. */
export function signWith(secret: string, purpose: string, value: string): string {
  return createHmac('sha256', `${secret}:${purpose}`).update(value).digest('base64url');
}

/** Compares two texts without telling by time where they differ. */
export function timingSafeEqualText(left: string, right: string): boolean {
  const a = createHash('sha256').update(left).digest();
  const b = createHash('sha256').update(right).digest();
  return timingSafeEqual(a, b);
}

/**
 * A UUID made from a name: the same name gives the same id in every process and every run.
 * Shaped as version 8 (RFC 9562), because Payload drops ids whose version nibble is not valid.
 */
export function deterministicId(name: string): string {
  const hex = sha256Hex(name);
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
