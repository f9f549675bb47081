import { keyring, seal, unseal } from '../../core/kernel/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';

/** What the values of secrets are sealed for. */
export const SECRET_SETTING_PURPOSE = 'plugin-setting';
/** In front of a sealed value, so that a value and what it became cannot be taken for each other. */
export const SEALED_PREFIX = 'sealed:';

/** Settings without the values of secrets, and the names of the secrets that have one. */
export function splitSecrets(
  manifest: PluginManifest,
  settings: unknown,
): { settings: Record<string, unknown>; secretsSet: string[] } {
  const secrets = secretNames(manifest);
  const entries = Object.entries((settings ?? {}) as Record<string, unknown>);
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !secrets.has(name))),
    secretsSet: entries.flatMap(([name, value]) => (secrets.has(name) && value ? [name] : [])),
  };
}

/**
 * New settings with the stored value of every secret that was left out or left empty, because a form cannot show it. Null
 * takes the stored value away.
 */
export function keepSecrets(
  manifest: PluginManifest,
  settings: unknown,
  stored: unknown,
): Record<string, unknown> {
  const merged = { ...((settings ?? {}) as Record<string, unknown>) };
  const known = (stored ?? {}) as Record<string, unknown>;
  for (const name of secretNames(manifest)) {
    const isTakenAway = merged[name] === null;
    if (!isTakenAway && merged[name] !== undefined && merged[name] !== '') continue;
    delete merged[name];
    if (!isTakenAway && known[name] !== undefined) merged[name] = known[name];
  }
  return merged;
}

function secretNames(manifest: PluginManifest): Set<string> {
  return new Set(
    Object.entries(manifest.settings.properties).flatMap(([name, property]) =>
      property.type === 'string' && property['x-secret'] ? [name] : [],
    ),
  );
}

/** The stored value of a secret setting, for the host alone; undefined for every other name. */
export function readSecret(manifest: PluginManifest, settings: unknown, name: string): string | undefined {
  if (!secretNames(manifest).has(name)) return undefined;
  const value = openSecrets(manifest, settings)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Settings as they are stored: the values of secrets sealed under the key of this installation. */
export function sealSecrets(manifest: PluginManifest, settings: unknown): Record<string, unknown> {
  return changeSecrets(manifest, settings, (value) =>
    value === '' ? value : SEALED_PREFIX + seal(keyring().current, SECRET_SETTING_PURPOSE, value),
  );
}

/** Stored settings with the values of secrets, for the host alone. Throws when no key of this installation opens one. */
export function openSecrets(manifest: PluginManifest, settings: unknown): Record<string, unknown> {
  return changeSecrets(manifest, settings, (value) =>
    value.startsWith(SEALED_PREFIX)
      ? unseal(keyring().current, SECRET_SETTING_PURPOSE, value.slice(SEALED_PREFIX.length))
      : value,
  );
}

function changeSecrets(
  manifest: PluginManifest,
  settings: unknown,
  change: (value: string) => string,
): Record<string, unknown> {
  const secrets = secretNames(manifest);
  return Object.fromEntries(
    Object.entries((settings ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      secrets.has(name) && typeof value === 'string' ? change(value) : value,
    ]),
  );
}
