import { AppError } from '../../../kernel/index.ts';
import type { Grants } from '../../../tenancy/index.ts';
import { PERMISSION_CATALOGUE } from '../permission-catalogue.ts';

// Who may change these makes accounts, roles, keys or doors: a program could raise itself or outlive its key.
const DANGEROUS = ['users', 'roles', 'api_keys', 'sso', 'support', 'audit', 'settings', 'tenant'];
// These are changed through pages that want a person's name under it; programs have no address for them.
const BY_PEOPLE = ['attendance', 'excuses', 'imports', 'addons'];
const ONLY_READ = new Set([...DANGEROUS, ...BY_PEOPLE]);
// Not even read: who holds which key, and how others sign in or come in, helps an attacker alone.
const NOT_READ = new Set(['api_keys', 'sso', 'support']);

const ONEROSTER = 'https://purl.imsglobal.org/spec/or/v1p2/scope/';

/** The scopes of OneRoster 1.2 and the permission codes a token with them holds. */
export const ONEROSTER_SCOPES: Readonly<Record<string, readonly string[]>> = {
  [`${ONEROSTER}roster-core.readonly`]: ['structure.read', 'students.read', 'teachers.read'],
  [`${ONEROSTER}roster.readonly`]: ['structure.read', 'students.read', 'teachers.read', 'guardians.read'],
  [`${ONEROSTER}roster-demographics.readonly`]: ['students.read'],
  [`${ONEROSTER}resource-core.readonly`]: ['structure.read'],
  [`${ONEROSTER}resource.readonly`]: ['structure.read'],
  [`${ONEROSTER}gradebook-core.readonly`]: ['assessment.read'],
  [`${ONEROSTER}gradebook.readonly`]: ['assessment.read'],
  [`${ONEROSTER}gradebook.createput`]: ['assessment.write'],
  [`${ONEROSTER}gradebook.createpost`]: ['assessment.write'],
  [`${ONEROSTER}gradebook.delete`]: ['assessment.write'],
  [`${ONEROSTER}assessment.readonly`]: ['assessment.read'],
  [`${ONEROSTER}assessment.createput`]: ['assessment.write'],
  [`${ONEROSTER}assessment.delete`]: ['assessment.write'],
};

/** True for a permission code that a key may hold at all. */
export function isGrantable(code: string): boolean {
  const [resource = '', action] = code.split('.');
  if (!Object.hasOwn(PERMISSION_CATALOGUE, code)) return false;
  return action === 'read' ? !NOT_READ.has(resource) : !ONLY_READ.has(resource);
}

/** The codes that a person with these grants may give to a key: nobody gives what they lack. */
export function grantableBy(grants: Grants): string[] {
  return Object.keys(PERMISSION_CATALOGUE).filter((code) => isGrantable(code) && grants.codes.has(code));
}

/**
 * Holds the scopes of a key to what its maker may give. A key reaches the whole school, so its maker must too.
 * Throws api.maker_limited, api.scope_not_grantable or api.scope_not_held.
 */
export function checkScopes(scopes: readonly string[], maker: Grants): void {
  if (maker.rowScope !== 'school') throw new AppError('api.maker_limited');
  const never = scopes.filter((code) => !isGrantable(code));
  if (never.length > 0)
    throw new AppError('api.scope_not_grantable', { scopes: never.join(', ').slice(0, 200) });
  const lacking = scopes.filter((code) => !maker.codes.has(code));
  if (lacking.length > 0) throw new AppError('api.scope_not_held', { scopes: lacking.join(', ') });
}

/** Every scope a client with these permission codes may ask for: the codes and the OneRoster scopes they cover. */
export function scopesOfClient(codes: readonly string[]): string[] {
  const covered = Object.entries(ONEROSTER_SCOPES)
    .filter(([, needed]) => needed.every((code) => codes.includes(code)))
    .map(([scope]) => scope);
  return [...codes, ...covered];
}

/**
 * What a token for the asked scopes holds: the scopes themselves and the permission codes behind them; undefined when
 * one is unknown or not the client's (RFC 6749, 3.3). Without a wish it is everything the client may have.
 */
export function narrowScopes(
  asked: string | undefined,
  codes: readonly string[],
): { scope: string; held: string[] } | undefined {
  const possible = scopesOfClient(codes);
  const wished = asked === undefined ? possible : [...new Set(asked.split(' ').filter(Boolean))];
  if (wished.length === 0 || wished.some((scope) => !possible.includes(scope))) return undefined;
  const held = new Set(wished.flatMap((scope) => [scope, ...(ONEROSTER_SCOPES[scope] ?? [])]));
  return { scope: wished.join(' '), held: [...held] };
}
