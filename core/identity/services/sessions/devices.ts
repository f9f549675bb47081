import type { Queryable } from '../../../tenancy/index.ts';

export type Device = {
  id: string;
  isThis: boolean;
  kind: string;
  /** Browser and system in words, as far as the User-Agent tells. */
  name: string;
  address: string | null;
  createdAt: Date;
  lastSeenAt: Date;
};

/** The living sessions of a user of the current scope, the newest first. */
export async function listDevices(database: Queryable, userId: string, currentId: string): Promise<Device[]> {
  const { rows } = await database.query(
    `select id, kind, ip, user_agent, created_at, last_seen_at from user_sessions
      where user_id = $1 and ended_at is null and expires_at > now()
      order by (id = $2) desc, last_seen_at desc limit 50`,
    [userId, currentId],
  );
  return rows.map((row) => ({
    id: row.id,
    isThis: row.id === currentId,
    kind: row.kind,
    name: deviceName(row.user_agent ?? ''),
    address: row.ip,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  }));
}

const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const;

/** "Chrome · Windows" of a User-Agent; a dash where it tells nothing. */
export function deviceName(userAgent: string): string {
  const find = (list: readonly (readonly [string, string])[]) =>
    list.find(([mark]) => userAgent.includes(mark))?.[1];
  return [find(BROWSERS), find(SYSTEMS)].filter((part) => part !== undefined).join(' · ') || '–';
}
