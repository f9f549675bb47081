import { keysToOpen, signWith, timingSafeEqualText } from '../../kernel/index.ts';

export type SignedLink = { key: string; fileName: string; expiresAt: number };

/**
 * A short-lived path to one file. The signature covers key, name and expiry (seconds since the epoch), so that
 * none of them can be changed.
 */
export function signLink(secret: string, link: SignedLink): string {
  const query = new URLSearchParams({ key: link.key, name: link.fileName, expires: String(link.expiresAt) });
  query.set('signature', signature(secret, link));
  return `/files?${query.toString()}`;
}

/** Reads a signed link back; undefined when it has expired, is not ours, or was changed. */
export function readLink(secret: string, query: URLSearchParams, nowSeconds: number): SignedLink | undefined {
  const link = {
    key: query.get('key') ?? '',
    fileName: query.get('name') ?? '',
    expiresAt: Number(query.get('expires')),
  };
  if (!Number.isSafeInteger(link.expiresAt) || link.expiresAt < nowSeconds) return undefined;
  const given = query.get('signature') ?? '';
  return keysToOpen(secret).some((key) => timingSafeEqualText(given, signature(key, link)))
    ? link
    : undefined;
}

function signature(secret: string, { key, fileName, expiresAt }: SignedLink): string {
  return signWith(secret, 'file-link', JSON.stringify([key, fileName, expiresAt]));
}
