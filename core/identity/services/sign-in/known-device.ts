import { seal, unseal } from '../../../kernel/index.ts';
import { hostCookie, readCookie } from '../sessions/session-cookie.ts';

const PURPOSE = 'known-device';
const DAYS = 180;

/** The Set-Cookie value by which a browser is known again as one from which this user has signed in. */
export function knownDeviceCookie(userId: string): string {
  const value = seal(process.env.DAFTAR_SECRET ?? '', PURPOSE, JSON.stringify({ userId, at: Date.now() }));
  return hostCookie('daftar-device', value, DAYS * 86_400);
}

/**
 * True when the browser has signed in as this user before. Attempts from there are counted apart, so that nobody can lock
 * a headmaster out by guessing from elsewhere (OWASP's device cookies).
 */
export function isKnownDevice(cookieHeader: string | null, userId: string | undefined): boolean {
  const value = readCookie(cookieHeader, 'daftar-device');
  if (value === undefined || userId === undefined) return false;
  try {
    const opened = JSON.parse(unseal(process.env.DAFTAR_SECRET ?? '', PURPOSE, value)) as {
      userId?: unknown;
      at?: unknown;
    };
    return opened.userId === userId && Number(opened.at) > Date.now() - DAYS * 86_400_000;
  } catch {
    return false;
  }
}
