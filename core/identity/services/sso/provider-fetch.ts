import type { CustomFetch } from 'openid-client';
import { guardedFetch } from '../../../kernel/index.ts';

/** True where identity providers may be called over http and at private addresses: development, or by a setting. */
export function mayCallPrivate(): boolean {
  const environment = process.env.DAFTAR_ENV?.trim() || 'development';
  return environment === 'development' || process.env.SSO_ALLOW_PRIVATE === 'true';
}

/** The fetch for everything a school's set-up makes us call: discovery, keys, tokens. */
export function providerFetch(): CustomFetch {
  const fetch = guardedFetch({ allowPrivate: mayCallPrivate(), maxBytes: 512_000, timeoutMs: 10_000 });
  return (url, options) => fetch(url, options as RequestInit);
}
