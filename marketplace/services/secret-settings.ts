import type { PluginManifest } from '../../plugins/sdk/index.ts';

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
  const value = ((settings ?? {}) as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
