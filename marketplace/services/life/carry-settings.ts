import type { PluginManifest } from '../../../plugins/sdk/index.ts';
import { checkSettings } from '../plugin-settings.ts';

/**
 * The settings of an install as another version takes them: what it does not know is dropped, what is new gets its
 * default, secrets stay. Throws plugin.settings_invalid when a setting of the same name no longer fits.
 */
export function carrySettings(manifest: PluginManifest, settings: unknown): Record<string, unknown> {
  const known = manifest.settings.properties;
  const kept = Object.entries((settings ?? {}) as Record<string, unknown>).filter(([name]) =>
    Object.hasOwn(known, name),
  );
  return checkSettings(manifest, Object.fromEntries(kept));
}
