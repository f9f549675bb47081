/** Whether people reach us over https; decides the name of the cookies and their Secure flag. */
function isSecure(): boolean {
  return process.env.DAFTAR_PUBLIC_URL?.startsWith('https:') ?? false;
}

/**
 * The name of a cookie of ours. Over https it carries the prefix `__Host-`: the browser then accepts it only with Secure,
 * for this very host and the whole path, so that no sibling subdomain can plant one.
 */
export function cookieName(name: 'daftar' | 'daftar-device' | 'daftar-sso'): string {
  return isSecure() ? `__Host-${name}` : name;
}

/** A Set-Cookie value for this host alone. `seconds` 0 removes it. */
export function hostCookie(
  name: Parameters<typeof cookieName>[0],
  value: string,
  seconds: number,
  sameSite: 'Lax' | 'Strict' = 'Lax',
): string {
  const parts = [
    `${cookieName(name)}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${sameSite}`,
    `Max-Age=${seconds}`,
  ];
  if (isSecure()) parts.push('Secure');
  return parts.join('; ');
}

/** The Set-Cookie value that carries a session. */
export function sessionCookie(token: string, expiresAt: Date): string {
  return hostCookie('daftar', token, Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000)));
}

/** The Set-Cookie value that removes the session of this browser. */
export function endedSessionCookie(): string {
  return hostCookie('daftar', '', 0);
}

/** The value of one of our cookies in a Cookie header. */
export function readCookie(
  header: string | null,
  name: Parameters<typeof cookieName>[0],
): string | undefined {
  const wanted = `${cookieName(name)}=`;
  const found = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(wanted));
  return found?.slice(wanted.length) || undefined;
}

/** The session token of a request: the cookie, or `Authorization: Bearer <token>` (also `JWT`, as Payload's clients say). */
export function sessionToken(headers: Headers): string | undefined {
  const authorization = headers.get('authorization');
  if (authorization !== null) return /^(?:Bearer|JWT) ([\w-]{43})$/i.exec(authorization)?.[1];
  return readCookie(headers.get('cookie'), 'daftar');
}
