import type { PluginManifest } from '../../../plugins/sdk/index.ts';
import { checkSettings } from '../plugin-settings.ts';
import { openSecrets, SEALED_PREFIX, sealSecrets } from '../secret-settings.ts';

/**
 * The settings of an install as another version takes them: what it does not know is dropped, what is new gets its
 * default, secrets stay and are sealed. Throws plugin.settings_invalid when a setting of the same name no longer fits.
 */
export function carrySettings(manifest: PluginManifest, settings: unknown): Record<string, unknown> {
  const known = manifest.settings.properties;
  const kept = Object.entries((settings ?? {}) as Record<string, unknown>).filter(([name]) =>
    Object.hasOwn(known, name),
  );
  const filled = checkSettings(manifest, openSecrets(manifest, Object.fromEntries(kept)));
  // What is sealed already stays as it is, so that an unchanged secret is no change.
  const sealed = kept.filter(([, value]) => typeof value === 'string' && value.startsWith(SEALED_PREFIX));
  return { ...sealSecrets(manifest, filled), ...Object.fromEntries(sealed) };
}
