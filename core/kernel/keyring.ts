/**
 * The two keys of an installation. `current` signs and seals; `previous` still opens what was signed or sealed before
 * and never signs. Both come from the environment of the process at the moment of use, so that a process that learns
 * of a new key (see core/server/embedded/secrets-file.ts) uses it from then on.
 */
export type Keyring = { current: string; previous: string | undefined };

/** The keyring of this process, from DAFTAR_SECRET and DAFTAR_SECRET_PREVIOUS. */
export function keyring(environment: Record<string, string | undefined> = process.env): Keyring {
  const previous = environment.DAFTAR_SECRET_PREVIOUS?.trim() || undefined;
  return { current: environment.DAFTAR_SECRET ?? '', previous };
}

/** The keys that may have made what is opened now: for a key of this installation both, for any other key itself alone. */
export function keysToOpen(secret: string): string[] {
  const { current, previous } = keyring();
  if (secret !== current && secret !== previous) return [secret];
  return [secret, current, previous].filter(
    (key, index, keys): key is string => Boolean(key) && keys.indexOf(key) === index,
  );
}

/** A secret is made anew after this many days; ops/README and docs/operations.md say how. */
export const SECRET_LIFE_DAYS = 183;
/** From this age on readiness and the start say that it is time. */
export const SECRET_WARNING_DAYS = 150;

const PLACEHOLDERS =
  /change.?me|placeholder|example|default|only-for-|your.?secret|my.?secret|daftar.?secret|password|1234567|abcdefgh|qwert/i;

/**
 * Why a secret must not be used, as the end of a sentence that begins with the setting's name; undefined for one that
 * may. It looks for what people type: examples from manuals, words, few different characters.
 */
export function weaknessOf(secret: string): string | undefined {
  if (secret.length < 32) return 'has fewer than 32 characters';
  if (PLACEHOLDERS.test(secret)) return 'looks like an example and not like a secret';
  if (new Set(secret).size < 10) return 'repeats a few characters';
  return undefined;
}

/** Whole days since a secret was made; undefined for a moment that cannot be read. */
export function secretAgeDays(createdAt: string | undefined, now = Date.now()): number | undefined {
  const made = Date.parse(createdAt ?? '');
  return Number.isNaN(made) ? undefined : Math.floor((now - made) / 86_400_000);
}
