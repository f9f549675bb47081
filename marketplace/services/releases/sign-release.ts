import type pg from 'pg';
import { asSystem } from '../../../core/tenancy/index.ts';
import { isSignedBy, platformKeysFor, signAsPlatform } from '../life/platform-keys.ts';

/** What a signature of the platform is over: which plugin, which version, which content. */
export type Release = { pluginId: string; version: string; sha256: string };

/** How long known keys are good before an unknown signature makes us read them again. */
const KEYS_MS = 5_000;
/** Proven releases kept in mind; a proof is 0.1 ms and a call of an add-on about 2. */
const MOST_PROVEN = 2_000;

const proven = new WeakMap<pg.Pool, Set<string>>();
const keys = new WeakMap<pg.Pool, { known: string[]; readAt: number }>();

/** The platform's signature over a release (Ed25519, base64). */
export async function signRelease(pool: pg.Pool, release: Release): Promise<string> {
  return (await signAsPlatform(pool, 'releases', textOf(release))).signature;
}

/** Whether the platform signed exactly this release, with a key that it has or had. */
export async function isReleaseSigned(
  pool: pg.Pool,
  release: Release,
  signature: string | null,
): Promise<boolean> {
  if (signature === null) return false;
  const text = textOf(release);
  const seen = proven.get(pool) ?? new Set<string>();
  proven.set(pool, seen);
  const name = `${text}${signature}`;
  if (seen.has(name)) return true;
  if (!(await platformPublicKeys(pool)).some((key) => isSignedBy(key, text, signature))) return false;
  if (seen.size >= MOST_PROVEN) seen.clear();
  seen.add(name);
  return true;
}

/** Signs releases of the time before signatures, once: what is in the catalogue then was published by the platform. */
export async function signOldReleases(pool: pg.Pool): Promise<number> {
  const { rows } = await asSystem(() =>
    pool.query<Release & { id: string }>(
      `select v.id, p.plugin_id as "pluginId", v.version, v.sha256 from plugin_versions v
         join plugins p on p.id = v.plugin_id where v.signature is null`,
    ),
  );
  for (const { id, ...release } of rows) {
    const signature = await signRelease(pool, release);
    await asSystem(() =>
      pool.query('update plugin_versions set signature = $2 where id = $1 and signature is null', [
        id,
        signature,
      ]),
    );
  }
  return rows.length;
}

async function platformPublicKeys(pool: pg.Pool): Promise<string[]> {
  const cached = keys.get(pool);
  if (cached && Date.now() - cached.readAt < KEYS_MS) return cached.known;
  const known = await platformKeysFor(pool, 'releases');
  keys.set(pool, { known, readAt: Date.now() });
  return known;
}

// Fixed parts under a label, each on a line of its own: no two releases have the same text.
function textOf({ pluginId, version, sha256 }: Release): string {
  return `daftar-release-1\n${pluginId}\n${version}\n${sha256}\n`;
}
