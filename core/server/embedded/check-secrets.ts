import {
  SECRET_LIFE_DAYS,
  SECRET_WARNING_DAYS,
  type Settings,
  secretAgeDays,
  weaknessOf,
} from '../../kernel/index.ts';
import { StartError } from './start-error.ts';

const HOW = 'Run "npx daftar secrets rotate" for a new one; docs/operations.md says how.';

/**
 * Looks at the secrets before anything is signed with them. Throws a StartError for one that must not be used: typed by
 * hand or copied from a manual anywhere, without a known age or too old in production. Returns what should be said.
 */
export function checkSecrets(settings: Settings, now = Date.now()): string[] {
  const { DAFTAR_SECRET: secret = '', DAFTAR_SECRET_PREVIOUS: previous } = settings;
  for (const [name, value] of [
    ['DAFTAR_SECRET', secret],
    ['DAFTAR_SECRET_PREVIOUS', previous],
  ] as const) {
    const weakness = value === undefined ? undefined : weaknessOf(value);
    if (weakness) throw new StartError(`${name} ${weakness}, so everybody could sign in its name. ${HOW}`);
  }
  if (secret === previous)
    throw new StartError('DAFTAR_SECRET and DAFTAR_SECRET_PREVIOUS are the same; remove the previous one.');
  const age = secretAgeDays(settings.DAFTAR_SECRET_CREATED_AT, now);
  if (age === undefined) {
    if (settings.DAFTAR_ENV === 'production')
      throw new StartError(
        'DAFTAR_SECRET_CREATED_AT must be set in production: the day DAFTAR_SECRET was made, for example 2026-11-22.',
      );
    return [];
  }
  if (age < -1)
    throw new StartError('DAFTAR_SECRET_CREATED_AT lies in the future; set the day DAFTAR_SECRET was made.');
  if (age > SECRET_LIFE_DAYS && settings.DAFTAR_ENV === 'production')
    throw new StartError(
      `DAFTAR_SECRET is ${age} days old and may be used for ${SECRET_LIFE_DAYS} days at most in production. ${HOW}`,
    );
  return age >= SECRET_WARNING_DAYS
    ? [`DAFTAR_SECRET is ${age} days old; in production it is refused after ${SECRET_LIFE_DAYS} days. ${HOW}`]
    : [];
}
