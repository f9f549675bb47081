import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { timingSafeEqualText } from '../../../kernel/index.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
// 43 of 62 letters are 256.03 bits: nobody guesses it, so a plain SHA-256 keeps it well enough.
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const PREFIX_LENGTH = 12;

/** What a program may show: a key, an access token, or the secret of an OAuth 2 client. */
export type CredentialKind = 'key' | 'token' | 'client_secret';

const FORMS: Record<CredentialKind, RegExp> = {
  key: /^(daftar_live_[a-z0-9]{12})_[A-Za-z0-9]{49}$/,
  token: /^(daftar_token)_[A-Za-z0-9]{49}$/,
  client_secret: /^(daftar_secret)_[A-Za-z0-9]{49}$/,
};

const CLIENT_ID = /^daftar_client_[a-z0-9]{12}$/;

/** A new public name: what a key begins with, or the client_id of an OAuth 2 client. */
export function newPrefix(kind: 'key' | 'oauth_client'): string {
  return `${kind === 'key' ? 'daftar_live' : 'daftar_client'}_${randomLetters(PREFIX_LENGTH).toLowerCase()}`;
}

/**
 * A new credential of 256 random bits behind its readable beginning, with a checksum at the end: a broken copy is known
 * without asking the database, and secret scanners know the form.
 */
export function newCredential(kind: CredentialKind, prefix: string): string {
  const beginning = kind === 'key' ? prefix : kind === 'token' ? 'daftar_token' : 'daftar_secret';
  const body = `${beginning}_${randomLetters(SECRET_LENGTH)}`;
  return body + checksumOf(body);
}

/** The beginning of a well-formed credential of a kind with a right checksum; undefined for anything else. */
export function beginningOf(kind: CredentialKind, text: string): string | undefined {
  const beginning = FORMS[kind].exec(text)?.[1];
  if (beginning === undefined) return undefined;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return timingSafeEqualText(checksumOf(body), text.slice(-CHECKSUM_LENGTH)) ? beginning : undefined;
}

/** True for a text that claims to be one of our credentials, well-formed or not. */
export function claimsToBeOurs(text: string): boolean {
  return /^daftar_(live|token|secret|client)_/i.test(text);
}

/** True for a text in the form of a client_id. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

function randomLetters(length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += ALPHABET[randomInt(ALPHABET.length)];
  return text;
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    text = (ALPHABET[rest % ALPHABET.length] ?? '') + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
